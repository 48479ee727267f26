#include "engine/runtime/install.hpp"

#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/builtins.hpp"
#include "engine/runtime/modules.hpp"
#include "engine/runtime/str_format.hpp"
#include "engine/runtime/sys_module.hpp"
#include "engine/runtime/traceback.hpp"

namespace loopscope::runtime {

void setup_generic_types(Vm& vm);

namespace {

Ref (*plain_str_binary)(Vm&, lang::BinaryOperator, Value, Value) = nullptr;

/// str's operators with % added.
Ref str_binary(Vm& vm, lang::BinaryOperator op, Value self, Value other) {
  if (op == lang::BinaryOperator::kModulo) return percent_format(vm, view(self), other);
  return plain_str_binary(vm, op, self, other);
}

std::string_view source_text(Vm& vm, std::string_view filename) { return runtime_of(vm).sources.text(filename); }

std::string whole_exception(Vm& vm, Value exception) { return format_exception(vm, exception); }

}  // namespace

void install(Vm& vm, Runtime& runtime, std::string_view path, const std::vector<std::string>& argv) {
  vm.runtime_state = &runtime;
  vm.find_module = find_module;
  vm.format_exception = whole_exception;
  vm.source_text = source_text;
  vm.on_unraisable = write_stderr;
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

void finalize(Vm& vm) {
  run_hook(vm, "threading", "_shutdown");
  run_hook(vm, "atexit", "_run_exitfuncs");
  runtime_of(vm).finalizing = true;
  // Modules leave sys.modules in the order of their import; those that nothing else holds die with their contents.
  std::vector<Ref> namespaces;
  std::vector<Ref> names;
  for (size_t position = 0; const Dict::Entry* entry = dict_next(vm.modules, &position);) {
    names.push_back(Ref::share(entry->key));
    if (!entry->value.is(Kind::kModule)) continue;
    std::string_view name = is_str(entry->key) ? view(entry->key) : std::string_view();
    if (name != "sys" && name != "builtins") namespaces.push_back(Ref::share(as<Module>(entry->value)->dict));
  }
  Ref sys = Ref::share(dict_get(vm.modules, "sys")), builtins = Ref::share(dict_get(vm.modules, "builtins"));
  if (sys.is(Kind::kModule)) {
    for (const char* name : {"path", "argv", "last_exc", "last_type", "last_value", "last_traceback"}) {
      if (dict_get(as<Module>(sys)->dict, name)) dict_set(as<Module>(sys)->dict, name, kNone);
    }
  }
  for (const Ref& name : names) {
    if (!is_str(name) || view(name) == "sys" || view(name) == "builtins") continue;
    dict_set(vm.modules, as<Str>(name), kNone);
  }
  for (Ref& ns : namespaces) {
    // Held here alone: the module is gone and its contents with it.
    if (ns.get().object()->refs == 1) ns.reset();
  }
  vm.collect();
  vm.take_exception();
  for (size_t i = namespaces.size(); i-- > 0;) {
    if (namespaces[i]) clear_namespace(vm, as<Dict>(namespaces[i]));
  }
  namespaces.clear();
  vm.collect();
  vm.take_exception();
}

}  // namespace loopscope::runtime
