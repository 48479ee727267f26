// compile, exec, eval, __import__, __build_class__ and anext; and the builtins module itself.

#include "engine/runtime/builtins.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"
#include "engine/vm/interpreter.hpp"

namespace loopscope::runtime {

namespace {

/// exec() and eval() of a str without its leading blanks (eval) or as it is.
Ptr<CodeObject> code_of(Vm& vm, Value source, const char* function, const char* mode) {
  if (source.is(Kind::kCode)) return Ptr<CodeObject>::share(as<CodeObject>(source));
  std::string_view s;
  if (is_str(source)) {
    s = view(source);
  } else if (!bytes_view(source, &s)) {
    vm.raise(vm.exc.TypeError, "{}() arg 1 must be a string, bytes or code object", function);
    return nullptr;
  }
  if (mode[1] == 'v') {
    while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  }
  return vm.compile(s, "<string>", mode);
}

Ref run_code(Vm& vm, Args args, const char* function, const char* mode) {
  Value bound[3];
  if (!vm.bind(function, args, {"/source", "globals", "locals"}, 1, bound)) return nullptr;
  Ref globals = bound[1] && !bound[1].is_none() ? Ref::share(bound[1]) : Ref();
  Ref locals = bound[2] && !bound[2].is_none() ? Ref::share(bound[2]) : Ref();
  if (globals && !globals.is(Kind::kDict)) {
    return vm.raise(vm.exc.TypeError, "{}() globals must be a dict, not {}", function, type_name(globals));
  }
  if (locals && !locals.is(Kind::kDict)) {
    return vm.raise(vm.exc.TypeError, "{}() locals must be a dict in Loopscope, not {}", function, type_name(locals));
  }
  if (!globals) {
    Frame* frame = vm.current_frame();
    globals = frame ? Ref::share(frame->globals) : Ref(make_dict());
    if (!locals && frame) {
      locals = vm.getattr(vm.frame_object(frame), "f_locals");
      if (!locals) return nullptr;
    }
  }
  if (!locals) locals = globals;
  Ptr<CodeObject> code = code_of(vm, bound[0], function, mode);
  if (!code) return nullptr;
  Ref result = vm.execute(code.get(), as<Dict>(globals), as<Dict>(locals));
  if (!result) return nullptr;
  return mode[1] == 'v' ? result : none();
}
Ref builtin_exec(Vm& vm, Value, Args args) { return run_code(vm, args, "exec", "exec"); }
Ref builtin_eval(Vm& vm, Value, Args args) { return run_code(vm, args, "eval", "eval"); }

Ref builtin_compile(Vm& vm, Value, Args args) {
  Value bound[6];
  if (!vm.bind("compile", args, {"source", "filename", "mode", "flags", "dont_inherit", "optimize"}, 3, bound))
    return nullptr;
  if (!is_str(bound[1]) || !is_str(bound[2])) {
    return vm.raise(vm.exc.TypeError, "compile() filename and mode must be str");
  }
  std::string_view mode = view(bound[2]);
  if (mode != "exec" && mode != "eval" && mode != "single") {
    return vm.raise(vm.exc.ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
  }
  std::string_view s;
  if (is_str(bound[0])) {
    s = view(bound[0]);
  } else if (!bytes_view(bound[0], &s)) {
    return vm.raise(vm.exc.TypeError, "compile() arg 1 must be a string or bytes in Loopscope (it has no ast objects)");
  }
  runtime_of(vm).sources.add(view(bound[1]), s);
  return vm.compile(s, view(bound[1]), mode);
}

Ref builtin_import(Vm& vm, Value, Args args) {
  Value bound[5];
  if (!vm.bind("__import__", args, {"name", "globals", "locals", "fromlist", "level"}, 1, bound)) return nullptr;
  if (!need_str(vm, "__import__", bound[0])) return nullptr;
  int64_t level = 0;
  if (bound[4] && !vm.to_index(bound[4], &level)) return nullptr;
  Ptr<Tuple> from;
  if (bound[3] && !bound[3].is_none()) {
    from = vm.tuple_of(bound[3]);
    if (!from) return nullptr;
  }
  Dict* globals = bound[1].is(Kind::kDict) ? as<Dict>(bound[1]) : vm.builtins;
  return import_name(vm, intern(as<Str>(bound[0])), from ? Value(from) : kNone, level, globals);
}

/// The most derived metaclass of the bases and of `metaclass`.
Type* winning_metaclass(Vm& vm, Type* metaclass, Tuple* bases) {
  Type* winner = metaclass;
  for (Value base : bases->view()) {
    Type* meta = type_of(base);
    if (is_subtype(winner, meta)) continue;
    if (is_subtype(meta, winner)) {
      winner = meta;
      continue;
    }
    vm.raise(vm.exc.TypeError,
             "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses "
             "of all "
             "its bases");
    return nullptr;
  }
  return winner;
}

/// Replaces bases that have __mro_entries__; *changed tells whether any did.
Ptr<Tuple> resolve_bases(Vm& vm, std::span<const Value> given, bool* changed) {
  Ptr<List> out = make_list();
  *changed = false;
  Ptr<Tuple> original = make_tuple(given);
  for (Value base : given) {
    Ref hook = base.is(Kind::kType) ? Ref() : vm.getattr_or_null(base, vm.names.__mro_entries__);
    if (vm.failed()) return nullptr;
    if (!hook) {
      append(out.get(), Ref::share(base));
      continue;
    }
    *changed = true;
    Ref entries = vm.call(hook, original);
    if (!entries) return nullptr;
    if (!entries.is(Kind::kTuple)) {
      vm.raise(vm.exc.TypeError, "__mro_entries__ must return a tuple");
      return nullptr;
    }
    for (Value entry : as<Tuple>(entries)->view()) append(out.get(), Ref::share(entry));
  }
  return make_tuple(std::span<const Value>(out->items));
}

/// Runs a class body with `ns` as its namespace.
bool run_class_body(Vm& vm, Function* function, Dict* ns) {
  if (++vm.thread->depth > vm.limits.recursion) {
    --vm.thread->depth;
    vm.raise(vm.exc.RecursionError, "maximum recursion depth exceeded");
    return false;
  }
  CodeObject* code = function->code;
  Frame* frame = vm.thread->frames->push(code->slot_count + code->code->stack_size + 1);
  init_frame(frame, code, function, function->globals, ns);
  if (function->closure) {
    for (uint32_t i = 0; i < function->closure->count; ++i) {
      incref(function->closure->items[i]);
      frame->slots[code->free_start + i] = function->closure->items[i];
    }
  }
  frame->back = vm.thread->frame;
  frame->is_entry = true;
  Value result;
  if (interpret(vm, frame, nullptr, kNull, false, &result) != Resumed::kReturned) return false;
  decref(result);
  return true;
}

Ref build_class(Vm& vm, Value, Args args) {
  if (args.count < 2) return vm.raise(vm.exc.TypeError, "__build_class__: not enough arguments");
  Value body = args[0], name = args[1];
  if (!body.is(Kind::kFunction)) return vm.raise(vm.exc.TypeError, "__build_class__: func must be a function");
  if (!is_str(name)) return vm.raise(vm.exc.TypeError, "__build_class__: name is not a string");
  bool changed = false;
  std::span<const Value> given(args.data + 2, args.count - 2);
  Ptr<Tuple> bases = resolve_bases(vm, given, &changed);
  if (!bases) return nullptr;
  // The keywords without metaclass=.
  Value metaclass_given;
  std::vector<Value> names, values;
  for (uint32_t i = 0; i < args.keyword_count(); ++i) {
    if (args.keyword_name(i)->view() == "metaclass") {
      metaclass_given = args.keyword_value(i);
    } else {
      names.emplace_back(args.keyword_name(i));
      values.push_back(args.keyword_value(i));
    }
  }
  Ref metaclass = metaclass_given ? Ref::share(metaclass_given)
                  : bases->count  ? Ref::share(type_of(bases->items[0]))
                                  : Ref::share(vm.types.type);
  if (metaclass.is(Kind::kType)) {
    Type* winner = winning_metaclass(vm, as<Type>(metaclass), bases.get());
    if (!winner) return nullptr;
    metaclass = Ref::share(winner);
  }
  Ptr<Tuple> keyword_names = names.empty() ? Ptr<Tuple>() : make_tuple(std::span<const Value>(names));
  auto call_with_keywords = [&](Value callable, std::initializer_list<Value> positional) {
    std::vector<Value> all(positional);
    all.insert(all.end(), values.begin(), values.end());
    return vm.call(callable, Args{all.data(), static_cast<uint32_t>(positional.size()), keyword_names.get()});
  };
  Ref ns;
  if (metaclass.get() != Value(vm.types.type)) {
    Ref prepare = vm.getattr_or_null(metaclass, vm.names.__prepare__);
    if (vm.failed()) return nullptr;
    if (prepare) {
      ns = call_with_keywords(prepare, {name, bases});
      if (!ns) return nullptr;
      if (!ns.is(Kind::kDict)) {
        return vm.raise(vm.exc.TypeError, "{}.__prepare__() must return a mapping (in Loopscope: a dict), not {}",
                        metaclass.is(Kind::kType) ? as<Type>(metaclass)->name->view() : "<metaclass>", type_name(ns));
      }
    }
  }
  if (!ns) ns = make_dict();
  auto* function = as<Function>(body);
  if (!run_class_body(vm, function, as<Dict>(ns))) return nullptr;
  Ref cell = Ref::share(dict_get(as<Dict>(ns), vm.names.__classcell__));
  if (changed) {
    Ptr<Tuple> original = make_tuple(given);
    dict_set(as<Dict>(ns), vm.names.__orig_bases__, original);
  }
  Ref cls = call_with_keywords(metaclass, {name, bases, ns});
  if (!cls) return nullptr;
  if (cell.is(Kind::kCell) && cls.is(Kind::kType)) {
    Value inside = as<Cell>(cell)->value;
    if (!inside) {
      as<Cell>(cell)->value = cls.get();
      incref(cls);
    }
  }
  return cls;
}

// --- anext -----------------------------------------------------------------------------------------------------------

Ref builtin_anext(Vm& vm, Value, Args args) {
  Type* type = type_of(args[0]);
  if (!args[0].is(Kind::kAsyncGenerator) && !type->anext) {
    return vm.raise(vm.exc.TypeError, "'{}' object is not an async iterator", type->name->view());
  }
  Ref awaitable = args[0].is(Kind::kAsyncGenerator) ? get_anext(vm, args[0]) : type->anext(vm, args[0]);
  if (!awaitable || args.count == 1) return awaitable;
  return new_native_object(vm, runtime_of(vm).types.anext_awaitable, std::move(awaitable), Ref::share(args[1]));
}

// anext(it, default): a: the awaitable, b: the default, c: its iterator once started.
Ref anext_await(Vm&, Value self) { return Ref::share(self); }

Ref finish_anext(Vm& vm, NativeObject* it, Resumed how, Ref result) {
  if (how == Resumed::kYielded) return result;
  if (how == Resumed::kRaised) {
    if (!vm.clear_if(vm.exc.StopAsyncIteration)) return nullptr;
    result = Ref::share(it->b);
  }
  Value value = result;
  Ref stop = vm.call(vm.exc.StopIteration, value);
  return stop ? vm.raise_instance(std::move(stop)) : Ref();
}

Ref anext_send(Vm& vm, Value self, Args args) {
  auto* it = native(self);
  if (!it->c) {
    Ref iterator = awaitable_iterator(vm, it->a);
    if (!iterator) return nullptr;
    it->c = iterator.release();
  }
  Ref result;
  Resumed how = send_to(vm, it->c, args.count ? args[0] : kNone, &result);
  return finish_anext(vm, it, how, std::move(result));
}
Ref anext_next(Vm& vm, Value self) { return anext_send(vm, self, Args{}); }

Ref anext_throw(Vm& vm, Value self, Args args) {
  auto* it = native(self);
  if (!it->c) {
    Ref iterator = awaitable_iterator(vm, it->a);
    if (!iterator) return nullptr;
    it->c = iterator.release();
  }
  Ref result = vm.call_method(it->c, intern("throw"), args);
  if (result) return result;
  if (Ref stop; vm.pending_is(vm.exc.StopIteration)) return nullptr;
  return finish_anext(vm, it, Resumed::kRaised, nullptr);
}
Ref anext_close(Vm& vm, Value self, Args) {
  auto* it = native(self);
  return it->c ? vm.call_method(it->c, "close") : none();
}
const MethodDef kAnextMethods[] = {
    {"send", anext_send, 1, 1},
    {"throw", anext_throw, 1, 3},
    {"close", anext_close},
};

const MethodDef kFunctions[] = {
    {"exec", builtin_exec, 1, 3, true},
    {"eval", builtin_eval, 1, 3, true},
    {"compile", builtin_compile, 0, 6, true},
    {"__import__", builtin_import, 0, 5, true},
    {"__build_class__", build_class, 0, -1, true},
    {"anext", builtin_anext, 1, 2},
};

}  // namespace

void setup_builtins_code(Vm& vm, Module* module) {
  vm.add_functions(module, kFunctions);
  Type* type = make_iterator_type(vm, "anext_awaitable", anext_next);
  type->await = anext_await;
  vm.add_methods(type, kAnextMethods);
  vm.finish_type(type);
  runtime_of(vm).types.anext_awaitable = type;
}

}  // namespace loopscope::runtime
