// The sys module.

#include "engine/runtime/sys_module.hpp"

#include <cfloat>
#include <cmath>

#include "engine/loop/asyncio.hpp"
#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"
#include "engine/runtime/traceback.hpp"
#include "engine/runtime/unraisable.hpp"
#include "engine/vm/exception.hpp"
#include "engine/vm/generator.hpp"

namespace loopscope::runtime {

void setup_streams(Vm& vm, Module* sys);

namespace {

Ref sys_exit(Vm& vm, Value, Args args) {
  Ref error = vm.call(vm.exc.SystemExit, args.count ? args[0] : kNone);
  return error ? vm.raise_instance(std::move(error)) : Ref();
}

Ref sys_exception(Vm& vm, Value, Args) {
  Value e = vm.handled_exception();
  return Ref::share(e ? e : kNone);
}
Ref sys_exc_info(Vm& vm, Value, Args) {
  Value e = vm.handled_exception();
  Value three[3] = {kNone, kNone, kNone};
  if (e) {
    three[0] = type_of(e);
    three[1] = e;
    if (Traceback* t = as<Exception>(e)->traceback) three[2] = t;
  }
  return make_tuple(std::span<const Value>(three));
}

Ref sys_getrefcount(Vm&, Value, Args args) {
  if (!args[0].is_object()) return make_int(4294967295);
  return make_int(args[0].object()->refs);
}
Ref sys_getsizeof(Vm&, Value, Args args) {
  Value v = args[0];
  int64_t size = v.is_object() ? type_of(v)->instance_size : 28;
  if (is_str(v)) size = 49 + as<Str>(v)->size;
  if (v.is(Kind::kList)) size = 56 + 8 * static_cast<int64_t>(as<List>(v)->items.size());
  if (v.is(Kind::kTuple)) size = 40 + 8 * static_cast<int64_t>(as<Tuple>(v)->count);
  return make_int(size);
}

Ref sys_getframe(Vm& vm, Value, Args args) {
  int64_t depth = 0;
  if (args.count && !vm.to_index(args[0], &depth)) return nullptr;
  Frame* frame = vm.current_frame();
  while (frame && depth-- > 0) frame = frame->back;
  if (!frame) return vm.raise(vm.exc.ValueError, "call stack is not deep enough");
  return vm.frame_object(frame);
}

Ref sys_settrace(Vm& vm, Value, Args args) {
  if (args[0].is_none()) return none();
  return vm.raise(vm.exc.NotImplementedError,
                  "sys.settrace() is not supported by Loopscope: its trace records each line already");
}
Ref sys_none(Vm&, Value, Args) { return none(); }

Ref set_recursion_limit(Vm& vm, Value, Args args) {
  int64_t n = 0;
  if (!vm.to_index(args[0], &n)) return nullptr;
  if (n < 1) return vm.raise(vm.exc.ValueError, "recursion limit must be greater or equal than 1");
  constexpr int64_t kMost = 200'000;
  vm.limits.recursion = static_cast<uint32_t>(n < kMost ? n : kMost);
  return none();
}
Ref get_recursion_limit(Vm& vm, Value, Args) { return make_int(vm.limits.recursion); }

bool set_hook(Vm& vm, Value v, const char* name, Value* place) {
  if (!v) return true;
  if (!v.is_none() && !type_of(v)->call && !v.is(Kind::kFunction) && !v.is(Kind::kBoundMethod) &&
      !v.is(Kind::kNativeFunction)) {
    vm.raise(vm.exc.TypeError, "callable {} expected, got {}", name, type_name(v));
    return false;
  }
  Value fresh = v.is_none() ? kNull : v;
  incref(fresh);
  decref(std::exchange(*place, fresh));
  return true;
}
Ref set_asyncgen_hooks(Vm& vm, Value, Args args) {
  Value bound[2];
  if (!vm.bind("set_asyncgen_hooks", args, {"firstiter", "finalizer"}, 0, bound)) return nullptr;
  if (!set_hook(vm, bound[1], "finalizer", &vm.thread->asyncgen_finalizer)) return nullptr;
  return set_hook(vm, bound[0], "firstiter", &vm.thread->asyncgen_firstiter) ? none() : Ref();
}

Ref set_origin_depth(Vm& vm, Value, Args args) {
  Value bound;
  if (!vm.bind("set_coroutine_origin_tracking_depth", args, {"depth"}, 1, &bound)) return nullptr;
  int64_t n = 0;
  if (!vm.to_index(bound, &n)) return nullptr;
  if (n < 0) return vm.raise(vm.exc.ValueError, "depth must be >= 0");
  vm.coroutine_origin_depth = static_cast<int>(n);
  return none();
}
Ref get_origin_depth(Vm& vm, Value, Args) { return make_int(vm.coroutine_origin_depth); }

Ref sys_intern(Vm& vm, Value, Args args) {
  if (!is_str(args[0])) return vm.raise(vm.exc.TypeError, "intern() argument must be str, not {}", type_name(args[0]));
  return Ref::share(intern(as<Str>(args[0])));
}

Ref excepthook(Vm& vm, Value, Args args) {
  if (!args[1].is(Kind::kException)) return none();
  write_stderr(vm, format_exception(vm, args[1]));
  return none();
}
Ref displayhook(Vm& vm, Value, Args args) {
  if (args[0].is_none()) return none();
  dict_set(vm.builtins, "_", args[0]);
  Ref shown = vm.repr(args[0]), out = standard_stream(vm, "stdout");
  if (!shown || !out) return nullptr;
  Ref line = text(std::string(view(shown)) + "\n");
  return vm.call_method(out, vm.names.write, line);
}

Ref audit(Vm&, Value, Args) { return none(); }
Ref switch_interval(Vm& vm, Value, Args) {
  return make_float(static_cast<double>(loop::asyncio_of(vm).world.switch_interval_ns()) / 1e9);
}
Ref set_switch_interval(Vm& vm, Value, Args args) {
  double seconds = 0;
  if (!vm.to_double(args[0], &seconds)) return nullptr;
  if (!(seconds > 0)) return vm.raise(vm.exc.ValueError, "switch interval must be strictly positive");
  loop::asyncio_of(vm).world.set_switch_interval_ns(seconds < 1e6 ? std::llround(seconds * 1e9)
                                                                  : 1'000'000'000'000'000);
  return none();
}
Ref default_encoding(Vm&, Value, Args) { return text("utf-8"); }
Ref is_finalizing(Vm& vm, Value, Args) { return boolean(runtime_of(vm).finalizing); }

Ref get_asyncgen_hooks(Vm& vm, Value, Args) {
  Ref module = vm.import("_sys_structs");
  Ref type = module ? vm.getattr(module, "asyncgen_hooks") : Ref();
  if (!type) return nullptr;
  auto or_none = [](Value v) { return v ? v : kNone; };
  return vm.call(type, or_none(vm.thread->asyncgen_firstiter), or_none(vm.thread->asyncgen_finalizer));
}

const MethodDef kFunctions[] = {
    {"exit", sys_exit, 0, 1},
    {"exception", sys_exception},
    {"exc_info", sys_exc_info},
    {"getrefcount", sys_getrefcount, 1, 1},
    {"getsizeof", sys_getsizeof, 1, 2},
    {"_getframe", sys_getframe, 0, 1},
    {"settrace", sys_settrace, 1, 1},
    {"setprofile", sys_settrace, 1, 1},
    {"gettrace", sys_none},
    {"getprofile", sys_none},
    {"setrecursionlimit", set_recursion_limit, 1, 1},
    {"getrecursionlimit", get_recursion_limit},
    {"set_asyncgen_hooks", set_asyncgen_hooks, 0, 2, true},
    {"get_asyncgen_hooks", get_asyncgen_hooks},
    {"set_coroutine_origin_tracking_depth", set_origin_depth, 0, 1, true},
    {"get_coroutine_origin_tracking_depth", get_origin_depth},
    {"intern", sys_intern, 1, 1},
    {"excepthook", excepthook, 3, 3},
    {"unraisablehook", unraisable_hook, 1, 1},
    {"displayhook", displayhook, 1, 1},
    {"audit", audit, 0, -1},
    {"getswitchinterval", switch_interval},
    {"setswitchinterval", set_switch_interval, 1, 1},
    {"getdefaultencoding", default_encoding},
    {"getfilesystemencoding", default_encoding},
    {"is_finalizing", is_finalizing},
};

Ref simple_struct(Vm& vm, const char* name, std::initializer_list<std::pair<const char*, Ref>> fields) {
  Ref module = vm.import("_sys_structs");
  Ref make = module ? vm.getattr(module, "make") : Ref();
  if (!make) return nullptr;
  Ptr<Dict> values = make_dict();
  for (const auto& [key, value] : fields) dict_set(values.get(), key, value);
  Ref n = text(name);
  return vm.call(make, n, values);
}

/// Attributes that are made of Python objects on first use, so that a plain start stays fast.
Ref lazy_attribute(Vm& vm, Value self, Args args) {
  if (!is_str(args[0])) return vm.raise(vm.exc.TypeError, "attribute name must be string");
  std::string_view name = view(args[0]);
  Ref value;
  if (name == "version_info") {
    value = simple_struct(vm, "sys.version_info",
                          {{"major", make_int(3)},
                           {"minor", make_int(13)},
                           {"micro", make_int(5)},
                           {"releaselevel", text("final")},
                           {"serial", make_int(0)}});
  } else if (name == "implementation") {
    Ref version = vm.getattr(self, "version_info");
    if (!version) return nullptr;
    value = simple_struct(vm, "namespace", {{"name", text("loopscope")}, {"version", version}, {"cache_tag", none()}});
  } else if (name == "float_info") {
    value = simple_struct(vm, "sys.float_info",
                          {{"max", make_float(DBL_MAX)},
                           {"max_exp", make_int(DBL_MAX_EXP)},
                           {"max_10_exp", make_int(DBL_MAX_10_EXP)},
                           {"min", make_float(DBL_MIN)},
                           {"min_exp", make_int(DBL_MIN_EXP)},
                           {"min_10_exp", make_int(DBL_MIN_10_EXP)},
                           {"dig", make_int(DBL_DIG)},
                           {"mant_dig", make_int(DBL_MANT_DIG)},
                           {"epsilon", make_float(DBL_EPSILON)},
                           {"radix", make_int(FLT_RADIX)},
                           {"rounds", make_int(1)}});
  } else if (name == "hash_info") {
    value = simple_struct(vm, "sys.hash_info",
                          {{"width", make_int(64)},
                           {"modulus", make_int((int64_t{1} << 61) - 1)},
                           {"inf", make_int(314159)},
                           {"nan", make_int(0)},
                           {"imag", make_int(1000003)}});
  } else if (name == "flags") {
    bool dev = runtime_of(vm).dev_mode;
    value = simple_struct(vm, "sys.flags",
                          {{"debug", make_int(0)},
                           {"inspect", make_int(0)},
                           {"interactive", make_int(0)},
                           {"optimize", make_int(0)},
                           {"dont_write_bytecode", make_int(1)},
                           {"no_user_site", make_int(0)},
                           {"no_site", make_int(0)},
                           {"ignore_environment", make_int(0)},
                           {"verbose", make_int(0)},
                           {"bytes_warning", make_int(0)},
                           {"quiet", make_int(0)},
                           {"hash_randomization", make_int(0)},
                           {"isolated", make_int(0)},
                           {"dev_mode", boolean(dev)},
                           {"utf8_mode", make_int(1)}});
  } else {
    Ref error = vm.make_exception(vm.exc.AttributeError, fmt::format("module 'sys' has no attribute '{}'", name));
    if (!error || !vm.setattr(error, "name", args[0]) || !vm.setattr(error, "obj", self)) return nullptr;
    return vm.raise_instance(std::move(error));
  }
  if (!value || !vm.setattr(self, intern(as<Str>(args[0])), value)) return nullptr;
  return value;
}
const MethodDef kLazy = {"__getattr__",
                         [](Vm& vm, Value module, Args args) { return lazy_attribute(vm, module, args); }, 1, 1};

}  // namespace

void setup_sys(Vm& vm, std::string_view path, const std::vector<std::string>& argv) {
  Ptr<Module> sys = vm.add_module("sys");
  if (!sys->dict) sys->dict = make_dict().release();
  Dict* d = sys->dict;
  vm.add_functions(sys.get(), kFunctions);
  setup_streams(vm, sys.get());
  auto set = [&](const char* name, Ref value) { dict_set(d, name, value); };
  set("__getattr__", make_native_function(&kLazy, sys, "sys"));
  Ptr<List> arguments = make_list();
  append(arguments.get(), text(path));
  for (const std::string& a : argv) append(arguments.get(), text(a));
  set("argv", arguments);
  set("orig_argv", arguments);
  Ptr<List> search = make_list();
  append(search.get(), text("/loopscope/lib"));
  set("path", search);
  set("modules", Ref::share(vm.modules));
  set("version", text("3.13.5 (Loopscope)"));
  set("platform", text("linux"));
  set("byteorder", text("little"));
  set("executable", text(kInterpreterPath));
  set("prefix", text("/loopscope"));
  set("exec_prefix", text("/loopscope"));
  set("base_prefix", text("/loopscope"));
  set("copyright", text("Loopscope"));
  set("maxsize", make_int(INT64_MAX));
  set("maxunicode", make_int(0x10FFFF));
  set("hexversion", make_int(0x030D05F0));
  set("api_version", make_int(1013));
  set("dont_write_bytecode", boolean(true));
  set("warnoptions", make_list());
  Ptr<Dict> x_options = make_dict();
  for (const std::string& option : runtime_of(vm).program->x_options) {
    size_t equals = option.find('=');
    dict_set(x_options.get(), option.substr(0, equals).c_str(),
             equals == std::string::npos ? boolean(true) : text(option.substr(equals + 1)));
  }
  set("_xoptions", x_options);
  set("meta_path", make_list());
  set("path_hooks", make_list());
  set("__excepthook__", Ref::share(dict_get(d, "excepthook")));
  set("__unraisablehook__", Ref::share(dict_get(d, "unraisablehook")));
  set("__displayhook__", Ref::share(dict_get(d, "displayhook")));
  for (const std::string& filter : runtime_of(vm).warning_filters) {
    append(as<List>(dict_get(d, "warnoptions")), text(filter));
  }
  static constexpr const char* kBuiltinNames[] = {"_asyncio", "_collections", "_contextvars", "_functools", "_operator",
                                                  "_random",  "_traceback",   "_warnings",    "_weakref",   "builtins",
                                                  "gc",       "itertools",    "math",         "sys",        "time"};
  Ptr<List> names = make_list();
  for (const char* name : kBuiltinNames) append(names.get(), text(name));
  set("builtin_module_names", make_tuple(std::span<const Value>(names->items)));
}

}  // namespace loopscope::runtime
