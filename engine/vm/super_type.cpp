// super: attribute look-up that starts behind a class in the MRO. Also the iterator over __getitem__.

#include "engine/vm/impl.hpp"
#include "engine/vm/slots.hpp"

namespace loopscope::vm {

namespace {

struct Super : GcObject {
  Type* type;      // owned: behind which the search starts
  Value obj;       // owned or null
  Type* obj_type;  // owned or null: whose MRO is searched
};

void traverse_super(Object* object, Visitor& visitor) {
  auto* s = static_cast<Super*>(object);
  visit_field(visitor, s->type);
  visitor.visit(s->obj);
  visit_field(visitor, s->obj_type);
}
void destroy_super(Object* object) {
  auto* s = static_cast<Super*>(object);
  drop_field(s->type);
  drop_field(s->obj);
  drop_field(s->obj_type);
  free_object(object);
}

/// The first parameter and __class__ of the running method, for super() without arguments.
bool arguments_of_frame(Vm& vm, Value* type, Value* obj) {
  Frame* frame = vm.current_frame();
  CodeObject* code = frame ? frame->code : nullptr;
  if (!code || code->code->arg_count == 0) {
    vm.raise(vm.exc.RuntimeError, "super(): no arguments");
    return false;
  }
  *obj = frame->slots[0];
  // A captured first parameter lives in its cell.
  for (uint32_t i = code->cell_start; obj->is_null() && i < code->free_start; ++i) {
    if (code->slot_names[i] == code->slot_names[0] && frame->slots[i].is(Kind::kCell))
      *obj = as<Cell>(frame->slots[i])->value;
  }
  if (obj->is_null()) {
    vm.raise(vm.exc.RuntimeError, "super(): arg[0] deleted");
    return false;
  }
  for (uint32_t i = code->free_start; i < code->slot_count; ++i) {
    if (code->slot_names[i] != vm.names.__class__) continue;
    Value cell = frame->slots[i];
    *type = cell.is(Kind::kCell) ? as<Cell>(cell)->value : kNull;
    if (type->is(Kind::kType)) return true;
    vm.raise(vm.exc.RuntimeError, "super(): empty __class__ cell");
    return false;
  }
  vm.raise(vm.exc.RuntimeError, "super(): __class__ cell not found");
  return false;
}

Ref construct_super(Vm& vm, Type* cls, Args args) {
  Value type, obj;
  if (args.count == 0) {
    if (!arguments_of_frame(vm, &type, &obj)) return nullptr;
  } else {
    type = args[0];
    if (args.count > 1 && !args[1].is_none()) obj = args[1];
    if (!type.is(Kind::kType))
      return vm.raise(vm.exc.TypeError, "super() argument 1 must be a type, not {}", type_of(type)->name->view());
  }
  Type* obj_type = nullptr;
  if (obj) {
    if (obj.is(Kind::kType) && is_subtype(as<Type>(obj), as<Type>(type))) {
      obj_type = as<Type>(obj);
    } else if (is_instance(obj, as<Type>(type))) {
      obj_type = type_of(obj);
    } else {
      return vm.raise(vm.exc.TypeError, "super(type, obj): obj ({} {}) is not an instance or subtype of type ({}).",
                      obj.is(Kind::kType) ? "type" : "instance of",
                      obj.is(Kind::kType) ? as<Type>(obj)->name->view() : type_of(obj)->name->view(),
                      as<Type>(type)->name->view());
    }
  }
  auto* super = static_cast<Super*>(vm.new_object(cls));
  Ref result = Ref::steal(super);
  super->type = as<Type>(type);
  super->obj = obj;
  super->obj_type = obj_type;
  incref(type);
  incref(obj);
  if (obj_type) incref(Value(obj_type));
  return result;
}

Ref getattr_super(Vm& vm, Value self, Str* name) {
  auto* super = as<Super>(self);
  if (super->obj_type && super->obj_type->mro && name != vm.names.__class__) {
    bool behind = false;
    for (Value v : super->obj_type->mro->view()) {
      if (behind && v.is(Kind::kType)) {
        if (Value found = dict_get(as<Type>(v)->dict, name)) {
          Ref keep = Ref::share(found);
          Value obj = super->obj == Value(super->obj_type) ? kNull : super->obj;
          return bind_descriptor(vm, found, obj, super->obj_type);
        }
      }
      behind = behind || v == Value(super->type);
    }
  }
  if (vm.lookup(type_of(self), name)) return generic_getattr(vm, self, name);
  return raise_attribute_error(vm, self, name, fmt::format("'super' object has no attribute '{}'", name->view()));
}

Ref repr_super(Vm&, Value self) {
  auto* s = as<Super>(self);
  if (!s->obj_type) return make_str(fmt::format("<super: <class '{}'>, NULL>", s->type->name->view()));
  return make_str(fmt::format("<super: <class '{}'>, <{} object>>", s->type->name->view(), s->obj_type->name->view()));
}

const GetSetDef kSuperGetSets[] = {
    {"__thisclass__", [](Vm&, Value self) { return Ref::share(as<Super>(self)->type); }},
    {"__self__", [](Vm&, Value self) { return Ref::share(as<Super>(self)->obj ? as<Super>(self)->obj : kNone); }},
    {"__self_class__",
     [](Vm&, Value self) { return Ref::share(as<Super>(self)->obj_type ? Value(as<Super>(self)->obj_type) : kNone); }},
};

// --- the old sequence protocol
// ------------------------------------------------------------------------------------------

struct SequenceIterator : GcObject {
  Value sequence;  // owned; null when exhausted
  int64_t index;
};

Ref next_item(Vm& vm, Value self) {
  auto* it = as<SequenceIterator>(self);
  if (!it->sequence) return nullptr;
  Ref index = make_int(it->index);
  Ref keep = Ref::share(it->sequence);
  Ref item = vm.getitem(keep, index);
  if (item) {
    ++it->index;
    return item;
  }
  if (vm.clear_if(vm.exc.IndexError) || vm.clear_if(vm.exc.StopIteration)) drop_field(it->sequence);
  return nullptr;
}

}  // namespace

Ref make_sequence_iterator(Vm& vm, Value sequence) {
  auto* it = static_cast<SequenceIterator*>(vm.new_object(vm.impl->sequence_iterator));
  it->sequence = sequence;
  incref(sequence);
  return Ref::steal(it);
}

void create_iterator_type(Vm& vm) {
  Type* type = vm.make_type({"builtins", "iterator", Kind::kIterator, 0, sizeof(SequenceIterator), nullptr});
  vm.impl->sequence_iterator = type;
  type->traverse = [](Object* object, Visitor& visitor) {
    visitor.visit(static_cast<SequenceIterator*>(object)->sequence);
  };
  type->clear = [](Object* object) { drop_field(static_cast<SequenceIterator*>(object)->sequence); };
  type->destroy = [](Object* object) {
    drop_field(static_cast<SequenceIterator*>(object)->sequence);
    free_object(object);
  };
  type->iter = [](Vm&, Value self) { return Ref::share(self); };
  type->next = next_item;
  vm.finish_type(type);
}

void create_super_type(Vm& vm) {
  Type* type = vm.types.super = vm.make_type({"builtins", "super", Kind::kSuper, kBaseType, sizeof(Super), nullptr});
  type->traverse = traverse_super;
  type->clear = [](Object*) {};
  type->destroy = destroy_super;
  type->construct = construct_super;
  type->init = [](Vm&, Value, Args) { return true; };
  type->getattr = getattr_super;
  type->repr = repr_super;
  vm.add_getsets(type, kSuperGetSets);
  vm.finish_type(type);
}

}  // namespace loopscope::vm
