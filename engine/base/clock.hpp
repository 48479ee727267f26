#pragma once
// The clock of a world. Time is int64 nanoseconds everywhere; the zero is the start of the program.

#include <cstdint>

namespace loopscope {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual int64_t now_ns() const = 0;
};

/// A clock that stands until it is told to move: the virtual world's, and the tests'.
class ManualClock final : public Clock {
 public:
  int64_t now_ns() const override { return now_ns_; }
  void advance(int64_t ns) { now_ns_ += ns; }
  /// Never moves backwards.
  void advance_to(int64_t ns) {
    if (ns > now_ns_) now_ns_ = ns;
  }
  /// For readers that cannot afford a virtual call per event, such as trace::Recorder.
  const int64_t* address() const { return &now_ns_; }

 private:
  int64_t now_ns_ = 0;
};

}  // namespace loopscope
