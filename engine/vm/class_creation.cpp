#include "engine/vm/class_creation.hpp"

#include <algorithm>

#include "engine/lang/identifiers.hpp"
#include "engine/lang/source.hpp"
#include "engine/vm/slots.hpp"

namespace loopscope::vm {

namespace {

/// The type in the chain of `type` that last added to the memory layout.
const Type* layout_of(const Type* type) {
  while (type->base) {
    bool heap = type->type_flags & kHeapType;
    bool adds =
        heap ? type->aux != 0
             : type->instance_size != type->base->instance_size || type->instance_kind != type->base->instance_kind;
    if (adds) break;
    type = type->base;
  }
  return type;
}

bool is_identifier(std::string_view name) {
  for (size_t pos = 0; pos < name.size();) {
    bool first = pos == 0;
    uint32_t cp = lang::next_code_point(name, pos);
    if (!(first ? lang::is_identifier_start(cp) : lang::is_identifier_part(cp))) return false;
  }
  return !name.empty();
}

/// The base whose layout instances get; null with TypeError pending.
Type* best_base(Vm& vm, Tuple* bases) {
  Type* best = nullptr;
  const Type* best_layout = nullptr;
  for (Value v : bases->view()) {
    if (!v.is(Kind::kType)) {
      vm.raise(vm.exc.TypeError, "bases must be types");
      return nullptr;
    }
    auto* base = as<Type>(v);
    if (!(base->type_flags & kBaseType)) {
      vm.raise(vm.exc.TypeError, "type '{}' is not an acceptable base type", base->name->view());
      return nullptr;
    }
    const Type* layout = layout_of(base);
    if (!best_layout || (layout != best_layout && is_subtype(layout, best_layout))) {
      best = base;
      best_layout = layout;
    } else if (!is_subtype(best_layout, layout)) {
      vm.raise(vm.exc.TypeError, "multiple bases have instance lay-out conflict");
      return nullptr;
    }
  }
  return best;
}

/// The most derived metaclass of `meta` and the bases; null with TypeError pending.
Type* best_metaclass(Vm& vm, Type* meta, Tuple* bases) {
  for (Value v : bases->view()) {
    Type* other = type_of(v);
    if (is_subtype(meta, other)) continue;
    if (is_subtype(other, meta)) {
      meta = other;
      continue;
    }
    vm.raise(vm.exc.TypeError,
             "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses "
             "of all its bases");
    return nullptr;
  }
  return meta;
}

/// `__name` inside class C stands for _C__name.
std::string mangled(const Str* class_name, std::string_view name) {
  if (!name.starts_with("__") || name.ends_with("__")) return std::string(name);
  std::string_view owner = class_name->view();
  owner.remove_prefix(std::min(owner.find_first_not_of('_'), owner.size()));
  return owner.empty() ? std::string(name) : "_" + std::string(owner) + std::string(name);
}

struct SlotsDeclaration {
  bool declared = false;
  bool dict = false;
  std::vector<Str*> names;
};

bool read_slots(Vm& vm, Type* type, SlotsDeclaration* out) {
  Value slots = dict_get(type->dict, vm.names.__slots__);
  if (!slots) return true;
  out->declared = true;
  auto add = [&](Value v) {
    if (!v.is(Kind::kStr)) {
      vm.raise(vm.exc.TypeError, "__slots__ items must be strings, not '{}'", type_of(v)->name->view());
      return false;
    }
    std::string_view name = as<Str>(v)->view();
    if (name == "__dict__") {
      out->dict = true;
    } else if (!is_identifier(name)) {
      vm.raise(vm.exc.TypeError, "__slots__ must be identifiers");
      return false;
    } else if (name != "__weakref__") {
      out->names.push_back(intern(mangled(type->name, name)));
    }
    return true;
  };
  if (slots.is(Kind::kStr)) return add(slots);
  return vm.for_each(slots, [&](Ref name) { return add(name); });
}

bool add_members(Vm& vm, Type* type, const std::vector<Str*>& names) {
  for (Str* name : names) {
    if (dict_get(type->dict, name)) {
      vm.raise(vm.exc.ValueError, "'{}' in __slots__ conflicts with class variable", name->view());
      return false;
    }
    auto* member = static_cast<Member*>(vm.new_object(vm.types.member));
    Ref owned = Ref::steal(member);
    member->name = name;
    // Not an identifier: it cannot collide with an attribute.
    member->key = intern(fmt::format("slot {} {}", type->name->view(), name->view()));
    ++member->name->refs;
    ++member->key->refs;
    member->owner = type;
    dict_set(type->dict, name, owned);
  }
  return true;
}

/// Where attributes of the instances live.
uint32_t layout_flags(Vm& vm, const Type* type, const SlotsDeclaration& slots) {
  const Type* base = type->base;
  bool instance = base == vm.types.object || (base->type_flags & (kHasDict | kHasSlotsDecl));
  bool base_has_dict = false;
  for (Value v : type->bases->view()) base_has_dict = base_has_dict || may_have_dict(as<Type>(v));
  bool dictless = slots.declared && !slots.dict && !base_has_dict;
  if (instance) return dictless ? kHasSlotsDecl : kHasDict;
  return dictless ? uint32_t{kNoDict} : 0;
}

Ref get_instance_dict(Vm& vm, Value self) {
  Dict* dict = ensure_attribute_dict(self);
  if (!dict)
    return raise_attribute_error(vm, self, vm.names.__dict__,
                                 fmt::format("'{}' object has no attribute '__dict__'", type_of(self)->name->view()));
  return Ref::share(dict);
}

bool set_instance_dict(Vm& vm, Value self, Value v) {
  if (!v.is(Kind::kDict)) {
    if (v) {
      vm.raise(vm.exc.TypeError, "__dict__ must be set to a dictionary, not a '{}'", type_of(v)->name->view());
    } else {
      vm.raise(vm.exc.TypeError, "cannot delete __dict__");
    }
    return false;
  }
  Dict* old = ensure_attribute_dict(self);
  if (!old) return false;
  if (type_of(self)->type_flags & kHasDict) {
    incref(v);
    decref(Value(std::exchange(as<Instance>(self)->dict, as<Dict>(v))));
    return true;
  }
  Ref keep = Ref::share(v);
  drop_side_dict(self.object());
  Dict* fresh = ensure_side_dict(self.object());
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(as<Dict>(v), &position)) {
    if (!dict_set(vm, fresh, entry->key, entry->value)) return false;
  }
  return true;
}

Ref get_weakref_list(Vm&, Value) { return Ref::share(kNone); }

const GetSetDef kInstanceGetSets[] = {{"__dict__", get_instance_dict, set_instance_dict},
                                      {"__weakref__", get_weakref_list}};

/// Functions in the class body that are implicitly static or class methods.
void wrap_function(Vm& vm, Dict* dict, Str* name, Type* wrapper_type) {
  Value function = dict_get(dict, name);
  if (!function.is(Kind::kFunction)) return;
  auto* wrapper = static_cast<StaticMethod*>(vm.new_object(wrapper_type));
  Ref owned = Ref::steal(wrapper);
  incref(function);
  wrapper->function = function;
  dict_set(dict, name, owned);
}

bool set_names(Vm& vm, Type* type) {
  // A copy: __set_name__ may change the class.
  Ptr<Dict> ns = dict_copy(type->dict);
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(ns.get(), &position)) {
    Ref method = vm.lookup_special(entry->value, vm.names.__set_name__);
    if (!method) {
      if (vm.failed()) return false;
      continue;
    }
    if (!vm.call(method, type, entry->key)) return false;
  }
  return true;
}

