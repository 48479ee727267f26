#include "engine/loop/select_phase.hpp"

#include <cmath>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/descriptor_module.hpp"
#include "engine/loop/descriptors.hpp"
#include "engine/loop/event_loop.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

constexpr int64_t kMillisecond = 1'000'000;
constexpr size_t kManyEvents = SIZE_MAX;
// selectors.EVENT_READ and EVENT_WRITE.
constexpr int64_t kRead = 1, kWrite = 2;

/// Phase 4 for one side of one descriptor: the handle joins the ready queue. A handle that was cancelled is a
/// descriptor that is watched no longer.
bool deliver_one(Vm& vm, EventLoop* loop, Value handle, Value file, int64_t fd, int64_t side) {
  if (!handle.is(Kind::kHandle)) return true;
  if (as<Handle>(handle)->cancelled) {
    return static_cast<bool>(vm.call_method(loop, side == kRead ? "remove_reader" : "remove_writer", {file}));
  }
  if (tracing(vm)) {
    vm.recorder.emit(ev::SelectorReady{LoopId{loop->id}, static_cast<uint32_t>(fd), static_cast<uint32_t>(side),
                                       HandleId{as<Handle>(handle)->id}});
  }
  push_handle(vm, loop, as<Handle>(handle));
  return true;
}

/// The self-pipe's callback joins the queue as those of other descriptors do; no handle of it is told.
void hear_wakeup(EventLoop* loop) {
  loop->io->wakeup->silence();
  ++loop->self_pipe_entries;
  loop->ready->push(Ready{Ready::kSelfPipe, 0, kNull, kNull});
}

bool deliver(Vm& vm, EventLoop* loop, Value key, int64_t mask) {
  Ref keep = Ref::share(key);
  int64_t fd = -1;
  Ref number = vm.getattr(key, "fd");
  if (!number || int_value(number, &fd) < 0) return !vm.failed();
  if (fd == loop->io->wakeup_fd) {
    hear_wakeup(loop);
    return true;
  }
  Ref data = vm.getattr(key, "data");
  Ref file = data ? vm.getattr(key, "fileobj") : Ref();
  if (!file) return false;
  if (!data.is(Kind::kTuple) || as<Tuple>(data)->count != 2) return true;
  Value reader = as<Tuple>(data)->items[0], writer = as<Tuple>(data)->items[1];
  return (!(mask & kRead) || deliver_one(vm, loop, reader, file, fd, kRead)) &&
         (!(mask & kWrite) || deliver_one(vm, loop, writer, file, fd, kWrite));
}

/// The selector was asked for longer than the loop wanted to wait.
bool tell_slow(Vm& vm, EventLoop* loop, int64_t timeout_ns, int64_t took_ns, size_t events) {
  if (timeout_ns < 0 || took_ns - timeout_ns < std::llround(loop->slow_seconds * 1e9)) return true;
  if (tracing(vm)) vm.recorder.emit(ev::SelectSlow{LoopId{loop->id}, took_ns});
  if (!asyncio_of(vm).log_slow_select || !loop->debug) return true;
  Ref tell = library_function(vm, "asyncio.selector_events", "_tell_slow_select");
  Value args[] = {Value::small_int(timeout_ns), Value::small_int(took_ns),
                  Value::small_int(static_cast<int64_t>(events))};
  return tell && vm.call(tell, args[0], args[1], args[2]);
}

/// The default selector: nothing of Python runs.
bool select_natively(Vm& vm, EventLoop* loop, int64_t timeout_ns) {
  LoopIo& io = *loop->io;
  if (timeout_ns == 0) {
    if (!asyncio_of(vm).world.yield(vm)) return false;
  } else {
    int64_t deadline = timeout_ns < 0 ? Wait::kForever : vm.now_ns + timeout_ns;
    if (io.poller->wait(vm, deadline, true) == Woken::kFailed) return false;
  }
  io.ready.clear();
  if (!io.poller->quiet()) [[unlikely]]
    io.poller->collect(kManyEvents, &io.ready);
  return true;
}

bool deliver_natively(Vm& vm, EventLoop* loop) {
  LoopIo& io = *loop->io;
  std::vector<Poller::Ready> ready = std::exchange(io.ready, {});
  for (Poller::Ready r : ready) {
    if (r.fd == io.wakeup_fd) {
      hear_wakeup(loop);
      continue;
    }
    Value key = kNull;
    Dict* keys = io.keys ? as<Dict>(io.keys) : nullptr;
    if (keys && dict_find(vm, keys, Value::small_int(r.fd), &key) < 0) return false;
    if (!key) continue;
    int64_t watched = 0;
    Ref events = vm.getattr(key, "events");
    if (!events || int_value(events, &watched) < 0) return false;
    // Errors and hang-ups count for both sides, as in selectors.EpollSelector.
    int64_t mask = (r.events & ~OpenFile::kOut ? kRead : 0) | (r.events & ~OpenFile::kIn ? kWrite : 0);
    if (!deliver(vm, loop, key, mask & watched)) return false;
  }
  return true;
}

