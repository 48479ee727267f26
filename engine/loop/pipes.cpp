#include "engine/loop/pipes.hpp"

#include <algorithm>
#include <cerrno>

#include "engine/vm/vm.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

constexpr size_t kPipeBytes = 65536;
constexpr size_t kPipeAtomic = 4096;     // PIPE_BUF: so many bytes are written whole or not at all
constexpr size_t kSocketBytes = 219264;  // what Linux takes into a Unix socket at once, by default
constexpr size_t kNetworkBytes = 2'539'008;

/// The bytes of a channel leave by its reader.
int64_t take(Vm& vm, Channel& channel, size_t most, std::string* out) {
  size_t n = std::min(most, channel.size());
  if (n == 0) return most == 0 || !channel.writer ? 0 : -EAGAIN;
  out->append(channel.data, channel.head, n);
  channel.head += n;
  if (channel.head == channel.data.size()) {
    channel.data.clear();
    channel.head = 0;
  } else if (channel.head > channel.capacity) {
    channel.data.erase(0, channel.head);
    channel.head = 0;
  }
  if (channel.writer && channel.room() >= channel.least_room) channel.writer->changed(vm);
  return static_cast<int64_t>(n);
}

/// They come in by its writer.
int64_t put(Vm& vm, Channel& channel, std::string_view data, size_t atomic) {
  if (!channel.reader) return -EPIPE;
  if (data.empty()) return 0;
  size_t room = channel.room();
  if (room == 0 || (data.size() <= atomic && room < data.size())) return -EAGAIN;
  size_t n = std::min(room, data.size());
  channel.data.append(data.substr(0, n));
  channel.reader->changed(vm);
  return static_cast<int64_t>(n);
}

class PipeReader final : public OpenFile {
 public:
  explicit PipeReader(std::shared_ptr<Channel> channel) : OpenFile(Type::kPipe), channel_(std::move(channel)) {
    channel_->reader = this;
  }
  uint32_t poll() const override {
    return (channel_->size() ? uint32_t{kIn} : 0u) | (channel_->writer ? 0u : uint32_t{kHangUp});
  }
  int64_t read(Vm& vm, size_t most, std::string* out) override { return take(vm, *channel_, most, out); }
  void closed(Vm& vm) override {
    channel_->reader = nullptr;
    if (channel_->writer) channel_->writer->changed(vm);
  }

 private:
  std::shared_ptr<Channel> channel_;
};

class PipeWriter final : public OpenFile {
 public:
  explicit PipeWriter(std::shared_ptr<Channel> channel) : OpenFile(Type::kPipe), channel_(std::move(channel)) {
    channel_->writer = this;
  }
  uint32_t poll() const override {
    if (!channel_->reader) return kOut | kError;
    return channel_->room() >= channel_->least_room ? uint32_t{kOut} : 0u;
  }
  int64_t write(Vm& vm, std::string_view data) override { return put(vm, *channel_, data, kPipeAtomic); }
  void closed(Vm& vm) override {
    channel_->writer = nullptr;
    if (channel_->reader) channel_->reader->changed(vm);
  }

 private:
  std::shared_ptr<Channel> channel_;
};

class Socket final : public OpenFile {
 public:
  Socket(std::shared_ptr<Channel> in, std::shared_ptr<Channel> out)
      : OpenFile(Type::kSocket), in_(std::move(in)), out_(std::move(out)) {
    in_->reader = this;
    out_->writer = this;
  }
  uint32_t poll() const override {
    uint32_t bits = in_->size() || !in_->writer || !in_->reader ? uint32_t{kIn} : 0u;
    if (!out_->reader || out_->room() >= out_->least_room) bits |= kOut;
    if (!in_->writer && !out_->reader) bits |= kHangUp;
    return bits;
  }
  int64_t read(Vm& vm, size_t most, std::string* out) override { return in_->reader ? take(vm, *in_, most, out) : 0; }
  int64_t write(Vm& vm, std::string_view data) override { return out_->writer ? put(vm, *out_, data, 0) : -EPIPE; }
  void closed(Vm& vm) override {
    // The other side notices both at once: the end of what it reads, and that nobody reads what it writes.
    OpenFile* writer = in_->writer;
    OpenFile* reader = out_->reader;
    in_->reader = nullptr;
    out_->writer = nullptr;
    if (writer) writer->changed(vm);
    if (reader && reader != writer) reader->changed(vm);
  }
  int shut_down(Vm& vm, unsigned how) {
    if (how & 1) {
      in_->reader = nullptr;
      if (in_->writer) in_->writer->changed(vm);
    }
    if (how & 2) {
      out_->writer = nullptr;
      if (out_->reader) out_->reader->changed(vm);
    }
    changed(vm);
    return 0;
  }

