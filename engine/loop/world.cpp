#include "engine/loop/world.hpp"

#include <ctime>

#include "engine/trace/recorder.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

int64_t SimulatedWorld::monotonic_ns(const Vm& vm) const { return kMonotonicStart + vm.now_ns; }
int64_t SimulatedWorld::wall_ns(const Vm& vm) const { return kWallStart + vm.now_ns; }

/// Time goes by. Paced, in slices, so that a stop request is seen soon.
bool SimulatedWorld::pass(Vm& vm, int64_t ns) {
  constexpr int64_t kSlice = 10'000'000;
  while (paced_ && ns > 0) {
    int64_t part = ns < kSlice ? ns : kSlice;
    timespec wait{0, static_cast<long>(part)};
    nanosleep(&wait, nullptr);
    vm.now_ns += part;
    ns -= part;
    if (vm.safe_point_due() && !vm.at_safe_point()) return false;
  }
  vm.now_ns += ns;
  return true;
}

bool SimulatedWorld::sleep(Vm& vm, int64_t ns) {
  if (ns < 0) ns = 0;
  if (tracing(vm)) vm.recorder.emit(ev::ThreadBlocked{trace::BlockReason::kSleep, {}, vm.now_ns + ns});
  bool ok = pass(vm, ns);
  if (tracing(vm)) vm.recorder.emit(ev::ThreadUnblocked{});
  return ok && (!vm.safe_point_due() || vm.at_safe_point());
}

int SimulatedWorld::select(Vm& vm, int64_t timeout_ns) {
  if (timeout_ns == 0) return 0;
  if (timeout_ns < 0) {
    // CPython would wait for ever; here nobody is left who could end the wait, so saying it is the better service.
    vm.raise(vm.exc.StopRequested,
             "the event loop would wait for ever: no callback is ready, no timer is scheduled, and nothing else can "
             "wake it");
    return -1;
  }
  // epoll counts in milliseconds and never returns early.
  constexpr int64_t kMillisecond = 1'000'000;
  int64_t rounded = (timeout_ns + kMillisecond - 1) / kMillisecond * kMillisecond;
  return pass(vm, rounded) ? 0 : -1;
}

}  // namespace loopscope::loop
