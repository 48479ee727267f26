#pragma once
// Small helpers that the built-in functions share.

#include <string>
#include <string_view>

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

using namespace vm;  // everything here is written in terms of the machine

inline Ref none() { return Ref::share(kNone); }
inline Ref boolean(bool b) { return Ref::share(Value::boolean(b)); }
inline Ref not_implemented() { return Ref::share(kNotImplemented); }
inline Ref text(std::string_view s) { return make_str(s); }
inline std::string_view type_name(Value v) { return type_of(v)->name->view(); }
inline std::string_view view(Value str) { return as<Str>(str)->view(); }
inline bool is_str(Value v) { return v.is(Kind::kStr); }

/// The bytes of a bytes or bytearray; false for anything else.
bool bytes_view(Value v, std::string_view* out);
/// Raises TypeError unless v is a str: "FUNCTION() argument must be str, not TYPE".
bool need_str(Vm& vm, const char* function, Value v);
/// Sets a slot of the exception or object dict under `name`.
bool set_attribute(Vm& vm, Value object, const char* name, Ref value);
/// Negative indices count from the end; the result is clamped to [0, length] as slices do.
inline int64_t clamp_index(int64_t i, int64_t length) {
  if (i < 0) i += length;
  return i < 0 ? 0 : i > length ? length : i;
}
/// Optional slice-like argument: None or absent leaves `out` as it is.
bool optional_index(Vm& vm, Value v, int64_t* out);
/// Escapes everything outside ASCII as ascii() does.
std::string ascii_escape(std::string_view repr);
/// repr() of a str or bytes body.
std::string repr_of_bytes(std::string_view bytes);

/// Wraps a C++ struct in a Python object: allocation with constructed members.
template <typename T>
T* new_native(Vm& vm, Type* type) {
  return static_cast<T*>(vm.new_object(type));
}

}  // namespace loopscope::runtime