bool call_init_subclass(Vm& vm, Type* type, Args keywords) {
  Value hook;
  for (Value v : type->mro->view().subspan(1)) {
    hook = dict_get(as<Type>(v)->dict, vm.names.__init_subclass__);
    if (hook) break;
  }
  Ref bound = bind_descriptor(vm, hook, kNull, type);
  return bound && vm.call(bound, keywords);
}

void set_default(Dict* dict, Str* name, Value value) {
  if (dict_get(dict, name).is_null()) dict_set(dict, name, value);
}

bool set_qualname(Vm& vm, Type* type) {
  Value qualname = dict_get(type->dict, vm.names.__qualname__);
  if (qualname && !qualname.is(Kind::kStr)) {
    vm.raise(vm.exc.TypeError, "type __qualname__ must be a str, not {}", type_of(qualname)->name->view());
    return false;
  }
  type->qualname = qualname ? as<Str>(qualname) : type->name;
  ++type->qualname->refs;
  dict_remove(type->dict, vm.names.__qualname__);
  return true;
}

}  // namespace

Ref create_class(Vm& vm, Str* name, Tuple* given_bases, Dict* ns, Type* meta, Args keywords) {
  Value object = vm.types.object;
  Ptr<Tuple> bases =
      given_bases->count > 0 ? Ptr<Tuple>::share(given_bases) : make_tuple(std::span<const Value>(&object, 1));
  for (Value v : bases->view()) {
    if (v.is(Kind::kType)) continue;
    if (vm.lookup(type_of(v), vm.names.__mro_entries__)) {
      return vm.raise(vm.exc.TypeError, "type() doesn't support MRO entry resolution; use types.new_class()");
    }
  }
  Type* winner = best_metaclass(vm, meta, bases.get());
  if (!winner) return nullptr;
  if (vm.lookup(winner, intern("mro")).is(Kind::kFunction)) {
    return vm.raise(
        vm.exc.NotImplementedError,
        "Loopscope does not call a metaclass's own mro(), and '{}' defines one; let the bases give the order",
        winner->name->view());
  }
  if (winner != meta && winner->construct != vm.types.type->construct) {
    std::vector<Value> args = {name, bases, ns};
    for (uint32_t i = 0; i < keywords.keyword_count(); ++i) args.push_back(keywords.keyword_value(i));
    return winner->construct(vm, winner, Args{args.data(), 3, keywords.keywords});
  }
  meta = winner;
  for (uint32_t i = 0; i < bases->count; ++i) {
    for (uint32_t k = 0; k < i; ++k) {
      if (bases->items[i] == bases->items[k]) {
        return vm.raise(vm.exc.TypeError, "duplicate base class {}", as<Type>(bases->items[i])->name->view());
      }
    }
  }
  Type* base = best_base(vm, bases.get());
  if (!base) return nullptr;

  Type* type = raw_type(vm);
  static_cast<Object*>(type)->type = meta;
  if (meta->type_flags & kHeapType) ++meta->refs;
  Ref result = Ref::steal(type);
  type->name = name;
  ++name->refs;
  type->bases = bases.release();
  type->base = base;
  type->dict = dict_copy(ns).release();
  type->instance_kind = base->instance_kind;
  type->instance_size = base->instance_size;
  type->type_flags =
      kHeapType | kBaseType | (base->type_flags & (kExceptionType | kIsMapping | kIsSequence | kAbstract));
  for (Value v : type->bases->view()) type->type_flags |= as<Type>(v)->type_flags & (kIsMapping | kIsSequence);
  type->version = ++vm.impl->last_version;
  if (!set_qualname(vm, type)) return nullptr;
  type->mro = compute_mro(vm, type).release();
  if (!type->mro) return nullptr;
  for (Value v : type->bases->view()) as<Type>(v)->subclasses.push_back(type);

  Frame* frame = vm.current_frame();
  Value module = frame && frame->globals ? dict_get(frame->globals, vm.names.__name__) : kNull;
  if (module) set_default(type->dict, vm.names.__module__, module);
  set_default(type->dict, vm.names.__doc__, kNone);

  SlotsDeclaration slots;
  if (!read_slots(vm, type, &slots)) return nullptr;
  type->type_flags |= layout_flags(vm, type, slots);
  type->aux = !slots.names.empty();  // adds to the layout
  if (!add_members(vm, type, slots.names)) return nullptr;
  // A metaclass keeps type's own __dict__, which shows a class's namespace.
  if (may_have_dict(type) && !may_have_dict(base) && !is_subtype(base, vm.types.type) &&
      !dict_get(type->dict, vm.names.__dict__))
    vm.add_getsets(type, kInstanceGetSets);
  default_life_cycle(type);
  if (base != vm.types.object && base->destroy) {
    type->destroy = base->destroy;
    type->traverse = base->traverse;
    type->clear = base->clear;
    type->finalize = base->finalize;
  }

  wrap_function(vm, type->dict, vm.names.__new__, vm.types.staticmethod);
  wrap_function(vm, type->dict, vm.names.__init_subclass__, vm.types.classmethod);
  wrap_function(vm, type->dict, vm.names.__class_getitem__, vm.types.classmethod);
  if (dict_get(type->dict, vm.names.__eq__)) set_default(type->dict, vm.names.__hash__, kNone);
  Ref cell = Ref::share(dict_get(type->dict, vm.names.__classcell__));
  if (cell) dict_remove(type->dict, vm.names.__classcell__);
  update_slots(vm, type);
  type_modified(vm, type);

  // From here on the class can be seen.
  if (cell.is(Kind::kCell)) {
    incref(Value(type));
    decref(std::exchange(as<Cell>(cell)->value, Value(type)));
  }
  if (!set_names(vm, type) || !call_init_subclass(vm, type, keywords)) return nullptr;
  return result;
}

Ref Vm::make_class(Str* name, Tuple* bases, Dict* ns, Type* metaclass) {
  return create_class(*this, name, bases, ns, metaclass, Args{});
}

void add_dict_getset(Vm& vm, Type* type) { vm.add_getsets(type, {kInstanceGetSets, 1}); }

}  // namespace loopscope::vm
