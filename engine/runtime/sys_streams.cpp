// sys.stdout and sys.stderr: text files whose bytes go to the host.

#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"
#include "engine/runtime/sys_module.hpp"

namespace loopscope::runtime {

// A stream is a NativeObject; `n` is its descriptor: 0, 1 or 2.

Ref standard_stream(Vm& vm, const char* name) {
  Value sys = dict_get(vm.modules, "sys");
  if (!sys.is(Kind::kModule)) return none();
  Value stream = dict_get(as<Module>(sys)->dict, name);
  if (!stream) return vm.raise(vm.exc.RuntimeError, "lost sys.{}", name);
  return Ref::share(stream);
}

bool is_native_stream(Vm& vm, Value file) { return type_of(file) == runtime_of(vm).types.text_file; }

bool write_stream(Vm& vm, Value file, std::string_view out) {
  if (native(file)->n == 0) {
    vm.raise(vm.exc.OSError, "not writable");
    return false;
  }
  if (out.empty()) return true;
  if (native(file)->n == 1) {
    vm.host.write_stdout(out);
  } else {
    vm.host.write_stderr(out);
  }
  vm.charge(50);
  return true;
}

void write_stderr(Vm& vm, std::string_view out) {
  Ref pending = vm.take_exception();
  Ref stream = standard_stream(vm, "stderr");
  if (!stream || is_native_stream(vm, stream)) {
    vm.host.write_stderr(out);
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
Ref stream_false(Vm&, Value, Args) { return boolean(false); }
Ref stream_fileno(Vm&, Value self, Args) { return make_int(native(self)->n); }
Ref stream_readable(Vm&, Value self, Args) { return boolean(native(self)->n == 0); }
Ref stream_writable(Vm&, Value self, Args) { return boolean(native(self)->n != 0); }
Ref stream_read(Vm& vm, Value self, Args) {
  if (native(self)->n != 0) return vm.raise(vm.exc.OSError, "not readable");
  return text("");  // standard input is empty
}
Ref stream_next(Vm&, Value) { return nullptr; }

const MethodDef kMethods[] = {
    {"write", stream_write, 1, 1},   {"writelines", stream_writelines, 1, 1},
    {"flush", stream_nothing},       {"close", stream_nothing},
    {"isatty", stream_false},        {"seekable", stream_false},
    {"readable", stream_readable},   {"writable", stream_writable},
    {"fileno", stream_fileno},       {"read", stream_read, 0, 1},
    {"readline", stream_read, 0, 1}, {"reconfigure", stream_nothing, 0, 0, true},
};

Ref stream_name(Vm&, Value self) {
  return text(native(self)->n == 0 ? "<stdin>" : native(self)->n == 1 ? "<stdout>" : "<stderr>");
}
const GetSetDef kGetSets[] = {
    {"name", stream_name},
    {"encoding", [](Vm&, Value) { return text("utf-8"); }},
    {"errors", [](Vm&, Value self) { return text(native(self)->n == 2 ? "backslashreplace" : "strict"); }},
    {"mode", [](Vm&, Value self) { return text(native(self)->n == 0 ? "r" : "w"); }},
    {"closed", [](Vm&, Value) { return boolean(false); }},
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
