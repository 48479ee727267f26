#include "engine/runtime/shared_objects.hpp"

#include <algorithm>
#include <deque>

#include "engine/loop/asyncio.hpp"
#include "engine/runtime/shared_cells.hpp"
#include "engine/runtime/support.hpp"
#include "engine/vm/alloc.hpp"

namespace loopscope::runtime {

namespace {

loop::World& world(Vm& vm) { return loop::asyncio_of(vm).world; }

SharedObject* object_of(Value v) { return static_cast<SharedObject*>(v.object()); }

template <typename T>
T& thing_of(Value v) {
  return static_cast<T&>(**object_of(v)->shared);
}

Ref make_object(Vm& vm, Type* type, std::shared_ptr<Shared> shared, int role) {
  auto* object = static_cast<SharedObject*>(vm.new_object(type));
  shared->open(role);
  object->shared = new std::shared_ptr<Shared>(std::move(shared));
  object->role = role;
  return Ref::steal(object);
}

void close_object(Vm& vm, SharedObject* object) {
  if (!std::exchange(object->closed, true)) (*object->shared)->close(vm, object->role);
}

void destroy_object(Object* base) {
  auto* object = static_cast<SharedObject*>(base);
  close_object(*current_vm, object);
  delete object->shared;
  free_object(object);
}

loop::Woken block(Vm& vm, trace::BlockReason reason, std::string_view what, std::span<loop::WaitList* const> lists,
                  bool (*ready)(void*), void* context, int64_t deadline_ns) {
  loop::Wait wait;
  wait.reason = reason;
  wait.what = what;
  wait.lists = lists;
  wait.ready = ready;
  wait.context = context;
  wait.deadline_ns = deadline_ns;
  return world(vm).block(vm, wait);
}

// --- pipes of messages -----------------------------------------------------------------------------------------------

enum Role { kReader, kWriter };

class Pipe final : public Shared {
 public:
  void open(int role) override { ++ends[role]; }
  void close(Vm& vm, int role) override {
    --ends[role];
    world(vm).notify(vm, waiting);
  }

  /// Something to read, or nobody left who could write.
  static bool readable(void* self) {
    auto* pipe = static_cast<Pipe*>(self);
    return !pipe->messages.empty() || pipe->ends[kWriter] == 0;
  }
  /// What was written fits, or nobody reads it.
  static bool drained(void* self) {
    auto* pipe = static_cast<Pipe*>(self);
    return pipe->bytes <= pipe->capacity || pipe->ends[kReader] == 0;
  }

