// Slots as data, and the wrapper methods (`int.__add__`) that built-in types get from their slots.

#include "engine/vm/slots.hpp"

#include <cstring>

namespace loopscope::vm {

#pragma GCC diagnostic ignored "-Winvalid-offsetof"

namespace {

constexpr size_t kFirst = offsetof(Type, construct);
static_assert(offsetof(Type, anext) == kFirst + (kSlotCount - 1) * sizeof(void*), "enum Slot follows struct Type");
static_assert(offsetof(Type, compare) == kFirst + static_cast<size_t>(Slot::kCompare) * sizeof(void*));
static_assert(offsetof(Type, getitem) == kFirst + static_cast<size_t>(Slot::kGetitem) * sizeof(void*));

template <typename T>
T op_as(uint8_t op) {
  return static_cast<T>(op);
}

Ref none_if(bool ok) { return ok ? Ref::share(kNone) : Ref(); }

Ref wrap_repr(Vm& vm, Type* t, Value self, Args, uint8_t) { return t->repr(vm, self); }
Ref wrap_str(Vm& vm, Type* t, Value self, Args, uint8_t) { return t->str(vm, self); }
Ref wrap_hash(Vm& vm, Type* t, Value self, Args, uint8_t) {
  int64_t h;
  return t->hash(vm, self, &h) ? make_int(h) : Ref();
}
Ref wrap_call(Vm& vm, Type* t, Value self, Args args, uint8_t) { return t->call(vm, self, args); }
Ref wrap_init(Vm& vm, Type* t, Value self, Args args, uint8_t) { return none_if(t->init(vm, self, args)); }

Str* name_argument(Vm& vm, Value v) {
  if (v.is(Kind::kStr)) return intern(as<Str>(v));
  vm.raise(vm.exc.TypeError, "attribute name must be string, not '{}'", type_of(v)->name->view());
  return nullptr;
}
Ref wrap_getattr(Vm& vm, Type* t, Value self, Args args, uint8_t) {
  Str* name = name_argument(vm, args[0]);
  return name ? t->getattr(vm, self, name) : Ref();
}
Ref wrap_setattr(Vm& vm, Type* t, Value self, Args args, uint8_t) {
  Str* name = name_argument(vm, args[0]);
  return name ? none_if(t->setattr(vm, self, name, args.count > 1 ? args[1] : kNull)) : Ref();
}
Ref wrap_descr_get(Vm& vm, Type* t, Value self, Args args, uint8_t) {
  Value obj = args[0].is_none() && args.count > 1 ? kNull : args[0];
  return t->descr_get(vm, self, obj, args.count > 1 ? args[1] : kNone);
}
Ref wrap_descr_set(Vm& vm, Type* t, Value self, Args args, uint8_t) {
  return none_if(t->descr_set(vm, self, args[0], args.count > 1 ? args[1] : kNull));
}
Ref wrap_iter(Vm& vm, Type* t, Value self, Args, uint8_t) { return t->iter(vm, self); }
Ref wrap_next(Vm& vm, Type* t, Value self, Args, uint8_t) {
  Ref item = t->next(vm, self);
  if (!item && !vm.failed()) {
    Ref stop = vm.make_exception_with(vm.exc.StopIteration, {});
    if (stop) vm.raise_instance(std::move(stop));
  }
  return item;
}
Ref wrap_compare(Vm& vm, Type* t, Value self, Args args, uint8_t op) {
  return t->compare(vm, self, args[0], op_as<lang::CompareOperator>(op));
}
Ref wrap_binary(Vm& vm, Type* t, Value self, Args args, uint8_t op) {
  return t->binary(vm, op_as<lang::BinaryOperator>(op), self, args[0]);
}
Ref wrap_rbinary(Vm& vm, Type* t, Value self, Args args, uint8_t op) {
  return t->rbinary(vm, op_as<lang::BinaryOperator>(op), self, args[0]);
}
Ref wrap_inplace(Vm& vm, Type* t, Value self, Args args, uint8_t op) {
  return t->inplace(vm, op_as<lang::BinaryOperator>(op), self, args[0]);
}
Ref wrap_unary(Vm& vm, Type* t, Value self, Args, uint8_t op) {
  return t->unary(vm, op_as<lang::UnaryOperator>(op), self);
}
Ref wrap_truth(Vm& vm, Type* t, Value self, Args, uint8_t) {
  int truth = t->truth(vm, self);
  return truth < 0 ? Ref() : boolean(truth == 1);
}
Ref wrap_length(Vm& vm, Type* t, Value self, Args, uint8_t) {
  int64_t n = t->length(vm, self);
  return n < 0 ? Ref() : make_int(n);
}
Ref wrap_getitem(Vm& vm, Type* t, Value self, Args args, uint8_t) { return t->getitem(vm, self, args[0]); }
Ref wrap_setitem(Vm& vm, Type* t, Value self, Args args, uint8_t) {
  return none_if(t->setitem(vm, self, args[0], args.count > 1 ? args[1] : kNull));
}
Ref wrap_contains(Vm& vm, Type* t, Value self, Args args, uint8_t) {
  int found = t->contains(vm, self, args[0]);
  return found < 0 ? Ref() : boolean(found == 1);
}
Ref wrap_await(Vm& vm, Type* t, Value self, Args, uint8_t) { return t->await(vm, self); }
Ref wrap_aiter(Vm& vm, Type* t, Value self, Args, uint8_t) { return t->aiter(vm, self); }
Ref wrap_anext(Vm& vm, Type* t, Value self, Args, uint8_t) { return t->anext(vm, self); }

const SlotDef kSlotDefs[] = {
    {"__init__", Slot::kInit, wrap_init, 0, -1, 0},
    {"__repr__", Slot::kRepr, wrap_repr, 0, 0, 0},
    {"__str__", Slot::kStr, wrap_str, 0, 0, 0},
    {"__hash__", Slot::kHash, wrap_hash, 0, 0, 0},
    {"__call__", Slot::kCall, wrap_call, 0, -1, 0},
    {"__getattribute__", Slot::kGetattr, wrap_getattr, 1, 1, 0},
    {"__setattr__", Slot::kSetattr, wrap_setattr, 2, 2, 0},
    {"__delattr__", Slot::kSetattr, wrap_setattr, 1, 1, 0},
    {"__get__", Slot::kDescrGet, wrap_descr_get, 1, 2, 0},
    {"__set__", Slot::kDescrSet, wrap_descr_set, 2, 2, 0},
    {"__delete__", Slot::kDescrSet, wrap_descr_set, 1, 1, 0},
    {"__iter__", Slot::kIter, wrap_iter, 0, 0, 0},
    {"__next__", Slot::kNext, wrap_next, 0, 0, 0},
    {"__lt__", Slot::kCompare, wrap_compare, 1, 1, 0},
    {"__le__", Slot::kCompare, wrap_compare, 1, 1, 1},
    {"__eq__", Slot::kCompare, wrap_compare, 1, 1, 2},
    {"__ne__", Slot::kCompare, wrap_compare, 1, 1, 3},
    {"__gt__", Slot::kCompare, wrap_compare, 1, 1, 4},
    {"__ge__", Slot::kCompare, wrap_compare, 1, 1, 5},
#define BINARY(name, op)                                                                                             \
  {"__" name "__", Slot::kBinary, wrap_binary, 1, 1, op}, {"__r" name "__", Slot::kRbinary, wrap_rbinary, 1, 1, op}, \
      {"__i" name "__", Slot::kInplace, wrap_inplace, 1, 1, op},
    BINARY("add", 0) BINARY("sub", 1) BINARY("mul", 2) BINARY("truediv", 3) BINARY("floordiv", 4) BINARY("mod", 5)
        BINARY("pow", 6) BINARY("matmul", 7) BINARY("lshift", 8) BINARY("rshift", 9) BINARY("and", 10) BINARY("or", 11)
            BINARY("xor", 12)
#undef BINARY
                {"__neg__", Slot::kUnary, wrap_unary, 0, 0, 0},
    {"__pos__", Slot::kUnary, wrap_unary, 0, 0, 1},
    {"__invert__", Slot::kUnary, wrap_unary, 0, 0, 2},
    {"__bool__", Slot::kTruth, wrap_truth, 0, 0, 0},
    {"__len__", Slot::kLength, wrap_length, 0, 0, 0},
    {"__getitem__", Slot::kGetitem, wrap_getitem, 1, 1, 0},
    {"__setitem__", Slot::kSetitem, wrap_setitem, 2, 2, 0},
    {"__delitem__", Slot::kSetitem, wrap_setitem, 1, 1, 0},
    {"__contains__", Slot::kContains, wrap_contains, 1, 1, 0},
    {"__await__", Slot::kAwait, wrap_await, 0, 0, 0},
    {"__aiter__", Slot::kAiter, wrap_aiter, 0, 0, 0},
    {"__anext__", Slot::kAnext, wrap_anext, 0, 0, 0},
};

constexpr uint32_t bits(std::initializer_list<int> ops) {
  uint32_t mask = 0;
  for (int op : ops) mask |= 1u << op;
  return mask;
}

/// The operators that a built-in type's arithmetic slot really implements, so that `hasattr(str, "__sub__")` is false.
uint32_t implemented(const Type* type, Slot slot) {
  constexpr uint32_t kNumber = bits({0, 1, 2, 3, 4, 5, 6});
  switch (type->instance_kind) {
    case Kind::kInt:
      return slot == Slot::kUnary ? 7u : kNumber | bits({8, 9, 10, 11, 12});
    case Kind::kFloat:
      return slot == Slot::kUnary ? 3u : kNumber;
    case Kind::kComplex:
      return slot == Slot::kUnary ? 3u : bits({0, 1, 2, 3, 6});
    case Kind::kStr:
    case Kind::kBytes:
    case Kind::kByteArray:
      return slot == Slot::kRbinary ? bits({2, 5}) : slot == Slot::kInplace ? bits({0, 2}) : bits({0, 2, 5});
    case Kind::kTuple:
    case Kind::kList:
      return slot == Slot::kRbinary ? bits({2}) : bits({0, 2});
    case Kind::kDict:
    case Kind::kMappingProxy:
    case Kind::kType:
      return bits({11});
    case Kind::kSet:
    case Kind::kFrozenSet:
    case Kind::kDictView:
      return bits({1, 10, 11, 12});
    default:
      return ~bits({7});
  }
}

bool provides(const Type* type, const SlotDef& def) {
  switch (def.slot) {
    case Slot::kBinary:
    case Slot::kRbinary:
    case Slot::kInplace:
    case Slot::kUnary:
      return implemented(type, def.slot) >> def.op & 1;
    case Slot::kTruth:
      return type->instance_kind != Kind::kStr;
    case Slot::kSetitem:
      return true;
    default:
      return true;
  }
}

void traverse_wrapper(Object*, Visitor&) {}

Ref get_wrapper(Vm&, Value self, Value obj, Value) { return obj ? make_bound_method(self, obj) : Ref::share(self); }

Ref repr_wrapper(Vm&, Value self) {
  auto* w = as<SlotWrapper>(self);
  return make_str(fmt::format("<slot wrapper '{}' of '{}' objects>", w->def->name, w->owner->name->view()));
}

const GetSetDef kWrapperGetSets[] = {
    {"__name__", [](Vm&, Value self) { return Ref::share(intern(as<SlotWrapper>(self)->def->name)); }},
    {"__qualname__",
     [](Vm&, Value self) {
       return Ref(make_str(
           fmt::format("{}.{}", as<SlotWrapper>(self)->owner->qualname->view(), as<SlotWrapper>(self)->def->name)));
     }},
    {"__objclass__", [](Vm&, Value self) { return Ref::share(as<SlotWrapper>(self)->owner); }},
    {"__doc__", [](Vm&, Value) { return Ref::share(kNone); }},
};

/// type.__new__ of a built-in type, called with the class to instantiate first.
Ref call_new(Vm& vm, Value self, Args args) {
  auto* owner = as<Type>(self);
  if (args.count == 0) return vm.raise(vm.exc.TypeError, "{}.__new__(): not enough arguments", owner->name->view());
  if (!args[0].is(Kind::kType)) {
    return vm.raise(vm.exc.TypeError, "{}.__new__(X): X is not a type object ({})", owner->name->view(),
                    type_of(args[0])->name->view());
  }
  auto* type = as<Type>(args[0]);
  if (!is_subtype(type, owner)) {
    return vm.raise(vm.exc.TypeError, "{}.__new__({}): {} is not a subtype of {}", owner->name->view(),
                    type->name->view(), type->name->view(), owner->name->view());
  }
  // The memory layout is the nearest built-in base's.
  const Type* solid = type;
  while (solid->type_flags & kHeapType) solid = solid->base;
  if (solid->construct != owner->construct) {
    return vm.raise(vm.exc.TypeError, "{}.__new__({}) is not safe, use {}.__new__()", owner->name->view(),
                    type->name->view(), solid->name->view());
  }
  return owner->construct(vm, type, args.drop(1));
}
const MethodDef kNew = {"__new__", call_new, 0, -1, true, MethodDef::kStatic};

}  // namespace

void* slot_value(const Type* type, Slot slot) {
  void* function;
  std::memcpy(&function, reinterpret_cast<const char*>(type) + kFirst + static_cast<size_t>(slot) * sizeof(void*),
              sizeof function);
  return function;
}

void set_slot_value(Type* type, Slot slot, void* function) {
  std::memcpy(reinterpret_cast<char*>(type) + kFirst + static_cast<size_t>(slot) * sizeof(void*), &function,
              sizeof function);
}

bool owns_slot(const Type* type, Slot slot) {
  void* own = slot_value(type, slot);
  return own && (!type->base || own != slot_value(type->base, slot));
}

std::span<const SlotDef> slot_defs() { return kSlotDefs; }

const std::vector<Str*>& slot_names(Vm& vm) {
  std::vector<Str*>& names = vm.impl->slot_names;
  if (names.empty()) {
    for (const SlotDef& def : kSlotDefs) names.push_back(intern(def.name));
  }
  return names;
}

bool is_slot_wrapper(Value v) { return v.is_object() && v.object()->type == current_vm->impl->slot_wrapper; }
Type* wrapper_owner(Value v) { return is_slot_wrapper(v) ? as<SlotWrapper>(v)->owner : nullptr; }
std::string_view wrapper_name(Value v) { return as<SlotWrapper>(v)->def->name; }

Ref call_slot_wrapper(Vm& vm, Value self, Args args) {
  auto* wrapper = as<SlotWrapper>(self);
  const SlotDef& def = *wrapper->def;
  if (args.count == 0) {
    return vm.raise(vm.exc.TypeError, "descriptor '{}' of '{}' object needs an argument", def.name,
                    wrapper->owner->name->view());
  }
  if (!is_instance(args[0], wrapper->owner)) {
    return vm.raise(vm.exc.TypeError, "descriptor '{}' requires a '{}' object but received a '{}'", def.name,
                    wrapper->owner->name->view(), type_of(args[0])->name->view());
  }
  Args rest = args.drop(1);
  if (def.max_args >= 0) {
    if (args.keyword_count() > 0)
      return vm.raise(vm.exc.TypeError, "wrapper {}() takes no keyword arguments", def.name);
    auto given = static_cast<int>(rest.count);
    if (given < def.min_args || given > def.max_args) {
      if (def.slot == Slot::kBinary && def.op == 6 && given == 2) {
        // int.__pow__(base, exponent, modulus): the three-argument pow of the builtins.
        Value pow = dict_get(vm.builtins, "pow");
        return vm.call(pow, args[0], rest[0], rest[1]);
      }
      return vm.raise(vm.exc.TypeError, "expected {} argument{}, got {}", def.max_args, def.max_args == 1 ? "" : "s",
                      given);
    }
  }
  return def.call(vm, wrapper->owner, args[0], rest, def.op);
}

void create_slot_wrapper_type(Vm& vm) {
  Type* type = vm.make_type({"builtins", "wrapper_descriptor", Kind::kNative, 0, sizeof(SlotWrapper), nullptr});
  vm.impl->slot_wrapper = type;
  type->traverse = traverse_wrapper;
  type->destroy = [](Object* object) { free_object(object); };
  type->repr = repr_wrapper;
  type->call = call_slot_wrapper;
  type->descr_get = get_wrapper;
}

void finish_slot_wrapper_type(Vm& vm) {
  vm.add_getsets(vm.impl->slot_wrapper, kWrapperGetSets);
  vm.finish_type(vm.impl->slot_wrapper);
}

void add_builtin_wrappers(Vm& vm, Type* type) {
  const std::vector<Str*>& names = slot_names(vm);
  for (size_t i = 0; i < std::size(kSlotDefs); ++i) {
    const SlotDef& def = kSlotDefs[i];
    if (!owns_slot(type, def.slot) || !provides(type, def)) continue;
    if (dict_get(type->dict, names[i])) continue;
    if (def.slot == Slot::kHash && type->hash == hash_unsupported) {
      dict_set(type->dict, names[i], kNone);
      continue;
    }
    auto* wrapper = static_cast<SlotWrapper*>(vm.new_object(vm.impl->slot_wrapper));
    Ref owned = Ref::steal(wrapper);
    wrapper->def = &def;
    wrapper->owner = type;
    dict_set(type->dict, names[i], owned);
  }
  if (owns_slot(type, Slot::kConstruct) && !dict_get(type->dict, vm.names.__new__)) {
    Ref fn = make_native_function(&kNew, type);
    dict_set(type->dict, vm.names.__new__, fn);
  }
}

}  // namespace loopscope::vm
