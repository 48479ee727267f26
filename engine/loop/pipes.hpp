#pragma once
// The files of the simulated world: pipes, the standard streams, /dev/null. All in memory; sockets.hpp has the rest.

#include <string>
#include <utility>

#include "engine/loop/open_file.hpp"

namespace loopscope::loop {

using FilePtr = std::shared_ptr<OpenFile>;

/// Bytes on their way from one end to the other. Either end is null once it is closed.
struct Channel {
  explicit Channel(size_t bytes, size_t least) : capacity(bytes), least_room(least) {}
  ~Channel() { drop(data.size()); }
  Channel(const Channel&) = delete;

  /// The first `bytes` of data go.
  void drop(size_t bytes);
  size_t size() const { return data.size() - head; }
  size_t room() const { return capacity - size(); }

  const size_t capacity;
  const size_t least_room;  // of free space that makes it writable
  OpenFile* reader = nullptr;
  OpenFile* writer = nullptr;
  std::string data;
  size_t head = 0;  // what of data has been read
};

/// The bytes leave by the reader and come in by the writer: how many, 0 at the end, or -errno. Writes of at most
/// `atomic` bytes are whole or not at all.
int64_t take_bytes(vm::Vm& vm, Channel& channel, size_t most, std::string* out);
int64_t put_bytes(vm::Vm& vm, Channel& channel, std::string_view data, size_t atomic);

/// 64 KiB as Linux has it; {read end, write end}.
std::pair<FilePtr, FilePtr> make_pipe();
/// Standard input with this text; standard output or error of the run itself.
FilePtr make_input(std::string text);
FilePtr make_output(bool error);
FilePtr make_null();
/// The file is the run's own standard output or error: text goes to the host at once.
bool is_host_output(const OpenFile& file);
/// For selectors: occupies a descriptor.
FilePtr make_selector_file();

/// Wakes the selector of an event loop from anywhere, as CPython's self-pipe does.
class WakeUp final : public OpenFile {
 public:
  WakeUp() : OpenFile(Type::kSocket) {}
  uint32_t poll() const override { return rung_ ? kIn | kOut : kOut; }
  int64_t read(vm::Vm& vm, size_t most, std::string* out) override;
  void ring(vm::Vm& vm) {
    if (std::exchange(rung_, true)) return;
    changed(vm);
  }
  void silence() { rung_ = false; }

 private:
  bool rung_ = false;
};

}  // namespace loopscope::loop
