// _thread.lock and _thread.RLock. A lock that is given back is free for whoever comes first: the thread that is woken
// asks again, as a semaphore's waiter does.

#include <string>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/thread_objects.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/alloc.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::loop {

using namespace vm;
namespace ev = trace::ev;

namespace {

/// Both kinds. A plain lock has no owner; `holder` only tells people who took it.
struct Lock : Object {
  WaitList* waiters;  // owned
  std::string* what;  // owned: what waiting for it is called; null: a lock and who holds it
  uint32_t id;        // trace SyncId; 0: one that threading uses inside
  uint32_t holder;    // trace ThreadId while it is taken
  uint32_t count;     // how often it is taken
  bool reentrant;
};

Lock* self_of(Value v) { return static_cast<Lock*>(v.object()); }
Ref none() { return Ref::share(kNone); }
Ref boolean(bool b) { return Ref::share(Value::boolean(b)); }

Ref make_lock(Vm& vm, Type* type, bool told) {
  auto* lock = static_cast<Lock*>(vm.new_object(type));
  lock->waiters = new WaitList;
  lock->reentrant = type == asyncio_of(vm).rlock;
  if (told) {
    lock->id = ++vm.trace_ids.sync;
    if (tracing(vm)) {
      vm.recorder.emit(ev::SyncCreated{SyncId{lock->id}, trace::SyncKind::kThreadLock, 1, {}, trace_user_place(vm)});
    }
  }
  return Ref::steal(lock);
}

Ref construct_lock(Vm& vm, Type* type, Args args) {
  if (args.count || args.keyword_count()) {
    return vm.raise(vm.exc.TypeError, "{}() takes no arguments", type->name->view());
  }
  return make_lock(vm, type, true);
}

void destroy_lock(Object* object) {
  auto* lock = static_cast<Lock*>(object);
  Vm& vm = *current_vm;
  if (lock->id && tracing(vm)) vm.recorder.emit(ev::SyncFreed{SyncId{lock->id}});
  delete lock->waiters;
  delete lock->what;
  free_object(object);
}

/// One thread's attempt; runs as a kernel's would, without the interpreter lock.
struct Attempt {
  Lock* lock;
  uint32_t thread;

