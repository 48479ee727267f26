#pragma once
// The files of the simulated world: pipes, connected sockets, the standard streams, /dev/null. All in memory.

#include <string>
#include <utility>

#include "engine/loop/open_file.hpp"

namespace loopscope::loop {

using FilePtr = std::shared_ptr<OpenFile>;

/// Bytes on their way from one end to the other. Either end is null once it is closed.
struct Channel {
  explicit Channel(size_t bytes, size_t least) : capacity(bytes), least_room(least) {}

  size_t size() const { return data.size() - head; }
  size_t room() const { return capacity - size(); }

  const size_t capacity;
  const size_t least_room;  // of free space that makes it writable
  OpenFile* reader = nullptr;
  OpenFile* writer = nullptr;
  std::string data;
  size_t head = 0;  // what of data has been read
};

/// 64 KiB as Linux has it; {read end, write end}.
std::pair<FilePtr, FilePtr> make_pipe();
/// Two connected ends; `network`: with the larger buffers of a TCP connection.
std::pair<FilePtr, FilePtr> make_socket_pair(bool network = false);
/// shutdown(): bit 0 no more reading, bit 1 no more writing. 0 or -errno.
int shut_down_socket(vm::Vm& vm, OpenFile& socket, unsigned how);

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
