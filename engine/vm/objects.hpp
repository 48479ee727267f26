#pragma once
// The structs of the built-in data types, and how to make and reach into them.

#include <string>
#include <string_view>
#include <vector>

#include "engine/vm/type.hpp"

struct mp_int_holder;

namespace loopscope::vm {

/// Buffers of lists and dicts come from the VM's heap: quick, counted against the memory cap, at reproducible
/// addresses.
void* allocate_buffer(size_t bytes);
void release_buffer(void* memory, size_t bytes);
template <typename T>
struct VmAllocator {
  using value_type = T;
  VmAllocator() = default;
  template <typename U>
  VmAllocator(const VmAllocator<U>&) {}  // NOLINT: as std::allocator
  T* allocate(size_t n) { return static_cast<T*>(allocate_buffer(n * sizeof(T))); }
  void deallocate(T* p, size_t n) { release_buffer(p, n * sizeof(T)); }
  friend bool operator==(VmAllocator, VmAllocator) { return true; }
};
using Values = std::vector<Value, VmAllocator<Value>>;

/// Text: UTF-8 (lone surrogates encoded like any other code point) with its length in code points.
struct Str : Object {
  mutable uint64_t hash = 0;  // 0: not computed yet
  uint32_t size = 0;          // bytes
  uint32_t length = 0;        // code points
  bool interned = false;
  char data[1];  // size bytes and a NUL

  std::string_view view() const { return {data, size}; }
  bool is_ascii() const { return size == length; }
};
Ptr<Str> make_str(std::string_view utf8);
/// A str that lives as long as the VM; equal interned strings are the same object.
Str* intern(std::string_view utf8);
Str* intern(Str* s);
uint64_t hash_of(const Str* s);
bool equal(const Str* a, const Str* b);
/// The code point at index i < length; the byte offset of code point i.
uint32_t code_point_at(const Str* s, size_t i);
size_t byte_offset(const Str* s, size_t i);
/// UTF-8 of one code point, appended.
void append_code_point(std::string& out, uint32_t cp);

struct Float : Object {
  double value;
};
Ref make_float(double value);

struct Complex : Object {
  double real, imag;
};
Ref make_complex(double real, double imag);

struct Bytes : Object {
  std::string bytes;
};
/// `type`: a subclass of bytes; null: bytes itself.
Ref make_bytes(std::string bytes, Type* type = nullptr);

struct ByteArray : GcObject {
  std::string bytes;
  uint64_t accounted;  // bytes that the memory cap knows of
};
/// Tells the memory cap how large it is now; after each change of its size.
void account_size(ByteArray* array);

struct Tuple : GcObject {
  uint32_t count = 0;
  Value items[1];  // owned

