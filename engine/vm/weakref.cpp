// Weak references, and the side dicts of objects whose struct has no room for one.

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

Dict* side_dict(Object* object) {
  auto& table = state().side_dicts;
  auto found = table.find(object);
  return found == table.end() ? nullptr : found->second;
}

Dict* ensure_side_dict(Object* object) {
  Dict*& dict = state().side_dicts[object];
  if (!dict) {
    dict = make_dict().release();
    object->flags |= kHasSideDict;
  }
  return dict;
}

void drop_side_dict(Object* object) {
  auto& table = state().side_dicts;
  auto found = table.find(object);
  object->flags = static_cast<uint8_t>(object->flags & ~kHasSideDict);
  if (found == table.end()) return;
  Dict* dict = found->second;
  table.erase(found);
  decref(Value(dict));
}

Ref make_weakref(Vm& vm, Value referent, Value callback, Type* type) {
  if (!referent.is_object() || !type_of(referent)->traverse) {
    return vm.raise(vm.exc.TypeError, "cannot create weak reference to '{}' object", type_of(referent)->name->view());
  }
  switch (referent.object()->kind) {
    case Kind::kTuple:
    case Kind::kList:
    case Kind::kDict:
      // Only instances of subclasses made in Python have room for weak references in CPython.
      if (type_of(referent)->type_flags & kHeapType) break;
      return vm.raise(vm.exc.TypeError, "cannot create weak reference to '{}' object", type_of(referent)->name->view());
    default:
      break;
  }
  if (!type) type = vm.types.weakref;
  if (callback.is_none()) callback = kNull;
  std::vector<WeakRef*>& refs = vm.impl->weakrefs[referent.object()];
  if (!callback && type == vm.types.weakref) {
    // References without a callback are shared.
    for (WeakRef* existing : refs) {
      if (existing->callback.is_null() && static_cast<Object*>(existing)->type == type) return Ref::share(existing);
    }
  }
  auto* ref = static_cast<WeakRef*>(vm.new_object(type));
  ref->referent = referent;
  ref->callback = callback;
  incref(callback);
  vm.impl->weakrefs[referent.object()].push_back(ref);
  referent.object()->flags |= kHasWeakRefs;
  return Ref::steal(ref);
}

void clear_weakrefs(Object* object, bool call_callbacks) {
  Vm& vm = *current_vm;
  auto found = vm.impl->weakrefs.find(object);
  object->flags = static_cast<uint8_t>(object->flags & ~kHasWeakRefs);
  if (found == vm.impl->weakrefs.end()) return;
  std::vector<WeakRef*> refs = std::move(found->second);
  vm.impl->weakrefs.erase(found);
  std::vector<Ref> keep;
  for (WeakRef* ref : refs) {
    ref->referent = kNull;
    // A weak reference that is itself about to die calls nothing.
    if (ref->refs > 0 && ref->callback) keep.push_back(Ref::share(ref));
  }
  if (!call_callbacks || current_vm->abandoned) return;
  Ref pending = vm.take_exception();
  // The newest first, as in CPython.
  for (size_t i = keep.size(); i-- > 0;) {
    Ref callback = Ref::share(as<WeakRef>(keep[i])->callback);
    if (!callback) continue;
    decref(std::exchange(as<WeakRef>(keep[i])->callback, kNull));
    if (!vm.call(callback, keep[i])) vm.write_unraisable("Exception ignored while calling weakref callback", callback);
  }
  vm.restore_exception(std::move(pending));
}

namespace {

void forget(WeakRef* ref) {
  if (!ref->referent) return;
  auto& table = state().weakrefs;
  auto found = table.find(ref->referent.object());
  if (found == table.end()) return;
  std::erase(found->second, ref);
  if (found->second.empty()) {
    Object* referent = found->first;
    referent->flags = static_cast<uint8_t>(referent->flags & ~kHasWeakRefs);
    table.erase(found);
  }
  ref->referent = kNull;
}

void destroy_weakref(Object* object) {
  auto* ref = static_cast<WeakRef*>(object);
  forget(ref);
  drop_field(ref->callback);
  free_object(object);
}

Ref construct_weakref(Vm& vm, Type* type, Args args) {
  Value out[2];
  if (!vm.bind("ReferenceType", args, {"/object", "/callback"}, 1, out)) return nullptr;
  return make_weakref(vm, out[0], out[1] ? out[1] : kNull, type);
}

Ref call_weakref(Vm&, Value self, Args) {
  Value referent = as<WeakRef>(self)->referent;
  return Ref::share(referent ? referent : kNone);
}

Ref repr_weakref(Vm& vm, Value self) {
  Value referent = as<WeakRef>(self)->referent;
  if (!referent) return make_str(fmt::format("<weakref at {:#x}; dead>", self.bits()));
  Ref name = vm.getattr_or_null(referent, vm.names.__name__);
  vm.thread->pending.reset();
  std::string suffix = name.is(Kind::kStr) ? fmt::format(" ({})", as<Str>(name)->view()) : "";
  return make_str(fmt::format("<weakref at {:#x}; to '{}' at {:#x}{}>", self.bits(), type_of(referent)->name->view(),
                              referent.bits(), suffix));
}

Ref compare_weakref(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  bool equality = op == lang::CompareOperator::kEqual || op == lang::CompareOperator::kNotEqual;
  if (!equality || !b.is(Kind::kWeakRef)) return not_implemented();
  Value x = as<WeakRef>(a)->referent, y = as<WeakRef>(b)->referent;
  if (!x || !y) return boolean((a == b) == (op == lang::CompareOperator::kEqual));
  return vm.compare(op, x, y);
}

bool hash_weakref(Vm& vm, Value self, int64_t* out) {
  // Remembered, so that a dead reference can still be found in a dict.
  auto* ref = as<WeakRef>(self);
  if (!ref->hashed) {
    if (!ref->referent) {
      vm.raise(vm.exc.TypeError, "weak object has gone away");
      return false;
    }
    Ref keep = Ref::share(ref->referent);
    if (!vm.hash(keep, &ref->hash)) return false;
    ref->hashed = true;
  }
  *out = ref->hash;
  return true;
}

}  // namespace

void create_weakref_type(Vm& vm) {
  Type* type = vm.make_type({"builtins", "ReferenceType", Kind::kWeakRef, kBaseType, sizeof(WeakRef), nullptr});
  vm.types.weakref = type;
  type->destroy = destroy_weakref;
  type->traverse = [](Object* object, Visitor& visitor) { visitor.visit(static_cast<WeakRef*>(object)->callback); };
  type->clear = [](Object* object) { drop_field(static_cast<WeakRef*>(object)->callback); };
  type->construct = construct_weakref;
  type->init = [](Vm&, Value, Args) { return true; };
  type->call = call_weakref;
  type->repr = repr_weakref;
  type->compare = compare_weakref;
  type->hash = hash_weakref;
  vm.finish_type(type);
}

}  // namespace loopscope::vm
