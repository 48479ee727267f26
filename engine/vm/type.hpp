#pragma once
// Type objects: the slot table that the interpreter dispatches on, and the tables from which built-in types are made.

#include <span>
#include <vector>

#include "engine/lang/code.hpp"
#include "engine/vm/value.hpp"

namespace loopscope::vm {

class Vm;
struct Dict;
struct Str;
struct Tuple;
struct Type;

/// Arguments of a call: `count` positional values at `data`, then the values of the keywords named in `keywords`.
struct Args {
  const Value* data = nullptr;
  uint32_t count = 0;
  Tuple* keywords = nullptr;  // tuple of str or null

  Value operator[](size_t i) const { return data[i]; }
  uint32_t keyword_count() const;
  Value keyword_value(size_t i) const { return data[count + i]; }
  Str* keyword_name(size_t i) const;
  /// The value of keyword `name`, or null.
  Value keyword(const char* name) const;
  /// Without the first `n` positional arguments.
  Args drop(uint32_t n) const { return Args{data + n, count - n, keywords}; }
};

/// Objects that can take part in cycles: linked into the collector's list.
struct GcObject : Object {
  GcObject* gc_next = nullptr;
  GcObject* gc_prev = nullptr;
  int64_t gc_refs = 0;
};

/// What `traverse` calls for each value that an object owns.
class Visitor {
 public:
  virtual void visit(Value v) = 0;

 protected:
  ~Visitor() = default;
};

/// An object with attributes in a dict: instances of Python classes, and the base of C++ structs whose type may be
/// subclassed from Python.
struct Instance : GcObject {
  Dict* dict = nullptr;  // owned; made on first use
};

using NativeFn = Ref (*)(Vm&, Value self, Args);

enum TypeFlag : uint32_t {
  kHeapType = 1,         // made by a class statement
  kBaseType = 2,         // may be subclassed
  kHasDict = 4,          // instances are Instance structs with attributes
  kAbstract = 8,         // cannot be instantiated from Python
  kHasDel = 16,          // __del__ somewhere in the MRO
  kHasGetattrHook = 32,  // __getattr__ in the MRO
  kCustomGetattr = 64,   // getattr slot is not the generic one
  kImmutableType = 128,  // built-in: attributes cannot be set
  kExceptionType = 256,
  kHasSlotsDecl = 512,  // __slots__ without __dict__
  kIsMapping = 1024,    // match statements
  kIsSequence = 2048,
  kNoDict = 4096,  // instances refuse unknown attributes (built-in without dict)
};

/// A class. Slots that are null mean "not supported". A slot returns null with an exception pending on failure; slots
/// of binary operators and comparisons return NotImplemented to let the other side try.
struct Type : Instance {
  Str* name = nullptr;
  Str* qualname = nullptr;
  Tuple* bases = nullptr;
  Tuple* mro = nullptr;
  Type* base = nullptr;  // whose layout instances have; borrowed from bases
  Kind instance_kind = Kind::kInstance;
  uint32_t type_flags = 0;
  uint32_t version = 0;  // changes with every change of the type or a base; never 0 when valid
  uint32_t instance_size = 0;
  std::vector<Type*> subclasses;  // borrowed; removed by the subclass's dealloc

  void (*finalize)(Object*) = nullptr;  // runs once before destruction, may resurrect (futures, tasks)
  void (*destroy)(Object*) = nullptr;   // releases what the object owns and its memory
  void (*traverse)(Object*, Visitor&) = nullptr;
  void (*clear)(Object*) = nullptr;  // breaks cycles: drops owned values, stays valid

  Ref (*construct)(Vm&, Type*, Args) = nullptr;  // __new__
  bool (*init)(Vm&, Value, Args) = nullptr;      // __init__
  Ref (*repr)(Vm&, Value) = nullptr;
  Ref (*str)(Vm&, Value) = nullptr;
  bool (*hash)(Vm&, Value, int64_t* out) = nullptr;  // null: inherit identity; unhashable types set hash_unsupported
  Ref (*call)(Vm&, Value, Args) = nullptr;
  Ref (*getattr)(Vm&, Value, Str* name) = nullptr;
  bool (*setattr)(Vm&, Value, Str* name, Value) = nullptr;               // null value deletes
  Ref (*descr_get)(Vm&, Value descr, Value obj, Value owner) = nullptr;  // obj null: through the class
  bool (*descr_set)(Vm&, Value descr, Value obj, Value) = nullptr;  // null value deletes; makes it a data descriptor
  Ref (*iter)(Vm&, Value) = nullptr;
  Ref (*next)(Vm&, Value) = nullptr;  // null without a pending exception: exhausted
  Ref (*compare)(Vm&, Value, Value, lang::CompareOperator) = nullptr;
  Ref (*binary)(Vm&, lang::BinaryOperator, Value self, Value other) = nullptr;   // never an in-place operator
  Ref (*rbinary)(Vm&, lang::BinaryOperator, Value self, Value other) = nullptr;  // other OP self
  Ref (*inplace)(Vm&, lang::BinaryOperator, Value self, Value other) = nullptr;  // operator without kInplace
  Ref (*unary)(Vm&, lang::UnaryOperator, Value) = nullptr;                       // never kNot
  int (*truth)(Vm&, Value) = nullptr;                                            // 0, 1, -1 on failure
  int64_t (*length)(Vm&, Value) = nullptr;                                       // -1 on failure
  Ref (*getitem)(Vm&, Value, Value key) = nullptr;
  bool (*setitem)(Vm&, Value, Value key, Value) = nullptr;  // null value deletes
  int (*contains)(Vm&, Value container, Value item) = nullptr;
  Ref (*await)(Vm&, Value) = nullptr;  // the iterator of __await__
  Ref (*aiter)(Vm&, Value) = nullptr;
  Ref (*anext)(Vm&, Value) = nullptr;
};

/// A method of a built-in type or a function of a built-in module. `max_args` -1: any number. Positional arguments are
/// counted before the call; keywords are refused unless `takes_keywords`.
struct MethodDef {
  const char* name;
  NativeFn fn;
  int min_args = 0;
  int max_args = 0;
  bool takes_keywords = false;
  enum Binding : uint8_t { kInstanceMethod, kStatic, kClass } binding = kInstanceMethod;
};

struct GetSetDef {
  const char* name;
  Ref (*get)(Vm&, Value self);
  bool (*set)(Vm&, Value self, Value value) = nullptr;  // null value deletes
};

/// How a built-in type is declared; see Vm::make_type.
struct TypeDef {
  const char* module;  // "builtins", "asyncio", ...
  const char* name;
  Kind kind;
  uint32_t flags;
  uint32_t instance_size;
  Type* base;  // null: object
};

bool hash_unsupported(Vm&, Value, int64_t*);  // raises TypeError: unhashable type

Type* type_of_immediate(Value v);
/// The type of any value.
inline Type* type_of(Value v) { return v.is_object() ? v.object()->type : type_of_immediate(v); }
bool is_subtype(const Type* type, const Type* of);
inline bool is_instance(Value v, const Type* of) {
  Type* t = type_of(v);
  return t == of || is_subtype(t, of);
}

}  // namespace loopscope::vm