  bool take() const {
    const bool mine = lock->reentrant && lock->holder == thread;
    if (lock->count && !mine) return false;
    lock->holder = thread;
    ++lock->count;
    return true;
  }
};

std::string holder_text(Vm& vm, const Lock* lock) {
  for (Thread* thread : asyncio_of(vm).world.threads(vm)) {
    if (thread->id == lock->holder) return " held by " + thread->name;
  }
  return "";
}

Ref acquire(Vm& vm, Value self, Args args) {
  Value v[2];
  if (!vm.bind("acquire", args, {"blocking", "timeout"}, 0, v)) return nullptr;
  const int blocking = v[0] ? vm.truth(v[0]) : 1;
  if (blocking < 0) return nullptr;
  int64_t timeout_ns = -1;
  if (v[1]) {
    double seconds = 0;
    if (!vm.to_double(v[1], &seconds)) return nullptr;
    if (!blocking && seconds != -1) {
      return vm.raise(vm.exc.ValueError, "can't specify a timeout for a non-blocking call");
    }
    if (seconds < 0 && seconds != -1) {
      return vm.raise(vm.exc.ValueError, "timeout value must be a non-negative number");
    }
    if (!read_timeout(vm, v[1], &timeout_ns)) return nullptr;
  }
  Lock* lock = self_of(self);
  Ref keep = Ref::share(self);
  World& world = asyncio_of(vm).world;
  Attempt attempt{lock, vm.thread->id};
  bool taken = attempt.take();
  if (!taken && blocking && timeout_ns != 0) {
    WaitList* lists[] = {lock->waiters};
    std::string what = lock->what ? *lock->what : (lock->reentrant ? "an RLock" : "a lock") + holder_text(vm, lock);
    Wait wait;
    wait.reason = trace::BlockReason::kLock;
    wait.what = what;
    wait.lists = lists;
    wait.ready = [](void* context) { return static_cast<Attempt*>(context)->take(); };
    wait.context = &attempt;
    if (timeout_ns > 0) wait.deadline_ns = vm.now_ns + timeout_ns;
    Woken woken = world.block(vm, wait);
    if (woken == Woken::kFailed) return nullptr;
    taken = woken == Woken::kReady;
  }
  if (taken && lock->id && tracing(vm)) vm.recorder.emit(ev::SyncAcquired{SyncId{lock->id}, lock->count});
  return boolean(taken);
}

Ref give_back(Vm& vm, Lock* lock, uint32_t times) {
  lock->count -= times;
  if (lock->count == 0) lock->holder = 0;
  if (lock->id && tracing(vm)) vm.recorder.emit(ev::SyncReleased{SyncId{lock->id}, lock->count});
  if (lock->count == 0) asyncio_of(vm).world.notify(vm, *lock->waiters);
  return none();
}

Ref release(Vm& vm, Value self, Args) {
  Lock* lock = self_of(self);
  if (lock->reentrant && (lock->count == 0 || lock->holder != vm.thread->id)) {
    return vm.raise(vm.exc.RuntimeError, "cannot release un-acquired lock");
  }
  if (lock->count == 0) return vm.raise(vm.exc.RuntimeError, "release unlocked lock");
  return give_back(vm, lock, 1);
}

Ref enter(Vm& vm, Value self, Args) { return acquire(vm, self, Args{}); }
Ref leave(Vm& vm, Value self, Args) { return release(vm, self, Args{}); }
Ref locked(Vm&, Value self, Args) { return boolean(self_of(self)->count != 0); }
/// After a fork nobody else holds it.
Ref reinit(Vm&, Value self, Args) {
  self_of(self)->count = self_of(self)->holder = 0;
  return none();
}

Ref repr(Vm&, Value self) {
  Lock* lock = self_of(self);
  const char* state = lock->count ? "locked" : "unlocked";
  if (!lock->reentrant) return make_str(fmt::format("<{} _thread.lock object at {:#x}>", state, self.bits()));
  return make_str(fmt::format("<{} _thread.RLock object owner={} count={} at {:#x}>", state, lock->holder, lock->count,
                              self.bits()));
}

// --- what a condition needs of an RLock ------------------------------------------------------------------------------

Ref is_owned(Vm& vm, Value self, Args) {
  return boolean(self_of(self)->count && self_of(self)->holder == vm.thread->id);
}
Ref recursion_count(Vm& vm, Value self, Args) {
  return make_int(self_of(self)->holder == vm.thread->id ? self_of(self)->count : 0);
}
/// Gives it back however often it was taken; the number is what _acquire_restore needs.
Ref release_save(Vm& vm, Value self, Args) {
  Lock* lock = self_of(self);
  if (lock->count == 0) return vm.raise(vm.exc.RuntimeError, "cannot release un-acquired lock");
  Ref times = make_int(lock->count);
  give_back(vm, lock, lock->count);
  return times;
}
Ref acquire_restore(Vm& vm, Value self, Args args) {
  int64_t times = 0;
  if (!vm.to_index(args[0], &times)) return nullptr;
  if (!acquire(vm, self, Args{})) return nullptr;
  self_of(self)->count = static_cast<uint32_t>(times);
  return none();
}

const MethodDef kLockMethods[] = {
    {"acquire", acquire, 0, -1, true},
    {"acquire_lock", acquire, 0, -1, true},
    {"release", release},
    {"release_lock", release},
    {"locked", locked},
    {"locked_lock", locked},
    {"__enter__", enter},
    {"__exit__", leave, 0, 3},
    {"_at_fork_reinit", reinit},
};
const MethodDef kRLockMethods[] = {
    {"_is_owned", is_owned},
    {"_recursion_count", recursion_count},
    {"_release_save", release_save},
    {"_acquire_restore", acquire_restore, 1, 1},
};

Ref allocate_lock(Vm& vm, Value, Args) { return make_lock(vm, asyncio_of(vm).lock, true); }
/// _quiet_lock(what=None): a lock that is a detail of something else, which tells the trace itself.
Ref quiet_lock(Vm& vm, Value, Args args) {
  Ref lock = make_lock(vm, asyncio_of(vm).lock, false);
  if (args.count && args[0].is(Kind::kStr)) self_of(lock)->what = new std::string(as<Str>(args[0])->view());
  return lock;
}
Ref quiet_rlock(Vm& vm, Value, Args) { return make_lock(vm, asyncio_of(vm).rlock, false); }

const MethodDef kFunctions[] = {
    {"allocate_lock", allocate_lock},
    {"allocate", allocate_lock},
    {"_quiet_lock", quiet_lock, 0, 1},
    {"_quiet_rlock", quiet_rlock},
};

Type* make_lock_type(Vm& vm, const char* name) {
  Type* type = vm.make_type({"_thread", name, Kind::kNative, 0, sizeof(Lock), nullptr});
  type->destroy = destroy_lock;
  type->construct = construct_lock;
  type->init = [](Vm&, Value, Args) { return true; };
  type->repr = repr;
  vm.add_methods(type, kLockMethods);
  return type;
}

}  // namespace

bool add_lock_types(Vm& vm, Module* module) {
  Asyncio& a = asyncio_of(vm);
  a.lock = make_lock_type(vm, "lock");
  vm.finish_type(a.lock);
  a.rlock = make_lock_type(vm, "RLock");
  vm.add_methods(a.rlock, kRLockMethods);
  vm.finish_type(a.rlock);
  dict_set(module->dict, "lock", a.lock);
  dict_set(module->dict, "LockType", a.lock);
  dict_set(module->dict, "RLock", a.rlock);
  vm.add_functions(module, kFunctions);
  return true;
}

}  // namespace loopscope::loop
