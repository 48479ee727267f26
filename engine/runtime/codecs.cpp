#include "engine/runtime/codecs.hpp"

#include "engine/lang/source.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

enum class Codec { kUnknown, kUtf8, kAscii, kLatin1 };

Codec codec_named(std::string_view name) {
  std::string n;
  for (char c : name) {
    if (c == '-' || c == ' ' || c == '_') continue;
    n.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
  }
  if (n == "utf8" || n == "u8") return Codec::kUtf8;
  if (n == "ascii" || n == "usascii" || n == "646") return Codec::kAscii;
  if (n == "latin1" || n == "iso88591" || n == "8859" || n == "l1") return Codec::kLatin1;
  return Codec::kUnknown;
}

const char* codec_name(Codec codec) {
  return codec == Codec::kUtf8 ? "utf-8" : codec == Codec::kAscii ? "ascii" : "latin-1";
}

bool unknown_encoding(Vm& vm, std::string_view encoding) {
  vm.raise(vm.exc.LookupError, "unknown encoding: {} (Loopscope has utf-8, ascii and latin-1)", encoding);
  return false;
}

bool known_handler(Vm& vm, std::string_view errors) {
  for (std::string_view known :
       {"strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace"}) {
    if (errors == known) return true;
  }
  vm.raise(vm.exc.LookupError, "unknown error handler name '{}'", errors);
  return false;
}

bool raise_unicode_error(Vm& vm, Type* type, Codec codec, Ref object, int64_t start, int64_t end,
                         std::string_view reason) {
  Ref name = text(codec_name(codec)), why = text(reason), from = make_int(start), to = make_int(end);
  Value arguments[] = {name, object, from, to, why};
  Ref error = vm.make_exception_with(type, arguments);
  if (error) vm.raise_instance(std::move(error));
  return false;
}

/// Length of the valid UTF-8 sequence at bytes[pos], or 0. `surrogates`: they pass.
size_t utf8_length(std::string_view bytes, size_t pos, bool surrogates) {
  auto at = [&](size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u; };
  unsigned c = at(pos);
  auto follows = [&](size_t i) { return (at(i) & 0xC0) == 0x80; };
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c <= 0xDF) return follows(pos + 1) ? 2 : 0;
  if (c >= 0xE0 && c <= 0xEF) {
    if (!follows(pos + 1) || !follows(pos + 2)) return 0;
    if (c == 0xE0 && at(pos + 1) < 0xA0) return 0;
    if (c == 0xED && at(pos + 1) >= 0xA0 && !surrogates) return 0;
    return 3;
  }
  if (c >= 0xF0 && c <= 0xF4) {
    if (!follows(pos + 1) || !follows(pos + 2) || !follows(pos + 3)) return 0;
    if (c == 0xF0 && at(pos + 1) < 0x90) return 0;
    if (c == 0xF4 && at(pos + 1) >= 0x90) return 0;
    return 4;
  }
  return 0;
}

}  // namespace

bool encode_text(Vm& vm, Value str, std::string_view encoding, std::string_view errors, std::string* out) {
  Codec codec = codec_named(encoding);
  if (codec == Codec::kUnknown) return unknown_encoding(vm, encoding);
  if (!known_handler(vm, errors)) return false;
  std::string_view s = view(str);
  if (as<Str>(str)->is_ascii()) {
    out->assign(s);
    return true;
  }
  int64_t index = 0;
  for (size_t pos = 0; pos < s.size(); ++index) {
    size_t start = pos;
    uint32_t cp = lang::next_code_point(s, pos);
    bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;
    uint32_t limit = codec == Codec::kUtf8 ? 0x110000 : codec == Codec::kAscii ? 0x80 : 0x100;
    if (cp < limit && !(surrogate && codec == Codec::kUtf8)) {
      if (codec == Codec::kUtf8) {
        *out += s.substr(start, pos - start);
      } else {
        out->push_back(static_cast<char>(cp));
      }
      continue;
    }
    if (errors == "ignore") continue;
    if (errors == "replace") {
      out->push_back('?');
    } else if (errors == "surrogateescape" && cp >= 0xDC80 && cp <= 0xDCFF) {
      out->push_back(static_cast<char>(cp - 0xDC00));
    } else if (errors == "surrogatepass" && surrogate && codec == Codec::kUtf8) {
      *out += s.substr(start, pos - start);
    } else if (errors == "xmlcharrefreplace") {
      *out += fmt::format("&#{};", cp);
    } else if (errors == "backslashreplace") {
      *out += ascii_escape(s.substr(start, pos - start));
    } else {
      std::string reason =
          codec == Codec::kUtf8 ? "surrogates not allowed" : fmt::format("ordinal not in range({})", limit);
      return raise_unicode_error(vm, vm.exc.UnicodeEncodeError, codec, Ref::share(str), index, index + 1, reason);
    }
  }
  return true;
}

Ref decode_bytes(Vm& vm, std::string_view bytes, std::string_view encoding, std::string_view errors) {
  Codec codec = codec_named(encoding);
  if (codec == Codec::kUnknown) {
    unknown_encoding(vm, encoding);
    return nullptr;
  }
  if (!known_handler(vm, errors)) return nullptr;
  const bool surrogates = errors == "surrogatepass";
  std::string out;
  out.reserve(bytes.size());
  for (size_t pos = 0; pos < bytes.size();) {
    auto c = static_cast<unsigned char>(bytes[pos]);
    if (codec == Codec::kLatin1) {
      append_code_point(out, c);
      ++pos;
      continue;
    }
    size_t n = codec == Codec::kUtf8 ? utf8_length(bytes, pos, surrogates) : c < 0x80 ? 1 : 0;
    if (n) {
      out += bytes.substr(pos, n);
      pos += n;
      continue;
    }
    if (errors == "replace") {
      append_code_point(out, 0xFFFD);
    } else if (errors == "surrogateescape") {
      append_code_point(out, 0xDC00u + c);
    } else if (errors == "backslashreplace") {
      out += fmt::format("\\x{:02x}", c);
    } else if (errors != "ignore") {
      std::string reason = "ordinal not in range(128)";
      if (codec == Codec::kUtf8) {
        reason = c < 0xC2 || c > 0xF4 ? "invalid start byte" : "invalid continuation byte";
        if (reason[8] == 'c' && pos + 1 >= bytes.size()) reason = "unexpected end of data";
      }
      auto at = static_cast<int64_t>(pos);
      raise_unicode_error(vm, vm.exc.UnicodeDecodeError, codec, make_bytes(std::string(bytes)), at, at + 1, reason);
      return nullptr;
    }
    ++pos;
  }
  return text(out);
}

}  // namespace loopscope::runtime