 private:
  std::shared_ptr<Channel> in_, out_;
};

class Input final : public OpenFile {
 public:
  explicit Input(std::string text) : OpenFile(Type::kStream), text_(std::move(text)) {}
  int64_t read(Vm&, size_t most, std::string* out) override {
    size_t n = std::min(most, text_.size() - at_);
    out->append(text_, at_, n);
    at_ += n;
    return static_cast<int64_t>(n);
  }

 private:
  std::string text_;
  size_t at_ = 0;
};

class Output final : public OpenFile {
 public:
  explicit Output(bool error) : OpenFile(Type::kStream), error_(error) {}
  int64_t write(Vm& vm, std::string_view data) override {
    if (data.empty()) return 0;
    if (error_) {
      vm.host.write_stderr(data);
    } else {
      vm.host.write_stdout(data);
    }
    return static_cast<int64_t>(data.size());
  }

 private:
  const bool error_;
};

class Null final : public OpenFile {
 public:
  Null() : OpenFile(Type::kNull) {}
  int64_t read(Vm&, size_t, std::string*) override { return 0; }
  int64_t write(Vm&, std::string_view data) override { return static_cast<int64_t>(data.size()); }
};

class Selector final : public OpenFile {
 public:
  Selector() : OpenFile(Type::kSelector) {}
  uint32_t poll() const override { return 0; }
  int64_t read(Vm&, size_t, std::string*) override { return -EINVAL; }
  int64_t write(Vm&, std::string_view) override { return -EINVAL; }
};

}  // namespace

std::pair<FilePtr, FilePtr> make_pipe() {
  auto channel = std::make_shared<Channel>(kPipeBytes, kPipeAtomic);
  return {std::make_shared<PipeReader>(channel), std::make_shared<PipeWriter>(channel)};
}

std::pair<FilePtr, FilePtr> make_socket_pair(bool network) {
  size_t bytes = network ? kNetworkBytes : kSocketBytes;
  // Writable again when a quarter of it is left, as Linux counts.
  auto there = std::make_shared<Channel>(bytes, bytes / 4 * 3);
  auto back = std::make_shared<Channel>(bytes, bytes / 4 * 3);
  return {std::make_shared<Socket>(back, there), std::make_shared<Socket>(there, back)};
}

int shut_down_socket(Vm& vm, OpenFile& socket, unsigned how) {
  auto* connected = dynamic_cast<Socket*>(&socket);
  return connected ? connected->shut_down(vm, how) : -ENOTCONN;
}

FilePtr make_input(std::string text) { return std::make_shared<Input>(std::move(text)); }
FilePtr make_output(bool error) { return std::make_shared<Output>(error); }
FilePtr make_null() { return std::make_shared<Null>(); }
FilePtr make_selector_file() { return std::make_shared<Selector>(); }
bool is_host_output(const OpenFile& file) { return dynamic_cast<const Output*>(&file) != nullptr; }

int64_t WakeUp::read(Vm&, size_t most, std::string* out) {
  if (!rung_) return -EAGAIN;
  rung_ = false;
  if (most) out->push_back('\0');
  return most ? 1 : 0;
}

}  // namespace loopscope::loop
