// bytes and bytearray: construction and the methods that programs use most.

#include <algorithm>
#include <new>

#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/codecs.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

std::string_view bytes_of(Value v) {
  std::string_view s;
  bytes_view(v, &s);
  return s;
}

Ref make_bytearray(Vm& vm, Type* type, std::string bytes) {
  auto* object = static_cast<ByteArray*>(vm.new_object(type));
  new (&object->bytes) std::string(std::move(bytes));
  account_size(object);
  return Ref::steal(object);
}
Ref like(Vm& vm, Value self, std::string bytes) {
  return self.is(Kind::kByteArray) ? make_bytearray(vm, vm.types.bytearray, std::move(bytes))
                                   : make_bytes(std::move(bytes));
}

bool byte_of(Vm& vm, Value v, std::string* out) {
  int64_t n = 0;
  if (!vm.to_index(v, &n)) return false;
  if (n < 0 || n > 255) {
    vm.raise(vm.exc.ValueError, "bytes must be in range(0, 256)");
    return false;
  }
  out->push_back(static_cast<char>(n));
  return true;
}

bool contents(Vm& vm, Args args, const char* name, std::string* out) {
  Value bound[3];
  if (!vm.bind(name, args, {"source", "encoding", "errors"}, 0, bound)) return false;
  Value source = bound[0];
  if (!source) return true;
  if (is_str(source)) {
    if (!bound[1]) {
      vm.raise(vm.exc.TypeError, "string argument without an encoding");
      return false;
    }
    if (!need_str(vm, name, bound[1])) return false;
    return encode_text(vm, source, view(bound[1]), bound[2] && is_str(bound[2]) ? view(bound[2]) : "strict", out);
  }
  if (bound[1]) {
    vm.raise(vm.exc.TypeError, "encoding without a string argument");
    return false;
  }
  if (std::string_view s; bytes_view(source, &s)) {
    *out = s;
    return true;
  }
  Ref method = vm.lookup_special(source, vm.names.__bytes__);
  if (vm.failed()) return false;
  if (method) {
    Ref result = vm.call(method);
    if (result && result.is(Kind::kBytes)) *out = bytes_of(result);
    return static_cast<bool>(result);
  }
  if (is_int(source)) {
    int64_t n = 0;
    if (!vm.to_index(source, &n)) return false;
    if (n < 0) {
      vm.raise(vm.exc.ValueError, "negative count");
      return false;
    }
    if (!vm.reserve(static_cast<uint64_t>(n))) return false;
    out->assign(static_cast<size_t>(n), '\0');
    return true;
  }
  if (!type_of(source)->iter && !type_of(source)->getitem) {
    vm.raise(vm.exc.TypeError, "cannot convert '{}' object to {}", type_name(source), name);
    return false;
  }
  return vm.for_each(source, [&](Ref item) { return byte_of(vm, item, out); });
}

Ref construct_bytes(Vm& vm, Type* type, Args args) {
  std::string out;
  if (!contents(vm, args, "bytes", &out)) return nullptr;
  return make_bytes(std::move(out), type);
}
Ref construct_bytearray(Vm& vm, Type* type, Args args) {
  std::string out;
  if (!contents(vm, args, "bytearray", &out)) return nullptr;
  return make_bytearray(vm, type, std::move(out));
}

Ref decode(Vm& vm, Value self, Args args) {
  Value bound[2];
  if (!vm.bind("decode", args, {"encoding", "errors"}, 0, bound)) return nullptr;
  for (Value v : bound) {
    if (v && !need_str(vm, "decode", v)) return nullptr;
  }
  return decode_bytes(vm, bytes_of(self), bound[0] ? view(bound[0]) : "utf-8", bound[1] ? view(bound[1]) : "strict");
}

