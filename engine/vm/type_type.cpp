// The type `type`: calling classes, their attributes and methods.

#include "engine/vm/class_creation.hpp"
#include "engine/vm/slots.hpp"

namespace loopscope::vm {

namespace {

Type* as_type(Value v) { return as<Type>(v); }
bool is_heap(const Type* type) { return type->type_flags & kHeapType; }

Ref call_type(Vm& vm, Value self, Args args) {
  Type* type = as_type(self);
  if (type == vm.types.type && args.count == 1 && args.keyword_count() == 0) return Ref::share(type_of(args[0]));
  if (!type->construct) return vm.raise(vm.exc.TypeError, "cannot create '{}' instances", type->name->view());
  Ref keep = Ref::share(self);
  Ref object = type->construct(vm, type, args);
  if (!object) return nullptr;
  Type* made = type_of(object);
  if (made != type && !is_subtype(made, type)) return object;
  if (made->init && !made->init(vm, object, args)) return nullptr;
  return object;
}

Ref repr_type(Vm& vm, Value self) {
  Type* type = as_type(self);
  Value module = dict_get(type->dict, vm.names.__module__);
  if (module.is(Kind::kStr) && as<Str>(module)->view() != "builtins") {
    return make_str(fmt::format("<class '{}.{}'>", as<Str>(module)->view(), type->qualname->view()));
  }
  return make_str(fmt::format("<class '{}'>", type->qualname->view()));
}

Ref construct_type(Vm& vm, Type* meta, Args args) {
  if (args.count != 3) return vm.raise(vm.exc.TypeError, "type() takes 1 or 3 arguments");
  const char* const expected[] = {"str", "tuple", "dict"};
  const Kind kinds[] = {Kind::kStr, Kind::kTuple, Kind::kDict};
  for (size_t i = 0; i < 3; ++i) {
    if (args[i].is(kinds[i])) continue;
    return vm.raise(vm.exc.TypeError, "type.__new__() argument {} must be {}, not {}", i + 1, expected[i],
                    type_of(args[i])->name->view());
  }
  return create_class(vm, as<Str>(args[0]), as<Tuple>(args[1]), as<Dict>(args[2]), meta, args.drop(3));
}

bool init_type_object(Vm&, Value, Args) { return true; }

bool immutable(Vm& vm, Value self, const char* name) {
  if (is_heap(as_type(self))) return false;
  vm.raise(vm.exc.TypeError, "cannot set '{}' attribute of immutable type '{}'", name, as_type(self)->name->view());
  return true;
}

bool set_text(Vm& vm, Value self, Value v, const char* name, Str*& place) {
  if (immutable(vm, self, name)) return false;
  if (!v.is(Kind::kStr)) {
    if (!v) {
      vm.raise(vm.exc.TypeError, "cannot delete '{}' attribute of type '{}'", name, as_type(self)->name->view());
    } else {
      vm.raise(vm.exc.TypeError, "can only assign string to {}.{}, not '{}'", as_type(self)->name->view(), name,
               type_of(v)->name->view());
    }
    return false;
  }
  incref(v);
  decref(Value(std::exchange(place, as<Str>(v))));
  return true;
}

Ref get_from_dict(Vm& vm, Value self, Str* name) {
  Value found = dict_get(as_type(self)->dict, name);
  if (!found)
    return raise_attribute_error(
        vm, self, name,
        fmt::format("type object '{}' has no attribute '{}'", as_type(self)->name->view(), name->view()));
  return bind_descriptor(vm, found, kNull, self);
}

bool set_in_dict(Vm& vm, Value self, Str* name, Value v) {
  if (immutable(vm, self, name->data)) return false;
  Ref old = Ref::share(dict_get(as_type(self)->dict, name));  // caches borrow it until the version changes
  if (v) {
    dict_set(as_type(self)->dict, name, v);
  } else {
    dict_remove(as_type(self)->dict, name);
  }
  type_modified(vm, as_type(self));
  return true;
}

Ref get_annotations(Vm& vm, Value self) {
  Type* type = as_type(self);
  Value found = dict_get(type->dict, vm.names.__annotations__);
  if (found) return Ref::share(found);
  if (!is_heap(type)) return get_from_dict(vm, self, vm.names.__annotations__);
  Ptr<Dict> fresh = make_dict();
  dict_set(type->dict, vm.names.__annotations__, fresh);
  return fresh;
}

const GetSetDef kTypeGetSets[] = {
    {"__name__", [](Vm&, Value self) { return Ref::share(as_type(self)->name); },
     [](Vm& vm, Value self, Value v) { return set_text(vm, self, v, "__name__", as_type(self)->name); }},
    {"__qualname__", [](Vm&, Value self) { return Ref::share(as_type(self)->qualname); },
     [](Vm& vm, Value self, Value v) { return set_text(vm, self, v, "__qualname__", as_type(self)->qualname); }},
    {"__module__", [](Vm& vm, Value self) { return get_from_dict(vm, self, vm.names.__module__); },
     [](Vm& vm, Value self, Value v) { return set_in_dict(vm, self, vm.names.__module__, v); }},
    {"__doc__",
     [](Vm& vm, Value self) {
       Value found = dict_get(as_type(self)->dict, vm.names.__doc__);
       return found ? bind_descriptor(vm, found, kNull, self) : Ref::share(kNone);
     },
     [](Vm& vm, Value self, Value v) { return set_in_dict(vm, self, vm.names.__doc__, v); }},
    {"__bases__", [](Vm&, Value self) { return Ref::share(as_type(self)->bases); }},
    {"__base__", [](Vm&, Value self) { return Ref::share(as_type(self)->base ? Value(as_type(self)->base) : kNone); }},
    {"__mro__", [](Vm&, Value self) { return Ref::share(as_type(self)->mro ? Value(as_type(self)->mro) : kNone); }},
    {"__dict__", [](Vm& vm, Value self) { return make_mapping_proxy(vm, as_type(self)->dict); }},
    {"__annotations__", get_annotations,
     [](Vm& vm, Value self, Value v) { return set_in_dict(vm, self, vm.names.__annotations__, v); }},
    {"__abstractmethods__", [](Vm& vm, Value self) { return get_from_dict(vm, self, intern("__abstractmethods__")); },
     [](Vm& vm, Value self, Value v) { return set_in_dict(vm, self, intern("__abstractmethods__"), v); }},
    {"__type_params__",
     [](Vm&, Value self) {
       Value found = dict_get(as_type(self)->dict, "__type_params__");
       return found ? Ref::share(found) : Ref(make_tuple(0u));
     },
     [](Vm& vm, Value self, Value v) { return set_in_dict(vm, self, intern("__type_params__"), v); }},
    {"__flags__",
     [](Vm&, Value self) {
       return make_int((is_heap(as_type(self)) ? 1 << 9 : 1 << 8) |
                       (as_type(self)->type_flags & kBaseType ? 1 << 10 : 0));
     }},
    {"__basicsize__", [](Vm&, Value self) { return make_int(as_type(self)->instance_size); }},
};

Ref method_mro(Vm&, Value self, Args) { return make_list(as_type(self)->mro->view()); }
Ref method_subclasses(Vm&, Value self, Args) {
  Ptr<List> list = make_list();
  for (Type* sub : as_type(self)->subclasses) append(list.get(), Ref::share(sub));
  return list;
}
Ref method_instancecheck(Vm&, Value self, Args args) { return boolean(is_instance(args[0], as_type(self))); }
Ref method_subclasscheck(Vm& vm, Value self, Args args) {
  if (!args[0].is(Kind::kType)) return vm.raise(vm.exc.TypeError, "issubclass() arg 1 must be a class");
  return boolean(is_subtype(as_type(args[0]), as_type(self)));
}
Ref method_prepare(Vm&, Value, Args) { return make_dict(); }

const MethodDef kTypeMethods[] = {
    {"mro", method_mro},
    {"__subclasses__", method_subclasses},
    {"__instancecheck__", method_instancecheck, 1, 1},
    {"__subclasscheck__", method_subclasscheck, 1, 1},
    {"__prepare__", method_prepare, 0, -1, true, MethodDef::kClass},
};

}  // namespace

void create_type_type(Vm& vm) {
  Type* type = vm.types.type;
  type->construct = construct_type;
  type->init = init_type_object;
  type->call = call_type;
  type->repr = repr_type;
  type->getattr = type_getattr;
  type->setattr = type_setattr;
  vm.add_methods(type, kTypeMethods);
  vm.add_getsets(type, kTypeGetSets);
  vm.finish_type(type);
}

}  // namespace loopscope::vm
