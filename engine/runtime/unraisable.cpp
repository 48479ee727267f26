#include "engine/runtime/unraisable.hpp"

#include "engine/runtime/support.hpp"
#include "engine/runtime/sys_module.hpp"
#include "engine/runtime/traceback.hpp"
#include "engine/vm/exception.hpp"

namespace loopscope::runtime {

namespace {

constexpr std::string_view kPlain = "Exception ignored in";

Ref hook_args_type(Vm& vm) {
  Ref module = vm.import("_sys_structs");
  return module ? vm.getattr(module, "UnraisableHookArgs") : Ref();
}

std::string message(Vm& vm, std::string_view what, Value where, Value exception) {
  return fmt::format("{}{}{}\n{}", what, where ? ": " : "", where ? vm.repr_text(where) : "",
                     format_unraisable(vm, exception));
}

}  // namespace

bool call_unraisable_hook(Vm& vm, std::string_view what, Value where, Value exception) {
  Value sys = dict_get(vm.modules, "sys");
  if (!sys.is(Kind::kModule) || !exception.is(Kind::kException)) return false;
  const Ref hook = Ref::share(dict_get(as<Module>(sys)->dict, "unraisablehook"));
  if (!hook || hook.is_none()) return false;
  if (hook.is(Kind::kNativeFunction) && as<NativeFunction>(hook)->def->fn == unraisable_hook) return false;

  Ref type = hook_args_type(vm);
  Value traceback = as<Exception>(exception)->traceback ? Value(as<Exception>(exception)->traceback) : kNone;
  Ref text_of_what = what == kPlain ? none() : text(what);
  const Value fields[] = {Value(type_of(exception)), exception, traceback, text_of_what, where ? where : kNone};
  Ref tuple = make_tuple(fields);
  Ref args = type ? vm.call(type, tuple) : Ref();
  if (args && vm.call(hook, args)) return true;
  Ref second = vm.take_exception();
  if (second) write_stderr(vm, message(vm, "Exception ignored in sys.unraisablehook", hook, second));
  return true;
}

Ref unraisable_hook(Vm& vm, Value, Args args) {
  Ref type = hook_args_type(vm);
  if (!type) return nullptr;
  if (!is_instance(args[0], as<Type>(type))) {
    return vm.raise(vm.exc.TypeError, "sys.unraisablehook argument type must be UnraisableHookArgs");
  }
  Ref error = vm.getattr(args[0], "exc_value"), what = vm.getattr(args[0], "err_msg"),
      where = vm.getattr(args[0], "object");
  if (!error || !what || !where) return nullptr;
  write_stderr(vm, message(vm, is_str(what) ? view(what) : kPlain, where.is_none() ? kNull : Value(where), error));
  return none();
}

}  // namespace loopscope::runtime
