#include "engine/runtime/support.hpp"

#include "engine/lang/source.hpp"

namespace loopscope::runtime {

bool bytes_view(Value v, std::string_view* out) {
  if (v.is(Kind::kBytes)) {
    *out = as<Bytes>(v)->bytes;
    return true;
  }
  if (v.is(Kind::kByteArray)) {
    *out = as<ByteArray>(v)->bytes;
    return true;
  }
  return false;
}

bool need_str(Vm& vm, const char* function, Value v) {
  if (is_str(v)) return true;
  vm.raise(vm.exc.TypeError, "{}() argument must be str, not {}", function, type_name(v));
  return false;
}

bool set_attribute(Vm& vm, Value object, const char* name, Ref value) {
  return value && vm.setattr(object, name, value);
}

bool optional_index(Vm& vm, Value v, int64_t* out) {
  if (!v || v.is_none()) return true;
  if (int_value(v, out) == 0) {  // far beyond any sequence: clamp as slices do
    *out = int_compare(v, Value::small_int(0)) < 0 ? Value::kMinInt : Value::kMaxInt;
    return true;
  }
  if (is_int(v)) return true;
  if (!vm.lookup(type_of(v), vm.names.__index__)) {
    vm.raise(vm.exc.TypeError, "slice indices must be integers or None or have an __index__ method");
    return false;
  }
  return vm.to_index(v, out);
}

std::string ascii_escape(std::string_view repr) {
  std::string out;
  out.reserve(repr.size());
  for (size_t pos = 0; pos < repr.size();) {
    uint32_t cp = lang::next_code_point(repr, pos);
    if (cp < 0x80) {
      out.push_back(static_cast<char>(cp));
    } else if (cp < 0x100) {
      out += fmt::format("\\x{:02x}", cp);
    } else if (cp < 0x10000) {
      out += fmt::format("\\u{:04x}", cp);
    } else {
      out += fmt::format("\\U{:08x}", cp);
    }
  }
  return out;
}

std::string repr_of_bytes(std::string_view bytes) {
  char quote = bytes.find('\'') != std::string_view::npos && bytes.find('"') == std::string_view::npos ? '"' : '\'';
  std::string out = "b";
  out.push_back(quote);
  for (char raw : bytes) {
    auto c = static_cast<unsigned char>(raw);
    if (raw == quote || raw == '\\') {
      out.push_back('\\');
      out.push_back(raw);
    } else if (raw == '\t') {
      out += "\\t";
    } else if (raw == '\n') {
      out += "\\n";
    } else if (raw == '\r') {
      out += "\\r";
    } else if (c < 0x20 || c >= 0x7F) {
      out += fmt::format("\\x{:02x}", c);
    } else {
      out.push_back(raw);
    }
  }
  out.push_back(quote);
  return out;
}

}  // namespace loopscope::runtime