  std::deque<std::string> messages;
  size_t bytes = 0;
  size_t capacity = 0;  // set by the writer who waits
  int ends[2] = {0, 0};
  loop::WaitList waiting;
};

bool check_end(Vm& vm, Value self, Role role) {
  if (object_of(self)->closed) {
    vm.raise(vm.exc.OSError, "handle is closed");
    return false;
  }
  if (object_of(self)->role == role) return true;
  vm.raise(vm.exc.OSError, role == kReader ? "connection is write-only" : "connection is read-only");
  return false;
}

Ref broken_pipe(Vm& vm) {
  Ref words = text("Broken pipe");
  const Value arguments[] = {Value::small_int(32), words};
  return vm.raise_instance(vm.call(vm.exc.BrokenPipeError, Args{arguments, 2, nullptr}));
}

/// send(message, capacity=None): with a capacity, waits until no more than so many bytes are in the pipe.
Ref pipe_send(Vm& vm, Value self, Args args) {
  std::string_view message;
  int64_t capacity = 0;
  if (!bytes_view(args[0], &message)) return vm.raise(vm.exc.TypeError, "a bytes-like object is required");
  if (args.count > 1 && !vm.to_index(args[1], &capacity)) return nullptr;
  if (!check_end(vm, self, kWriter)) return nullptr;
  Ref keep = Ref::share(self);
  auto& pipe = thing_of<Pipe>(self);
  if (pipe.ends[kReader] == 0) return broken_pipe(vm);
  if (!vm.reserve(message.size())) return nullptr;
  pipe.messages.emplace_back(message);
  pipe.bytes += message.size();
  world(vm).notify(vm, pipe.waiting);
  if (args.count < 2 || pipe.bytes <= static_cast<size_t>(capacity)) return none();
  pipe.capacity = static_cast<size_t>(capacity);
  loop::WaitList* lists[] = {&pipe.waiting};
  const auto woken = block(vm, trace::BlockReason::kIo, "room in a pipe", lists, Pipe::drained, &pipe, INT64_MAX);
  return woken == loop::Woken::kFailed ? Ref() : none();
}

/// recv(timeout=None): None when the time is over; EOFError at the end.
Ref pipe_recv(Vm& vm, Value self, Args args) {
  int64_t deadline = loop::Wait::kForever;
  if (!check_end(vm, self, kReader) || (args.count && !read_deadline(vm, args[0], &deadline))) return nullptr;
  Ref keep = Ref::share(self);
  auto& pipe = thing_of<Pipe>(self);
  loop::WaitList* lists[] = {&pipe.waiting};
  switch (block(vm, trace::BlockReason::kIo, "a message", lists, Pipe::readable, &pipe, deadline)) {
    case loop::Woken::kFailed:
      return nullptr;
    case loop::Woken::kTimedOut:
      return none();
    case loop::Woken::kReady:
      break;
  }
  if (pipe.messages.empty()) return vm.raise_instance(vm.make_exception_with(vm.exc.EOFError, {}));
  std::string message = std::move(pipe.messages.front());
  pipe.messages.pop_front();
  pipe.bytes -= message.size();
  if (pipe.capacity) world(vm).notify(vm, pipe.waiting);
  return make_bytes(std::move(message));
}

Ref pipe_poll(Vm& vm, Value self, Args args) {
  int64_t deadline = vm.now_ns;
  if (!check_end(vm, self, kReader)) return nullptr;
  if (args.count && args[0].is_none()) deadline = loop::Wait::kForever;
  if (args.count && !read_deadline(vm, args[0], &deadline)) return nullptr;
  Ref keep = Ref::share(self);
  auto& pipe = thing_of<Pipe>(self);
  if (Pipe::readable(&pipe)) return boolean(true);
  // Asking again and again lets others go on meanwhile.
  if (deadline <= vm.now_ns) return world(vm).yield(vm) ? boolean(Pipe::readable(&pipe)) : Ref();
  loop::WaitList* lists[] = {&pipe.waiting};
  const auto woken = block(vm, trace::BlockReason::kIo, "a message", lists, Pipe::readable, &pipe, deadline);
  return woken == loop::Woken::kFailed ? Ref() : boolean(woken == loop::Woken::kReady);
}

Ref pipe_close(Vm& vm, Value self, Args) {
  close_object(vm, object_of(self));
  return none();
}

const MethodDef kEndMethods[] = {
    {"send", pipe_send, 1, 2},
    {"recv", pipe_recv, 0, 1},
    {"poll", pipe_poll, 0, 1},
    {"close", pipe_close},
};
const GetSetDef kEndGetSets[] = {
    {"closed", [](Vm&, Value self) { return boolean(object_of(self)->closed); }},
    {"waiting", [](Vm&, Value self) { return make_int(static_cast<int64_t>(thing_of<Pipe>(self).messages.size())); }},
};

/// pipe(): the end that reads and the one that writes.
Ref make_pipe(Vm& vm, Value, Args) {
  auto pipe = std::make_shared<Pipe>();
  Type* type = process_type(vm, "End");
  Ref reader = make_object(vm, type, pipe, kReader), writer = make_object(vm, type, pipe, kWriter);
  const Value both[] = {reader, writer};
  return make_tuple(std::span<const Value>(both));
}

// --- SharedLock: a counter that acquire() lowers and release() raises ------------------------------------------------

class Semaphore final : public Shared {
 public:
  static bool take(void* self) {
    auto* semaphore = static_cast<Semaphore*>(self);
    if (semaphore->value == 0) return false;
    --semaphore->value;
    return true;
  }
  int64_t value = 1;
  loop::WaitList waiting;
};

Ref construct_lock(Vm& vm, Type* type, Args args) {
  auto semaphore = std::make_shared<Semaphore>();
  if (args.count && !vm.to_index(args[0], &semaphore->value)) return nullptr;
  return make_object(vm, type, std::move(semaphore), 0);
}
Ref lock_acquire(Vm& vm, Value self, Args args) {
  Value v[2];
  if (!vm.bind("acquire", args, {"block", "timeout"}, 0, v)) return nullptr;
  const int wanted = v[0] ? vm.truth(v[0]) : 1;
  int64_t deadline = loop::Wait::kForever;
  if (wanted < 0 || !read_deadline(vm, v[1], &deadline)) return nullptr;
  Ref keep = Ref::share(self);
  auto& semaphore = thing_of<Semaphore>(self);
  if (!wanted) {
    if (Semaphore::take(&semaphore)) return boolean(true);
    return world(vm).yield(vm) ? boolean(Semaphore::take(&semaphore)) : Ref();
  }
  loop::WaitList* lists[] = {&semaphore.waiting};
  const auto woken =
      block(vm, trace::BlockReason::kLock, "a lock that processes share", lists, Semaphore::take, &semaphore, deadline);
  return woken == loop::Woken::kFailed ? Ref() : boolean(woken == loop::Woken::kReady);
}
Ref lock_release(Vm& vm, Value self, Args) {
  auto& semaphore = thing_of<Semaphore>(self);
  ++semaphore.value;
  world(vm).notify(vm, semaphore.waiting);
  return none();
}
const MethodDef kLockMethods[] = {{"acquire", lock_acquire, 0, -1, true}, {"release", lock_release}};
const GetSetDef kLockGetSets[] = {{"value", [](Vm&, Value self) { return make_int(thing_of<Semaphore>(self).value); }}};

// --- Bell: who waits takes a ticket, who rings names a number of them, the oldest first ------------------------------

class Bell final : public Shared {
 public:
  std::deque<int64_t> tickets;  // that nobody has called
  int64_t last = 0;
  loop::WaitList waiting;
};

Ref construct_bell(Vm& vm, Type* type, Args) { return make_object(vm, type, std::make_shared<Bell>(), 0); }

Ref bell_ticket(Vm&, Value self, Args) {
  auto& bell = thing_of<Bell>(self);
  bell.tickets.push_back(++bell.last);
  return make_int(bell.last);
}
/// drop(ticket): its owner does not wait any more. True when it had not been called.
Ref bell_drop(Vm& vm, Value self, Args args) {
  int64_t ticket = 0;
  if (!vm.to_index(args[0], &ticket)) return nullptr;
  return boolean(std::erase(thing_of<Bell>(self).tickets, ticket) != 0);
}
/// wait(ticket, timeout=None): true when it was called.
Ref bell_wait(Vm& vm, Value self, Args args) {
  struct Context {
    Bell* bell;
    int64_t ticket;
  } context{&thing_of<Bell>(self), 0};
  int64_t deadline = loop::Wait::kForever;
  if (!vm.to_index(args[0], &context.ticket)) return nullptr;
  if (args.count > 1 && !read_deadline(vm, args[1], &deadline)) return nullptr;
  Ref keep = Ref::share(self);
  loop::WaitList* lists[] = {&context.bell->waiting};
  auto called = [](void* c) {
    auto* own = static_cast<Context*>(c);
    const auto& tickets = own->bell->tickets;
    return std::find(tickets.begin(), tickets.end(), own->ticket) == tickets.end();
  };
  const auto woken =
      block(vm, trace::BlockReason::kOther, "a notification from another process", lists, called, &context, deadline);
  if (woken != loop::Woken::kReady) std::erase(context.bell->tickets, context.ticket);
  return woken == loop::Woken::kFailed ? Ref() : boolean(woken == loop::Woken::kReady);
}
/// ring(count)
Ref bell_ring(Vm& vm, Value self, Args args) {
  int64_t count = 0;
  if (!vm.to_index(args[0], &count)) return nullptr;
  auto& bell = thing_of<Bell>(self);
  for (; count > 0 && !bell.tickets.empty(); --count) bell.tickets.pop_front();
  world(vm).notify(vm, bell.waiting);
  return none();
}
const MethodDef kBellMethods[] = {
    {"ticket", bell_ticket}, {"drop", bell_drop, 1, 1}, {"wait", bell_wait, 1, 2}, {"ring", bell_ring, 1, 1}};
const GetSetDef kBellGetSets[] = {
    {"waiting", [](Vm&, Value self) { return make_int(static_cast<int64_t>(thing_of<Bell>(self).tickets.size())); }}};

// --- Cells: numbers of a C type --------------------------------------------------------------------------------------

class SharedCells final : public Shared {
 public:
  Cells cells;
};

Ref construct_cells(Vm& vm, Type* type, Args args) {
  auto shared = std::make_shared<SharedCells>();
  int64_t count = 0;
  if (args.count != 2 || !is_str(args[0])) return vm.raise(vm.exc.TypeError, "Cells() needs a type code and a number");
  if (!vm.to_index(args[1], &count)) return nullptr;
  if (count < 0) return vm.raise(vm.exc.ValueError, "negative number of cells");
  if (!vm.reserve(static_cast<uint64_t>(count) * 8)) return nullptr;
  if (!shared->cells.reset(view(args[0]), static_cast<size_t>(count))) {
    return vm.raise(vm.exc.TypeError, "bad typecode (must be one of c b B h H i I l L q Q f d)");
  }
  return make_object(vm, type, std::move(shared), 0);
}
bool cell_index(Vm& vm, Value self, Value key, size_t* out) {
  int64_t i = 0;
  const auto size = static_cast<int64_t>(thing_of<SharedCells>(self).cells.size());
  if (!vm.to_index(key, &i)) return false;
  if (i < 0) i += size;
  if (i < 0 || i >= size) {
    vm.raise(vm.exc.IndexError, "invalid index");
    return false;
  }
  *out = static_cast<size_t>(i);
  return true;
}
Ref cell_get(Vm& vm, Value self, Value key) {
  size_t i = 0;
  return cell_index(vm, self, key, &i) ? thing_of<SharedCells>(self).cells.get(i) : Ref();
}
bool cell_set(Vm& vm, Value self, Value key, Value value) {
  size_t i = 0;
  if (!value) return vm.raise(vm.exc.TypeError, "cells cannot be deleted"), false;
  return cell_index(vm, self, key, &i) && thing_of<SharedCells>(self).cells.set(vm, i, value);
}

// --- wait() ----------------------------------------------------------------------------------------------------------

bool waitable_of(Vm& vm, Value v, Waitable* out) {
  if (type_of(v) == process_type(vm, "End")) {
    if (!check_end(vm, v, kReader)) return false;
    auto& pipe = thing_of<Pipe>(v);
    *out = {&pipe.waiting, Pipe::readable, &pipe};
    return true;
  }
  return handle_waitable(vm, v, out);
}

/// wait(objects, timeout=None): a list of those that are ready, empty when the time is over.
Ref wait_for_any(Vm& vm, Value, Args args) {
  int64_t deadline = loop::Wait::kForever;
  Ptr<List> objects = vm.list_of(args[0]);
  if (!objects || (args.count > 1 && !read_deadline(vm, args[1], &deadline))) return nullptr;
  std::vector<Waitable> all(objects->items.size());
  std::vector<loop::WaitList*> lists;
  for (size_t i = 0; i < all.size(); ++i) {
    if (!waitable_of(vm, objects->items[i], &all[i])) return nullptr;
    lists.push_back(all[i].list);
  }
  auto any = [](void* context) {
    const auto& each = *static_cast<std::vector<Waitable>*>(context);
    return std::any_of(each.begin(), each.end(), [](const Waitable& w) { return w.ready(w.context); });
  };
  if (block(vm, trace::BlockReason::kIo, "a message, or the end of a process", lists, any, &all, deadline) ==
      loop::Woken::kFailed) {
    return nullptr;
  }
  Ptr<List> ready = make_list();
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].ready(all[i].context)) append(ready.get(), Ref::share(objects->items[i]));
  }
  return ready;
}

