// Reading and writing attributes: instances, classes, modules.

#include "engine/vm/slots.hpp"

namespace loopscope::vm {

bool may_have_dict(const Type* type) {
  if (type->type_flags & kHasDict) return true;
  return (type->type_flags & kHeapType) && !(type->type_flags & (kNoDict | kHasSlotsDecl));
}

Dict* attribute_dict(Value obj) {
  if (!obj.is_object()) return nullptr;
  Object* object = obj.object();
  if (object->type->type_flags & kHasDict) return static_cast<Instance*>(object)->dict;
  return object->flags & kHasSideDict && may_have_dict(object->type) ? side_dict(object) : nullptr;
}

Dict* ensure_attribute_dict(Value obj) {
  if (!obj.is_object()) return nullptr;
  Object* object = obj.object();
  if (object->type->type_flags & kHasDict) {
    Dict*& dict = static_cast<Instance*>(object)->dict;
    if (!dict) dict = make_dict().release();
    return dict;
  }
  return may_have_dict(object->type) ? ensure_side_dict(object) : nullptr;
}

Ref bind_descriptor(Vm& vm, Value descriptor, Value obj, Value owner) {
  if (descriptor.is_null()) return vm.raise(vm.exc.AttributeError, "no such attribute");
  if (descriptor.is(Kind::kFunction) && obj) return make_bound_method(descriptor, obj);
  Type* type = type_of(descriptor);
  return type->descr_get ? type->descr_get(vm, descriptor, obj, owner) : Ref::share(descriptor);
}

Ref raise_attribute_error(Vm& vm, Value obj, Str* name, std::string_view message) {
  Ref error = vm.make_exception(vm.exc.AttributeError, message);
  if (!error) return nullptr;
  Dict* dict = ensure_attribute_dict(error);
  dict_set(dict, vm.names.name, name);
  dict_set(dict, vm.names.obj, obj);
  return vm.raise_instance(std::move(error));
}

namespace {

Ref raise_no_attribute(Vm& vm, Value obj, Str* name) {
  return raise_attribute_error(
      vm, obj, name, fmt::format("'{}' object has no attribute '{}'", type_of(obj)->name->view(), name->view()));
}

/// The generic look-up; null without an exception when there is no such attribute.
Ref find_attribute(Vm& vm, Value obj, Str* name) {
  Type* type = type_of(obj);
  Value on_type = vm.lookup(type, name);
  if (on_type) {
    Type* kind = type_of(on_type);
    if (kind->descr_set && kind->descr_get) {
      Ref keep = Ref::share(on_type);
      return kind->descr_get(vm, on_type, obj, type);
    }
  }
  if (Dict* dict = attribute_dict(obj)) {
    if (Value own = dict_get(dict, name)) return Ref::share(own);
  }
  if (!on_type) return nullptr;
  Ref keep = Ref::share(on_type);
  return bind_descriptor(vm, on_type, obj, type);
}

}  // namespace

Ref generic_getattr(Vm& vm, Value obj, Str* name) {
  Ref found = find_attribute(vm, obj, name);
  if (found || vm.failed()) return found;
  return raise_no_attribute(vm, obj, name);
}

bool generic_setattr(Vm& vm, Value obj, Str* name, Value value) {
  Type* type = type_of(obj);
  name = intern(name);
  Value on_type = vm.lookup(type, name);
  if (on_type && type_of(on_type)->descr_set) {
    Ref keep = Ref::share(on_type);
    return type_of(on_type)->descr_set(vm, on_type, obj, value);
  }
  Dict* dict = value ? ensure_attribute_dict(obj) : attribute_dict(obj);
  if (!dict) {
    if (!value && may_have_dict(type)) {
      raise_no_attribute(vm, obj, name);
    } else if (on_type) {
      raise_attribute_error(vm, obj, name,
                            fmt::format("'{}' object attribute '{}' is read-only", type->name->view(), name->view()));
    } else {
      raise_attribute_error(vm, obj, name,
                            fmt::format("'{}' object has no attribute '{}' and no __dict__ for setting new attributes",
                                        type->name->view(), name->view()));
    }
    return false;
  }
  if (value) {
    dict_set(dict, name, value);
    return true;
  }
  if (dict_remove(dict, name)) return true;
  raise_no_attribute(vm, obj, name);
  return false;
}

Ref type_getattr(Vm& vm, Value obj, Str* name) {
  auto* type = as<Type>(obj);
  Type* meta = type_of(obj);
  Value on_meta = vm.lookup(meta, name);
  if (on_meta && type_of(on_meta)->descr_set && type_of(on_meta)->descr_get) {
    Ref keep = Ref::share(on_meta);
    return type_of(on_meta)->descr_get(vm, on_meta, obj, meta);
  }
  if (Value own = vm.lookup(type, name)) {
    Ref keep = Ref::share(own);
    return bind_descriptor(vm, own, kNull, obj);
  }
  if (on_meta) {
    Ref keep = Ref::share(on_meta);
    return bind_descriptor(vm, on_meta, obj, meta);
  }
  return raise_attribute_error(vm, obj, name,
                               fmt::format("type object '{}' has no attribute '{}'", type->name->view(), name->view()));
}

bool type_setattr(Vm& vm, Value obj, Str* name, Value value) {
  auto* type = as<Type>(obj);
  name = intern(name);
  if (type->type_flags & kImmutableType) {
    vm.raise(vm.exc.TypeError, "cannot set '{}' attribute of immutable type '{}'", name->view(), type->name->view());
    return false;
  }
  Value on_meta = vm.lookup(type_of(obj), name);
  if (on_meta && type_of(on_meta)->descr_set) {
    Ref keep = Ref::share(on_meta);
    return type_of(on_meta)->descr_set(vm, on_meta, obj, value);
  }
  // Caches borrow the old value until the type's version changes.
  Ref old = Ref::share(dict_get(type->dict, name));
  if (value) {
    dict_set(type->dict, name, value);
  } else if (!dict_remove(type->dict, name)) {
    raise_attribute_error(vm, obj, name,
                          fmt::format("type object '{}' has no attribute '{}'", type->name->view(), name->view()));
    return false;
  }
  type_attribute_changed(vm, type, name);
  return true;
}

void type_attribute_changed(Vm& vm, Type* type, const Str* name) {
  type_modified(vm, type);
  std::string_view n = name->view();
  if (n.starts_with("__") && n.ends_with("__")) {
    update_slots(vm, type);
    update_slots_of_subclasses(vm, type);
  }
}

Ref module_getattr(Vm& vm, Value obj, Str* name) {
  Ref found = find_attribute(vm, obj, name);
  if (found || vm.failed()) return found;
  Dict* dict = as<Module>(obj)->dict;
  // A module's own __getattr__ (PEP 562).
  if (dict) {
    if (Value hook = dict_get(dict, vm.names.__getattr__)) return vm.call(hook, name);
  }
  Value module_name = dict ? dict_get(dict, vm.names.__name__) : kNull;
  std::string shown = module_name.is(Kind::kStr) ? fmt::format("module '{}'", as<Str>(module_name)->view()) : "module";
  return raise_attribute_error(vm, obj, name, fmt::format("{} has no attribute '{}'", shown, name->view()));
}

Ref Vm::getattr(Value obj, Str* name) {
  Type* type = type_of(obj);
  if (!name->interned) name = intern(name);
  return type->getattr(*this, obj, name);
}

Ref Vm::getattr(Value obj, const char* name) { return getattr(obj, intern(name)); }

Ref Vm::getattr_or_null(Value obj, Str* name) {
  Type* type = type_of(obj);
  if (!name->interned) name = intern(name);
  Ref found = type->getattr == generic_getattr ? find_attribute(*this, obj, name) : type->getattr(*this, obj, name);
  if (!found && failed()) clear_if(exc.AttributeError);
  return found;
}

bool Vm::setattr(Value obj, Str* name, Value value) {
  if (!name->interned) name = intern(name);
  return type_of(obj)->setattr(*this, obj, name, value);
}

bool Vm::setattr(Value obj, const char* name, Value value) { return setattr(obj, intern(name), value); }

Ref Vm::lookup_special(Value obj, Str* name) {
  Value found = lookup(type_of(obj), name);
  if (found.is_null()) return nullptr;
  Ref keep = Ref::share(found);
  return bind_descriptor(*this, found, obj, type_of(obj));
}

}  // namespace loopscope::vm
