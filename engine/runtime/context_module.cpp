// contextvars: Context, ContextVar, Token. A context is a NativeObject: a: dict of values by variable, b: the context
// that was current before run(), i: 1 while entered. The current one is ThreadState::context.

#include "engine/runtime/modules.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"

namespace loopscope::runtime {

namespace {

Ref new_context(Vm& vm) { return new_native_object(vm, runtime_of(vm).types.context, make_dict()); }
Dict* values(Value context) { return as<Dict>(native(context)->a); }

/// The current context, made on first use.
Value current(Vm& vm) {
  if (!vm.thread->context) vm.thread->context = new_context(vm).release();
  return vm.thread->context;
}

Ref copy_of(Vm& vm, Value context) {
  return new_native_object(vm, runtime_of(vm).types.context, dict_copy(values(context)));
}

Ref construct_context(Vm& vm, Type*, Args args) {
  if (args.count || args.keyword_count()) return vm.raise(vm.exc.TypeError, "Context() does not accept any arguments");
  return new_context(vm);
}

Ref context_run(Vm& vm, Value self, Args args) {
  if (args.count == 0) return vm.raise(vm.exc.TypeError, "run() missing 1 required positional argument");
  if (native(self)->i) {
    return vm.raise(vm.exc.RuntimeError, "cannot enter context: {} is already entered", vm.repr_text(self));
  }
  native(self)->i = 1;
  Ref keep = Ref::share(self);
  Value previous = std::exchange(vm.thread->context, Ref::share(self).release());
  Ref result = vm.call(args[0], args.drop(1));
  decref(std::exchange(vm.thread->context, previous));
  native(self)->i = 0;
  return result;
}
Ref context_copy(Vm& vm, Value self, Args) { return copy_of(vm, self); }
Ref context_get(Vm& vm, Value self, Args args) {
  Value found;
  int r = dict_find(vm, values(self), args[0], &found);
  if (r < 0) return nullptr;
  return Ref::share(r ? found : args.count > 1 ? args[1] : kNone);
}
template <int Part>
Ref context_view(Vm& vm, Value self, Args) {
  static constexpr const char* kNames[] = {"keys", "values", "items"};
  return vm.call_method(native(self)->a, kNames[Part]);
}
const MethodDef kContextMethods[] = {
    {"run", context_run, 0, -1, true}, {"copy", context_copy},      {"get", context_get, 1, 2},
    {"keys", context_view<0>},         {"values", context_view<1>}, {"items", context_view<2>},
};
Ref context_getitem(Vm& vm, Value self, Value key) {
  if (type_of(key) != runtime_of(vm).types.context_var) {
    return vm.raise(vm.exc.TypeError, "a ContextVar key was expected, got {}", vm.repr_text(key));
  }
  return vm.getitem(native(self)->a, key);
}

// --- ContextVar: a: name, b: default or null -------------------------------------------------------------------------

Ref construct_var(Vm& vm, Type* type, Args args) {
  Value bound[2];
  if (!vm.bind("ContextVar", args, {"/name", "$default"}, 1, bound)) return nullptr;
  if (!is_str(bound[0])) return vm.raise(vm.exc.TypeError, "context variable name must be a str");
  return new_native_object(vm, type, Ref::share(bound[0]), Ref::share(bound[1]));
}
Ref var_get(Vm& vm, Value self, Args args) {
  Value found;
  int r = dict_find(vm, values(current(vm)), self, &found);
  if (r < 0) return nullptr;
  if (r) return Ref::share(found);
  if (args.count) return Ref::share(args[0]);
  if (native(self)->b) return Ref::share(native(self)->b);
  return vm.raise_value(vm.exc.LookupError, self);
}
Ref var_set(Vm& vm, Value self, Args args) {
  Value context = current(vm);
  Value old;
  int r = dict_find(vm, values(context), self, &old);
  if (r < 0) return nullptr;
  auto token = new_native_object(vm, runtime_of(vm).types.context_token, Ref::share(context), Ref::share(self),
                                 r ? Ref::share(old) : Ref());
  return dict_set(vm, values(context), self, args[0]) ? Ref(token) : Ref();
}
Ref var_reset(Vm& vm, Value self, Args args) {
  if (type_of(args[0]) != runtime_of(vm).types.context_token) {
    return vm.raise(vm.exc.TypeError, "expected an instance of Token, got {}", vm.repr_text(args[0]));
  }
  auto* token = native(args[0]);
  if (token->i) return vm.raise(vm.exc.RuntimeError, "{} has already been used once", vm.repr_text(args[0]));
  if (token->b != self) {
    return vm.raise(vm.exc.ValueError, "{} was created by a different ContextVar", vm.repr_text(args[0]));
  }
  if (token->a != current(vm)) {
    return vm.raise(vm.exc.ValueError, "{} was created in a different Context", vm.repr_text(args[0]));
  }
  token->i = 1;
  bool ok = token->c ? dict_set(vm, values(token->a), self, token->c) : dict_remove(vm, values(token->a), self) >= 0;
  return ok ? none() : Ref();
}
Ref var_repr(Vm& vm, Value self) {
  std::string extra = native(self)->b ? " default=" + vm.repr_text(native(self)->b) : "";
  return text(fmt::format("<ContextVar name={}{} at {:#x}>", vm.repr_text(native(self)->a), extra, self.bits()));
}
Ref self_alias(Vm&, Value self, Args) { return Ref::share(self); }
const MethodDef kVarMethods[] = {
    {"get", var_get, 0, 1},
    {"set", var_set, 1, 1},
    {"reset", var_reset, 1, 1},
    {"__class_getitem__", self_alias, 1, 1, false, MethodDef::kClass},
};
const GetSetDef kVarGetSets[] = {{"name", [](Vm&, Value self) { return Ref::share(native(self)->a); }}};

// --- Token: a: context, b: variable, c: old value or null, i: used
// -----------------------------------------------------

Ref token_repr(Vm& vm, Value self) {
  return text(fmt::format("<Token{} var={} at {:#x}>", native(self)->i ? " used" : "", vm.repr_text(native(self)->b),
                          self.bits()));
}
Ref missing_token(Vm& vm) {
  Ref module = vm.import("_contextvars");
  return module ? vm.getattr(module, "_missing") : Ref();
}
const GetSetDef kTokenGetSets[] = {
    {"var", [](Vm&, Value self) { return Ref::share(native(self)->b); }},
    {"old_value", [](Vm& vm, Value self) { return native(self)->c ? Ref::share(native(self)->c) : missing_token(vm); }},
};

Ref copy_context(Vm& vm, Value, Args) { return copy_of(vm, current(vm)); }
const MethodDef kFunctions[] = {{"copy_context", copy_context}};

Ref missing_repr(Vm&, Value) { return text("<Token.MISSING>"); }

}  // namespace

bool fill_contextvars(Vm& vm, Module* module) {
  RuntimeTypes& types = runtime_of(vm).types;
  Type* context = make_native_type(vm, "_contextvars", "Context", Kind::kNative, kIsMapping);
  context->construct = construct_context;
  context->getitem = context_getitem;
  context->length = [](Vm&, Value v) { return static_cast<int64_t>(values(v)->live); };
  context->iter = [](Vm& machine, Value v) { return machine.iter(native(v)->a); };
  context->contains = [](Vm& machine, Value v, Value key) { return machine.contains(native(v)->a, key); };
  vm.add_methods(context, kContextMethods);
  vm.finish_type(context);
  types.context = context;
  Type* var = make_native_type(vm, "_contextvars", "ContextVar", Kind::kNative);
  var->construct = construct_var;
  var->repr = var_repr;
  vm.add_methods(var, kVarMethods);
  vm.add_getsets(var, kVarGetSets);
  vm.finish_type(var);
  types.context_var = var;
  Type* token = make_native_type(vm, "_contextvars", "Token", Kind::kNative, kAbstract);
  token->repr = token_repr;
  vm.add_getsets(token, kTokenGetSets);
  types.context_token = token;
  Type* missing = make_native_type(vm, "_contextvars", "Missing", Kind::kNative, kAbstract);
  missing->repr = missing_repr;
  vm.finish_type(missing);
  auto nothing = new_native_object(vm, missing);
  dict_set(token->dict, "MISSING", nothing);
  vm.finish_type(token);
  dict_set(module->dict, "Context", context);
  dict_set(module->dict, "ContextVar", var);
  dict_set(module->dict, "Token", token);
  dict_set(module->dict, "_missing", nothing);
  vm.add_functions(module, kFunctions);
  return true;
}

}  // namespace loopscope::runtime
