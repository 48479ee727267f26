// sys.stdin, sys.stdout and sys.stderr: text files on the descriptors 0, 1 and 2.

#include <cerrno>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/descriptor_module.hpp"
#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"
#include "engine/runtime/sys_module.hpp"

namespace loopscope::runtime {

// A stream is a NativeObject; `n` is its descriptor: 0, 1 or 2, `a` the file under it, once somebody wants it.

namespace {

constexpr size_t kBlock = 8192;

bool write_descriptor(Vm& vm, int fd, std::string_view out) {
  loop::FilePtr file = loop::asyncio_of(vm).descriptors->find(fd);
  if (!file) {
    loop::raise_os_error(vm, EBADF);
    return false;
  }
  int64_t n = loop::write_file(vm, std::move(file), fd, out);
  if (n == loop::kIoFailed) return false;
  if (n >= 0) return true;
  loop::raise_os_error(vm, static_cast<int>(-n));
  return false;
}

}  // namespace

bool flush_output(Vm& vm) {
  std::string out = std::exchange(runtime_of(vm).late_output, {});
  return out.empty() || write_descriptor(vm, 1, out);
}

Ref standard_stream(Vm& vm, const char* name) {
  Value sys = dict_get(vm.modules, "sys");
  if (!sys.is(Kind::kModule)) return none();
  Value stream = dict_get(as<Module>(sys)->dict, name);
  if (!stream) return vm.raise(vm.exc.RuntimeError, "lost sys.{}", name);
  return Ref::share(stream);
}

bool is_native_stream(Vm& vm, Value file) { return type_of(file) == runtime_of(vm).types.text_file; }

/// A stream's `step` says that it is closed. True when it is still open; else an exception is pending.
static bool check_stream(Vm& vm, Value file) {
  if (native(file)->step == 0) return true;
  vm.raise(vm.exc.ValueError, "I/O operation on closed file.");
  return false;
}

bool write_stream(Vm& vm, Value file, std::string_view out) {
  if (!check_stream(vm, file)) return false;
  if (native(file)->n == 0) {
    vm.raise(vm.exc.OSError, "not writable");
    return false;
  }
  if (out.empty()) return true;
  vm.charge(50 + static_cast<int64_t>(out.size()) / 4);
  const int fd = static_cast<int>(native(file)->n);
  const loop::FilePtr& open = loop::asyncio_of(vm).descriptors->find(fd);
  // The run's own output is seen at once, as on a terminal; what goes into a pipe is kept until it is a block.
  if (fd != 1 || runtime_of(vm).program->unbuffered || (open && loop::is_host_output(*open))) {
    return write_descriptor(vm, fd, out);
  }
  std::string& late = runtime_of(vm).late_output;
  late += out;
  return late.size() < kBlock || flush_output(vm);
}

void write_stderr(Vm& vm, std::string_view out) {
  Ref pending = vm.take_exception();
  Ref stream = standard_stream(vm, "stderr");
  if (!stream || is_native_stream(vm, stream)) {
    const bool closed = stream && native(stream)->step != 0;
    if (const loop::FilePtr& file = loop::asyncio_of(vm).descriptors->find(2); file && !closed)
      loop::write_file(vm, file, 2, out);
  } else if (!stream.is_none()) {
    Ref s = text(out);
    vm.call_method(stream, vm.names.write, s);
  }
  vm.take_exception();
  vm.restore_exception(std::move(pending));
}

namespace {

Ref stream_write(Vm& vm, Value self, Args args) {
  if (!is_str(args[0])) {
    return vm.raise(vm.exc.TypeError, "write() argument must be str, not {}", type_name(args[0]));
  }
  return write_stream(vm, self, view(args[0])) ? make_int(as<Str>(args[0])->length) : Ref();
}
Ref stream_writelines(Vm& vm, Value self, Args args) {
  bool ok = vm.for_each(args[0], [&](Ref line) {
    if (!is_str(line)) {
      vm.raise(vm.exc.TypeError, "write() argument must be str, not {}", type_name(line));
      return false;
    }
    return write_stream(vm, self, view(line));
  });
  return ok ? none() : Ref();
}
Ref stream_nothing(Vm&, Value, Args) { return none(); }
Ref stream_flush(Vm& vm, Value self, Args) {
  if (!check_stream(vm, self)) return nullptr;
  return native(self)->n != 1 || flush_output(vm) ? none() : Ref();
}
Ref stream_close(Vm& vm, Value self, Args args) {
  if (native(self)->step == 0 && !stream_flush(vm, self, args)) return nullptr;
  native(self)->step = 1;
  return none();
}

/// The file of bytes (`buffer`) or of text under a stream.
Ref file_under(Vm& vm, Value self, bool text_file) {
  if (native(self)->a) return Ref::share(native(self)->a);
  Ref files = vm.import("io") ? vm.import("_files") : Ref();
  Ref make = files ? vm.getattr(files, text_file ? "_standard_input" : "_standard_output") : Ref();
  Ref made = make ? vm.call(make, Value::small_int(native(self)->n)) : Ref();
  if (made) replace(native(self)->a, made);
  return made;
}
Ref input_of(Vm& vm, Value self) {
  if (!check_stream(vm, self)) return nullptr;
  if (native(self)->n != 0) return vm.raise(vm.exc.OSError, "not readable");
  return file_under(vm, self, true);
}
Ref stream_false(Vm&, Value, Args) { return boolean(false); }
Ref stream_fileno(Vm&, Value self, Args) { return make_int(native(self)->n); }
Ref stream_readable(Vm&, Value self, Args) { return boolean(native(self)->n == 0); }
Ref stream_writable(Vm&, Value self, Args) { return boolean(native(self)->n != 0); }
Ref stream_read(Vm& vm, Value self, Args args) {
  Ref file = input_of(vm, self);
  return file ? vm.call_method(file, intern("read"), args) : Ref();
}
Ref stream_readline(Vm& vm, Value self, Args args) {
  Ref file = input_of(vm, self);
  return file ? vm.call_method(file, intern("readline"), args) : Ref();
}
Ref stream_readlines(Vm& vm, Value self, Args args) {
  Ref file = input_of(vm, self);
  return file ? vm.call_method(file, intern("readlines"), args) : Ref();
}
Ref stream_next(Vm& vm, Value self) {
  Ref line = stream_readline(vm, self, Args{});
  return line && as<Str>(line)->size ? line : Ref();
}

const MethodDef kMethods[] = {
    {"write", stream_write, 1, 1},
    {"writelines", stream_writelines, 1, 1},
    {"flush", stream_flush},
    {"close", stream_close},
    {"isatty", stream_false},
    {"seekable", stream_false},
    {"readable", stream_readable},
    {"writable", stream_writable},
    {"fileno", stream_fileno},
    {"read", stream_read, 0, 1},
    {"readline", stream_readline, 0, 1},
    {"readlines", stream_readlines, 0, 1},
    {"reconfigure", stream_nothing, 0, 0, true},
};

Ref stream_name(Vm&, Value self) {
  return text(native(self)->n == 0 ? "<stdin>" : native(self)->n == 1 ? "<stdout>" : "<stderr>");
}
const GetSetDef kGetSets[] = {
    {"name", stream_name},
    {"buffer",
     [](Vm& vm, Value self) -> Ref {
       if (native(self)->n != 0) return file_under(vm, self, false);
       Ref file = input_of(vm, self);
       return file ? vm.getattr(file, "buffer") : Ref();
     }},
    {"encoding", [](Vm&, Value) { return text("utf-8"); }},
    {"errors", [](Vm&, Value self) { return text(native(self)->n == 2 ? "backslashreplace" : "strict"); }},
    {"mode", [](Vm&, Value self) { return text(native(self)->n == 0 ? "r" : "w"); }},
    {"closed", [](Vm&, Value v) { return boolean(native(v)->step != 0); }},
    {"line_buffering", [](Vm&, Value) { return boolean(false); }},
};

Ref stream_repr(Vm& vm, Value self) {
  Ref name = stream_name(vm, self);
  return text(fmt::format("<_io.TextIOWrapper name='{}' mode='{}' encoding='utf-8'>", view(name),
                          native(self)->n == 0 ? "r" : "w"));
}

}  // namespace

void setup_streams(Vm& vm, Module* sys) {
  Type* type = make_native_type(vm, "_io", "TextIOWrapper", Kind::kNative);
  type->repr = stream_repr;
  type->iter = iter_self;
  type->next = stream_next;
  vm.add_methods(type, kMethods);
  vm.add_getsets(type, kGetSets);
  vm.finish_type(type);
  runtime_of(vm).types.text_file = type;
  const char* names[] = {"stdin", "stdout", "stderr"};
  for (int i = 0; i < 3; ++i) {
    auto stream = new_native_object(vm, type);
    stream->n = i;
    dict_set(sys->dict, names[i], stream);
    dict_set(sys->dict, (std::string("__") + names[i] + "__").c_str(), stream);
  }
}

}  // namespace loopscope::runtime
