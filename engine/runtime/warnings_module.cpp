// Warnings that the engine itself issues: coroutines that were never awaited. Filters and printing are lib/warnings.py.

#include "engine/runtime/install.hpp"
#include "engine/runtime/modules.hpp"
#include "engine/runtime/support.hpp"
#include "engine/runtime/sys_module.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::runtime {

namespace ev = trace::ev;

namespace {

/// "Coroutine created at (most recent call last)" from cr_origin: innermost call first.
std::string origin_text(Vm& vm, const Generator* generator) {
  std::string out = "\nCoroutine created at (most recent call last)\n";
  auto* origin = as<Tuple>(generator->origin);
  for (uint32_t i = origin->count; i-- > 0;) {
    auto* place = as<Tuple>(origin->items[i]);
    int64_t line = 0;
    int_value(place->items[1], &line);
    out += fmt::format("  File \"{}\", line {}, in {}\n", view(place->items[0]), line, view(place->items[2]));
    std::string_view source = runtime_of(vm).sources.line(view(place->items[0]), static_cast<int32_t>(line));
    size_t start = source.find_first_not_of(" \t\f");
    if (start != std::string_view::npos) out += fmt::format("    {}\n", source.substr(start));
  }
  return out;
}

void never_awaited(Vm& vm, Generator* generator) {
  Ref pending = vm.take_exception();
  std::string message = fmt::format("coroutine '{}' was never awaited", generator->qualname->view());
  if (generator->origin.is(Kind::kTuple)) {
    message += origin_text(vm, generator);
    // The call that made it ends the message without a line end of its own.
    if (message.ends_with('\n')) message.pop_back();
  }
  Ref what = text(message);
  Ref module = vm.import("warnings");
  Ref function = module ? vm.getattr(module, "_warn_unawaited") : Ref();
  if (function) {
    Value coroutine = generator;
    if (!vm.call(function, what, coroutine)) vm.write_unraisable("Exception ignored while warning", kNull);
  } else {
    vm.take_exception();
    write_stderr(vm, fmt::format("<sys>:0: RuntimeWarning: {}\n", message));
  }
  vm.take_exception();
  vm.restore_exception(std::move(pending));
}

/// Tells the trace about a warning.
Ref record(Vm& vm, Value, Args args) {
  if (tracing(vm) && is_str(args[0]) && is_str(args[1])) {
    vm.recorder.emit(ev::WarningIssued{vm.recorder.intern(view(args[0])), vm.recorder.text(view(args[1])),
                                       vm.user_frame() ? trace_user_place(vm) : Place(), CoroId{}});
  }
  return none();
}

Ref environment(Vm& vm, Value, Args) {
  Ptr<Dict> dict = make_dict();
  for (const auto& [name, value] : runtime_of(vm).environment) {
    Ref v = text(value);
    dict_set(dict.get(), name.c_str(), v);
  }
  return dict;
}
Ref print_error(Vm& vm, Value, Args args) {
  if (is_str(args[0])) write_stderr(vm, view(args[0]));
  return none();
}

const MethodDef kFunctions[] = {
    {"record", record, 2, 2},
    {"environment", environment},
    {"print_error", print_error, 1, 1},
};

}  // namespace

void install_warnings(Vm& vm) { vm.on_never_awaited = never_awaited; }

bool fill_warnings(Vm& vm, Module* module) {
  vm.add_functions(module, kFunctions);
  return true;
}

}  // namespace loopscope::runtime
