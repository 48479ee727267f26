// Calling anything from C++.

#include "engine/vm/interpreter.hpp"

namespace loopscope::vm {

namespace {

Ref call_native(Vm& vm, const MethodDef* def, Value self, Args args) {
  int given = static_cast<int>(args.count);
  if (!def->takes_keywords && args.keyword_count() > 0) {
    return vm.raise(vm.exc.TypeError, "{}() takes no keyword arguments", def->name);
  }
  if (given < def->min_args || (def->max_args >= 0 && given > def->max_args)) {
    if (def->max_args == def->min_args) {
      if (def->max_args == 0) return vm.raise(vm.exc.TypeError, "{}() takes no arguments ({} given)", def->name, given);
      if (def->max_args == 1) {
        return vm.raise(vm.exc.TypeError, "{}() takes exactly one argument ({} given)", def->name, given);
      }
      return vm.raise(vm.exc.TypeError, "{} expected {} arguments, got {}", def->name, def->min_args, given);
    }
    if (given < def->min_args) {
      return vm.raise(vm.exc.TypeError, "{} expected at least {} argument{}, got {}", def->name, def->min_args,
                      def->min_args == 1 ? "" : "s", given);
    }
    return vm.raise(vm.exc.TypeError, "{} expected at most {} argument{}, got {}", def->name, def->max_args,
                    def->max_args == 1 ? "" : "s", given);
  }
  return def->fn(vm, self, args);
}

Ref call_descriptor(Vm& vm, MethodDescriptor* descriptor, Args args) {
  if (args.count == 0) {
    return vm.raise(vm.exc.TypeError, "unbound method {}.{}() needs an argument", descriptor->owner->name->view(),
                    descriptor->def->name);
  }
  if (!is_instance(args[0], descriptor->owner)) {
    return vm.raise(vm.exc.TypeError, "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
                    descriptor->def->name, descriptor->owner->name->view(), type_of(args[0])->name->view());
  }
  return call_native(vm, descriptor->def, args[0], args.drop(1));
}

/// Arguments with one more in front, on the C++ stack when few.
struct Prepended {
  Prepended(Value first, Args args) {
    uint32_t total = 1 + args.count + args.keyword_count();
    Value* out = small;
    if (total > std::size(small)) {
      large.resize(total);
      out = large.data();
    }
    out[0] = first;
    for (uint32_t i = 0; i + 1 < total; ++i) out[i + 1] = args.data[i];
    result = Args{out, args.count + 1, args.keywords};
  }
  Value small[8];
  std::vector<Value> large;
  Args result;
};

}  // namespace

Ref call_function(Vm& vm, Function* function, Args args) {
  CodeObject* code = function->code;
  if (code->flags & (lang::kGenerator | lang::kCoroutine | lang::kAsyncGenerator)) {
    Ptr<Generator> generator = make_generator(vm, function);
    if (!generator || !bind_parameters(vm, function, args, generator->frame.slots)) return nullptr;
    return generator;
  }
  if (++vm.thread->depth > vm.limits.recursion) {
    --vm.thread->depth;
    return vm.raise(vm.exc.RecursionError, "maximum recursion depth exceeded");
  }
  Frame* frame = push_function_frame(vm, function);
  if (!bind_parameters(vm, function, args, frame->slots)) {
    pop_frame(vm, frame);
    --vm.thread->depth;
    return nullptr;
  }
  frame->back = vm.thread->frame;
  frame->is_entry = true;
  Value result;
  Resumed how = interpret(vm, frame, nullptr, kNull, false, &result);
  return how == Resumed::kReturned ? Ref::steal(result) : Ref();
}

Ref Vm::call(Value callable, Args args) {
  if (callable.is_object()) {
    switch (callable.object()->kind) {
      case Kind::kFunction:
        return call_function(*this, as<Function>(callable), args);
      case Kind::kNativeFunction: {
        auto* native = as<NativeFunction>(callable);
        return call_native(*this, native->def, native->self, args);
      }
      case Kind::kMethodDescriptor:
        return call_descriptor(*this, as<MethodDescriptor>(callable), args);
      case Kind::kBoundMethod: {
        // The method may be dropped by what it calls.
        Ref keep = Ref::share(callable);
        auto* method = as<BoundMethod>(callable);
        Prepended all(method->self, args);
        return call(method->function, all.result);
      }
      default:
        break;
    }
  }
  Type* type = type_of(callable);
  if (!type->call) return raise(exc.TypeError, "'{}' object is not callable", type->name->view());
  if (thread->native_depth > 4000) return raise(exc.RecursionError, "maximum recursion depth exceeded");
  ++thread->native_depth;
  Ref result = type->call(*this, callable, args);
  --thread->native_depth;
  return result;
}

Ref Vm::call(Value callable) { return call(callable, Args{}); }
Ref Vm::call(Value callable, Value a) { return call(callable, Args{&a, 1, nullptr}); }
Ref Vm::call(Value callable, Value a, Value b) {
  Value list[] = {a, b};
  return call(callable, Args{list, 2, nullptr});
}
Ref Vm::call(Value callable, Value a, Value b, Value c) {
  Value list[] = {a, b, c};
  return call(callable, Args{list, 3, nullptr});
}

Ref Vm::call_method(Value obj, Str* name, Args args) {
  InlineCache none;
  Ref method, self;
  if (!load_method(*this, obj, name, none, &method, &self)) return nullptr;
  if (!self) return call(method, args);
  Prepended all(self, args);
  return call(method, all.result);
}
Ref Vm::call_method(Value obj, Str* name, Value a) { return call_method(obj, name, Args{&a, 1, nullptr}); }
Ref Vm::call_method(Value obj, const char* name, std::initializer_list<Value> args) {
  return call_method(obj, intern(name), Args{args.begin(), static_cast<uint32_t>(args.size()), nullptr});
}

Ref call_ex(Vm& vm, Value callable, Value self, Value args, Value kwargs) {
  Ptr<Tuple> positional;
  if (args.is(Kind::kTuple)) {
    positional = Ptr<Tuple>::share(as<Tuple>(args));
  } else {
    if (!type_of(args)->iter && !type_of(args)->getitem) {
      return vm.raise(vm.exc.TypeError, "{} argument after * must be an iterable, not {}", function_text(vm, callable),
                      type_of(args)->name->view());
    }
    positional = vm.tuple_of(args);
    if (!positional) return nullptr;
  }
  std::vector<Value> all;
  all.reserve(positional->count + 1 + (kwargs ? as<Dict>(kwargs)->live : 0));
  if (self) all.push_back(self);
  all.insert(all.end(), positional->items, positional->items + positional->count);
  auto count = static_cast<uint32_t>(all.size());
  Ptr<Tuple> names;
  if (kwargs && as<Dict>(kwargs)->live > 0) {
    Dict* dict = as<Dict>(kwargs);
    names = make_tuple(dict->live);
    size_t position = 0;
    uint32_t i = 0;
    while (const Dict::Entry* entry = dict_next(dict, &position)) {
      if (!entry->key.is(Kind::kStr)) return vm.raise(vm.exc.TypeError, "keywords must be strings");
      incref(entry->key);
      names->items[i++] = entry->key;
      all.push_back(entry->value);
    }
  }
  return vm.call(callable, Args{all.data(), count, names.get()});
}

}  // namespace loopscope::vm
