#include "engine/runtime/install.hpp"

#include "engine/loop/signals.hpp"
#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/builtins.hpp"
#include "engine/runtime/modules.hpp"
#include "engine/runtime/reduce.hpp"
#include "engine/runtime/str_format.hpp"
#include "engine/runtime/sys_module.hpp"
#include "engine/runtime/traceback.hpp"
#include "engine/runtime/unraisable.hpp"

namespace loopscope::runtime {

void setup_generic_types(Vm& vm);

namespace {

thread_local Ref (*plain_str_binary)(Vm&, lang::BinaryOperator, Value, Value) = nullptr;

/// str's operators with % added.
Ref str_binary(Vm& vm, lang::BinaryOperator op, Value self, Value other) {
  if (op == lang::BinaryOperator::kModulo) return percent_format(vm, view(self), other);
  return plain_str_binary(vm, op, self, other);
}

std::string_view source_text(Vm& vm, std::string_view filename) { return runtime_of(vm).sources.text(filename); }

std::string unraisable_exception(Vm& vm, Value exception) { return format_unraisable(vm, exception); }

}  // namespace

void install(Vm& vm, Runtime& runtime, std::string_view path, const std::vector<std::string>& argv) {
  vm.runtime_state = &runtime;
  vm.find_module = find_module;
  vm.format_exception = unraisable_exception;
  vm.source_text = source_text;
  vm.on_unraisable = write_stderr;
  vm.unraisable_hook = call_unraisable_hook;
  if (vm.types.str->binary != str_binary) plain_str_binary = vm.types.str->binary;
  vm.types.str->binary = str_binary;
  setup_iterators(vm);
  setup_str_methods(vm);
  setup_str_search(vm);
  setup_bytes(vm);
  setup_int(vm);
  setup_float(vm);
  setup_list(vm);
  setup_tuple_range_slice(vm);
  setup_dict(vm);
  setup_dict_views(vm);
  setup_set(vm);
  setup_generic_types(vm);
  setup_exceptions(vm);
  setup_exception_groups(vm);
  setup_reduce(vm);
  vm.finish_type(vm.types.str);
  setup_builtins(vm);
  setup_sys(vm, path, argv);
  register_native_modules(vm);
  install_warnings(vm);
}

namespace {

/// Runs a function of a module that the program has imported; errors are reported and forgotten.
void run_hook(Vm& vm, const char* module, const char* function) {
  Value m = dict_get(vm.modules, module);
  if (!m) return;
  Ref f = vm.getattr_or_null(m, intern(function));
  if (f && !vm.call(f)) vm.write_unraisable(fmt::format("Exception ignored on {}", function), kNull);
  vm.take_exception();
}

/// Names with one leading underscore first, then the others: what destructors may still need goes last.
void clear_namespace(Vm& vm, Dict* ns) {
  for (bool private_names : {true, false}) {
    for (size_t position = 0; const Dict::Entry* entry = dict_next(ns, &position);) {
      if (!entry->key.is(Kind::kStr) || entry->value.is_none()) continue;
      std::string_view name = view(entry->key);
      bool is_private = name.starts_with('_') && !name.starts_with("__");
      if (is_private != private_names || name == "__builtins__") continue;
      dict_set(ns, as<Str>(entry->key), kNone);
    }
  }
  vm.take_exception();
}

}  // namespace

namespace {

bool is_library(Value module) {
  if (!module.is(Kind::kModule) || !as<Module>(module)->dict) return true;
  Value file = dict_get(as<Module>(module)->dict, "__file__");
  return !file || !is_str(file) || view(file).starts_with("/loopscope/lib/");
}

/// Takes modules out of sys.modules. Those that nothing else holds die with what they contain; what hangs in cycles is
/// finalised by the collector while all names are still there; what is still alive then loses its names.
void drop_modules(Vm& vm, bool library) {
  std::vector<Ref> names;
  for (size_t position = 0; const Dict::Entry* entry = dict_next(vm.modules, &position);) {
    if (!is_str(entry->key) || view(entry->key) == "sys" || view(entry->key) == "builtins") continue;
    if (library || !is_library(entry->value)) names.push_back(Ref::share(entry->key));
  }
  std::vector<Ref> weak;
  for (const Ref& name : names) {
    Value module = dict_get(vm.modules, as<Str>(name));
    if (module.is(Kind::kModule)) weak.push_back(make_weakref(vm, module, kNull));
    dict_set(vm.modules, as<Str>(name), kNone);
  }
  vm.collect();
  vm.take_exception();
  for (size_t i = weak.size(); i-- > 0;) {
    Ref module = weak[i] ? Ref::share(as<WeakRef>(weak[i])->referent) : Ref();
    if (module.is(Kind::kModule) && as<Module>(module)->dict) clear_namespace(vm, as<Module>(module)->dict);
  }
  vm.collect();
  vm.take_exception();
}

}  // namespace

bool wait_for_threads(Vm& vm) {
  Value threading = dict_get(vm.modules, "threading");
  Ref shutdown = threading ? vm.getattr_or_null(threading, intern("_shutdown")) : Ref();
  if (!shutdown || vm.call(shutdown)) return true;
  if (vm.pending_is(vm.exc.StopRequested)) return false;
  vm.write_unraisable("Exception ignored on threading shutdown:", kNull);
  vm.take_exception();
  return true;
}

bool finalize(Vm& vm) {
  run_hook(vm, "atexit", "_run_exitfuncs");
  runtime_of(vm).finalizing = true;
  if (Value sys = dict_get(vm.modules, "sys"); sys.is(Kind::kModule)) {
    for (const char* name : {"path", "argv", "last_exc", "last_type", "last_value", "last_traceback"}) {
      if (dict_get(as<Module>(sys)->dict, name)) dict_set(as<Module>(sys)->dict, name, kNone);
    }
  }
  // Cycles that nobody can reach any more go before the names do.
  if (vm.gc_enabled) vm.collect();
  vm.take_exception();
  // The program's modules go first, as long as the library that they call still works.
  drop_modules(vm, false);
  // Then what the library holds for the program: the current loop and its tasks.
  loop::forget_signals(vm);
  for (Value* v : {&vm.thread->running_loop, &vm.thread->context, &vm.thread->asyncgen_firstiter,
                   &vm.thread->asyncgen_finalizer}) {
    decref(std::exchange(*v, kNull));
  }
  if (Value events = dict_get(vm.modules, "asyncio.events"); events.is(Kind::kModule)) {
    if (dict_get(as<Module>(events)->dict, "_chosen")) dict_set(as<Module>(events)->dict, "_chosen", kNone);
  }
  vm.collect();
  vm.take_exception();
  const bool written = flush_output(vm);
  if (!written) {
    Ref stream = standard_stream(vm, "stdout");
    vm.write_unraisable("Exception ignored in:", stream ? stream.get() : kNone);
  }
  // Nothing of the program is left; the library goes without a word.
  vm.on_unraisable = [](Vm&, std::string_view) {};
  vm.unraisable_hook = nullptr;
  vm.on_never_awaited = nullptr;
  drop_modules(vm, true);
  return written;
}

void abandon(Vm& vm) {
  vm.abandoned = true;
  vm.on_unraisable = [](Vm&, std::string_view) {};
  vm.unraisable_hook = nullptr;
  vm.on_never_awaited = nullptr;
  runtime_of(vm).finalizing = true;
}

}  // namespace loopscope::runtime