Ref hex(Vm&, Value self, Args args) {
  std::string out;
  std::string_view s = bytes_of(self);
  for (size_t i = 0; i < s.size(); ++i) {
    if (i && args.count && is_str(args[0])) out += view(args[0]);
    out += fmt::format("{:02x}", static_cast<unsigned char>(s[i]));
  }
  return text(out);
}
Ref fromhex(Vm& vm, Value self, Args args) {
  if (!is_str(args[0])) return vm.raise(vm.exc.TypeError, "fromhex() argument must be str, not {}", type_name(args[0]));
  std::string out;
  std::string_view s = view(args[0]);
  auto digit = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
  };
  for (size_t i = 0; i < s.size();) {
    if (s[i] == ' ' || s[i] == '\n' || s[i] == '\t') {
      ++i;
      continue;
    }
    int high = digit(s[i]), low = i + 1 < s.size() ? digit(s[i + 1]) : -1;
    if (high < 0 || low < 0) {
      return vm.raise(vm.exc.ValueError, "non-hexadecimal number found in fromhex() arg at position {}",
                      high < 0 ? i : i + 1);
    }
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  Ref bytes = make_bytes(std::move(out));
  return Value(self) == Value(vm.types.bytes) ? bytes : vm.call(self, bytes);
}

/// The argument of searching methods: bytes or one byte.
bool needle_of(Vm& vm, Value v, std::string* out) {
  if (std::string_view s; bytes_view(v, &s)) {
    *out = s;
    return true;
  }
  if (is_int(v)) return byte_of(vm, v, out);
  vm.raise(vm.exc.TypeError, "argument should be integer or bytes-like object, not '{}'", type_name(v));
  return false;
}

template <bool Reverse, bool Raise>
Ref find(Vm& vm, Value self, Args args) {
  std::string needle;
  if (!needle_of(vm, args[0], &needle)) return nullptr;
  std::string_view s = bytes_of(self);
  auto size = static_cast<int64_t>(s.size());
  int64_t start = 0, stop = size;
  if (args.count > 1 && !optional_index(vm, args[1], &start)) return nullptr;
  if (args.count > 2 && !optional_index(vm, args[2], &stop)) return nullptr;
  start = start > size ? size + 1 : clamp_index(start, size);
  stop = clamp_index(stop, size);
  if (start <= stop) {
    std::string_view part = s.substr(static_cast<size_t>(start), static_cast<size_t>(stop - start));
    size_t at = Reverse ? part.rfind(needle) : part.find(needle);
    if (at != std::string_view::npos) return make_int(start + static_cast<int64_t>(at));
  }
  return Raise ? vm.raise(vm.exc.ValueError, "subsection not found") : make_int(-1);
}
Ref count(Vm& vm, Value self, Args args) {
  std::string needle;
  if (!needle_of(vm, args[0], &needle)) return nullptr;
  std::string_view s = bytes_of(self);
  if (needle.empty()) return make_int(static_cast<int64_t>(s.size()) + 1);
  int64_t n = 0;
  for (size_t at = s.find(needle); at != std::string_view::npos; at = s.find(needle, at + needle.size())) ++n;
  return make_int(n);
}

bool need_bytes(Vm& vm, Value v) {
  std::string_view s;
  if (bytes_view(v, &s)) return true;
  vm.raise(vm.exc.TypeError, "a bytes-like object is required, not '{}'", type_name(v));
  return false;
}

template <bool End>
Ref starts_or_ends(Vm& vm, Value self, Args args) {
  std::string_view s = bytes_of(self);
  auto matches = [&](Value v) { return End ? s.ends_with(bytes_of(v)) : s.starts_with(bytes_of(v)); };
  if (args[0].is(Kind::kTuple)) {
    for (Value v : as<Tuple>(args[0])->view()) {
      if (!need_bytes(vm, v)) return nullptr;
      if (matches(v)) return boolean(true);
    }
    return boolean(false);
  }
  return need_bytes(vm, args[0]) ? boolean(matches(args[0])) : Ref();
}

Ref join(Vm& vm, Value self, Args args) {
  std::string out;
  int64_t i = 0;
  bool ok = vm.for_each(args[0], [&](Ref item) {
    std::string_view s;
    if (!bytes_view(item, &s)) {
      vm.raise(vm.exc.TypeError, "sequence item {}: expected a bytes-like object, {} found", i, type_name(item));
      return false;
    }
    if (i++) out += bytes_of(self);
    out += s;
    return vm.reserve(out.size());
  });
  return ok ? like(vm, self, std::move(out)) : Ref();
}

bool is_blank(char c) { return c == ' ' || (c >= 9 && c <= 13); }

