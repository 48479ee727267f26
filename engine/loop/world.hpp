#pragma once
// The world behind the engine: what takes time and what comes from outside. The default one is simulated: time is the
// machine's virtual clock, and waiting jumps it.

#include <cstdint>

namespace loopscope::vm {
class Vm;
}

namespace loopscope::loop {

class World {
 public:
  virtual ~World() = default;
  /// time.monotonic() in nanoseconds.
  virtual int64_t monotonic_ns(const vm::Vm& vm) const = 0;
  /// time.time() in nanoseconds.
  virtual int64_t wall_ns(const vm::Vm& vm) const = 0;
  /// Blocks the calling thread for `ns` (time.sleep). False: an exception is pending (the run was stopped).
  virtual bool sleep(vm::Vm& vm, int64_t ns) = 0;
  /// The selector: waits until a watched descriptor is ready, at most `timeout_ns` (-1: for ever). The number of ready
  /// descriptors; -1 with an exception pending.
  virtual int select(vm::Vm& vm, int64_t timeout_ns) = 0;
};

/// The resolution of the monotonic clock in seconds, as time.get_clock_info("monotonic") tells it.
inline constexpr double kClockResolution = 1e-9;
/// Where the monotonic clock stands when a program starts: a machine that has been up for a while.
inline constexpr int64_t kMonotonicStart = 1'000'000'000'000;
/// 2025-01-01T00:00:00Z, when every simulated program starts.
inline constexpr int64_t kWallStart = 1'735'689'600'000'000'000;

/// Deterministic: the clock is Vm::now_ns, which instructions advance and waiting moves. With `paced`, waiting also
/// takes real time, so that a person can watch.
class SimulatedWorld final : public World {
 public:
  explicit SimulatedWorld(bool paced = false) : paced_(paced) {}
  int64_t monotonic_ns(const vm::Vm& vm) const override;
  int64_t wall_ns(const vm::Vm& vm) const override;
  bool sleep(vm::Vm& vm, int64_t ns) override;
  int select(vm::Vm& vm, int64_t timeout_ns) override;

 private:
  bool pass(vm::Vm& vm, int64_t ns);

  bool paced_;
};

}  // namespace loopscope::loop
