// The type `object`: what every object can do.

#include "engine/vm/slots.hpp"

namespace loopscope::vm {

Ref object_repr(Vm& vm, Value v) {
  Type* type = type_of(v);
  Value module = vm.lookup(type, vm.names.__module__);
  std::string prefix;
  if (module.is(Kind::kStr) && as<Str>(module)->view() != "builtins")
    prefix = std::string(as<Str>(module)->view()) + ".";
  return make_str(fmt::format("<{}{} object at {:#x}>", prefix, type->qualname->view(), v.bits()));
}

namespace {

Ref str_object(Vm& vm, Value v) { return vm.repr(v); }

bool hash_object(Vm&, Value v, int64_t* out) {
  *out = static_cast<int64_t>(v.bits() >> 4);
  return true;
}

Ref compare_object(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  if (op == lang::CompareOperator::kEqual) return a == b ? boolean(true) : not_implemented();
  if (op != lang::CompareOperator::kNotEqual) return not_implemented();
  // != is the opposite of what the type's own == says.
  Type* type = type_of(a);
  if (type->compare == compare_object) return a == b ? boolean(false) : not_implemented();
  Ref same = type->compare(vm, a, b, lang::CompareOperator::kEqual);
  if (!same || same.is_not_implemented()) return same;
  int truth = vm.truth(same);
  return truth < 0 ? Ref() : boolean(!truth);
}

Ref construct_object(Vm& vm, Type* type, Args args) {
  bool excess = args.count > 0 || args.keyword_count() > 0;
  if (excess && type->construct != construct_object) {
    return vm.raise(vm.exc.TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
  }
  if (excess && type->init == vm.types.object->init)
    return vm.raise(vm.exc.TypeError, "{}() takes no arguments", type->name->view());
  const Type* solid = type;
  while (solid->type_flags & kHeapType) solid = solid->base;
  if ((type->type_flags & kAbstract) || solid->construct != construct_object) {
    return vm.raise(vm.exc.TypeError, "cannot create '{}' instances", type->name->view());
  }
  if (type->type_flags & kHeapType) {
    // abc.ABCMeta leaves the names of what is still abstract in the class.
    Value abstract = dict_get(type->dict, "__abstractmethods__");
    if (abstract && vm.truth(abstract) == 1) {
      Ptr<List> names = vm.list_of(abstract);
      if (!names) return nullptr;
      Ref sorted = vm.call_method(names, "sort");
      if (!sorted) return nullptr;
      std::string text;
      for (Value v : names->items) {
        if (!text.empty()) text += ", ";
        if (v.is(Kind::kStr)) text += "'" + std::string(as<Str>(v)->view()) + "'";
      }
      return vm.raise(vm.exc.TypeError,
                      "Can't instantiate abstract class {} without an implementation for abstract method{} {}",
                      type->name->view(), names->items.size() == 1 ? "" : "s", text);
    }
  }
  return Ref::steal(vm.new_object(type));
}

bool init_object(Vm& vm, Value self, Args args) {
  if (args.count == 0 && args.keyword_count() == 0) return true;
  Type* type = type_of(self);
  if (type->init != vm.types.object->init) {
    vm.raise(vm.exc.TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
    return false;
  }
  if (type->construct == construct_object) {
    vm.raise(vm.exc.TypeError, "{}.__init__() takes exactly one argument (the instance to initialize)",
             type->name->view());
    return false;
  }
  return true;
}

Ref get_class(Vm&, Value self) { return Ref::share(type_of(self)); }

bool set_class(Vm& vm, Value self, Value value) {
  if (!value) {
    vm.raise(vm.exc.TypeError, "can't delete __class__ attribute");
    return false;
  }
  if (!value.is(Kind::kType)) {
    vm.raise(vm.exc.TypeError, "__class__ must be set to a class, not '{}' object", type_of(value)->name->view());
    return false;
  }
  Type* from = type_of(self);
  auto* to = as<Type>(value);
  constexpr uint32_t kLayout = kHasDict | kHasSlotsDecl | kNoDict;
  if (!(from->type_flags & kHeapType) || !(to->type_flags & kHeapType)) {
    vm.raise(vm.exc.TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses");
    return false;
  }
  if (from->instance_kind != to->instance_kind || from->instance_size != to->instance_size ||
      (from->type_flags & kLayout) != (to->type_flags & kLayout)) {
    vm.raise(vm.exc.TypeError, "__class__ assignment: '{}' object layout differs from '{}'", to->name->view(),
             from->name->view());
    return false;
  }
  incref(value);
  self.object()->type = to;
  decref(Value(from));
  return true;
}

Ref object_init_subclass(Vm& vm, Value cls, Args args) {
  if (args.keyword_count() > 0) {
    return vm.raise(vm.exc.TypeError, "{}.__init_subclass__() takes no keyword arguments",
                    as<Type>(cls)->qualname->view());
  }
  return Ref::share(kNone);
}

Ref object_format(Vm& vm, Value self, Args args) {
  if (!args[0].is(Kind::kStr)) {
    return vm.raise(vm.exc.TypeError, "__format__() argument must be str, not {}", type_of(args[0])->name->view());
  }
  if (as<Str>(args[0])->size > 0) {
    return vm.raise(vm.exc.TypeError, "unsupported format string passed to {}.__format__", type_of(self)->name->view());
  }
  return vm.str(self);
}

/// Adds the keys of a namespace to the set of names.
void add_names(Vm& vm, Dict* names, const Dict* ns) {
  size_t position = 0;
  while (const Dict::Entry* entry = ns ? dict_next(ns, &position) : nullptr) {
    if (entry->key.is(Kind::kStr)) dict_set(vm, names, entry->key, kNone);
  }
}

Ref object_dir(Vm& vm, Value self, Args) {
  Ptr<Dict> names = make_dict();
  add_names(vm, names.get(), attribute_dict(self));
  Value type = type_of(self);
  if (self.is(Kind::kType)) type = self;
  if (!self.is(Kind::kModule)) {
    for (Value v : as<Type>(type)->mro->view()) add_names(vm, names.get(), as<Type>(v)->dict);
  }
  Ptr<List> list = make_list();
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(names.get(), &position)) append(list.get(), Ref::share(entry->key));
  return list;
}

Ref object_sizeof(Vm&, Value self, Args) { return make_int(type_of(self)->instance_size); }
Ref object_subclasshook(Vm&, Value, Args) { return not_implemented(); }

const MethodDef kObjectMethods[] = {
    {"__init_subclass__", object_init_subclass, 0, 0, true, MethodDef::kClass},
    {"__subclasshook__", object_subclasshook, 1, 1, false, MethodDef::kClass},
    {"__format__", object_format, 1, 1},
    {"__dir__", object_dir},
    {"__sizeof__", object_sizeof},
};
const GetSetDef kObjectGetSets[] = {{"__class__", get_class, set_class}};

Ref repr_constant(Vm&, Value v) {
  return Ref::share(intern(v.is_none() ? "None" : v.is_not_implemented() ? "NotImplemented" : "Ellipsis"));
}

Type* make_constant_type(Vm& vm, const char* name) {
  Type* type = vm.make_type({"builtins", name, Kind::kNative, 0, sizeof(Object), nullptr});
  type->repr = repr_constant;
  return type;
}

}  // namespace

void create_object_type(Vm& vm) {
  Type* type = vm.types.object;
  type->construct = construct_object;
  type->init = init_object;
  type->repr = object_repr;
  type->str = str_object;
  type->hash = hash_object;
  type->compare = compare_object;
  type->getattr = generic_getattr;
  type->setattr = generic_setattr;
  vm.add_methods(type, kObjectMethods);
  vm.add_getsets(type, kObjectGetSets);
  vm.finish_type(type);
  // The types that were made before these slots were set.
  for (Type* other : vm.impl->builtin_types) type_modified(vm, other);

  vm.types.none = make_constant_type(vm, "NoneType");
  vm.types.none->truth = [](Vm&, Value) { return 0; };
  vm.types.none->construct = [](Vm&, Type*, Args) { return Ref::share(kNone); };
  vm.types.ellipsis = make_constant_type(vm, "ellipsis");
  vm.types.ellipsis->construct = [](Vm&, Type*, Args) { return Ref::share(kEllipsis); };
  vm.types.not_implemented = make_constant_type(vm, "NotImplementedType");
  vm.types.not_implemented->construct = [](Vm&, Type*, Args) { return Ref::share(kNotImplemented); };
  vm.types.not_implemented->truth = [](Vm& m, Value) {
    m.raise(m.exc.TypeError, "NotImplemented should not be used in a boolean context");
    return -1;
  };
  for (Type* constant : {vm.types.none, vm.types.ellipsis, vm.types.not_implemented}) vm.finish_type(constant);
}

}  // namespace loopscope::vm
