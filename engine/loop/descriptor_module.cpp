// Descriptors as Python sees them: the functions under os and socket.

#include "engine/loop/descriptor_module.hpp"

#include <cerrno>
#include <cmath>
#include <cstring>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/descriptors.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

constexpr int64_t kSystemCall = 50;  // instructions

Ref none() { return Ref::share(kNone); }
Ref boolean(bool b) { return Ref::share(Value::boolean(b)); }
DescriptorTable& table(Vm& vm) { return *asyncio_of(vm).descriptors; }

/// The open file of an argument; null with an exception pending.
FilePtr file_argument(Vm& vm, Value v, int* fd) {
  if (!descriptor_argument(vm, v, fd)) return nullptr;
  const FilePtr& file = table(vm).find(*fd);
  if (!file) raise_os_error(vm, EBADF);
  return file;
}

Ref pair_of(Vm& vm, std::pair<FilePtr, FilePtr> files) {
  int first = table(vm).open(std::move(files.first));
  int second = first < 0 ? first : table(vm).open(std::move(files.second));
  if (second < 0) {
    if (first >= 0) table(vm).close(vm, first);
    return raise_os_error(vm, -second);
  }
  const Value items[] = {Value::small_int(first), Value::small_int(second)};
  return make_tuple(std::span<const Value>(items));
}

Ref pipe(Vm& vm, Value, Args) { return pair_of(vm, make_pipe()); }

/// What a call returns: a count, or an error raised.
Ref result(Vm& vm, int64_t n) {
  vm.charge(kSystemCall);
  if (n == kIoFailed) return nullptr;
  return n < 0 ? raise_os_error(vm, static_cast<int>(-n)) : make_int(n);
}

Ref read(Vm& vm, Value, Args args) {
  int fd = -1;
  int64_t most = 0;
  FilePtr file = file_argument(vm, args[0], &fd);
  if (!file || !vm.to_index(args[1], &most)) return nullptr;
  if (most < 0) return raise_os_error(vm, EINVAL);
  std::string bytes;
  int64_t n = read_file(vm, std::move(file), fd, static_cast<size_t>(most), &bytes);
  if (n < 0) return result(vm, n);
  vm.charge(kSystemCall);
  return make_bytes(std::move(bytes));
}

bool bytes_argument(Vm& vm, Value v, std::string_view* out) {
  if (v.is(Kind::kBytes)) {
    *out = as<Bytes>(v)->bytes;
  } else if (v.is(Kind::kByteArray)) {
    *out = as<ByteArray>(v)->bytes;
  } else {
    vm.raise(vm.exc.TypeError, "a bytes-like object is required, not '{}'", type_of(v)->name->view());
    return false;
  }
  return true;
}

Ref write(Vm& vm, Value, Args args) {
  int fd = -1;
  std::string_view bytes;
  FilePtr file = file_argument(vm, args[0], &fd);
  if (!file || !bytes_argument(vm, args[1], &bytes)) return nullptr;
  // Other threads may change a bytearray while this one waits.
  std::string copy(bytes);
  return result(vm, write_file(vm, std::move(file), fd, copy));
}

Ref close(Vm& vm, Value, Args args) {
  int fd = -1;
  if (!descriptor_argument(vm, args[0], &fd)) return nullptr;
  int64_t n = result(vm, table(vm).close(vm, fd)) ? 0 : -1;
  return n < 0 ? Ref() : none();
}

Ref dup(Vm& vm, Value, Args args) {
  int fd = -1;
  FilePtr file = file_argument(vm, args[0], &fd);
  return file ? result(vm, table(vm).open(std::move(file))) : Ref();
}

Ref dup2(Vm& vm, Value, Args args) {
  int fd = -1, other = -1;
  FilePtr file = file_argument(vm, args[0], &fd);
  if (!file || !descriptor_argument(vm, args[1], &other)) return nullptr;
  return result(vm, fd == other ? fd : table(vm).open_at(vm, other, std::move(file)));
}

Ref set_blocking(Vm& vm, Value, Args args) {
  int fd = -1;
  FilePtr file = file_argument(vm, args[0], &fd);
  int blocking = file ? vm.truth(args[1]) : -1;
  if (blocking < 0) return nullptr;
  file->blocking = blocking == 1;
  return none();
}

Ref get_blocking(Vm& vm, Value, Args args) {
  int fd = -1;
  FilePtr file = file_argument(vm, args[0], &fd);
  return file ? boolean(file->blocking) : Ref();
}

/// readiness(fd): the bits of poll().
Ref readiness(Vm& vm, Value, Args args) {
  int fd = -1;
  FilePtr file = file_argument(vm, args[0], &fd);
  return file ? make_int(file->poll()) : Ref();
}

