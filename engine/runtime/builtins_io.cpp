// print, and the functions that reach outside: those are refused by name.

#include "engine/runtime/builtins.hpp"
#include "engine/runtime/sys_module.hpp"

namespace loopscope::runtime {

namespace {

Ref builtin_print(Vm& vm, Value, Args args) {
  Value bound[4];
  Args options{args.data + args.count, 0, args.keywords};
  if (!vm.bind("print", options, {"$sep", "$end", "$file", "$flush"}, 0, bound)) return nullptr;
  const char* names[] = {"sep", "end"};
  for (int i = 0; i < 2; ++i) {
    if (bound[i] && !bound[i].is_none() && !is_str(bound[i])) {
      return vm.raise(vm.exc.TypeError, "{} must be None or a string, not {}", names[i], type_name(bound[i]));
    }
  }
  Ref file = bound[2] && !bound[2].is_none() ? Ref::share(bound[2]) : standard_stream(vm, "stdout");
  if (!file || file.is_none()) return vm.failed() ? Ref() : none();
  std::string_view separator = bound[0] && is_str(bound[0]) ? view(bound[0]) : " ";
  std::string_view end = bound[1] && is_str(bound[1]) ? view(bound[1]) : "\n";
  std::string out;
  bool native = is_native_stream(vm, file);
  for (uint32_t i = 0; i < args.count; ++i) {
    Ref shown = is_str(args[i]) && type_of(args[i]) == vm.types.str ? Ref::share(args[i]) : vm.str(args[i]);
    if (!shown) return nullptr;
    if (native) {
      if (i) out += separator;
      out += view(shown);
      continue;
    }
    // Other files see the same writes as in CPython.
    if (i) {
      Ref sep = text(separator);
      if (!vm.call_method(file, vm.names.write, sep)) return nullptr;
    }
    if (!vm.call_method(file, vm.names.write, shown)) return nullptr;
  }
  if (native) {
    out += end;
    if (!write_stream(vm, file, out)) return nullptr;
  } else {
    Ref last = text(end);
    if (!vm.call_method(file, vm.names.write, last)) return nullptr;
  }
  if (bound[3]) {
    int flush = vm.truth(bound[3]);
    if (flush < 0 || (flush && !vm.call_method(file, vm.names.flush))) return nullptr;
  }
  return none();
}

Ref builtin_input(Vm& vm, Value, Args args) {
  if (args.count) {
    Ref prompt = vm.str(args[0]);
    Ref out = standard_stream(vm, "stdout");
    if (!prompt || !out || !vm.call_method(out, vm.names.write, prompt)) return nullptr;
  }
  Ref in = standard_stream(vm, "stdin");
  Ref line = in ? vm.call_method(in, "readline") : Ref();
  if (!line) return nullptr;
  if (!is_str(line)) return vm.raise(vm.exc.TypeError, "object.readline() returned non-string");
  std::string_view got = view(line);
  if (got.empty()) return vm.raise(vm.exc.EOFError, "EOF when reading a line");
  if (got.back() == '\n') got.remove_suffix(1);
  return text(got);
}

Ref builtin_open(Vm& vm, Value, Args args) {
  // Descriptors and /dev/null are all there is.
  if (args.count && (is_int(args[0]) || (is_str(args[0]) && view(args[0]) == "/dev/null"))) {
    Ref files = vm.import("io") ? vm.import("_files") : Ref();
    Ref open = files ? vm.getattr(files, "open_descriptor") : Ref();
    return open ? vm.call(open, args) : Ref();
  }
  Ref name = args.count ? vm.repr(args[0]) : text("?");
  if (!name) return nullptr;
  return vm.raise(vm.exc.PermissionError,
                  "open({}): Loopscope runs programs in a sandbox without files; io.StringIO holds text in memory",
                  view(name));
}
Ref builtin_breakpoint(Vm& vm, Value, Args) {
  return vm.raise(vm.exc.NotImplementedError,
                  "breakpoint(): Loopscope has no pdb; pause the run and step in its window instead");
}
Ref builtin_memoryview(Vm& vm, Value, Args) {
  return vm.raise(vm.exc.NotImplementedError, "memoryview() is not supported by Loopscope; use bytes or bytearray");
}
Ref builtin_exit(Vm& vm, Value, Args args) {
  Ref error = args.count ? vm.call(vm.exc.SystemExit, args[0]) : vm.call(vm.exc.SystemExit, kNone);
  return error ? vm.raise_instance(std::move(error)) : Ref();
}

const MethodDef kFunctions[] = {
    {"print", builtin_print, 0, -1, true},
    {"input", builtin_input, 0, 1},
    {"open", builtin_open, 0, -1, true},
    {"breakpoint", builtin_breakpoint, 0, -1, true},
    {"memoryview", builtin_memoryview, 0, -1, true},
    {"exit", builtin_exit, 0, 1},
    {"quit", builtin_exit, 0, 1},
};

}  // namespace

void setup_builtins_io(Vm& vm, Module* module) { vm.add_functions(module, kFunctions); }

}  // namespace loopscope::runtime
