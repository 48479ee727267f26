// How pickle names things: old names for old protocols, attributes along dotted paths, its own exceptions.

#include "engine/runtime/pickle_format.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime::pickle {

namespace {

struct Renamed {
  GlobalName now, then;
};
/// An empty name stands for every name of the module.
constexpr Renamed kRenamed[] = {
    {{"builtins", "range"}, {"__builtin__", "xrange"}},
    {{"builtins", "int"}, {"__builtin__", "long"}},
    {{"builtins", "str"}, {"__builtin__", "unicode"}},
    {{"builtins", "chr"}, {"__builtin__", "unichr"}},
    {{"builtins", "zip"}, {"itertools", "izip"}},
    {{"builtins", "map"}, {"itertools", "imap"}},
    {{"builtins", "filter"}, {"itertools", "ifilter"}},
    {{"functools", "reduce"}, {"__builtin__", "reduce"}},
    {{"collections", "UserList"}, {"UserList", "UserList"}},
    {{"collections", "UserDict"}, {"UserDict", "IterableUserDict"}},
    {{"collections", "UserString"}, {"UserString", "UserString"}},
    {{"builtins", ""}, {"__builtin__", ""}},
    {{"copyreg", ""}, {"copy_reg", ""}},
    {{"queue", ""}, {"Queue", ""}},
    {{"reprlib", ""}, {"repr", ""}},
};

/// Exceptions had a module of their own, and fewer classes: the name there, or an empty one.
std::string_view old_exception(const Vm& vm, std::string_view name) {
  static constexpr std::string_view kNewer[] = {"RecursionError",         "StopAsyncIteration", "ResourceWarning",
                                                "BaseExceptionGroup",     "ExceptionGroup",     "EncodingWarning",
                                                "PythonFinalizationError"};
  Value found = dict_get(vm.builtins, intern(name));
  if (!found.is(Kind::kType) || !is_subtype(as<Type>(found), vm.exc.BaseException)) return {};
  for (std::string_view newer : kNewer) {
    if (name == newer) return {};
  }
  if (is_subtype(as<Type>(found), vm.exc.OSError)) return "OSError";
  return as<Type>(found) == vm.exc.ModuleNotFoundError ? "ImportError" : name;
}

template <GlobalName Renamed::*From, GlobalName Renamed::*To>
GlobalName translate(GlobalName name) {
  for (const Renamed& r : kRenamed) {
    const GlobalName &from = r.*From, &to = r.*To;
    if (from.first != name.first) continue;
    if (from.second.empty()) return {to.first, name.second};
    if (from.second == name.second) return to;
  }
  return name;
}

}  // namespace

GlobalName old_name(const Vm& vm, GlobalName name) {
  const std::string_view exception = name.first == "builtins" ? old_exception(vm, name.second) : std::string_view();
  if (!exception.empty()) return {"exceptions", exception};
  return translate<&Renamed::now, &Renamed::then>(name);
}

GlobalName new_name(const Vm& vm, GlobalName name) {
  if (name.first == "exceptions" && !old_exception(vm, name.second).empty()) return {"builtins", name.second};
  return translate<&Renamed::then, &Renamed::now>(name);
}

Ref raise_error(Vm& vm, const char* exception, std::string_view message) {
  Value module = dict_get(vm.modules, "_pickle");
  Value type = module.is(Kind::kModule) ? dict_get(as<Module>(module)->dict, exception) : Value();
  return vm.raise(type.is(Kind::kType) ? as<Type>(type) : vm.exc.ValueError, message);
}

Ref find_attribute(Vm& vm, Value start, std::string_view path) {
  Ref at = Ref::share(start);
  while (at && !path.empty()) {
    const size_t dot = path.find('.');
    at = vm.getattr_or_null(at, intern(path.substr(0, dot)));
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return at;
}

Ref import_module(Vm& vm, std::string_view name) {
  if (Value present = dict_get(vm.modules, intern(name))) return Ref::share(present);
  return vm.import(name);
}

}  // namespace loopscope::runtime::pickle