/// wait(fd, bits, seconds or None): False when the time is over.
Ref wait(Vm& vm, Value, Args args) {
  int fd = -1;
  int64_t bits = 0, deadline = Wait::kForever;
  FilePtr file = file_argument(vm, args[0], &fd);
  if (!file || !vm.to_index(args[1], &bits)) return nullptr;
  if (!args[2].is_none()) {
    double seconds = 0;
    if (!vm.to_double(args[2], &seconds)) return nullptr;
    deadline = vm.now_ns + std::llround(std::ceil(seconds * 1e3) * 1e6);
  }
  Woken woken = wait_file(vm, *file, fd, static_cast<uint32_t>(bits), deadline);
  return woken == Woken::kFailed ? Ref() : boolean(woken == Woken::kReady);
}

/// kind(fd): "pipe", "socket", ...
Ref kind(Vm& vm, Value, Args args) {
  int fd = -1;
  FilePtr file = file_argument(vm, args[0], &fd);
  static constexpr const char* kNames[] = {"pipe", "socket", "stream", "null", "selector"};
  return file ? make_str(kNames[static_cast<int>(file->type)]) : Ref();
}

/// open_null(): a descriptor of /dev/null.
Ref open_null(Vm& vm, Value, Args) { return result(vm, table(vm).open(make_null())); }

uint32_t own_process(Vm& vm) { return asyncio_of(vm).world.current_process().id; }
Ref getpid(Vm& vm, Value, Args) { return make_int(own_process(vm)); }
Ref getppid(Vm& vm, Value, Args) {
  const Process* parent = asyncio_of(vm).world.current_process().parent;
  return make_int(parent ? parent->id : 0);
}

/// kill(pid, signal): the process itself, or a child of it.
Ref kill(Vm& vm, Value, Args args) {
  int64_t pid = 0, signal = 0;
  if (!vm.to_index(args[0], &pid) || !vm.to_index(args[1], &signal)) return nullptr;
  if (signal < 0 || signal > 64) return raise_os_error(vm, EINVAL);
  World& world = asyncio_of(vm).world;
  Process* target = &world.current_process();
  if (pid != target->id) {
    target = nullptr;
    for (const auto& child : asyncio_of(vm).children) {
      if (child->id == pid) target = child.get();
    }
    if (!target) return raise_os_error(vm, ESRCH);
  }
  if (signal != 0 && !target->ended) world.send_signal(*target, static_cast<int>(signal));
  vm.charge(kSystemCall);
  // One's own signal is handled before kill() returns.
  if (vm.safe_point_due() && !vm.at_safe_point()) return nullptr;
  return none();
}

Ref error_text(Vm& vm, Value, Args args) {
  int64_t number = 0;
  return vm.to_index(args[0], &number) ? make_str(std::strerror(static_cast<int>(number))) : Ref();
}

const MethodDef kFunctions[] = {
    {"pipe", pipe},
    {"read", read, 2, 2},
    {"write", write, 2, 2},
    {"close", close, 1, 1},
    {"dup", dup, 1, 1},
    {"dup2", dup2, 2, 2},
    {"set_blocking", set_blocking, 2, 2},
    {"get_blocking", get_blocking, 1, 1},
    {"readiness", readiness, 1, 1},
    {"wait", wait, 3, 3},
    {"kind", kind, 1, 1},
    {"open_null", open_null},
    {"error_text", error_text, 1, 1},
    {"receive", read, 2, 2},
    {"send", write, 2, 2},
    {"getpid", getpid},
    {"getppid", getppid},
    {"kill", kill, 2, 2},
};

}  // namespace

Ref raise_os_error(Vm& vm, int number) {
  Ref code = make_int(number), message = make_str(std::strerror(number));
  Ref error = vm.call(vm.exc.OSError, code, message);
  return error ? vm.raise_instance(std::move(error)) : Ref();
}

bool descriptor_argument(Vm& vm, Value v, int* fd) {
  Ref number = Ref::share(v);
  if (!is_int(v)) {
    Ref method = vm.getattr_or_null(v, intern("fileno"));
    if (!method) {
      if (!vm.failed()) vm.raise(vm.exc.TypeError, "argument must be an int, or have a fileno() method.");
      return false;
    }
    number = vm.call(method);
    if (!number) return false;
  }
  int64_t n = -1;
  int known = int_value(number, &n);
  if (known < 0) {
    vm.raise(vm.exc.TypeError, "fileno() returned a non-integer");
    return false;
  }
  *fd = known == 0 || n > INT32_MAX || n < INT32_MIN ? -1 : static_cast<int>(n);
  return true;
}

bool fill_descriptors_module(Vm& vm, Module* module) {
  vm.add_functions(module, kFunctions);
  add_socket_functions(vm, module);
  return true;
}

}  // namespace loopscope::loop
