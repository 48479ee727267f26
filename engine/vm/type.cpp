// Types: the bootstrap of the built-in ones, look-up along the MRO, versions.

#include "engine/vm/type.hpp"

#include <algorithm>
#include <new>

#include "engine/vm/interpreter.hpp"
#include "engine/vm/slots.hpp"

namespace loopscope::vm {

Type* type_of_immediate(Value v) {
  const BuiltinTypes& types = current_vm->types;
  if (v.is_small_int()) return types.int_;
  if (v.is_none()) return types.none;
  if (v.is_true() || v.is_false()) return types.bool_;
  if (v.is_not_implemented()) return types.not_implemented;
  return types.ellipsis;
}

bool is_subtype(const Type* type, const Type* of) {
  for (const Type* t = type; t; t = t->base) {
    if (t == of) return true;
  }
  if (!type->mro) return false;
  for (Value v : type->mro->view()) {
    if (v == Value(of)) return true;
  }
  return false;
}

bool hash_unsupported(Vm& vm, Value v, int64_t*) {
  vm.raise(vm.exc.TypeError, "unhashable type: '{}'", type_of(v)->name->view());
  return false;
}

uint32_t Args::keyword_count() const { return keywords ? keywords->count : 0; }
Str* Args::keyword_name(size_t i) const { return as<Str>(keywords->items[i]); }
Value Args::keyword(const char* name) const {
  for (uint32_t i = 0; i < keyword_count(); ++i) {
    if (keyword_name(i)->view() == name) return keyword_value(i);
  }
  return kNull;
}

namespace {

// --- life cycle of types themselves
// ---------------------------------------------------------------------------------------

void traverse_type(Object* object, Visitor& visitor) {
  auto* type = static_cast<Type*>(object);
  visit_field(visitor, type->dict);
  visit_field(visitor, type->bases);
  visit_field(visitor, type->mro);
}

void clear_type(Object* object) {
  // The MRO holds the type itself: without it the type can die.
  auto* type = static_cast<Type*>(object);
  if (!(type->type_flags & kHeapType)) return;
  // Before anything goes: caches borrow from the dict.
  Ptr<Tuple> mro = Ptr<Tuple>::steal(std::exchange(type->mro, nullptr));
  type_modified(*current_vm, type);
  if (type->dict) dict_clear(type->dict);
}

void destroy_type(Object* object) {
  auto* type = static_cast<Type*>(object);
  if (type->bases) {
    for (Value v : type->bases->view()) {
      if (!v.is(Kind::kType)) continue;
      auto& subclasses = as<Type>(v)->subclasses;
      subclasses.erase(std::remove(subclasses.begin(), subclasses.end(), type), subclasses.end());
    }
  }
  drop_field(type->dict);
  drop_field(type->bases);
  drop_field(type->mro);
  drop_field(type->name);
  drop_field(type->qualname);
  std::destroy_at(&type->subclasses);
  free_object_sized(object, sizeof(Type));
}

void traverse_instance(Object* object, Visitor& visitor) { visit_field(visitor, static_cast<Instance*>(object)->dict); }
void clear_instance(Object* object) { drop_field(static_cast<Instance*>(object)->dict); }
void destroy_instance(Object* object) {
  clear_instance(object);
  free_object(object);
}
void destroy_plain(Object* object) { free_object(object); }

}  // namespace

void default_life_cycle(Type* type) {
  bool instance = (type->type_flags & (kHasDict | kHasSlotsDecl)) || type->instance_kind == Kind::kInstance;
  type->destroy = instance ? destroy_instance : destroy_plain;
  type->traverse = instance ? traverse_instance : nullptr;
  type->clear = instance ? clear_instance : nullptr;
}

/// Memory for a type, constructed and tracked, with one reference and nothing else.
Type* raw_type(Vm& vm) {
  void* memory = vm.impl->heap.allocate(sizeof(Type));
  __builtin_memset(memory, 0, sizeof(Type));
  Type* type = new (memory) Type();
  type->refs = 1;
  type->kind = Kind::kType;
  type->flags = 0;
  type->aux = 0;
  static_cast<Object*>(type)->type = vm.types.type;
  track(*vm.impl, type);
  return type;
}

void type_modified(Vm& vm, Type* type) {
  type->version = ++vm.impl->last_version;
  for (Type* sub : type->subclasses) type_modified(vm, sub);
}

void inherit_slots(Type* type, const Type* base) {
  for (size_t i = 0; i < kSlotCount; ++i)
    set_slot_value(type, static_cast<Slot>(i), slot_value(base, static_cast<Slot>(i)));
}

void init_type(Vm& vm, Type* type, const TypeDef& def) {
  Type* base = def.base ? def.base : type == vm.types.object ? nullptr : vm.types.object;
  type->name = intern(def.name);
  type->qualname = type->name;
  type->name->refs += 2;
  type->base = base;
  type->instance_kind = def.kind;
  type->instance_size = def.instance_size;
  type->type_flags = def.flags | kImmutableType;
  if (base && base != vm.types.object)
    type->type_flags |= base->type_flags & (kHasDict | kExceptionType | kIsMapping | kIsSequence | kHasDel);
  Value bases[] = {base};
  type->bases = make_tuple(std::span<const Value>(bases, base ? 1 : 0)).release();
  type->dict = make_dict().release();
  type->mro = compute_mro(vm, type).release();
  type->version = ++vm.impl->last_version;
  if (base) {
    base->subclasses.push_back(type);
    std::vector<void*>& inherited = vm.impl->inherited_slots[type];
    inherited.resize(kSlotCount);
    for (size_t i = 0; i < kSlotCount; ++i) {
      auto slot = static_cast<Slot>(i);
      inherited[i] = slot_value(base, slot);
      // A built-in type is made with its own constructor, never with object's by accident.
      if (!slot_value(type, slot) && !(slot == Slot::kConstruct && base == vm.types.object)) {
        set_slot_value(type, slot, inherited[i]);
      }
    }
  }
  if (base && base != vm.types.object && base->instance_kind == def.kind) {
    type->destroy = base->destroy;
    type->traverse = base->traverse;
    type->clear = base->clear;
    type->finalize = base->finalize;
  } else if (!type->destroy) {
    default_life_cycle(type);
  }
  dict_set(type->dict, vm.names.__module__, intern(def.module));
  bool own_dict = (type->type_flags & kHasDict) && !(base && (base->type_flags & kHasDict));
  if (own_dict) add_dict_getset(vm, type);
  vm.impl->builtin_types.push_back(type);
}

Type* Vm::make_type(const TypeDef& def) {
  Type* type = raw_type(*this);
  init_type(*this, type, def);
  return type;
}

void Vm::finish_type(Type* type) {
  add_builtin_wrappers(*this, type);
  if (type->getattr != generic_getattr && type->getattr != types.object->getattr) type->type_flags |= kCustomGetattr;
  if (dict_get(type->dict, names.__doc__).is_null()) dict_set(type->dict, names.__doc__, kNone);
  // Slots that a method in the dict stands for.
  const std::vector<Str*>& slot_name_list = slot_names(*this);
  std::span<const SlotDef> defs = slot_defs();
  for (size_t i = 0; i < defs.size(); ++i) {
    if (owns_slot(type, defs[i].slot) || defs[i].slot == Slot::kGetattr) continue;
    Value method = dict_get(type->dict, slot_name_list[i]);
    if (method.is(Kind::kMethodDescriptor) && !(defs[i].slot == Slot::kInit))
      set_slot_value(type, defs[i].slot, python_slot(defs[i].slot));
  }
  type_modified(*this, type);
  update_slots_of_subclasses(*this, type);
}

void Vm::add_methods(Type* type, std::span<const MethodDef> methods) {
  for (const MethodDef& def : methods) {
    Ref method;
    if (def.binding == MethodDef::kInstanceMethod) {
      auto* descriptor = static_cast<MethodDescriptor*>(new_object(types.method_descriptor));
      descriptor->def = &def;
      descriptor->owner = type;
      method = Ref::steal(descriptor);
    } else {
      // The type is the NativeFn's self: of static methods the owner, of class methods the class that was asked.
      Ref function = make_native_function(&def, type);
      auto* wrapper = static_cast<StaticMethod*>(
          new_object(def.binding == MethodDef::kStatic ? types.staticmethod : types.classmethod));
      method = Ref::steal(wrapper);
      wrapper->function = function.release();
    }
    dict_set(type->dict, intern(def.name), method);
  }
  if (dict_get(type->dict, names.__del__)) type->type_flags |= kHasDel;
  type_modified(*this, type);
}

void Vm::add_getsets(Type* type, std::span<const GetSetDef> getsets) {
  for (const GetSetDef& def : getsets) {
    auto* descriptor = static_cast<GetSet*>(new_object(types.getset));
    Ref owned = Ref::steal(descriptor);
    descriptor->def = &def;
    descriptor->owner = type;
    dict_set(type->dict, intern(def.name), owned);
  }
  type_modified(*this, type);
}

Value Vm::lookup(const Type* type, const Str* name) {
  bool cacheable = name->interned;
  size_t slot = (static_cast<size_t>(type->version) * 0x9E3779B1u ^ reinterpret_cast<uintptr_t>(name) >> 4) &
                (Impl::kCacheSize - 1);
  MethodCacheEntry& entry = impl->method_cache[slot];
  if (cacheable && entry.version == type->version && entry.name == name) [[likely]]
    return entry.value;
  Value found;
  if (type->mro) {
    for (Value v : type->mro->view()) {
      if (!v.is(Kind::kType)) continue;
      Dict* dict = as<Type>(v)->dict;
      if (dict) found = dict_get(dict, name);
      if (found) break;
    }
  }
  if (cacheable) entry = {type->version, name, found};
  return found;
}

namespace {

/// Enough of the types that every allocation needs; they are completed in create_types.
void bootstrap(Vm& vm) {
  BuiltinTypes& types = vm.types;
  struct Early {
    Type** place;
    Kind kind;
    size_t size;
    void (*traverse)(Object*, Visitor&);
  };
  auto traverse_nothing = [](Object*, Visitor&) {};
  const Early early[] = {{&types.object, Kind::kInstance, sizeof(Instance), traverse_instance},
                         {&types.type, Kind::kType, sizeof(Type), traverse_type},
                         {&types.str, Kind::kStr, sizeof(Str), nullptr},
                         {&types.tuple, Kind::kTuple, sizeof(Tuple), traverse_nothing},
                         {&types.dict, Kind::kDict, sizeof(Dict), traverse_nothing},
                         {&types.getset, Kind::kGetSet, sizeof(GetSet), traverse_nothing}};
  for (const Early& e : early) {
    *e.place = raw_type(vm);
    (*e.place)->instance_kind = e.kind;
    (*e.place)->instance_size = static_cast<uint32_t>(e.size);
    (*e.place)->traverse = e.traverse;
  }
  for (const Early& e : early) static_cast<Object*>(*e.place)->type = types.type;
  for (Str* s : vm.impl->interned.slots) {
    if (s) s->type = types.str;
  }
}

}  // namespace

void create_types(Vm& vm) {
  vm.impl->heap.pressure_at = vm.limits.memory;
  bootstrap(vm);
  BuiltinTypes& types = vm.types;
  init_type(vm, types.object, {"builtins", "object", Kind::kInstance, kBaseType, sizeof(Instance), nullptr});
  default_life_cycle(types.object);
  init_type(vm, types.type, {"builtins", "type", Kind::kType, kBaseType, sizeof(Type), nullptr});
  types.type->destroy = destroy_type;
  types.type->traverse = traverse_type;
  types.type->clear = clear_type;
  init_type(vm, types.str, {"builtins", "str", Kind::kStr, kBaseType, sizeof(Str), nullptr});
  init_type(vm, types.tuple, {"builtins", "tuple", Kind::kTuple, kBaseType, sizeof(Tuple), nullptr});
  init_type(vm, types.dict, {"builtins", "dict", Kind::kDict, kBaseType, sizeof(Dict), nullptr});
  init_type(vm, types.getset, {"builtins", "getset_descriptor", Kind::kGetSet, 0, sizeof(GetSet), nullptr});
  create_slot_wrapper_type(vm);
  create_method_types(vm);  // native functions first: __new__ needs them
  create_descriptor_types(vm);
  create_object_type(vm);
  create_type_type(vm);
  finish_slot_wrapper_type(vm);
  create_int_types(vm);
  create_float_types(vm);
  create_str_type(vm);
  create_bytes_types(vm);
  create_sequence_types(vm);
  create_dict_type(vm);
  create_set_types(vm);
  create_slice_types(vm);
  create_weakref_type(vm);
  create_iterator_type(vm);
  create_super_type(vm);
}

}  // namespace loopscope::vm
