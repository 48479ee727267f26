// The slots of Python classes: each looks its dunder method up and calls it.

#include "engine/vm/slots.hpp"

namespace loopscope::vm {

using lang::BinaryOperator;
using lang::CompareOperator;
using lang::UnaryOperator;

Ref call_special(Vm& vm, Value obj, Str* name, std::span<const Value> args, bool* found) {
  Value method = vm.lookup(type_of(obj), name);
  *found = !method.is_null() && !method.is_none();
  if (!*found) return nullptr;
  if (method.is(Kind::kFunction) || method.is(Kind::kMethodDescriptor) || is_slot_wrapper(method)) {
    Value all[4] = {obj};
    for (size_t i = 0; i < args.size(); ++i) all[i + 1] = args[i];
    return vm.call(method, Args{all, static_cast<uint32_t>(args.size() + 1), nullptr});
  }
  Ref bound = bind_descriptor(vm, method, obj, type_of(obj));
  if (!bound) return nullptr;
  return vm.call(bound, Args{args.data(), static_cast<uint32_t>(args.size()), nullptr});
}

namespace {

/// Calls a method that must exist; `missing` completes "'X' object ..." when it does not.
Ref call_required(Vm& vm, Value obj, Str* name, std::span<const Value> args, const char* missing) {
  bool found;
  Ref result = call_special(vm, obj, name, args, &found);
  if (!found && !vm.failed()) return vm.raise(vm.exc.TypeError, "'{}' object {}", type_of(obj)->name->view(), missing);
  return result;
}

Ref construct_slot(Vm& vm, Type* type, Args args) {
  Value fn = vm.lookup(type, vm.names.__new__);
  Ref bound = bind_descriptor(vm, fn, kNull, type);
  if (!bound) return nullptr;
  uint32_t total = args.count + args.keyword_count();
  std::vector<Value> all;
  all.reserve(total + 1);
  all.emplace_back(type);
  all.insert(all.end(), args.data, args.data + total);
  return vm.call(bound, Args{all.data(), args.count + 1, args.keywords});
}

bool init_slot(Vm& vm, Value self, Args args) {
  Ref method = vm.lookup_special(self, vm.names.__init__);
  if (!method) return !vm.failed();
  Ref result = vm.call(method, args);
  if (!result) return false;
  if (!result.is_none()) {
    vm.raise(vm.exc.TypeError, "__init__() should return None, not '{}'", type_of(result)->name->view());
    return false;
  }
  return true;
}

Ref text_slot(Vm& vm, Value self, Str* name) {
  bool found;
  Ref result = call_special(vm, self, name, {}, &found);
  if (!found && !vm.failed()) return object_repr(vm, self);
  if (result && !result.is(Kind::kStr)) {
    return vm.raise(vm.exc.TypeError, "{} returned non-string (type {})", name->view(), type_of(result)->name->view());
  }
  return result;
}
Ref repr_slot(Vm& vm, Value self) { return text_slot(vm, self, vm.names.__repr__); }
Ref str_slot(Vm& vm, Value self) { return text_slot(vm, self, vm.names.__str__); }

bool hash_slot(Vm& vm, Value self, int64_t* out) {
  bool found;
  Ref result = call_special(vm, self, vm.names.__hash__, {}, &found);
  if (!found && !vm.failed()) return hash_unsupported(vm, self, out);
  if (!result) return false;
  if (!is_int(result)) {
    vm.raise(vm.exc.TypeError, "__hash__ method should return an integer");
    return false;
  }
  if (int_value(result, out) != 1) *out = static_cast<int64_t>(hash_int(result));
  if (*out == -1) *out = -2;
  return true;
}

Ref call_slot(Vm& vm, Value self, Args args) {
  Ref method = vm.lookup_special(self, vm.names.__call__);
  if (!method) {
    if (vm.failed()) return nullptr;
    return vm.raise(vm.exc.TypeError, "'{}' object is not callable", type_of(self)->name->view());
  }
  return vm.call(method, args);
}

/// __getattribute__, then __getattr__ when it raised AttributeError.
Ref getattr_slot(Vm& vm, Value self, Str* name) {
  Type* type = type_of(self);
  Value own = vm.lookup(type, vm.names.__getattribute__);
  Ref result;
  if (Type* owner = wrapper_owner(own)) {
    result = owner->getattr(vm, self, name);
  } else {
    Value argument = name;
    bool found;
    result = call_special(vm, self, vm.names.__getattribute__, {&argument, 1}, &found);
  }
  if (result || !(type->type_flags & kHasGetattrHook) || !vm.pending_is(vm.exc.AttributeError)) return result;
  Ref original = vm.take_exception();
  Value argument = name;
  bool found;
  result = call_special(vm, self, vm.names.__getattr__, {&argument, 1}, &found);
  if (!found && !vm.failed()) vm.restore_exception(std::move(original));
  return result;
}

bool setattr_slot(Vm& vm, Value self, Str* name, Value value) {
  Value args[] = {name, value};
  bool found;
  Str* method = value ? vm.names.__setattr__ : vm.names.__delattr__;
  Ref result = call_special(vm, self, method, {args, value ? 2u : 1u}, &found);
  return static_cast<bool>(result);
}

Ref descr_get_slot(Vm& vm, Value self, Value obj, Value owner) {
  Value args[] = {obj ? obj : kNone, owner ? owner : kNone};
  bool found;
  Ref result = call_special(vm, self, vm.names.__get__, args, &found);
  if (!found && !vm.failed()) return Ref::share(self);
  return result;
}

bool descr_set_slot(Vm& vm, Value self, Value obj, Value value) {
  Value args[] = {obj, value};
  Str* method = value ? vm.names.__set__ : vm.names.__delete__;
  bool found;
  Ref result = call_special(vm, self, method, {args, value ? 2u : 1u}, &found);
  if (!found && !vm.failed()) vm.raise(vm.exc.AttributeError, std::string_view(method->view()));
  return static_cast<bool>(result);
}

Ref iter_slot(Vm& vm, Value self) {
  Ref it = call_required(vm, self, vm.names.__iter__, {}, "is not iterable");
  if (it && !type_of(it)->next) {
    return vm.raise(vm.exc.TypeError, "iter() returned non-iterator of type '{}'", type_of(it)->name->view());
  }
  return it;
}

Ref next_slot(Vm& vm, Value self) {
  Ref item = call_required(vm, self, vm.names.__next__, {}, "is not an iterator");
  if (!item && vm.pending_is(vm.exc.StopIteration)) {
    // "Exhausted" without a value needs no exception.
    Value value = as<Exception>(vm.thread->pending)->value;
    if (value.is_null() || value.is_none()) vm.thread->pending.reset();
  }
  return item;
}

Ref compare_slot(Vm& vm, Value self, Value other, CompareOperator op) {
  bool found;
  Ref result = call_special(vm, self, compare_name(vm, op), {&other, 1}, &found);
  if (!found && !vm.failed()) return not_implemented();
  return result;
}

/// A reflected or ordinary method of self, or NotImplemented.
Ref operator_slot(Vm& vm, Value self, Str* name, Value other) {
  bool found;
  Ref result = call_special(vm, self, name, {&other, 1}, &found);
  if (!found && !vm.failed()) return not_implemented();
  return result;
}
Ref binary_slot(Vm& vm, BinaryOperator op, Value self, Value other) {
  return operator_slot(vm, self, binary_name(vm, op), other);
}
Ref rbinary_slot(Vm& vm, BinaryOperator op, Value self, Value other) {
  return operator_slot(vm, self, reflected_name(vm, op), other);
}
Ref inplace_slot(Vm& vm, BinaryOperator op, Value self, Value other) {
  return operator_slot(vm, self, inplace_name(vm, op), other);
}

Ref unary_slot(Vm& vm, UnaryOperator op, Value self) {
  Str* name = op == UnaryOperator::kNegative   ? vm.names.__neg__
              : op == UnaryOperator::kPositive ? vm.names.__pos__
                                               : vm.names.__invert__;
  bool found;
  Ref result = call_special(vm, self, name, {}, &found);
  if (!found && !vm.failed()) return not_implemented();
  return result;
}

int64_t length_slot(Vm& vm, Value self) {
  bool found;
  Ref result = call_special(vm, self, vm.names.__len__, {}, &found);
  if (!found && !vm.failed())
    vm.raise(vm.exc.TypeError, "object of type '{}' has no len()", type_of(self)->name->view());
  if (!result) return -1;
  int64_t n;
  if (!vm.to_index(result, &n)) return -1;
  if (n < 0) {
    vm.raise(vm.exc.ValueError, "__len__() should return >= 0");
    return -1;
  }
  return n;
}

int truth_slot(Vm& vm, Value self) {
  bool found;
  Ref result = call_special(vm, self, vm.names.__bool__, {}, &found);
  if (found) {
    if (!result) return -1;
    if (result.get().is_bool()) return result.get().is_true();
    vm.raise(vm.exc.TypeError, "__bool__ should return bool, returned {}", type_of(result)->name->view());
    return -1;
  }
  if (vm.failed()) return -1;
  Type* type = type_of(self);
  if (!type->length) return 1;
  int64_t n = type->length(vm, self);
  return n < 0 ? -1 : n > 0;
}

Ref getitem_slot(Vm& vm, Value self, Value key) {
  return call_required(vm, self, vm.names.__getitem__, {&key, 1}, "is not subscriptable");
}

bool setitem_slot(Vm& vm, Value self, Value key, Value value) {
  Value args[] = {key, value};
  if (value)
    return static_cast<bool>(call_required(vm, self, vm.names.__setitem__, args, "does not support item assignment"));
  return static_cast<bool>(call_required(vm, self, vm.names.__delitem__, {args, 1}, "doesn't support item deletion"));
}

int contains_slot(Vm& vm, Value self, Value item) {
  Value method = vm.lookup(type_of(self), vm.names.__contains__);
  if (method.is_none()) {
    vm.raise(vm.exc.TypeError, "'{}' object is not a container", type_of(self)->name->view());
    return -1;
  }
  bool found;
  Ref result = call_special(vm, self, vm.names.__contains__, {&item, 1}, &found);
  return result ? vm.truth(result) : -1;
}

Ref await_slot(Vm& vm, Value self) {
  return call_required(vm, self, vm.names.__await__, {}, "can't be used in 'await' expression");
}
Ref aiter_slot(Vm& vm, Value self) {
  return call_required(vm, self, vm.names.__aiter__, {}, "is not an async iterable");
}
Ref anext_slot(Vm& vm, Value self) {
  return call_required(vm, self, vm.names.__anext__, {}, "is not an async iterator");
}

template <typename F>
void* erased(F* function) {
  return reinterpret_cast<void*>(function);
}

}  // namespace

void* python_slot(Slot slot) {
  switch (slot) {
    case Slot::kConstruct:
      return erased(construct_slot);
    case Slot::kInit:
      return erased(init_slot);
    case Slot::kRepr:
      return erased(repr_slot);
    case Slot::kStr:
      return erased(str_slot);
    case Slot::kHash:
      return erased(hash_slot);
    case Slot::kCall:
      return erased(call_slot);
    case Slot::kGetattr:
      return erased(getattr_slot);
    case Slot::kSetattr:
      return erased(setattr_slot);
    case Slot::kDescrGet:
      return erased(descr_get_slot);
    case Slot::kDescrSet:
      return erased(descr_set_slot);
    case Slot::kIter:
      return erased(iter_slot);
    case Slot::kNext:
      return erased(next_slot);
    case Slot::kCompare:
      return erased(compare_slot);
    case Slot::kBinary:
      return erased(binary_slot);
    case Slot::kRbinary:
      return erased(rbinary_slot);
    case Slot::kInplace:
      return erased(inplace_slot);
    case Slot::kUnary:
      return erased(unary_slot);
    case Slot::kTruth:
      return erased(truth_slot);
    case Slot::kLength:
      return erased(length_slot);
    case Slot::kGetitem:
      return erased(getitem_slot);
    case Slot::kSetitem:
      return erased(setitem_slot);
    case Slot::kContains:
      return erased(contains_slot);
    case Slot::kAwait:
      return erased(await_slot);
    case Slot::kAiter:
      return erased(aiter_slot);
    case Slot::kAnext:
      return erased(anext_slot);
    case Slot::kCount:
      break;
  }
  return nullptr;
}

namespace {

/// Bits of the slots that the dict of `type` defines by dunder methods.
uint32_t slots_defined(Vm& vm, const Type* type, Value* single) {
  uint32_t mask = 0;
  const std::vector<Str*>& names = slot_names(vm);
  std::span<const SlotDef> defs = slot_defs();
  auto add = [&](Slot slot, Value value) {
    auto i = static_cast<size_t>(slot);
    mask |= 1u << i;
    if (single) single[i] = value;
  };
  for (size_t i = 0; i < defs.size(); ++i) {
    Value value = dict_get(type->dict, names[i]);
    if (value) add(defs[i].slot, value);
  }
  if (Value value = dict_get(type->dict, vm.names.__new__)) add(Slot::kConstruct, value);
  if (Value value = dict_get(type->dict, vm.names.__getattr__)) add(Slot::kGetattr, value);
  return mask;
}

bool several_methods(Slot slot) {
  return slot == Slot::kCompare || slot == Slot::kBinary || slot == Slot::kRbinary || slot == Slot::kInplace ||
         slot == Slot::kUnary || slot == Slot::kSetattr || slot == Slot::kDescrSet || slot == Slot::kSetitem;
}

}  // namespace

void update_slots(Vm& vm, Type* type) {
  uint32_t done = 0;
  for (size_t i = 0; i < kSlotCount; ++i) set_slot_value(type, static_cast<Slot>(i), nullptr);
  Value single[kSlotCount];
  for (Value entry : type->mro->view()) {
    auto* t = as<Type>(entry);
    bool heap = t->type_flags & kHeapType;
    uint32_t defined = slots_defined(vm, t, single);
    for (size_t i = 0; i < kSlotCount; ++i) {
      if (done >> i & 1) continue;
      auto slot = static_cast<Slot>(i);
      if (!heap && owns_slot(t, slot)) {
        set_slot_value(type, slot, slot_value(t, slot));
      } else if (defined >> i & 1) {
        Value v = single[i];
        Type* owner = several_methods(slot) ? nullptr : wrapper_owner(v);
        void* function = python_slot(slot);
        if (owner) function = slot_value(owner, slot);
        if (slot == Slot::kHash && v.is_none()) function = reinterpret_cast<void*>(&hash_unsupported);
        if (slot == Slot::kConstruct && !heap) function = slot_value(t, slot);
        set_slot_value(type, slot, function);
      } else {
        continue;
      }
      done |= 1u << i;
    }
  }
  uint32_t flags = type->type_flags & ~(kHasDel | kHasGetattrHook | kCustomGetattr);
  if (vm.lookup(type, vm.names.__del__)) flags |= kHasDel;
  if (vm.lookup(type, vm.names.__getattr__)) {
    flags |= kHasGetattrHook;
    set_slot_value(type, Slot::kGetattr, python_slot(Slot::kGetattr));
  }
  // With __getattr__ alone, what the type or the instance defines is still found in the generic way.
  Value getattribute = vm.lookup(type, vm.names.__getattribute__);
  Type* owner = wrapper_owner(getattribute);
  if (!owner || owner->getattr != generic_getattr) flags |= kCustomGetattr;
  type->type_flags = flags;
  // __len__ alone decides the truth of an instance.
  if (!type->truth && type->length) type->truth = truth_slot;
}

void update_slots_of_subclasses(Vm& vm, Type* type) {
  for (Type* sub : type->subclasses) {
    if (sub->type_flags & kHeapType) {
      update_slots(vm, sub);
    } else {
      // Built-in: what was inherited follows the base, what is its own stays.
      std::vector<void*>& inherited = vm.impl->inherited_slots[sub];
      for (size_t i = 0; i < kSlotCount; ++i) {
        auto slot = static_cast<Slot>(i);
        // Built-in types have constructors of their own or none.
        if (slot == Slot::kConstruct && type == vm.types.object) continue;
        if (slot_value(sub, slot) == inherited[i]) set_slot_value(sub, slot, slot_value(type, slot));
        inherited[i] = slot_value(type, slot);
      }
    }
    update_slots_of_subclasses(vm, sub);
  }
}

// --- names and symbols of operators

// The formatter never comes to rest on this list.
// clang-format off
#define OPERATORS(X)                                                                                               \
  X(add, "+") X(sub, "-") X(mul, "*") X(truediv, "/") X(floordiv, "//") X(mod, "%") X(pow, "** or pow()")          \
  X(matmul, "@") X(lshift, "<<") X(rshift, ">>") X(and, "&") X(or, "|") X(xor, "^")
// clang-format on

Str* binary_name(Vm& vm, BinaryOperator op) {
#define X(name, symbol) vm.names.__##name##__,
  Str* const names[] = {OPERATORS(X)};
#undef X
  return names[static_cast<size_t>(op)];
}
Str* reflected_name(Vm& vm, BinaryOperator op) {
#define X(name, symbol) vm.names.__r##name##__,
  Str* const names[] = {OPERATORS(X)};
#undef X
  return names[static_cast<size_t>(op)];
}
Str* inplace_name(Vm& vm, BinaryOperator op) {
#define X(name, symbol) vm.names.__i##name##__,
  Str* const names[] = {OPERATORS(X)};
#undef X
  return names[static_cast<size_t>(op)];
}
const char* operator_symbol(BinaryOperator op) {
#define X(name, symbol) symbol,
  static const char* const symbols[] = {OPERATORS(X)};
#undef X
  return symbols[static_cast<size_t>(op)];
}
#undef OPERATORS

Str* compare_name(Vm& vm, CompareOperator op) {
  Str* const names[] = {vm.names.__lt__, vm.names.__le__, vm.names.__eq__,
                        vm.names.__ne__, vm.names.__gt__, vm.names.__ge__};
  return names[static_cast<size_t>(op)];
}
const char* operator_symbol(CompareOperator op) {
  static const char* const symbols[] = {"<", "<=", "==", "!=", ">", ">="};
  return symbols[static_cast<size_t>(op)];
}
CompareOperator swapped(CompareOperator op) {
  static const CompareOperator table[] = {CompareOperator::kGreater, CompareOperator::kGreaterEqual,
                                          CompareOperator::kEqual,   CompareOperator::kNotEqual,
                                          CompareOperator::kLess,    CompareOperator::kLessEqual};
  return table[static_cast<size_t>(op)];
}

}  // namespace loopscope::vm
