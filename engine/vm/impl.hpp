#pragma once
// Private state of the object half of engine/vm, and what its files share.

#include <unordered_map>
#include <vector>

#include "engine/vm/alloc.hpp"
#include "engine/vm/vm.hpp"

namespace loopscope::vm {

/// Interned strings: open addressing, linear probing, never shrinks.
struct InternTable {
  std::vector<Str*> slots;
  size_t count = 0;
};

struct MethodCacheEntry {
  uint32_t version = 0;
  const Str* name = nullptr;
  Value value;  // borrowed: valid as long as the version is
};

struct Vm::Impl {
  Heap heap;
  InternTable interned;
  Str* empty_str = nullptr;
  Str* ascii[128] = {};
  Tuple* empty_tuple = nullptr;

  // Collector.
  GcObject tracked;  // sentinel of the circular list
  int64_t tracked_count = 0;
  int64_t tracked_at_last_collection = 0;
  int64_t collection_threshold = 2000;
  bool collecting = false;
  bool collection_due = false;
  uint32_t dealloc_depth = 0;
  std::unordered_map<const Object*, size_t> doomed;  // while finalizers of garbage run: its places in the list
  uint32_t finalizer_depth = 0;                      // the dealloc_depth at which the innermost finalizer runs
  std::vector<Object*> trash;                        // dead objects that wait for a shallower stack

  std::unordered_map<Object*, std::vector<WeakRef*>> weakrefs;  // in order of creation
  std::unordered_map<Object*, Dict*> side_dicts;

