// select.epoll.

#include <cerrno>
#include <cmath>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/descriptor_module.hpp"
#include "engine/loop/descriptors.hpp"
#include "engine/loop/poller.hpp"
#include "engine/vm/alloc.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

struct Epoll : Object {
  Poller* poller;  // owned
  int fd;          // -1: closed
};

Epoll* self_of(Value v) { return static_cast<Epoll*>(v.object()); }
Ref none() { return Ref::share(kNone); }

Ref construct(Vm& vm, Type* type, Args) {
  int fd = asyncio_of(vm).descriptors->open(make_selector_file());
  if (fd < 0) return raise_os_error(vm, -fd);
  auto* epoll = static_cast<Epoll*>(vm.new_object(type));
  epoll->poller = new Poller;
  epoll->fd = fd;
  return Ref::steal(epoll);
}

void release(Vm& vm, Epoll* epoll) {
  int fd = std::exchange(epoll->fd, -1);
  if (fd < 0) return;
  epoll->poller->clear();
  if (asyncio_of(vm).descriptors) asyncio_of(vm).descriptors->close(vm, fd);
}

void destroy(Object* object) {
  auto* epoll = static_cast<Epoll*>(object);
  release(*current_vm, epoll);
  delete epoll->poller;
  free_object(object);
}

bool check_open(Vm& vm, Epoll* epoll) {
  if (epoll->fd < 0) vm.raise(vm.exc.ValueError, "I/O operation on closed epoll object");
  return epoll->fd >= 0;
}

/// (fd, eventmask=EPOLLIN | EPOLLPRI | EPOLLOUT)
bool arguments(Vm& vm, const char* function, Args args, size_t required, int* fd, uint32_t* events) {
  Value v[2];
  if (!vm.bind(function, args, {"fd", "eventmask"}, required, v) || !descriptor_argument(vm, v[0], fd)) return false;
  int64_t mask = OpenFile::kIn | OpenFile::kOut;
  if (v[1] && !vm.to_index(v[1], &mask)) return false;
  *events = static_cast<uint32_t>(mask);
  return true;
}

Ref result(Vm& vm, int code) { return code < 0 ? raise_os_error(vm, -code) : none(); }

Ref register_method(Vm& vm, Value self, Args args) {
  int fd = -1;
  uint32_t events = 0;
  if (!check_open(vm, self_of(self)) || !arguments(vm, "register", args, 1, &fd, &events)) return nullptr;
  FilePtr file = asyncio_of(vm).descriptors->find(fd);
  if (!file) return raise_os_error(vm, EBADF);
  // Nothing ever waits for /dev/null, and Linux says so.
  if (file->type == OpenFile::Type::kNull) return raise_os_error(vm, EPERM);
  return result(vm, self_of(self)->poller->add(vm, fd, *file, events));
}

Ref modify(Vm& vm, Value self, Args args) {
  int fd = -1;
  uint32_t events = 0;
  if (!check_open(vm, self_of(self)) || !arguments(vm, "modify", args, 2, &fd, &events)) return nullptr;
  if (!asyncio_of(vm).descriptors->find(fd)) return raise_os_error(vm, EBADF);
  return result(vm, self_of(self)->poller->change(vm, fd, events));
}

Ref unregister(Vm& vm, Value self, Args args) {
  int fd = -1;
  uint32_t events = 0;
  if (!check_open(vm, self_of(self)) || !arguments(vm, "unregister", args, 1, &fd, &events)) return nullptr;
  if (!asyncio_of(vm).descriptors->find(fd)) return raise_os_error(vm, EBADF);
  return result(vm, self_of(self)->poller->remove(fd));
}

/// poll(timeout=None, maxevents=-1): [(fd, events), ...]
Ref poll(Vm& vm, Value self, Args args) {
  Value v[2];
  if (!check_open(vm, self_of(self)) || !vm.bind("poll", args, {"timeout", "maxevents"}, 0, v)) return nullptr;
  int64_t deadline = Wait::kForever, most = -1;
  if (v[0] && !v[0].is_none()) {
    double seconds = 0;
    if (!vm.to_double(v[0], &seconds)) return nullptr;
    if (seconds >= 0) deadline = vm.now_ns + std::llround(std::ceil(seconds * 1e3) * 1e6);
  }
  if (v[1] && !vm.to_index(v[1], &most)) return nullptr;
  if (most == 0 || most < -1) {
    return vm.raise(vm.exc.ValueError, "maxevents must be greater than 0, got {}", most);
  }
  if (deadline <= vm.now_ns) {
    if (!asyncio_of(vm).world.yield(vm)) return nullptr;
  } else if (self_of(self)->poller->wait(vm, deadline, false) == Woken::kFailed) {
    return nullptr;
  }
  std::vector<Poller::Ready> ready;
  self_of(self)->poller->collect(most < 0 ? SIZE_MAX : static_cast<size_t>(most), &ready);
  Ptr<List> list = make_list();
  for (const Poller::Ready& r : ready) {
    const Value pair[] = {Value::small_int(r.fd), Value::small_int(r.events)};
    append(list.get(), make_tuple(std::span<const Value>(pair)));
  }
  return list;
}

Ref close(Vm& vm, Value self, Args) {
  release(vm, self_of(self));
  return none();
}

Ref fileno(Vm& vm, Value self, Args) { return check_open(vm, self_of(self)) ? make_int(self_of(self)->fd) : Ref(); }
Ref enter(Vm& vm, Value self, Args) { return check_open(vm, self_of(self)) ? Ref::share(self) : Ref(); }

const MethodDef kMethods[] = {
    {"register", register_method, 1, 2, true},
    {"modify", modify, 2, 2, true},
    {"unregister", unregister, 1, 1, true},
    {"poll", poll, 0, 2, true},
    {"close", close},
    {"fileno", fileno},
    {"__enter__", enter},
    {"__exit__", close, 0, 3},
};
const GetSetDef kGetSets[] = {
    {"closed", [](Vm&, Value self) { return Ref::share(Value::boolean(self_of(self)->fd < 0)); }},
};

}  // namespace

Poller* poller_of(Vm& vm, Value v) { return v && type_of(v) == asyncio_of(vm).epoll ? self_of(v)->poller : nullptr; }

bool fill_epoll_module(Vm& vm, Module* module) {
  Type* type = vm.make_type({"select", "epoll", Kind::kNative, 0, sizeof(Epoll), nullptr});
  asyncio_of(vm).epoll = type;
  type->destroy = destroy;
  type->construct = construct;
  type->init = [](Vm&, Value, Args) { return true; };
  vm.add_methods(type, kMethods);
  vm.add_getsets(type, kGetSets);
  vm.finish_type(type);
  dict_set(module->dict, "epoll", type);
  return true;
}

}  // namespace loopscope::loop