const MethodDef kFunctions[] = {{"pipe", make_pipe}, {"wait", wait_for_any, 1, 2}};

using Construct = Ref (*)(Vm&, Type*, Args);

Type* add_type(Vm& vm, Module* module, const char* name, Construct construct, std::span<const MethodDef> methods,
               std::span<const GetSetDef> getsets) {
  Type* type = vm.make_type(
      {"_processes", name, Kind::kNative, construct ? 0u : uint32_t{kAbstract}, sizeof(SharedObject), nullptr});
  type->destroy = destroy_object;
  type->construct = construct;
  type->init = [](Vm&, Value, Args) { return true; };
  vm.add_methods(type, methods);
  vm.add_getsets(type, getsets);
  dict_set(module->dict, name, type);
  return type;
}

constexpr const char* kTypes[] = {"End", "SharedLock", "Bell", "Cells"};

}  // namespace

bool read_deadline(Vm& vm, Value v, int64_t* deadline_ns) {
  if (!v || v.is_none()) return true;
  double seconds = 0;
  if (!vm.to_double(v, &seconds)) return false;
  if (seconds < 1e9) *deadline_ns = vm.now_ns + (seconds > 0 ? static_cast<int64_t>(seconds * 1e9) : 0);
  return true;
}

Type* process_type(Vm& vm, const char* name) {
  Value module = dict_get(vm.modules, "_processes");
  Value type = module.is(Kind::kModule) ? dict_get(as<Module>(module)->dict, name) : Value();
  return type ? as<Type>(type) : nullptr;
}

