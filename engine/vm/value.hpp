#pragma once
// A Python value in one machine word, and the owning reference to it.

#include <cstddef>
#include <cstdint>
#include <utility>

namespace loopscope::vm {

struct Object;
enum class Kind : uint8_t;

/// Frees an object whose count reached zero (finalizers, weak references, trash can); gc.cpp.
void dealloc_object(Object* object);

/// A borrowed Python value. Low bit 1: an int of 63 bits; low three bits 010: None, False, True, Ellipsis or
/// NotImplemented; all zero: null (no value; what failing functions return); otherwise an Object*.
class Value {
 public:
  constexpr Value() = default;
  constexpr explicit Value(uint64_t bits) : bits_(bits) {}
  Value(const Object* object) : bits_(reinterpret_cast<uint64_t>(object)) {}  // NOLINT: implicit by design
  Value(std::nullptr_t) : bits_(0) {}                                         // NOLINT

  static constexpr int64_t kMaxInt = (int64_t{1} << 62) - 1;
  static constexpr int64_t kMinInt = -(int64_t{1} << 62);
  static constexpr bool fits(int64_t n) { return n >= kMinInt && n <= kMaxInt; }
  /// Requires fits(n); make_int() in int.hpp takes any int64.
  static constexpr Value small_int(int64_t n) { return Value((static_cast<uint64_t>(n) << 1) | 1); }
  static constexpr Value boolean(bool b) { return Value(b ? uint64_t{0x12} : uint64_t{0x0A}); }

  constexpr uint64_t bits() const { return bits_; }
  constexpr explicit operator bool() const { return bits_ != 0; }
  constexpr bool is_null() const { return bits_ == 0; }
  constexpr bool is_small_int() const { return bits_ & 1; }
  constexpr int64_t small_int() const { return static_cast<int64_t>(bits_) >> 1; }
  constexpr bool is_object() const { return (bits_ & 7) == 0 && bits_ != 0; }
  constexpr bool is_none() const { return bits_ == 0x02; }
  constexpr bool is_false() const { return bits_ == 0x0A; }
  constexpr bool is_true() const { return bits_ == 0x12; }
  constexpr bool is_bool() const { return (bits_ & ~uint64_t{0x18}) == 0x02 && (is_false() || is_true()); }
  constexpr bool is_not_implemented() const { return bits_ == 0x22; }
  Object* object() const { return reinterpret_cast<Object*>(bits_); }
  /// True when this is an object whose memory layout is `kind` (instances of subclasses included).
  inline bool is(Kind kind) const;

  friend constexpr bool operator==(Value a, Value b) { return a.bits_ == b.bits_; }  // identity, not Python's ==

 private:
  uint64_t bits_ = 0;
};

inline constexpr Value kNull{};
inline constexpr Value kNone{uint64_t{0x02}};
inline constexpr Value kFalse{uint64_t{0x0A}};
inline constexpr Value kTrue{uint64_t{0x12}};
inline constexpr Value kEllipsis{uint64_t{0x1A}};
inline constexpr Value kNotImplemented{uint64_t{0x22}};

/// Layouts of objects. Instances of a Python subclass have the kind of the built-in type that they extend.
enum class Kind : uint8_t {
  kInstance,
  kType,
  kInt,
  kFloat,
  kComplex,
  kStr,
  kBytes,
  kByteArray,
  kTuple,
  kList,
  kDict,
  kSet,
  kFrozenSet,
  kSlice,
  kRange,
  kFunction,
  kNativeFunction,
  kBoundMethod,
  kMethodDescriptor,
  kGetSet,
  kMember,
  kProperty,
  kStaticMethod,
  kClassMethod,
  kCell,
  kCode,
  kFrame,
  kTraceback,
  kModule,
  kException,
  kGenerator,
  kCoroutine,
  kAsyncGenerator,
  kAsyncGenAwaitable,
  kCoroutineWrapper,
  kIterator,  // built-in iterators of runtime/ (their own structs)
  kDictView,
  kWeakRef,
  kSuper,
  kMappingProxy,
  kFuture,
  kTask,
  kFutureIterator,
  kHandle,
  kTimerHandle,
  kEventLoop,  // engine/loop
  kNative,     // any other C++ object
};

/// The head of every object: 16 bytes.
struct Object {
  uint32_t refs = 1;
  Kind kind;
  uint8_t flags = 0;  // ObjectFlag
  uint16_t aux = 0;   // free for the kind's own use
  struct Type* type;
};

enum ObjectFlag : uint8_t {
  kTracked = 1,      // in the collector's list (a GcObject)
  kHasWeakRefs = 2,  // entries in the VM's weak reference table
  kHasSideDict = 4,  // attributes in the VM's side table (instances of Python subclasses of str, int, tuple, ...)
  kFinalized = 8,    // __del__ ran
  kImmortal = 16,
  kGcMark = 32,  // collector's scratch bit
};

inline bool Value::is(Kind kind) const { return is_object() && object()->kind == kind; }

inline void incref(Value v) {
  if (v.is_object()) ++v.object()->refs;
}
inline void decref(Value v) {
  if (v.is_object() && --v.object()->refs == 0) dealloc_object(v.object());
}

/// An owned reference; null means "failed, the exception is pending in the Vm" unless a function says otherwise.
class Ref {
 public:
  Ref() = default;
  Ref(std::nullptr_t) {}  // NOLINT
  Ref(const Ref& other) : value_(other.value_) { incref(value_); }
  Ref(Ref&& other) noexcept : value_(std::exchange(other.value_, kNull)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Ref() { decref(value_); }

  /// Takes over a reference that the caller owns.
  static Ref steal(Value v) {
    Ref r;
    r.value_ = v;
    return r;
  }
  /// Makes a new reference.
  static Ref share(Value v) {
    incref(v);
    return steal(v);
  }

  Value get() const { return value_; }
  operator Value() const { return value_; }  // NOLINT: borrowing is implicit
  explicit operator bool() const { return !value_.is_null(); }
  /// Gives the reference to the caller.
  [[nodiscard]] Value release() { return std::exchange(value_, kNull); }
  void reset() { *this = Ref(); }
  bool is_none() const { return value_.is_none(); }
  bool is(Kind kind) const { return value_.is(kind); }
  bool is_not_implemented() const { return value_.is_not_implemented(); }

 private:
  Value value_;
};

/// Unchecked cast to the struct of a kind that the caller has tested.
template <typename T>
T* as(Value v) {
  return static_cast<T*>(v.object());
}

/// An owning pointer to a known struct.
template <typename T>
class Ptr {
 public:
  Ptr() = default;
  Ptr(std::nullptr_t) {}  // NOLINT
  static Ptr steal(T* p) {
    Ptr r;
    r.ref_ = Ref::steal(p);
    return r;
  }
  static Ptr share(T* p) {
    Ptr r;
    r.ref_ = Ref::share(p);
    return r;
  }
  T* get() const { return ref_ ? static_cast<T*>(ref_.get().object()) : nullptr; }
  T* operator->() const { return get(); }
  T& operator*() const { return *get(); }
  explicit operator bool() const { return static_cast<bool>(ref_); }
  operator Value() const { return ref_.get(); }  // NOLINT
  operator Ref() && { return std::move(ref_); }  // NOLINT
  operator Ref() const& { return ref_; }         // NOLINT
  [[nodiscard]] T* release() { return static_cast<T*>(ref_.release().object()); }
  void reset() { ref_.reset(); }

 private:
  Ref ref_;
};

}  // namespace loopscope::vm
