// Native functions, bound methods, method descriptors, modules and cells.

#include "engine/vm/slots.hpp"

namespace loopscope::vm {

Ref make_native_function(const MethodDef* def, Value self, std::string_view module) {
  Vm& vm = *current_vm;
  auto* function = static_cast<NativeFunction*>(vm.new_object(vm.types.native_function));
  Ref result = Ref::steal(function);
  function->def = def;
  function->self = self;
  incref(self);
  function->module = module.empty() ? nullptr : intern(module);
  if (function->module) ++function->module->refs;
  Str* name = intern(def->name);
  if (self.is(Kind::kType)) name = intern(fmt::format("{}.{}", as<Type>(self)->qualname->view(), def->name));
  function->qualname = name;
  ++function->qualname->refs;
  return result;
}

Ref make_bound_method(Value function, Value self) {
  Vm& vm = *current_vm;
  auto* method = static_cast<BoundMethod*>(vm.new_object(vm.types.bound_method));
  method->function = function;
  method->self = self;
  incref(function);
  incref(self);
  return Ref::steal(method);
}

Ptr<Cell> make_cell(Value v) {
  Vm& vm = *current_vm;
  auto* cell = static_cast<Cell*>(vm.new_object(vm.types.cell));
  cell->value = v;
  incref(v);
  return Ptr<Cell>::steal(cell);
}

Ptr<Module> make_module(std::string_view name) {
  Vm& vm = *current_vm;
  auto* module = static_cast<Module*>(vm.new_object(vm.types.module));
  Ptr<Module> result = Ptr<Module>::steal(module);
  module->name = intern(name);
  ++module->name->refs;
  module->dict = make_dict().release();
  dict_set(module->dict, vm.names.__name__, module->name);
  dict_set(module->dict, vm.names.__doc__, kNone);
  dict_set(module->dict, vm.names.__package__, kNone);
  dict_set(module->dict, "__loader__", kNone);
  dict_set(module->dict, "__spec__", kNone);
  return result;
}

Ptr<Module> Vm::add_module(std::string_view name) {
  Ptr<Module> module = make_module(name);
  dict_set(modules, intern(name), module);
  return module;
}

void Vm::add_functions(Module* module, std::span<const MethodDef> functions) {
  for (const MethodDef& def : functions) {
    Ref function = make_native_function(&def, module, module->name->view());
    dict_set(module->dict, intern(def.name), function);
  }
}

namespace {

// --- native functions
// ---------------------------------------------------------------------------------------------------

void traverse_native(Object* object, Visitor& visitor) { visitor.visit(static_cast<NativeFunction*>(object)->self); }
void clear_native(Object* object) { drop_field(static_cast<NativeFunction*>(object)->self); }
void destroy_native(Object* object) {
  auto* f = static_cast<NativeFunction*>(object);
  drop_field(f->self);
  drop_field(f->module);
  drop_field(f->qualname);
  free_object(object);
}

Ref repr_native(Vm&, Value v) {
  auto* f = as<NativeFunction>(v);
  if (!f->self || f->self.is(Kind::kModule)) return make_str(fmt::format("<built-in function {}>", f->def->name));
  Type* type = f->self.is(Kind::kType) && f->def->binding != MethodDef::kInstanceMethod ? current_vm->types.type
                                                                                        : type_of(f->self);
  return make_str(
      fmt::format("<built-in method {} of {} object at {:#x}>", f->def->name, type->name->view(), f->self.bits()));
}

Ref call_callable(Vm& vm, Value self, Args args) { return vm.call(self, args); }

const GetSetDef kNativeGetSets[] = {
    {"__name__", [](Vm&, Value self) { return Ref::share(intern(as<NativeFunction>(self)->def->name)); }},
    {"__qualname__", [](Vm&, Value self) { return Ref::share(as<NativeFunction>(self)->qualname); }},
    {"__module__",
     [](Vm&, Value self) {
       Str* module = as<NativeFunction>(self)->module;
       return Ref::share(module ? Value(module) : kNone);
     }},
    {"__self__",
     [](Vm&, Value self) {
       Value owner = as<NativeFunction>(self)->self;
       return Ref::share(owner ? owner : kNone);
     }},
    {"__doc__", [](Vm&, Value) { return Ref::share(kNone); }},
};

// --- bound methods
// ------------------------------------------------------------------------------------------------------

void traverse_bound(Object* object, Visitor& visitor) {
  visitor.visit(static_cast<BoundMethod*>(object)->function);
  visitor.visit(static_cast<BoundMethod*>(object)->self);
}
void destroy_bound(Object* object) {
  auto* m = static_cast<BoundMethod*>(object);
  drop_field(m->function);
  drop_field(m->self);
  free_object(object);
}

Ref repr_bound(Vm& vm, Value v) {
  auto* m = as<BoundMethod>(v);
  if (is_slot_wrapper(m->function)) {
    return make_str(fmt::format("<method-wrapper '{}' of {} object at {:#x}>", wrapper_name(m->function),
                                type_of(m->self)->name->view(), m->self.bits()));
  }
  if (m->function.is(Kind::kMethodDescriptor)) {
    return make_str(fmt::format("<built-in method {} of {} object at {:#x}>",
                                as<MethodDescriptor>(m->function)->def->name, type_of(m->self)->name->view(),
                                m->self.bits()));
  }
  Ref name = vm.getattr_or_null(m->function, vm.names.__qualname__);
  if (vm.failed()) return nullptr;
  Ref self = vm.repr(m->self);
  if (!self) return nullptr;
  return make_str(
      fmt::format("<bound method {} of {}>", name.is(Kind::kStr) ? as<Str>(name)->view() : "?", as<Str>(self)->view()));
}

Ref compare_bound(Vm&, Value a, Value b, lang::CompareOperator op) {
  bool equality = op == lang::CompareOperator::kEqual || op == lang::CompareOperator::kNotEqual;
  if (!equality || !b.is(Kind::kBoundMethod)) return not_implemented();
  bool same = as<BoundMethod>(a)->function == as<BoundMethod>(b)->function &&
              as<BoundMethod>(a)->self == as<BoundMethod>(b)->self;
  return boolean(same == (op == lang::CompareOperator::kEqual));
}

bool hash_bound(Vm&, Value v, int64_t* out) {
  auto* m = as<BoundMethod>(v);
  *out = static_cast<int64_t>((m->function.bits() >> 4) * 31 ^ m->self.bits() >> 4);
  return true;
}

/// Attributes of the function show through the method.
Ref getattr_bound(Vm& vm, Value self, Str* name) {
  Type* type = type_of(self);
  if (vm.lookup(type, name)) return generic_getattr(vm, self, name);
  return vm.getattr(as<BoundMethod>(self)->function, name);
}

Ref construct_bound(Vm& vm, Type*, Args args) {
  if (args.count != 2) return vm.raise(vm.exc.TypeError, "method expected 2 arguments, got {}", args.count);
  if (args[1].is_none()) return vm.raise(vm.exc.TypeError, "instance must not be None");
  return make_bound_method(args[0], args[1]);
}

const GetSetDef kBoundGetSets[] = {
    {"__func__", [](Vm&, Value self) { return Ref::share(as<BoundMethod>(self)->function); }},
    {"__self__", [](Vm&, Value self) { return Ref::share(as<BoundMethod>(self)->self); }},
    {"__doc__", [](Vm& vm, Value self) { return vm.getattr(as<BoundMethod>(self)->function, vm.names.__doc__); }},
};

// --- method descriptors
// -------------------------------------------------------------------------------------------------

void destroy_plain(Object* object) { free_object(object); }
void traverse_nothing(Object*, Visitor&) {}

Ref repr_descriptor(Vm&, Value v) {
  auto* d = as<MethodDescriptor>(v);
  return make_str(fmt::format("<method '{}' of '{}' objects>", d->def->name, d->owner->name->view()));
}
Ref get_descriptor(Vm&, Value self, Value obj, Value) { return obj ? make_bound_method(self, obj) : Ref::share(self); }

const GetSetDef kDescriptorGetSets[] = {
    {"__name__", [](Vm&, Value self) { return Ref::share(intern(as<MethodDescriptor>(self)->def->name)); }},
    {"__qualname__",
     [](Vm&, Value self) {
       auto* d = as<MethodDescriptor>(self);
       return Ref(make_str(fmt::format("{}.{}", d->owner->qualname->view(), d->def->name)));
     }},
    {"__objclass__", [](Vm&, Value self) { return Ref::share(as<MethodDescriptor>(self)->owner); }},
    {"__doc__", [](Vm&, Value) { return Ref::share(kNone); }},
};

// --- cells
// --------------------------------------------------------------------------------------------------------------

void destroy_cell(Object* object) {
  drop_field(static_cast<Cell*>(object)->value);
  free_object(object);
}
Ref repr_cell(Vm&, Value v) {
  Value content = as<Cell>(v)->value;
  if (!content) return make_str(fmt::format("<cell at {:#x}: empty>", v.bits()));
  return make_str(
      fmt::format("<cell at {:#x}: {} object at {:#x}>", v.bits(), type_of(content)->name->view(), content.bits()));
}
const GetSetDef kCellGetSets[] = {
    {"cell_contents",
     [](Vm& vm, Value self) {
       Value content = as<Cell>(self)->value;
       return content ? Ref::share(content) : vm.raise(vm.exc.ValueError, "Cell is empty");
     },
     [](Vm&, Value self, Value v) {
       incref(v);
       decref(std::exchange(as<Cell>(self)->value, v));
       return true;
     }},
};

// --- modules
// ------------------------------------------------------------------------------------------------------------

void traverse_module(Object* object, Visitor& visitor) { visit_field(visitor, static_cast<Module*>(object)->dict); }
void clear_module(Object* object) {
  if (Dict* dict = static_cast<Module*>(object)->dict) dict_clear(dict);
}
void destroy_module(Object* object) {
  drop_field(static_cast<Module*>(object)->dict);
  drop_field(static_cast<Module*>(object)->name);
  free_object(object);
}
Ref repr_module(Vm& vm, Value v) {
  Dict* dict = as<Module>(v)->dict;
  Value name = dict ? dict_get(dict, vm.names.__name__) : kNull;
  Value file = dict ? dict_get(dict, vm.names.__file__) : kNull;
  std::string shown = str_repr(name.is(Kind::kStr) ? as<Str>(name)->view() : as<Module>(v)->name->view());
  if (file.is(Kind::kStr)) return make_str(fmt::format("<module {} from {}>", shown, str_repr(as<Str>(file)->view())));
  return make_str(fmt::format("<module {} (built-in)>", shown));
}
Ref construct_module(Vm& vm, Type* type, Args args) {
  if (args.count < 1 || !args[0].is(Kind::kStr)) {
    return vm.raise(vm.exc.TypeError, "module() missing required argument 'name' (pos 1)");
  }
  Ptr<Module> module = make_module(as<Str>(args[0])->view());
  if (args.count > 1) dict_set(module->dict, vm.names.__doc__, args[1]);
  if (type != vm.types.module) {
    incref(Value(type));
    static_cast<Object*>(module.get())->type = type;
  }
  return module;
}

}  // namespace

void create_method_types(Vm& vm) {
  BuiltinTypes& types = vm.types;
  Type* type = types.native_function = vm.make_type(
      {"builtins", "builtin_function_or_method", Kind::kNativeFunction, 0, sizeof(NativeFunction), nullptr});
  type->traverse = traverse_native;
  type->clear = clear_native;
  type->destroy = destroy_native;
  type->repr = repr_native;
  type->call = call_callable;

  type = types.bound_method = vm.make_type({"builtins", "method", Kind::kBoundMethod, 0, sizeof(BoundMethod), nullptr});
  type->traverse = traverse_bound;
  type->clear = [](Object*) {};
  type->destroy = destroy_bound;
  type->construct = construct_bound;
  type->repr = repr_bound;
  type->call = call_callable;
  type->compare = compare_bound;
  type->hash = hash_bound;
  type->getattr = getattr_bound;

  type = types.method_descriptor =
      vm.make_type({"builtins", "method_descriptor", Kind::kMethodDescriptor, 0, sizeof(MethodDescriptor), nullptr});
  type->traverse = traverse_nothing;
  type->destroy = destroy_plain;
  type->repr = repr_descriptor;
  type->call = call_callable;
  type->descr_get = get_descriptor;

  vm.add_getsets(types.native_function, kNativeGetSets);
  vm.add_getsets(types.bound_method, kBoundGetSets);
  vm.add_getsets(types.method_descriptor, kDescriptorGetSets);
  for (Type* t : {types.native_function, types.bound_method, types.method_descriptor}) vm.finish_type(t);

  type = types.cell = vm.make_type({"builtins", "cell", Kind::kCell, 0, sizeof(Cell), nullptr});
  type->traverse = [](Object* object, Visitor& visitor) { visitor.visit(static_cast<Cell*>(object)->value); };
  type->clear = [](Object* object) { drop_field(static_cast<Cell*>(object)->value); };
  type->destroy = destroy_cell;
  type->repr = repr_cell;
  type->construct = [](Vm&, Type*, Args args) { return Ref(make_cell(args.count > 0 ? args[0] : kNull)); };
  vm.add_getsets(type, kCellGetSets);
  vm.finish_type(type);

  type = types.module =
      vm.make_type({"builtins", "module", Kind::kModule, kBaseType | kHasDict, sizeof(Module), nullptr});
  type->traverse = traverse_module;
  type->clear = clear_module;
  type->destroy = destroy_module;
  type->construct = construct_module;
  type->init = [](Vm&, Value, Args) { return true; };
  type->repr = repr_module;
  type->getattr = module_getattr;
  vm.finish_type(type);
}

}  // namespace loopscope::vm
