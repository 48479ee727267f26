// getset_descriptor, member_descriptor, property, staticmethod, classmethod and mappingproxy.

#include "engine/vm/class_creation.hpp"
#include "engine/vm/slots.hpp"

namespace loopscope::vm {

namespace {

void destroy_plain(Object* object) { free_object(object); }
void traverse_nothing(Object*, Visitor&) {}

bool check_owner(Vm& vm, std::string_view name, Type* owner, Value obj) {
  if (is_instance(obj, owner)) return true;
  vm.raise(vm.exc.TypeError, "descriptor '{}' for '{}' objects doesn't apply to a '{}' object", name,
           owner->name->view(), type_of(obj)->name->view());
  return false;
}

// --- getset
// ------------------------------------------------------------------------------------------------------------

Ref get_getset(Vm& vm, Value self, Value obj, Value) {
  auto* d = as<GetSet>(self);
  if (!obj) return Ref::share(self);
  return check_owner(vm, d->def->name, d->owner, obj) ? d->def->get(vm, obj) : Ref();
}
bool set_getset(Vm& vm, Value self, Value obj, Value value) {
  auto* d = as<GetSet>(self);
  if (!check_owner(vm, d->def->name, d->owner, obj)) return false;
  if (d->def->set) return d->def->set(vm, obj, value);
  vm.raise(vm.exc.AttributeError, "attribute '{}' of '{}' objects is not writable", d->def->name,
           d->owner->name->view());
  return false;
}
Ref repr_getset(Vm&, Value self) {
  return make_str(fmt::format("<attribute '{}' of '{}' objects>", as<GetSet>(self)->def->name,
                              as<GetSet>(self)->owner->name->view()));
}
const GetSetDef kGetSetGetSets[] = {
    {"__name__", [](Vm&, Value self) { return Ref::share(intern(as<GetSet>(self)->def->name)); }},
    {"__qualname__",
     [](Vm&, Value self) {
       return Ref(
           make_str(fmt::format("{}.{}", as<GetSet>(self)->owner->qualname->view(), as<GetSet>(self)->def->name)));
     }},
    {"__objclass__", [](Vm&, Value self) { return Ref::share(as<GetSet>(self)->owner); }},
    {"__doc__", [](Vm&, Value) { return Ref::share(kNone); }},
};

// --- members of __slots__
// ------------------------------------------------------------------------------------------------

/// The dict that holds an instance's slots. When instances also have a __dict__, the slots stand apart from it.
Dict* member_storage(Value obj, bool create) {
  Object* object = obj.object();
  if (object->type->type_flags & kHasSlotsDecl) {
    auto* instance = static_cast<Instance*>(object);
    if (!instance->dict && create) instance->dict = make_dict().release();
    return instance->dict;
  }
  return create ? ensure_side_dict(object) : side_dict(object);
}

Ref get_member(Vm& vm, Value self, Value obj, Value) {
  auto* m = as<Member>(self);
  if (!obj) return Ref::share(self);
  if (!check_owner(vm, m->name->view(), m->owner, obj)) return nullptr;
  Dict* dict = member_storage(obj, false);
  Value found = dict ? dict_get(dict, m->key) : kNull;
  if (found) return Ref::share(found);
  return raise_attribute_error(
      vm, obj, m->name, fmt::format("'{}' object has no attribute '{}'", type_of(obj)->name->view(), m->name->view()));
}
bool set_member(Vm& vm, Value self, Value obj, Value value) {
  auto* m = as<Member>(self);
  if (!check_owner(vm, m->name->view(), m->owner, obj)) return false;
  if (value) {
    dict_set(member_storage(obj, true), m->key, value);
    return true;
  }
  Dict* dict = member_storage(obj, false);
  if (dict && dict_remove(dict, m->key)) return true;
  raise_attribute_error(vm, obj, m->name, m->name->view());
  return false;
}
Ref repr_member(Vm&, Value self) {
  return make_str(fmt::format("<member '{}' of '{}' objects>", as<Member>(self)->name->view(),
                              as<Member>(self)->owner->name->view()));
}
void destroy_member(Object* object) {
  drop_field(static_cast<Member*>(object)->name);
  drop_field(static_cast<Member*>(object)->key);
  free_object(object);
}
const GetSetDef kMemberGetSets[] = {
    {"__name__", [](Vm&, Value self) { return Ref::share(as<Member>(self)->name); }},
    {"__objclass__", [](Vm&, Value self) { return Ref::share(as<Member>(self)->owner); }},
    {"__doc__", [](Vm&, Value) { return Ref::share(kNone); }},
};

// --- property
// ----------------------------------------------------------------------------------------------------------

Property* property(Value v) { return as<Property>(v); }

void traverse_property(Object* object, Visitor& visitor) {
  auto* p = static_cast<Property*>(object);
  visit_field(visitor, p->dict);
  for (Value v : {p->get, p->set, p->del, p->doc}) visitor.visit(v);
}
void clear_property(Object* object) {
  auto* p = static_cast<Property*>(object);
  drop_field(p->dict);
  for (Value* v : {&p->get, &p->set, &p->del, &p->doc}) drop_field(*v);
}
void destroy_property(Object* object) {
  clear_property(object);
  free_object(object);
}

Ref construct_property(Vm& vm, Type* type, Args) { return Ref::steal(vm.new_object(type)); }

bool init_property(Vm& vm, Value self, Args args) {
  Value out[4];
  if (!vm.bind("property", args, {"fget", "fset", "fdel", "doc"}, 0, out)) return false;
  auto* p = property(self);
  Value* fields[] = {&p->get, &p->set, &p->del, &p->doc};
  for (size_t i = 0; i < 4; ++i) {
    Value v = out[i].is_none() ? kNull : out[i];
    incref(v);
    decref(std::exchange(*fields[i], v));
  }
  if (!p->doc && p->get) {
    Ref doc = vm.getattr_or_null(p->get, vm.names.__doc__);
    if (vm.failed()) return false;
    p->doc = doc.is_none() ? kNull : doc.release();
  }
  return true;
}

/// "'x' of 'P' object", or "of 'P' object" for a property that knows no name.
std::string describe(Vm& vm, Value self, Value obj) {
  Ref name = vm.getattr_or_null(self, vm.names.__name__);
  vm.thread->pending.reset();
  std::string owner = fmt::format("of '{}' object", type_of(obj)->qualname->view());
  if (!name) return owner;
  return fmt::format("{} {}", vm.repr_text(name), owner);
}

Ref get_property(Vm& vm, Value self, Value obj, Value) {
  if (!obj) return Ref::share(self);
  Ref getter = Ref::share(property(self)->get);
  if (!getter) return vm.raise(vm.exc.AttributeError, "property {} has no getter", describe(vm, self, obj));
  return vm.call(getter, obj);
}

bool set_property(Vm& vm, Value self, Value obj, Value value) {
  Ref function = Ref::share(value ? property(self)->set : property(self)->del);
  if (!function) {
    vm.raise(vm.exc.AttributeError, "property {} has no {}", describe(vm, self, obj), value ? "setter" : "deleter");
    return false;
  }
  Ref result = value ? vm.call(function, obj, value) : vm.call(function, obj);
  return static_cast<bool>(result);
}

/// property.getter(f) and so on: a copy with one function replaced.
Ref copy_with(Vm& vm, Value self, size_t which, Value function) {
  auto* p = property(self);
  Value fields[] = {p->get, p->set, p->del, p->doc};
  fields[which] = function;
  for (Value& v : fields) v = v ? v : kNone;
  // The getter's docstring is the property's unless one was given.
  if (which == 0) fields[3] = kNone;
  Ref result = vm.call(type_of(self), Args{fields, 4, nullptr});
  if (!result) return nullptr;
  if (Value name = p->dict ? dict_get(p->dict, vm.names.__name__) : kNull) {
    if (!vm.setattr(result, vm.names.__name__, name)) return nullptr;
  }
  return result;
}

Ref property_set_name(Vm& vm, Value self, Args args) {
  Dict* dict = ensure_attribute_dict(self);
  if (dict) dict_set(dict, vm.names.__name__, args[1]);
  return Ref::share(kNone);
}

const MethodDef kPropertyMethods[] = {
    {"getter", [](Vm& vm, Value self, Args args) { return copy_with(vm, self, 0, args[0]); }, 1, 1},
    {"setter", [](Vm& vm, Value self, Args args) { return copy_with(vm, self, 1, args[0]); }, 1, 1},
    {"deleter", [](Vm& vm, Value self, Args args) { return copy_with(vm, self, 2, args[0]); }, 1, 1},
    {"__set_name__", property_set_name, 2, 2},
};

Ref or_none(Value v) { return Ref::share(v ? v : kNone); }

const GetSetDef kPropertyGetSets[] = {
    {"fget", [](Vm&, Value self) { return or_none(property(self)->get); }},
    {"fset", [](Vm&, Value self) { return or_none(property(self)->set); }},
    {"fdel", [](Vm&, Value self) { return or_none(property(self)->del); }},
    {"__doc__", [](Vm&, Value self) { return or_none(property(self)->doc); },
     [](Vm&, Value self, Value v) {
       incref(v);
       decref(std::exchange(property(self)->doc, v));
       return true;
     }},
    {"__isabstractmethod__",
     [](Vm& vm, Value self) {
       for (Value f : {property(self)->get, property(self)->set, property(self)->del}) {
         if (!f) continue;
         Ref flag = vm.getattr_or_null(f, intern("__isabstractmethod__"));
         if (vm.failed()) return Ref();
         if (flag && vm.truth(flag) == 1) return boolean(true);
       }
       return boolean(false);
     }},
};

// --- staticmethod and classmethod
// ------------------------------------------------------------------------------------------

Value wrapped(Value self) { return as<StaticMethod>(self)->function; }

void traverse_static(Object* object, Visitor& visitor) {
  visit_field(visitor, static_cast<StaticMethod*>(object)->dict);
  visitor.visit(static_cast<StaticMethod*>(object)->function);
}
void clear_static(Object* object) {
  drop_field(static_cast<StaticMethod*>(object)->dict);
  drop_field(static_cast<StaticMethod*>(object)->function);
}
void destroy_static(Object* object) {
  clear_static(object);
  free_object(object);
}

Ref construct_static(Vm& vm, Type* type, Args args) {
  if (args.count != 1 || args.keyword_count() > 0) {
    return vm.raise(vm.exc.TypeError, "{} expected 1 argument, got {}", type->name->view(), args.count);
  }
  auto* wrapper = static_cast<StaticMethod*>(vm.new_object(type));
  wrapper->function = args[0];
  incref(args[0]);
  return Ref::steal(wrapper);
}

Ref get_static(Vm&, Value self, Value, Value) { return Ref::share(wrapped(self)); }

Ref get_class_method(Vm&, Value self, Value obj, Value owner) {
  Value cls = owner && !owner.is_none() ? owner : Value(type_of(obj));
  Value function = wrapped(self);
  if (function.is(Kind::kNativeFunction)) return make_native_function(as<NativeFunction>(function)->def, cls);
  return make_bound_method(function, cls);
}

Ref call_static(Vm& vm, Value self, Args args) { return vm.call(wrapped(self), args); }

Ref repr_static(Vm& vm, Value self) {
  Ref inner = vm.repr(wrapped(self));
  return inner ? Ref(make_str(fmt::format("<{}({})>", type_of(self)->name->view(), as<Str>(inner)->view()))) : Ref();
}

/// Name, docstring and the like are the wrapped function's.
Ref getattr_static(Vm& vm, Value self, Str* name) {
  std::string_view n = name->view();
  if (n == "__name__" || n == "__qualname__" || n == "__module__" || n == "__doc__" || n == "__annotations__" ||
      n == "__isabstractmethod__") {
    Ref found = vm.getattr_or_null(wrapped(self), name);
    if (found || vm.failed()) return found;
    if (n == "__isabstractmethod__") return boolean(false);
  }
  return generic_getattr(vm, self, name);
}

const GetSetDef kStaticGetSets[] = {
    {"__func__", [](Vm&, Value self) { return Ref::share(wrapped(self)); }},
    {"__wrapped__", [](Vm&, Value self) { return Ref::share(wrapped(self)); }},
};

Type* make_static_type(Vm& vm, const char* name, Kind kind) {
  Type* type = vm.make_type({"builtins", name, kind, kBaseType | kHasDict, sizeof(StaticMethod), nullptr});
  type->traverse = traverse_static;
  type->clear = clear_static;
  type->destroy = destroy_static;
  type->construct = construct_static;
  type->init = [](Vm&, Value, Args) { return true; };
  type->repr = repr_static;
  type->getattr = getattr_static;
  return type;
}

// --- mappingproxy
// ------------------------------------------------------------------------------------------------------

struct MappingProxy : GcObject {
  Value mapping;  // owned
};
Value mapping_of(Value self) { return as<MappingProxy>(self)->mapping; }

void destroy_proxy(Object* object) {
  drop_field(static_cast<MappingProxy*>(object)->mapping);
  free_object(object);
}
Ref make_proxy(Vm& vm, Value mapping) {
  auto* proxy = static_cast<MappingProxy*>(vm.new_object(vm.types.mapping_proxy));
  proxy->mapping = mapping;
  incref(mapping);
  return Ref::steal(proxy);
}
Ref construct_proxy(Vm& vm, Type*, Args args) {
  if (args.count != 1)
    return vm.raise(vm.exc.TypeError, "mappingproxy() takes exactly one argument ({} given)", args.count);
  if (!type_of(args[0])->getitem || args[0].is(Kind::kList) || args[0].is(Kind::kTuple)) {
    return vm.raise(vm.exc.TypeError, "mappingproxy() argument must be a mapping, not {}",
                    type_of(args[0])->name->view());
  }
  return make_proxy(vm, args[0]);
}
Ref forward(Vm& vm, Value self, const char* name, Args args) {
  return vm.call_method(mapping_of(self), intern(name), args);
}

const MethodDef kProxyMethods[] = {
    {"get", [](Vm& vm, Value self, Args args) { return forward(vm, self, "get", args); }, 1, 2},
    {"keys", [](Vm& vm, Value self, Args args) { return forward(vm, self, "keys", args); }},
    {"values", [](Vm& vm, Value self, Args args) { return forward(vm, self, "values", args); }},
    {"items", [](Vm& vm, Value self, Args args) { return forward(vm, self, "items", args); }},
    {"copy", [](Vm& vm, Value self, Args args) { return forward(vm, self, "copy", args); }},
    {"__reversed__", [](Vm& vm, Value self, Args args) { return forward(vm, self, "__reversed__", args); }},
};

Ref repr_proxy(Vm& vm, Value self) {
  Ref inner = vm.repr(mapping_of(self));
  return inner ? Ref(make_str(fmt::format("mappingproxy({})", as<Str>(inner)->view()))) : Ref();
}
Ref binary_proxy(Vm& vm, lang::BinaryOperator op, Value a, Value b) {
  if (op != lang::BinaryOperator::kOr) return not_implemented();
  Value other = b.is(Kind::kMappingProxy) ? mapping_of(b) : b;
  return vm.binary(op, mapping_of(a), other);
}
Ref compare_proxy(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  return vm.compare(op, mapping_of(a), b.is(Kind::kMappingProxy) ? mapping_of(b) : b);
}

void create_proxy_type(Vm& vm) {
  Type* type = vm.types.mapping_proxy =
      vm.make_type({"builtins", "mappingproxy", Kind::kMappingProxy, kIsMapping, sizeof(MappingProxy), nullptr});
  type->traverse = [](Object* object, Visitor& visitor) { visitor.visit(static_cast<MappingProxy*>(object)->mapping); };
  type->clear = [](Object*) {};
  type->destroy = destroy_proxy;
  type->construct = construct_proxy;
  type->repr = repr_proxy;
  type->hash = hash_unsupported;
  type->compare = compare_proxy;
  type->binary = binary_proxy;
  type->iter = [](Vm& m, Value self) { return m.iter(mapping_of(self)); };
  type->length = [](Vm& m, Value self) { return m.length(mapping_of(self)); };
  type->getitem = [](Vm& m, Value self, Value key) { return m.getitem(mapping_of(self), key); };
  type->contains = [](Vm& m, Value self, Value key) { return m.contains(mapping_of(self), key); };
  vm.add_methods(type, kProxyMethods);
  vm.finish_type(type);
}

}  // namespace

Ref make_mapping_proxy(Vm& vm, Dict* dict) { return make_proxy(vm, dict); }

void create_descriptor_types(Vm& vm) {
  BuiltinTypes& types = vm.types;
  // classmethod and staticmethod first: add_methods makes them.
  types.staticmethod = make_static_type(vm, "staticmethod", Kind::kStaticMethod);
  types.staticmethod->descr_get = get_static;
  types.staticmethod->call = call_static;
  types.classmethod = make_static_type(vm, "classmethod", Kind::kClassMethod);
  types.classmethod->descr_get = get_class_method;

  Type* type = types.getset;  // made by the bootstrap
  type->traverse = traverse_nothing;
  type->destroy = destroy_plain;
  type->repr = repr_getset;
  type->descr_get = get_getset;
  type->descr_set = set_getset;
  vm.add_getsets(type, kGetSetGetSets);

  type = types.member = vm.make_type({"builtins", "member_descriptor", Kind::kMember, 0, sizeof(Member), nullptr});
  type->traverse = traverse_nothing;
  type->destroy = destroy_member;
  type->repr = repr_member;
  type->descr_get = get_member;
  type->descr_set = set_member;
  vm.add_getsets(type, kMemberGetSets);

  type = types.property =
      vm.make_type({"builtins", "property", Kind::kProperty, kBaseType | kHasDict, sizeof(Property), nullptr});
  type->traverse = traverse_property;
  type->clear = clear_property;
  type->destroy = destroy_property;
  type->construct = construct_property;
  type->init = init_property;
  type->descr_get = get_property;
  type->descr_set = set_property;
  vm.add_methods(type, kPropertyMethods);
  vm.add_getsets(type, kPropertyGetSets);

  for (Type* t : {types.staticmethod, types.classmethod}) vm.add_getsets(t, kStaticGetSets);
  for (Type* t : {types.getset, types.member, types.property, types.staticmethod, types.classmethod}) vm.finish_type(t);
  create_proxy_type(vm);
}

}  // namespace loopscope::vm