Ref split(Vm& vm, Value self, Args args) {
  Value bound[2];
  if (!vm.bind("split", args, {"sep", "maxsplit"}, 0, bound)) return nullptr;
  int64_t limit = -1;
  if (bound[1] && !vm.to_index(bound[1], &limit)) return nullptr;
  std::string_view s = bytes_of(self);
  Ptr<List> parts = make_list();
  if (bound[0] && !bound[0].is_none()) {
    if (!need_bytes(vm, bound[0])) return nullptr;
    std::string_view sep = bytes_of(bound[0]);
    if (sep.empty()) return vm.raise(vm.exc.ValueError, "empty separator");
    for (int64_t n = 0; limit < 0 || n < limit; ++n) {
      size_t at = s.find(sep);
      if (at == std::string_view::npos) break;
      append(parts.get(), like(vm, self, std::string(s.substr(0, at))));
      s.remove_prefix(at + sep.size());
    }
    append(parts.get(), like(vm, self, std::string(s)));
    return parts;
  }
  for (int64_t n = 0;; ++n) {
    while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
    if (s.empty()) break;
    size_t end = 0;
    while (end < s.size() && (!is_blank(s[end]) || (limit >= 0 && n >= limit))) ++end;
    std::string_view word = s.substr(0, end);
    while (limit >= 0 && n >= limit && !word.empty() && is_blank(word.back())) word.remove_suffix(1);
    append(parts.get(), like(vm, self, std::string(word)));
    s.remove_prefix(end);
  }
  return parts;
}

Ref splitlines(Vm& vm, Value self, Args args) {
  Value keep_ends;
  if (!vm.bind("splitlines", args, {"keepends"}, 0, &keep_ends)) return nullptr;
  int keep = keep_ends ? vm.truth(keep_ends) : 0;
  if (keep < 0) return nullptr;
  std::string_view s = bytes_of(self);
  Ptr<List> lines = make_list();
  while (!s.empty()) {
    size_t end = s.find_first_of("\r\n");
    size_t next = end == std::string_view::npos ? s.size() : end + (s.substr(end, 2) == "\r\n" ? 2 : 1);
    if (end == std::string_view::npos) end = s.size();
    append(lines.get(), like(vm, self, std::string(s.substr(0, keep ? next : end))));
    s.remove_prefix(next);
  }
  return lines;
}

enum Side { kLeft = 1, kRight = 2 };
template <int Sides>
Ref strip(Vm& vm, Value self, Args args) {
  std::string_view s = bytes_of(self), set;
  bool blanks = args.count == 0 || args[0].is_none();
  if (!blanks) {
    if (!need_bytes(vm, args[0])) return nullptr;
    set = bytes_of(args[0]);
  }
  auto dropped = [&](char c) { return blanks ? is_blank(c) : set.find(c) != std::string_view::npos; };
  while ((Sides & kLeft) && !s.empty() && dropped(s.front())) s.remove_prefix(1);
  while ((Sides & kRight) && !s.empty() && dropped(s.back())) s.remove_suffix(1);
  return like(vm, self, std::string(s));
}

Ref replace(Vm& vm, Value self, Args args) {
  if (!need_bytes(vm, args[0]) || !need_bytes(vm, args[1])) return nullptr;
  int64_t limit = -1;
  if (args.count > 2 && !vm.to_index(args[2], &limit)) return nullptr;
  std::string_view s = bytes_of(self), from = bytes_of(args[0]), to = bytes_of(args[1]);
  if (from.empty()) return vm.raise(vm.exc.ValueError, "replace() of empty bytes is not supported by Loopscope");
  std::string out;
  for (int64_t n = 0; limit < 0 || n < limit; ++n) {
    size_t at = s.find(from);
    if (at == std::string_view::npos) break;
    out += s.substr(0, at);
    out += to;
    s.remove_prefix(at + from.size());
    if (!vm.reserve(out.size())) return nullptr;
  }
  return like(vm, self, out + std::string(s));
}

Ref partition(Vm& vm, Value self, Args args) {
  if (!need_bytes(vm, args[0])) return nullptr;
  std::string_view s = bytes_of(self), sep = bytes_of(args[0]);
  size_t at = sep.empty() ? std::string_view::npos : s.find(sep);
  bool found = at != std::string_view::npos;
  Ref a = like(vm, self, std::string(found ? s.substr(0, at) : s)), b = like(vm, self, std::string(found ? sep : "")),
      c = like(vm, self, std::string(found ? s.substr(at + sep.size()) : ""));
  Value three[] = {a, b, c};
  return make_tuple(std::span<const Value>(three));
}

