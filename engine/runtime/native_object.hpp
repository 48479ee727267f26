#pragma once
// How the runtime's own Python objects are laid out and declared with little text.

#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

/// An object with up to three owned values and three numbers: every built-in iterator and view is one.
struct NativeObject : GcObject {
  Value a, b, c;  // owned or null
  int64_t i, n, step;
};

/// Makes a type whose instances are NativeObjects: life cycle slots are set, the rest is the caller's.
Type* make_native_type(Vm& vm, const char* module, const char* name, Kind kind = Kind::kIterator, uint32_t flags = 0);
/// The same for iterators: `iter` returns the object itself.
Type* make_iterator_type(Vm& vm, const char* name, Ref (*next)(Vm&, Value));
/// Takes over the references.
Ptr<NativeObject> new_native_object(Vm& vm, Type* type, Ref a = {}, Ref b = {}, Ref c = {});

inline NativeObject* native(Value v) { return as<NativeObject>(v); }
inline void drop(Value& place) { decref(std::exchange(place, kNull)); }
inline void replace(Value& place, Ref value) { decref(std::exchange(place, value.release())); }

Ref iter_self(Vm& vm, Value self);

}  // namespace loopscope::runtime