  static constexpr size_t kCacheSize = 4096;
  MethodCacheEntry method_cache[kCacheSize];
  uint32_t last_version = 0;
  Type* slot_wrapper = nullptr;
  Type* sequence_iterator = nullptr;
  std::vector<Str*> slot_names;                                         // of slot_defs(), interned
  std::unordered_map<const Type*, std::vector<void*>> inherited_slots;  // what built-in types got from their bases
  std::vector<Type*> builtin_types;
  std::vector<Value> reprs;  // containers whose repr is being made
};

inline Vm::Impl& state() { return *current_vm->impl; }

// --- collector (gc.cpp)
// -------------------------------------------------------------------------------------------------
void track(Vm::Impl& impl, GcObject* object);
void untrack(Vm::Impl& impl, GcObject* object);
/// Runs a collection that the allocation threshold asked for; called at safe points.
void collect_if_due(Vm& vm);
/// True when the VM heap is over its cap: the next safe point raises MemoryError.
bool over_memory_limit(const Vm& vm);

// --- weak references and side dicts (weakref.cpp)
// ----------------------------------------------------------------------
void clear_weakrefs(Object* object, bool call_callbacks);
void create_weakref_type(Vm& vm);
Dict* side_dict(Object* object);  // null when there is none
Dict* ensure_side_dict(Object* object);
void drop_side_dict(Object* object);

// --- types
// ---------------------------------------------------------------------------------------------------------------
Type* raw_type(Vm& vm);
void init_type(Vm& vm, Type* type, const TypeDef& def);
void add_builtin_wrappers(Vm& vm, Type* type);
/// Sets the slots of a type from what its MRO defines (slot_functions.cpp).
void update_slots(Vm& vm, Type* type);
void update_slots_of_subclasses(Vm& vm, Type* type);
/// New versions for the type and its subclasses: whatever was cached about them is void.
void type_modified(Vm& vm, Type* type);
/// After an assignment of `name` in the type's dict.
void type_attribute_changed(Vm& vm, Type* type, const Str* name);
void inherit_slots(Type* type, const Type* base);
Ptr<Tuple> compute_mro(Vm& vm, Type* type);
void default_life_cycle(Type* type);

/// A dunder method that a slot of a built-in type provides.
struct SlotDef;
struct SlotWrapper : GcObject {
  const SlotDef* def;
  Type* owner;  // borrowed: built-in types live as long as the VM
};
bool is_slot_wrapper(Value v);
Ref call_slot_wrapper(Vm& vm, Value self, Args args);
/// The wrapper's owner when `v` wraps a slot, else null.
Type* wrapper_owner(Value v);
std::string_view wrapper_name(Value v);
void create_slot_wrapper_type(Vm& vm);

// --- attributes (attributes.cpp)
// ---------------------------------------------------------------------------------------
Ref generic_getattr(Vm& vm, Value obj, Str* name);
bool generic_setattr(Vm& vm, Value obj, Str* name, Value value);
Ref type_getattr(Vm& vm, Value obj, Str* name);
bool type_setattr(Vm& vm, Value obj, Str* name, Value value);
Ref module_getattr(Vm& vm, Value obj, Str* name);
/// The attribute dict of an instance: null when it has none yet (or can have none).
Dict* attribute_dict(Value obj);
Dict* ensure_attribute_dict(Value obj);
bool may_have_dict(const Type* type);
Ref bind_descriptor(Vm& vm, Value descriptor, Value obj, Value owner);
Ref raise_attribute_error(Vm& vm, Value obj, Str* name, std::string_view message);

// --- type creation, by file
// ----------------------------------------------------------------------------------------------
void create_object_type(Vm& vm);
void create_type_type(Vm& vm);
void create_int_types(Vm& vm);
void create_float_types(Vm& vm);
void create_str_type(Vm& vm);
void create_bytes_types(Vm& vm);
void create_sequence_types(Vm& vm);
void create_dict_type(Vm& vm);
void create_set_types(Vm& vm);
void create_slice_types(Vm& vm);
void create_descriptor_types(Vm& vm);
void create_method_types(Vm& vm);
void create_tuple_type(Vm& vm);
void create_super_type(Vm& vm);
void create_iterator_type(Vm& vm);
void finish_slot_wrapper_type(Vm& vm);
/// Gives a built-in type with kHasDict its __dict__.
void add_dict_getset(Vm& vm, Type* type);
/// Iterates by __getitem__ from 0 on.
Ref make_sequence_iterator(Vm& vm, Value sequence);

// --- text
// ----------------------------------------------------------------------------------------------------------------
/// Replaces the entries by the same ones in another order.
void dict_reorder(Dict* d, std::span<const Dict::Entry> entries);
std::string float_text(double value);
std::string str_repr(std::string_view utf8);
std::string bytes_repr(std::string_view bytes);
Ref object_repr(Vm& vm, Value v);

/// Guards against recursion through C++ code; false with RecursionError pending.
class NativeDepth {
 public:
  NativeDepth(Vm& vm, const char* what);
  ~NativeDepth();
  NativeDepth(const NativeDepth&) = delete;
  bool ok() const { return ok_; }

 private:
  Vm& vm_;
  bool ok_;
};

/// True (and remembers v) unless the repr of v is already being made.
class ReprGuard {
 public:
  ReprGuard(Vm& vm, Value v);
  ~ReprGuard();
  ReprGuard(const ReprGuard&) = delete;
  bool entered() const { return entered_; }

 private:
  Vm& vm_;
  bool entered_;
};

template <typename T>
void drop_field(T*& place) {
  if (T* old = std::exchange(place, nullptr)) decref(Value(old));
}
inline void drop_field(Value& place) { decref(std::exchange(place, kNull)); }
template <typename T>
void visit_field(Visitor& visitor, T* object) {
  if (object) visitor.visit(Value(object));
}
inline Ref not_implemented() { return Ref::share(kNotImplemented); }
inline Ref boolean(bool b) { return Ref::share(Value::boolean(b)); }
/// Result of a three-way or equality comparison for an operator.
inline bool ordered(lang::CompareOperator op, int order) {
  switch (op) {
    case lang::CompareOperator::kLess:
      return order < 0;
    case lang::CompareOperator::kLessEqual:
      return order <= 0;
    case lang::CompareOperator::kEqual:
      return order == 0;
    case lang::CompareOperator::kNotEqual:
      return order != 0;
    case lang::CompareOperator::kGreater:
      return order > 0;
    case lang::CompareOperator::kGreaterEqual:
      return order >= 0;
  }
  return false;
}

}  // namespace loopscope::vm