template <bool Upper>
Ref change_case(Vm& vm, Value self, Args) {
  std::string out(bytes_of(self));
  for (char& c : out) {
    if (Upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z') c = static_cast<char>(c ^ 0x20);
  }
  return like(vm, self, std::move(out));
}
Ref isdigit(Vm&, Value self, Args) {
  std::string_view s = bytes_of(self);
  return boolean(!s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

const MethodDef kCommon[] = {
    {"decode", decode, 0, 2, true},
    {"hex", hex, 0, 1},
    {"fromhex", fromhex, 1, 1, false, MethodDef::kClass},
    {"find", find<false, false>, 1, 3},
    {"rfind", find<true, false>, 1, 3},
    {"index", find<false, true>, 1, 3},
    {"rindex", find<true, true>, 1, 3},
    {"count", count, 1, 1},
    {"startswith", starts_or_ends<false>, 1, 1},
    {"endswith", starts_or_ends<true>, 1, 1},
    {"join", join, 1, 1},
    {"split", split, 0, 2, true},
    {"splitlines", splitlines, 0, 1, true},
    {"strip", strip<kLeft | kRight>, 0, 1},
    {"lstrip", strip<kLeft>, 0, 1},
    {"rstrip", strip<kRight>, 0, 1},
    {"replace", replace, 2, 3},
    {"partition", partition, 1, 1},
    {"upper", change_case<true>},
    {"lower", change_case<false>},
    {"isdigit", isdigit},
};

// --- bytearray -------------------------------------------------------------------------------------------------------

std::string& buffer(Value self) { return as<ByteArray>(self)->bytes; }
Ref array_append(Vm& vm, Value self, Args args) {
  if (!byte_of(vm, args[0], &buffer(self))) return nullptr;
  account_size(as<ByteArray>(self));
  return none();
}
Ref array_extend(Vm& vm, Value self, Args args) {
  std::string more;
  if (std::string_view s; bytes_view(args[0], &s)) {
    more = s;
  } else if (!vm.for_each(args[0], [&](Ref item) { return byte_of(vm, item, &more); })) {
    return nullptr;
  }
  if (!vm.reserve(more.size())) return nullptr;
  buffer(self) += more;
  account_size(as<ByteArray>(self));
  return none();
}
Ref array_clear(Vm&, Value self, Args) {
  buffer(self).clear();
  buffer(self).shrink_to_fit();
  account_size(as<ByteArray>(self));
  return none();
}
Ref array_pop(Vm& vm, Value self, Args args) {
  int64_t at = -1;
  if (args.count && !vm.to_index(args[0], &at)) return nullptr;
  auto size = static_cast<int64_t>(buffer(self).size());
  if (size == 0) return vm.raise(vm.exc.IndexError, "pop from empty bytearray");
  if (at < 0) at += size;
  if (at < 0 || at >= size) return vm.raise(vm.exc.IndexError, "pop index out of range");
  auto byte = static_cast<unsigned char>(buffer(self)[static_cast<size_t>(at)]);
  buffer(self).erase(static_cast<size_t>(at), 1);
  return make_int(byte);
}
Ref array_copy(Vm& vm, Value self, Args) { return make_bytearray(vm, vm.types.bytearray, buffer(self)); }
const MethodDef kArrayMethods[] = {
    {"append", array_append, 1, 1}, {"extend", array_extend, 1, 1}, {"clear", array_clear},
    {"pop", array_pop, 0, 1},       {"copy", array_copy},
};

}  // namespace

void setup_bytes(Vm& vm) {
  vm.types.bytes->construct = construct_bytes;
  vm.types.bytearray->construct = construct_bytearray;
  vm.add_methods(vm.types.bytearray, kArrayMethods);
  for (Type* type : {vm.types.bytes, vm.types.bytearray}) {
    vm.add_methods(type, kCommon);
    vm.finish_type(type);
  }
}

}  // namespace loopscope::runtime
