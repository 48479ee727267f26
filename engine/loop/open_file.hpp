#pragma once
// What a descriptor refers to: one end of a pipe or socket, a standard stream, /dev/null. As in Linux, dup() and child
// processes share it, its mode (blocking or not) included; it is closed when its last descriptor is.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/loop/world.hpp"

namespace loopscope::loop {

struct PollItem;

class OpenFile {
 public:
  // Readiness, in the bits of poll() and epoll.
  static constexpr uint32_t kIn = 0x1, kOut = 0x4, kError = 0x8, kHangUp = 0x10;
  enum class Type : uint8_t { kPipe, kSocket, kStream, kNull, kSelector };

  explicit OpenFile(Type the_type) : type(the_type) {}
  virtual ~OpenFile();
  OpenFile(const OpenFile&) = delete;

  /// What would not block now.
  virtual uint32_t poll() const { return kIn | kOut; }
  /// At most `most` bytes, appended to *out; how many, 0 at the end of the data, or -errno (EAGAIN: it would block).
  virtual int64_t read(vm::Vm& vm, size_t most, std::string* out);
  /// How many bytes were taken, or -errno.
  virtual int64_t write(vm::Vm& vm, std::string_view data);
  /// The last descriptor is gone.
  virtual void closed(vm::Vm&) {}

  /// Readiness may have changed: who waits asks again, pollers look again.
  void changed(vm::Vm& vm);

  const Type type;
  bool blocking = true;
  uint32_t descriptors = 0;  // that refer to it, in all processes
  WaitList waiters;
  std::vector<PollItem*> watchers;
};

/// An exception is pending.
inline constexpr int64_t kIoFailed = INT64_MIN;

/// read() and write() as the file's mode has it: when it blocks, the thread waits, and write() takes everything.
/// `descriptor` is how the trace names the file.
int64_t read_file(vm::Vm& vm, std::shared_ptr<OpenFile> file, int descriptor, size_t most, std::string* out);
int64_t write_file(vm::Vm& vm, std::shared_ptr<OpenFile> file, int descriptor, std::string_view data);
/// Waits until one of the readiness bits is there. kTimedOut only with a deadline.
Woken wait_file(vm::Vm& vm, OpenFile& file, int descriptor, uint32_t bits, int64_t deadline_ns = Wait::kForever);

}  // namespace loopscope::loop