  std::span<const Value> view() const { return {items, count}; }
};
Ptr<Tuple> make_tuple(std::span<const Value> borrowed);
/// Items are null until the caller fills them (owned references).
Ptr<Tuple> make_tuple(uint32_t count);

struct List : GcObject {
  Values items;  // owned
};
Ptr<List> make_list();
Ptr<List> make_list(std::span<const Value> borrowed);
inline void append(List* list, Ref item) { list->items.push_back(item.release()); }

/// Insertion-ordered hash table. Deleted entries have a null key until the next rebuild.
struct Dict : GcObject {
  struct Entry {
    uint64_t hash;
    Value key;    // owned; null: deleted
    Value value;  // owned
  };
  std::vector<Entry, VmAllocator<Entry>> entries;
  std::vector<int32_t, VmAllocator<int32_t>>
      index;                  // open addressing, -1 empty, -2 deleted; empty while entries.size() <= 8
  uint32_t live = 0;          // entries that are not deleted
  uint32_t keys_version = 0;  // changes whenever a key is added or removed (inline caches, iteration checks)
};
Ptr<Dict> make_dict();
/// Look-ups with an interned or any str key never call Python code and never fail.
Value dict_get(const Dict* d, const Str* key);  // borrowed or null
void dict_set(Dict* d, Str* key, Value value);
bool dict_remove(Dict* d, const Str* key);
Value dict_get(const Dict* d, const char* key);
void dict_set(Dict* d, const char* key, Value value);
/// General keys: hash and == may run Python code. found: 1, absent: 0, failed: -1. `*out` is borrowed.
int dict_find(Vm&, Dict* d, Value key, Value* out);
bool dict_set(Vm&, Dict* d, Value key, Value value);
int dict_remove(Vm&, Dict* d, Value key, Ref* removed = nullptr);
void dict_clear(Dict* d);
Ptr<Dict> dict_copy(const Dict* d);
/// Next live entry at or after *position (which moves behind it); null at the end.
const Dict::Entry* dict_next(const Dict* d, size_t* position);

/// Set and frozenset share the layout: a Dict whose values are None.
struct Set : GcObject {
  Dict* table;                // owned
  mutable int64_t hash = -1;  // frozenset
  uint32_t settled_version;   // table->keys_version for which the order is CPython's
};
Ptr<Set> make_set(bool frozen = false);
/// Brings the items into the order that a program sees; call before iterating, printing or popping.
void settle_set_order(Set* s);
int set_contains(Vm&, Set* s, Value item);
bool set_add(Vm&, Set* s, Value item);
int set_remove(Vm&, Set* s, Value item);

struct Slice : GcObject {
  Value start, stop, step;  // owned, None when absent
};
Ref make_slice(Value start, Value stop, Value step);
/// Resolves a slice against a length as slice.indices does. False with an exception pending.
bool slice_bounds(Vm&, Value slice, int64_t length, int64_t* start, int64_t* stop, int64_t* step, int64_t* count);

struct Range : Object {
  Value start, stop, step;  // owned ints
  int64_t length;           // -1: does not fit 64 bits
};

struct Cell : GcObject {
  Value value;  // owned or null
};
Ptr<Cell> make_cell(Value borrowed);

struct Module : Instance {
  Str* name;
};
Ptr<Module> make_module(std::string_view name);

struct BoundMethod : GcObject {
  Value function;  // owned
  Value self;      // owned
};
Ref make_bound_method(Value function, Value self);

struct NativeFunction : GcObject {
  const MethodDef* def;
  Value self;     // owned or null: what `self` of the NativeFn is
  Str* module;    // owned or null
  Str* qualname;  // owned
};
Ref make_native_function(const MethodDef* def, Value self, std::string_view module = {});

/// A method of a built-in type, unbound.
struct MethodDescriptor : GcObject {
  const MethodDef* def;
  Type* owner;  // borrowed
};
struct GetSet : GcObject {
  const GetSetDef* def;
  Type* owner;
};
/// One name of __slots__.
struct Member : GcObject {
  Str* name;  // owned
  Str* key;   // owned: under which the value stands in the instance's dict
  Type* owner;
};
struct Property : Instance {
  Value get, set, del, doc;  // owned or null
};
struct StaticMethod : Instance {
  Value function;  // owned; classmethod shares the struct
};
struct WeakRef : GcObject {
  Value referent;  // borrowed; null when dead
  Value callback;  // owned or null
  int64_t hash;    // of the referent, once `hashed`: valid after its death
  bool hashed;
};
Ref make_weakref(Vm&, Value referent, Value callback, Type* type = nullptr);

// Ints: small ones live in the Value; IntObject holds the others and instances of subclasses of int.
struct IntObject : Object {
  void* digits;  // mp_int*
};
/// Any 64-bit integer.
Ref make_int(int64_t n);
Ref make_int_from_decimal(std::string_view digits);
/// 1: fits and stored; 0: is an int too large for 64 bits; -1: not an int (bool counts as int).
int int_value(Value v, int64_t* out);
bool is_int(Value v);  // int, bool and subclasses
std::string int_to_string(Value v, int base = 10);
Ref int_binary(Vm&, lang::BinaryOperator, Value a, Value b);  // both is_int()
Ref int_unary(Vm&, lang::UnaryOperator, Value a);
int int_compare(Value a, Value b);  // -1, 0, 1; both is_int()
double int_to_double(Vm&, Value v, bool* overflow);
Ref int_from_double(Vm&, double d);  // truncates; OverflowError/ValueError on inf/nan
uint64_t hash_int(Value v);
uint64_t hash_double(double d);

}  // namespace loopscope::vm
