#include "engine/loop/pipes.hpp"

#include <algorithm>
#include <cerrno>

#include "engine/vm/vm.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

constexpr size_t kPipeBytes = 65536;
constexpr uint64_t kShareOfMemory = 4;  // of the program's memory: what may be on its way in all channels together
constexpr size_t kPipeAtomic = 4096;    // PIPE_BUF: so many bytes are written whole or not at all

// In all channels of the run, which has its thread for itself.
thread_local uint64_t bytes_on_their_way = 0;

}  // namespace

void Channel::drop(size_t bytes) {
  bytes_on_their_way -= bytes;
  data.erase(0, bytes);
  head = 0;
}

int64_t take_bytes(Vm& vm, Channel& channel, size_t most, std::string* out) {
  size_t n = std::min(most, channel.size());
  if (n == 0) return most == 0 || !channel.writer ? 0 : -EAGAIN;
  out->append(channel.data, channel.head, n);
  channel.head += n;
  if (channel.head == channel.data.size() || channel.head > channel.capacity) channel.drop(channel.head);
  if (channel.writer && channel.room() >= channel.least_room) channel.writer->changed(vm);
  return static_cast<int64_t>(n);
}

int64_t put_bytes(Vm& vm, Channel& channel, std::string_view data, size_t atomic) {
  if (!channel.reader) return -EPIPE;
  if (data.empty()) return 0;
  size_t room = channel.room();
  if (room == 0 || (data.size() <= atomic && room < data.size())) return -EAGAIN;
  size_t n = std::min(room, data.size());
  if (bytes_on_their_way + n > vm.limits.memory / kShareOfMemory) return -ENOBUFS;
  bytes_on_their_way += n;
  channel.data.append(data.substr(0, n));
  channel.reader->changed(vm);
  return static_cast<int64_t>(n);
}

namespace {

class PipeReader final : public OpenFile {
 public:
  explicit PipeReader(std::shared_ptr<Channel> channel) : OpenFile(Type::kPipe), channel_(std::move(channel)) {
    channel_->reader = this;
  }
  // It may never have had a descriptor: there were none left.
  ~PipeReader() override {
    if (channel_->reader == this) channel_->reader = nullptr;
  }
  uint32_t poll() const override {
    return (channel_->size() ? uint32_t{kIn} : 0u) | (channel_->writer ? 0u : uint32_t{kHangUp});
  }
  int64_t read(Vm& vm, size_t most, std::string* out) override { return take_bytes(vm, *channel_, most, out); }
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
  ~PipeWriter() override {
    if (channel_->writer == this) channel_->writer = nullptr;
  }
  uint32_t poll() const override {
    if (!channel_->reader) return kOut | kError;
    return channel_->room() >= channel_->least_room ? uint32_t{kOut} : 0u;
  }
  int64_t write(Vm& vm, std::string_view data) override { return put_bytes(vm, *channel_, data, kPipeAtomic); }
  void closed(Vm& vm) override {
    channel_->writer = nullptr;
    if (channel_->reader) channel_->reader->changed(vm);
  }

 private:
  std::shared_ptr<Channel> channel_;
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