bool pack(Vm& vm, Value object, Parcel* parcel) {
  for (const char* name : kTypes) {
    if (type_of(object) != process_type(vm, name)) continue;
    if (object_of(object)->closed) return vm.raise(vm.exc.OSError, "handle is closed"), false;
    *parcel = {*object_of(object)->shared, name, object_of(object)->role};
    parcel->shared->open(parcel->role);
    return true;
  }
  vm.raise(vm.exc.TypeError, "processes cannot share '{}' objects", type_name(object));
  return false;
}

Ref unpack(Vm& vm, const Parcel& parcel) {
  return make_object(vm, process_type(vm, parcel.type), parcel.shared, parcel.role);
}

void give_up(Vm& vm, Parcel& parcel) {
  if (std::shared_ptr<Shared> shared = std::move(parcel.shared)) shared->close(vm, parcel.role);
}

bool add_shared_objects(Vm& vm, Module* module) {
  vm.finish_type(add_type(vm, module, "End", nullptr, kEndMethods, kEndGetSets));
  vm.finish_type(add_type(vm, module, "SharedLock", construct_lock, kLockMethods, kLockGetSets));
  vm.finish_type(add_type(vm, module, "Bell", construct_bell, kBellMethods, kBellGetSets));
  Type* cells = add_type(vm, module, "Cells", construct_cells, {}, {});
  cells->getitem = cell_get;
  cells->setitem = cell_set;
  cells->length = [](Vm&, Value v) { return static_cast<int64_t>(thing_of<SharedCells>(v).cells.size()); };
  vm.finish_type(cells);
  vm.add_functions(module, kFunctions);
  return true;
}

}  // namespace loopscope::runtime
