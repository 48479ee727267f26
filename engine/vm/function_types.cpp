// function, code and frame-related types: what Python sees of them. Calling is in calls.cpp and interpreter.cpp.

#include "engine/vm/alloc.hpp"
#include "engine/vm/interpreter.hpp"

namespace loopscope::vm {

namespace {

void visit(Visitor& visitor, Object* object) {
  if (object) visitor.visit(object);
}

template <typename T>
void drop(T*& place) {
  if (T* old = std::exchange(place, nullptr)) decref(old);
}
void drop(Value& place) { decref(std::exchange(place, kNull)); }

// --- function
// ---------------------------------------------------------------------------------------------------------

void traverse_function(Object* object, Visitor& visitor) {
  auto* f = static_cast<Function*>(object);
  visit(visitor, f->dict);
  visit(visitor, f->code);
  visit(visitor, f->globals);
  visit(visitor, f->defaults);
  visit(visitor, f->keyword_defaults);
  visit(visitor, f->closure);
  visit(visitor, f->annotations);
  visitor.visit(f->doc);
  visitor.visit(f->module);
}

void clear_function(Object* object) {
  auto* f = static_cast<Function*>(object);
  drop(f->dict);
  drop(f->defaults);
  drop(f->keyword_defaults);
  drop(f->closure);
  drop(f->annotations);
  drop(f->doc);
  drop(f->module);
}

void destroy_function(Object* object) {
  auto* f = static_cast<Function*>(object);
  clear_function(object);
  drop(f->code);
  drop(f->globals);
  drop(f->name);
  drop(f->qualname);
  free_object(object);
}

Ref repr_function(Vm&, Value self) {
  return make_str(fmt::format("<function {} at {:#x}>", as<Function>(self)->qualname->view(), self.bits()));
}

Ref get_function(Vm&, Value self, Value obj, Value) { return obj ? make_bound_method(self, obj) : Ref::share(self); }

Ref call_python_function(Vm& vm, Value self, Args args) { return call_function(vm, as<Function>(self), args); }

Ref value_or_none(Value v) { return Ref::share(v ? v : kNone); }
Ref object_or_none(Object* o) { return Ref::share(o ? Value(o) : kNone); }

bool set_str(Vm& vm, Str*& place, Value value, const char* what) {
  if (!value.is(Kind::kStr)) {
    vm.raise(vm.exc.TypeError, "{} must be set to a string object", what);
    return false;
  }
  incref(value);
  decref(std::exchange(place, as<Str>(value)));
  return true;
}

const GetSetDef kFunctionGetSets[] = {
    {"__name__", [](Vm&, Value self) { return Ref::share(as<Function>(self)->name); },
     [](Vm& vm, Value self, Value v) { return set_str(vm, as<Function>(self)->name, v, "__name__"); }},
    {"__qualname__", [](Vm&, Value self) { return Ref::share(as<Function>(self)->qualname); },
     [](Vm& vm, Value self, Value v) { return set_str(vm, as<Function>(self)->qualname, v, "__qualname__"); }},
    {"__code__", [](Vm&, Value self) { return Ref::share(as<Function>(self)->code); },
     [](Vm& vm, Value self, Value v) {
       if (!v.is(Kind::kCode)) {
         vm.raise(vm.exc.TypeError, "__code__ must be set to a code object");
         return false;
       }
       incref(v);
       decref(std::exchange(as<Function>(self)->code, as<CodeObject>(v)));
       return true;
     }},
    {"__globals__", [](Vm&, Value self) { return Ref::share(as<Function>(self)->globals); }},
    {"__defaults__", [](Vm&, Value self) { return object_or_none(as<Function>(self)->defaults); },
     [](Vm& vm, Value self, Value v) {
       if (v && !v.is_none() && !v.is(Kind::kTuple)) {
         vm.raise(vm.exc.TypeError, "__defaults__ must be set to a tuple object");
         return false;
       }
       Tuple* defaults = v.is(Kind::kTuple) ? as<Tuple>(v) : nullptr;
       if (defaults) ++defaults->refs;
       if (Tuple* old = std::exchange(as<Function>(self)->defaults, defaults)) decref(old);
       return true;
     }},
    {"__kwdefaults__", [](Vm&, Value self) { return object_or_none(as<Function>(self)->keyword_defaults); },
     [](Vm& vm, Value self, Value v) {
       if (v && !v.is_none() && !v.is(Kind::kDict)) {
         vm.raise(vm.exc.TypeError, "__kwdefaults__ must be set to a dict object");
         return false;
       }
       Dict* defaults = v.is(Kind::kDict) ? as<Dict>(v) : nullptr;
       if (defaults) ++defaults->refs;
       if (Dict* old = std::exchange(as<Function>(self)->keyword_defaults, defaults)) decref(old);
       return true;
     }},
    {"__closure__", [](Vm&, Value self) { return object_or_none(as<Function>(self)->closure); }},
    {"__annotations__",
     [](Vm&, Value self) {
       auto* f = as<Function>(self);
       if (!f->annotations) f->annotations = make_dict().release();
       return Ref::share(f->annotations);
     },
     [](Vm& vm, Value self, Value v) {
       if (v && !v.is_none() && !v.is(Kind::kDict)) {
         vm.raise(vm.exc.TypeError, "__annotations__ must be set to a dict object");
         return false;
       }
       Dict* annotations = v.is(Kind::kDict) ? as<Dict>(v) : nullptr;
       if (annotations) ++annotations->refs;
       if (Dict* old = std::exchange(as<Function>(self)->annotations, annotations)) decref(old);
       return true;
     }},
    {"__doc__", [](Vm&, Value self) { return value_or_none(as<Function>(self)->doc); },
     [](Vm&, Value self, Value v) {
       incref(v);
       decref(std::exchange(as<Function>(self)->doc, v));
       return true;
     }},
    {"__module__", [](Vm&, Value self) { return value_or_none(as<Function>(self)->module); },
     [](Vm&, Value self, Value v) {
       incref(v);
       decref(std::exchange(as<Function>(self)->module, v));
       return true;
     }},
    {"__type_params__", [](Vm&, Value) { return Ref(make_tuple(0)); }},
};

// --- code
// -------------------------------------------------------------------------------------------------------------

void destroy_code(Object* object) {
  auto* code = static_cast<CodeObject*>(object);
  for (Value v : code->constants) decref(v);
  drop(code->name);
  drop(code->qualname);
  drop(code->filename);
  std::destroy_at(&code->code);
  std::destroy_at(&code->constants);
  std::destroy_at(&code->names);
  std::destroy_at(&code->slot_names);
  std::destroy_at(&code->caches);
  std::destroy_at(&code->line_marked);
  free_object(object);
}

Ref repr_code(Vm&, Value self) {
  auto* code = as<CodeObject>(self);
  return make_str(fmt::format("<code object {} at {:#x}, file \"{}\", line {}>", code->name->view(), self.bits(),
                              code->filename->view(), code->code->first_line));
}

Ref slot_name_tuple(const CodeObject* code, lang::SlotKind kind) {
  Ptr<List> names = make_list();
  for (uint32_t i = 0; i < code->slot_count; ++i) {
    if (code->code->slot_kinds[i] == kind) append(names.get(), Ref::share(code->slot_names[i]));
  }
  return make_tuple(std::span<const Value>(names->items));
}

/// The values of CPython's CO_* flags.
int64_t python_flags(const CodeObject* code) {
  int64_t flags = 0;
  if (code->flags & lang::kFastLocals) flags |= 0x03;
  if (code->flags & lang::kVarArgs) flags |= 0x04;
  if (code->flags & lang::kVarKeywords) flags |= 0x08;
  if (code->flags & lang::kNested) flags |= 0x10;
  if (code->flags & lang::kGenerator) flags |= 0x20;
  if (code->flags & lang::kCoroutine) flags |= 0x80;
  if (code->flags & lang::kIterableCoroutine) flags |= 0x100;
  if (code->flags & lang::kAsyncGenerator) flags |= 0x200;
  return flags;
}

const GetSetDef kCodeGetSets[] = {
    {"co_name", [](Vm&, Value self) { return Ref::share(as<CodeObject>(self)->name); }},
    {"co_qualname", [](Vm&, Value self) { return Ref::share(as<CodeObject>(self)->qualname); }},
    {"co_filename", [](Vm&, Value self) { return Ref::share(as<CodeObject>(self)->filename); }},
    {"co_firstlineno", [](Vm&, Value self) { return make_int(as<CodeObject>(self)->code->first_line); }},
    {"co_flags", [](Vm&, Value self) { return make_int(python_flags(as<CodeObject>(self))); }},
    {"co_argcount", [](Vm&, Value self) { return make_int(as<CodeObject>(self)->code->arg_count); }},
    {"co_posonlyargcount", [](Vm&, Value self) { return make_int(as<CodeObject>(self)->code->posonly_count); }},
    {"co_kwonlyargcount", [](Vm&, Value self) { return make_int(as<CodeObject>(self)->code->kwonly_count); }},
    {"co_nlocals", [](Vm&, Value self) { return make_int(as<CodeObject>(self)->cell_start); }},
    {"co_stacksize", [](Vm&, Value self) { return make_int(as<CodeObject>(self)->code->stack_size); }},
    {"co_varnames", [](Vm&, Value self) { return slot_name_tuple(as<CodeObject>(self), lang::SlotKind::kLocal); }},
    {"co_cellvars", [](Vm&, Value self) { return slot_name_tuple(as<CodeObject>(self), lang::SlotKind::kCell); }},
    {"co_freevars", [](Vm&, Value self) { return slot_name_tuple(as<CodeObject>(self), lang::SlotKind::kFree); }},
    {"co_consts",
     [](Vm&, Value self) { return Ref(make_tuple(std::span<const Value>(as<CodeObject>(self)->constants))); }},
    {"co_names",
     [](Vm&, Value self) {
       std::vector<Value> names;
       for (Str* name : as<CodeObject>(self)->names) names.emplace_back(name);
       return Ref(make_tuple(std::span<const Value>(names)));
     }},
};

/// code.replace(co_flags=..., co_name=...): a copy with other flags (types.coroutine) or names.
Ref replace_code(Vm& vm, Value self, Args args) {
  auto* code = as<CodeObject>(self);
  Ptr<CodeObject> copy = make_code(vm, code->code);
  if (!copy) return nullptr;
  copy->flags = code->flags;
  for (uint32_t i = 0; i < args.keyword_count(); ++i) {
    std::string_view name = args.keyword_name(i)->view();
    Value value = args.keyword_value(i);
    if (name == "co_flags" && value.is_small_int()) {
      constexpr int64_t kIterable = 0x100;
      copy->flags = value.small_int() & kIterable ? copy->flags | lang::kIterableCoroutine
                                                  : copy->flags & ~uint32_t{lang::kIterableCoroutine};
    } else if ((name == "co_name" || name == "co_qualname") && value.is(Kind::kStr)) {
      Str*& place = name == "co_name" ? copy->name : copy->qualname;
      incref(value);
      decref(std::exchange(place, as<Str>(value)));
    } else {
      return vm.raise(vm.exc.NotImplementedError, "code.replace() cannot change {}; it can change co_flags and co_name",
                      name);
    }
  }
  return copy;
}

const MethodDef kCodeMethods[] = {{"replace", replace_code, 0, 0, true}};

}  // namespace

Value make_function(Vm& vm, CodeObject* code, Dict* globals) {
  auto* function = static_cast<Function*>(vm.new_object(vm.types.function));
  function->code = code;
  ++code->refs;
  function->globals = globals;
  ++globals->refs;
  function->name = code->name;
  function->qualname = code->qualname;
  ++function->name->refs;
  ++function->qualname->refs;
  function->doc = code->code->has_docstring ? code->constants[0] : kNone;
  incref(function->doc);
  Value module = dict_get(globals, vm.names.__name__);
  function->module = module ? module : kNone;
  incref(function->module);
  return function;
}

void setup_function_types(Vm& vm) {
  Type* type = vm.make_type({"builtins", "function", Kind::kFunction, kHasDict, sizeof(Function), nullptr});
  vm.types.function = type;
  type->destroy = destroy_function;
  type->traverse = traverse_function;
  type->clear = clear_function;
  type->repr = repr_function;
  type->call = call_python_function;
  type->descr_get = get_function;
  vm.add_getsets(type, kFunctionGetSets);
  vm.finish_type(type);

  type = vm.make_type({"builtins", "code", Kind::kCode, 0, sizeof(CodeObject), nullptr});
  vm.types.code = type;
  type->destroy = destroy_code;
  type->repr = repr_code;
  vm.add_getsets(type, kCodeGetSets);
  vm.add_methods(type, kCodeMethods);
  vm.finish_type(type);
}

}  // namespace loopscope::vm
