#pragma once
// The slot table of a type as data: one index a slot, and the dunder methods that stand for it.

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

/// In the order of the members of Type, from `construct` on.
enum class Slot : uint8_t {
  kConstruct,
  kInit,
  kRepr,
  kStr,
  kHash,
  kCall,
  kGetattr,
  kSetattr,
  kDescrGet,
  kDescrSet,
  kIter,
  kNext,
  kCompare,
  kBinary,
  kRbinary,
  kInplace,
  kUnary,
  kTruth,
  kLength,
  kGetitem,
  kSetitem,
  kContains,
  kAwait,
  kAiter,
  kAnext,
  kCount,
};
inline constexpr size_t kSlotCount = static_cast<size_t>(Slot::kCount);

/// A slot's function without its type; null when the slot is empty.
void* slot_value(const Type* type, Slot slot);
void set_slot_value(Type* type, Slot slot, void* function);
/// Does the (built-in) type itself provide the slot, or only inherit it?
bool owns_slot(const Type* type, Slot slot);

/// One dunder method. `op`: the operator, for the slots that serve several.
struct SlotDef {
  const char* name;
  Slot slot;
  Ref (*call)(Vm&, Type* owner, Value self, Args, uint8_t op);
  int8_t min_args;
  int8_t max_args;  // -1: any number, and keywords
  uint8_t op;
};
std::span<const SlotDef> slot_defs();
/// The interned names of slot_defs(), in its order.
const std::vector<Str*>& slot_names(Vm& vm);

/// What calls the methods of Python classes (slot_functions.cpp).
void* python_slot(Slot slot);

/// Calls obj.NAME(args) with NAME looked up on the type. *found tells whether there is such a method (and it is not
/// None).
Ref call_special(Vm& vm, Value obj, Str* name, std::span<const Value> args, bool* found);

/// The dunder names of operators, indexed by operator.
Str* binary_name(Vm& vm, lang::BinaryOperator op);
Str* reflected_name(Vm& vm, lang::BinaryOperator op);
Str* inplace_name(Vm& vm, lang::BinaryOperator op);
Str* compare_name(Vm& vm, lang::CompareOperator op);
const char* operator_symbol(lang::BinaryOperator op);
const char* operator_symbol(lang::CompareOperator op);
lang::CompareOperator swapped(lang::CompareOperator op);

}  // namespace loopscope::vm