/// The program's own selector: its events are [(SelectorKey, mask), ...].
bool select_in_python(Vm& vm, EventLoop* loop, int64_t timeout_ns, Ptr<List>* events) {
  Ref seconds = timeout_ns < 0    ? Ref::share(kNone)
                : timeout_ns == 0 ? make_int(0)
                                  : make_float(static_cast<double>(timeout_ns) / 1e9);
  Ref got = vm.call_method(loop->io->selector, "select", {seconds});
  if (got) *events = vm.list_of(got);
  return static_cast<bool>(*events);
}

bool deliver_all(Vm& vm, EventLoop* loop, const List* events) {
  for (size_t i = 0; i < events->items.size(); ++i) {
    Ptr<Tuple> pair = vm.tuple_of(events->items[i]);
    if (!pair) return false;
    int64_t mask = 0;
    if (pair->count != 2 || int_value(pair->items[1], &mask) != 1) {
      vm.raise(vm.exc.TypeError, "the selector's select() must return pairs of a SelectorKey and an int");
      return false;
    }
    if (!deliver(vm, loop, pair->items[0], mask)) return false;
  }
  return true;
}

}  // namespace

LoopIo::LoopIo() : wakeup(std::make_shared<WakeUp>()) {}

void LoopIo::drop_selector() {
  poller = &own;
  for (Value* v : {&selector, &epoll, &keys}) decref(std::exchange(*v, kNull));
}

bool select_phase(Vm& vm, EventLoop* loop, int64_t timeout_ns) {
  LoopId id{loop->id};
  LoopIo& io = *loop->io;
  if (tracing(vm)) vm.recorder.emit(ev::SelectBegin{id, timeout_ns});
  int64_t begun = vm.now_ns;
  // 3. select. epoll counts in milliseconds and never returns early.
  int64_t patience = timeout_ns > 0 ? (timeout_ns + kMillisecond - 1) / kMillisecond * kMillisecond : timeout_ns;
  Ptr<List> events;
  bool native = io.poller != nullptr;
  if (native ? !select_natively(vm, loop, patience) : !select_in_python(vm, loop, timeout_ns, &events)) return false;
  size_t count = native ? io.ready.size() : events->items.size();
  if (tracing(vm)) vm.recorder.emit(ev::SelectEnd{id, static_cast<uint32_t>(count)});
  if (vm.now_ns != begun && !tell_slow(vm, loop, patience, vm.now_ns - begun, count)) return false;
  // 4. process events
  if (count == 0) return true;
  return native ? deliver_natively(vm, loop) : deliver_all(vm, loop, events.get());
}

void wake_selector(Vm& vm, EventLoop* loop) {
  if (!loop->closed) loop->io->wakeup->ring(vm);
}

Ref attach_selector(Vm& vm, Value self, Args args) {
  LoopIo& io = *as<EventLoop>(self)->io;
  DescriptorTable& table = *asyncio_of(vm).descriptors;
  // As CPython's pair of sockets: the loop watches the first, others write into the second.
  io.own.remove(io.wakeup_fd);
  io.drop_selector();
  io.wakeup_fd = table.open(io.wakeup);
  io.ring_fd = io.wakeup_fd < 0 ? io.wakeup_fd : table.open(make_null());
  if (io.ring_fd < 0) return raise_os_error(vm, -io.ring_fd);
  io.selector = Ref::share(args[0]).release();
  io.poller = poller_of(vm, args[1]);
  if (io.poller) io.epoll = Ref::share(args[1]).release();
  if (io.poller && args[2].is(Kind::kDict)) io.keys = Ref::share(args[2]).release();
  return make_int(io.wakeup_fd);
}

Ref detach_selector(Vm& vm, Value self, Args) {
  LoopIo& io = *as<EventLoop>(self)->io;
  if (!io.selector) return Ref::share(kNone);
  DescriptorTable& table = *asyncio_of(vm).descriptors;
  for (int* fd : {&io.wakeup_fd, &io.ring_fd}) table.close(vm, std::exchange(*fd, -1));
  io.drop_selector();
  return Ref::share(kNone);
}

}  // namespace loopscope::loop
