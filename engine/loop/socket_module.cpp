// Sockets as Python sees them: what lib/socket.py has beyond reading and writing a descriptor.

#include <cerrno>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/descriptor_module.hpp"
#include "engine/loop/sockets.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

constexpr int64_t kSystemCall = 50;  // instructions

Ref none() { return Ref::share(kNone); }
DescriptorTable& table(Vm& vm) { return *asyncio_of(vm).descriptors; }

Ref opened(Vm& vm, FilePtr file) {
  vm.charge(kSystemCall);
  int fd = table(vm).open(std::move(file));
  return fd < 0 ? raise_os_error(vm, -fd) : make_int(fd);
}
Ref done(Vm& vm, int result) {
  vm.charge(kSystemCall);
  return result < 0 ? raise_os_error(vm, -result) : none();
}

std::shared_ptr<Socket> socket_argument(Vm& vm, Value v, int* fd) {
  if (!descriptor_argument(vm, v, fd)) return nullptr;
  auto socket = std::dynamic_pointer_cast<Socket>(table(vm).find(*fd));
  if (!socket) raise_os_error(vm, table(vm).find(*fd) ? ENOTSOCK : EBADF);
  return socket;
}

bool address_argument(Vm& vm, Value host, Value port, Address* out) {
  int64_t n = 0;
  if (!host.is(Kind::kStr) || !vm.to_index(port, &n)) {
    if (!vm.failed()) vm.raise(vm.exc.TypeError, "an address needs a host and a port");
    return false;
  }
  *out = {std::string(as<Str>(host)->view()), static_cast<uint16_t>(n)};
  return true;
}

Ref open_socket(Vm& vm, Value, Args) { return opened(vm, std::make_shared<Socket>(asyncio_of(vm).network)); }

Ref bind(Vm& vm, Value, Args args) {
  int fd = -1;
  Address address;
  auto socket = socket_argument(vm, args[0], &fd);
  if (!socket || !address_argument(vm, args[1], args[2], &address)) return nullptr;
  return done(vm, socket->bind(std::move(address)));
}

Ref listen(Vm& vm, Value, Args args) {
  int fd = -1;
  int64_t backlog = 0;
  auto socket = socket_argument(vm, args[0], &fd);
  if (!socket || !vm.to_index(args[1], &backlog)) return nullptr;
  return done(vm, socket->listen(static_cast<size_t>(backlog < 0 ? 0 : backlog)));
}

Ref accept(Vm& vm, Value, Args args) {
  int fd = -1;
  auto socket = socket_argument(vm, args[0], &fd);
  if (!socket) return nullptr;
  for (;;) {
    FilePtr connection;
    int result = socket->accept(&connection);
    if (result == 0) return opened(vm, std::move(connection));
    if (result != -EAGAIN || !socket->blocking) return raise_os_error(vm, -result);
    if (wait_file(vm, *socket, fd, OpenFile::kIn) == Woken::kFailed) return nullptr;
  }
}

/// A connection within the machine stands at once; who does not want to wait is told so a moment later, as in Linux.
Ref connect(Vm& vm, Value, Args args) {
  int fd = -1;
  Address address;
  auto socket = socket_argument(vm, args[0], &fd);
  if (!socket || !address_argument(vm, args[1], args[2], &address)) return nullptr;
  bool later = !socket->blocking && address.port != 0;
  return done(vm, later ? socket->connect_later(vm, address) : socket->connect(vm, address));
}

Ref address(Vm& vm, Value, Args args) {
  int fd = -1;
  auto socket = socket_argument(vm, args[0], &fd);
  int peer = socket ? vm.truth(args[1]) : -1;
  if (peer < 0) return nullptr;
  const Address* found = peer ? socket->peer() : &socket->own();
  if (!found || found->host.empty()) return none();
  Ref host = make_str(found->host);
  const Value items[] = {host, Value::small_int(found->port)};
  return make_tuple(std::span<const Value>(items));
}

Ref shut_down(Vm& vm, Value, Args args) {
  int fd = -1;
  int64_t how = 0;
  auto socket = socket_argument(vm, args[0], &fd);
  if (!socket || !vm.to_index(args[1], &how)) return nullptr;
  if (how < 0 || how > 2) return raise_os_error(vm, EINVAL);
  return done(vm, socket->shut_down(vm, static_cast<unsigned>(how + 1)));
}

Ref take_error(Vm& vm, Value, Args args) {
  int fd = -1;
  auto socket = socket_argument(vm, args[0], &fd);
  return socket ? make_int(socket->take_error()) : Ref();
}

Ref connected(Vm& vm, Value, Args args) {
  int fd = -1;
  auto socket = socket_argument(vm, args[0], &fd);
  return socket ? Ref::share(Value::boolean(socket->connected())) : Ref();
}

Ref socket_pair(Vm& vm, Value, Args) {
  auto [a, b] = Socket::make_pair();
  Ref first = opened(vm, a);
  if (!first) return nullptr;
  Ref second = opened(vm, b);
  if (!second) {
    table(vm).close(vm, static_cast<int>(first.get().small_int()));
    return nullptr;
  }
  const Value items[] = {first, second};
  return make_tuple(std::span<const Value>(items));
}

const MethodDef kFunctions[] = {
    {"open_socket", open_socket},   {"socket_pair", socket_pair},   {"bind", bind, 3, 3},
    {"listen", listen, 2, 2},       {"accept", accept, 1, 1},       {"connect", connect, 3, 3},
    {"address", address, 2, 2},     {"shut_down", shut_down, 2, 2}, {"take_error", take_error, 1, 1},
    {"connected", connected, 1, 1},
};

}  // namespace

void add_socket_functions(Vm& vm, Module* module) { vm.add_functions(module, kFunctions); }

}  // namespace loopscope::loop
