// Methods of str that look at or change its characters; splitting and searching are in str_search.cpp.

#include <cstring>

#include "engine/lang/source.hpp"
#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/codecs.hpp"
#include "engine/runtime/format_spec.hpp"
#include "engine/runtime/str_format.hpp"
#include "engine/runtime/support.hpp"
#include "engine/runtime/unicode.hpp"

namespace loopscope::runtime {

namespace {

/// Maps each code point; f appends to the output.
template <typename F>
Ref map_code_points(Value self, F&& f) {
  std::string out;
  std::string_view s = view(self);
  out.reserve(s.size());
  for (size_t pos = 0; pos < s.size();) f(lang::next_code_point(s, pos), out);
  return text(out);
}

void append_upper(uint32_t cp, std::string& out) {
  if (cp == 0xDF) {
    out += "SS";
  } else {
    append_code_point(out, to_upper(cp));
  }
}

Ref str_upper(Vm&, Value self, Args) { return map_code_points(self, append_upper); }
void append_lower(uint32_t cp, std::string& out) {
  if (cp == 0x130) {
    out += "i\u0307";
  } else {
    append_code_point(out, to_lower(cp));
  }
}
Ref str_lower(Vm&, Value self, Args) { return map_code_points(self, append_lower); }
Ref str_casefold(Vm&, Value self, Args) {
  return map_code_points(self, [](uint32_t cp, std::string& out) {
    if (cp == 0xDF) {
      out += "ss";
    } else {
      append_code_point(out, to_lower(cp == 0x3C2 ? 0x3A3 : cp));
    }
  });
}
Ref str_swapcase(Vm&, Value self, Args) {
  return map_code_points(self, [](uint32_t cp, std::string& out) {
    if (is_upper(cp)) {
      append_code_point(out, to_lower(cp));
    } else {
      append_upper(cp, out);
    }
  });
}
Ref str_capitalize(Vm&, Value self, Args) {
  bool first = true;
  return map_code_points(self, [&](uint32_t cp, std::string& out) {
    append_code_point(out, first ? to_upper(cp) : to_lower(cp));
    first = false;
  });
}
Ref str_title(Vm&, Value self, Args) {
  bool in_word = false;
  return map_code_points(self, [&](uint32_t cp, std::string& out) {
    append_code_point(out, in_word ? to_lower(cp) : to_upper(cp));
    in_word = is_alpha(cp);
  });
}

template <bool (*Test)(uint32_t)>
Ref all_are(Vm&, Value self, Args) {
  std::string_view s = view(self);
  for (size_t pos = 0; pos < s.size();) {
    if (!Test(lang::next_code_point(s, pos))) return boolean(false);
  }
  return boolean(!s.empty());
}
bool is_alnum(uint32_t cp) { return is_alpha(cp) || is_decimal(cp); }
bool is_digit(uint32_t cp) {
  return is_decimal(cp) || cp == 0xB2 || cp == 0xB3 || cp == 0xB9 || (cp >= 0x2070 && cp <= 0x2089);
}
bool is_numeric(uint32_t cp) { return is_digit(cp) || (cp >= 0xBC && cp <= 0xBE) || (cp >= 0x2150 && cp <= 0x2189); }

template <bool (*Wanted)(uint32_t), bool (*Other)(uint32_t)>
Ref case_is(Vm&, Value self, Args) {
  std::string_view s = view(self);
  bool found = false;
  for (size_t pos = 0; pos < s.size();) {
    uint32_t cp = lang::next_code_point(s, pos);
    if (Other(cp)) return boolean(false);
    found = found || Wanted(cp);
  }
  return boolean(found);
}

Ref str_istitle(Vm&, Value self, Args) {
  std::string_view s = view(self);
  bool cased = false;
  bool found = false;
  for (size_t pos = 0; pos < s.size();) {
    uint32_t cp = lang::next_code_point(s, pos);
    if (is_upper(cp)) {
      if (cased) return boolean(false);
      cased = found = true;
    } else if (is_lower(cp)) {
      if (!cased) return boolean(false);
    } else {
      cased = false;
    }
  }
  return boolean(found);
}
Ref str_isprintable(Vm&, Value self, Args) {
  std::string_view s = view(self);
  for (size_t pos = 0; pos < s.size();) {
    if (!is_printable(lang::next_code_point(s, pos))) return boolean(false);
  }
  return boolean(true);
}
Ref str_isidentifier(Vm&, Value self, Args) {
  std::string_view s = view(self);
  for (size_t pos = 0; pos < s.size();) {
    bool first = pos == 0;
    uint32_t cp = lang::next_code_point(s, pos);
    bool ok = cp < 0x80 ? (cp == '_' || is_alpha(cp) || (!first && is_decimal(cp)))
                        : is_alpha(cp) || (!first && is_decimal(cp));
    if (!ok) return boolean(false);
  }
  return boolean(!s.empty());
}
Ref str_isascii(Vm&, Value self, Args) { return boolean(as<Str>(self)->is_ascii()); }

/// center, ljust, rjust.
Ref justify(Vm& vm, Value self, Args args, const char* name, char align) {
  FormatSpec spec;
  spec.align = align;
  if (!vm.to_index(args[0], &spec.width)) return nullptr;
  if (args.count > 1) {
    if (!is_str(args[1])) {
      return vm.raise(vm.exc.TypeError, "The fill character must be a unicode character, not {}", type_name(args[1]));
    }
    if (as<Str>(args[1])->length != 1) {
      return vm.raise(vm.exc.TypeError, "The fill character must be exactly one character long");
    }
    spec.fill = view(args[1]);
  }
  (void)name;
  if (spec.width > 0 && !vm.reserve(static_cast<uint64_t>(spec.width))) return nullptr;
  if (align != '^') return text(pad_text(view(self), spec, align));
  // center() gives the odd one to the left when the width is odd.
  int64_t missing = spec.width - as<Str>(self)->length;
  if (missing <= 0) return text(view(self));
  int64_t left = missing / 2 + (missing & spec.width & 1);
  std::string out;
  for (int64_t i = 0; i < left; ++i) out += spec.fill;
  out += view(self);
  for (int64_t i = left; i < missing; ++i) out += spec.fill;
  return text(out);
}
Ref str_center(Vm& vm, Value self, Args args) { return justify(vm, self, args, "center", '^'); }
Ref str_ljust(Vm& vm, Value self, Args args) { return justify(vm, self, args, "ljust", '<'); }
Ref str_rjust(Vm& vm, Value self, Args args) { return justify(vm, self, args, "rjust", '>'); }

Ref str_zfill(Vm& vm, Value self, Args args) {
  int64_t width = 0;
  if (!vm.to_index(args[0], &width)) return nullptr;
  std::string out(view(self));
  int64_t missing = width - as<Str>(self)->length;
  if (missing <= 0) return text(out);
  if (!vm.reserve(static_cast<uint64_t>(missing))) return nullptr;
  out.insert(!out.empty() && (out[0] == '+' || out[0] == '-') ? 1 : 0, static_cast<size_t>(missing), '0');
  return text(out);
}

Ref str_expandtabs(Vm& vm, Value self, Args args) {
  Value tab;
  if (!vm.bind("expandtabs", args, {"tabsize"}, 0, &tab)) return nullptr;
  int64_t size = 8;
  if (tab && !vm.to_index(tab, &size)) return nullptr;
  int64_t column = 0;
  return map_code_points(self, [&](uint32_t cp, std::string& out) {
    if (cp == '\t') {
      int64_t step = size > 0 ? size - column % size : 0;
      out.append(static_cast<size_t>(step), ' ');
      column += step;
    } else {
      append_code_point(out, cp);
      column = cp == '\n' || cp == '\r' ? 0 : column + 1;
    }
  });
}

Ref str_encode(Vm& vm, Value self, Args args) {
  Value bound[2];
  if (!vm.bind("encode", args, {"encoding", "errors"}, 0, bound)) return nullptr;
  for (Value v : bound) {
    if (v && !is_str(v)) {
      return vm.raise(vm.exc.TypeError, "encode() argument '{}' must be str, not {}",
                      v == bound[0] ? "encoding" : "errors", type_name(v));
    }
  }
  std::string out;
  if (!encode_text(vm, self, bound[0] ? view(bound[0]) : "utf-8", bound[1] ? view(bound[1]) : "strict", &out))
    return nullptr;
  return make_bytes(std::move(out));
}

Ref str_translate(Vm& vm, Value self, Args args) {
  std::string out;
  std::string_view s = view(self);
  for (size_t pos = 0; pos < s.size();) {
    uint32_t cp = lang::next_code_point(s, pos);
    Ref to = vm.getitem(args[0], Value::small_int(cp));
    if (!to) {
      if (!vm.clear_if(vm.exc.LookupError)) return nullptr;
      append_code_point(out, cp);
    } else if (is_str(to)) {
      out += view(to);
    } else if (int64_t n = 0; int_value(to, &n) == 1) {
      append_code_point(out, static_cast<uint32_t>(n));
    } else if (!to.is_none()) {
      return vm.raise(vm.exc.TypeError, "character mapping must return integer, None or str");
    }
  }
  return text(out);
}

Ref str_maketrans(Vm& vm, Value, Args args) {
  Ptr<Dict> table = make_dict();
  if (args.count == 1) {
    if (!args[0].is(Kind::kDict)) {
      return vm.raise(vm.exc.TypeError, "if you give only one argument to maketrans it must be a dict");
    }
    size_t position = 0;
    while (const Dict::Entry* entry = dict_next(as<Dict>(args[0]), &position)) {
      Ref key = Ref::share(entry->key);
      if (is_str(key)) {
        if (as<Str>(key)->length != 1) {
          return vm.raise(vm.exc.ValueError, "string keys in translate table must be of length 1");
        }
        key = make_int(code_point_at(as<Str>(key), 0));
      }
      if (!dict_set(vm, table.get(), key, entry->value)) return nullptr;
    }
    return table;
  }
  for (Value v : {args[0], args[1], args.count > 2 ? args[2] : args[0]}) {
    if (!is_str(v)) return vm.raise(vm.exc.TypeError, "maketrans() argument must be str, not {}", type_name(v));
  }
  if (as<Str>(args[0])->length != as<Str>(args[1])->length) {
    return vm.raise(vm.exc.ValueError, "the first two maketrans arguments must have equal length");
  }
  std::string_view from = view(args[0]), to = view(args[1]);
  for (size_t i = 0, j = 0; i < from.size();) {
    Ref key = make_int(lang::next_code_point(from, i));
    Ref value = make_int(lang::next_code_point(to, j));
    if (!dict_set(vm, table.get(), key, value)) return nullptr;
  }
  if (args.count > 2) {
    std::string_view drop = view(args[2]);
    for (size_t i = 0; i < drop.size();) {
      Ref key = make_int(lang::next_code_point(drop, i));
      if (!dict_set(vm, table.get(), key, kNone)) return nullptr;
    }
  }
  return table;
}

Ref str_dunder_format(Vm& vm, Value self, Args args) {
  if (!need_str(vm, "__format__", args[0])) return nullptr;
  if (view(args[0]).empty()) return vm.str(self);
  return format_str(vm, view(self), view(args[0]));
}
Ref str_method_format(Vm& vm, Value self, Args args) { return format_fields(vm, view(self), args, kNull); }
Ref str_format_map(Vm& vm, Value self, Args args) { return format_fields(vm, view(self), Args{}, args[0]); }

/// str(), str(object), str(bytes, encoding, errors).
Ref construct_str(Vm& vm, Type* type, Args args) {
  Value bound[3];
  if (!vm.bind("str", args, {"object", "encoding", "errors"}, 0, bound)) return nullptr;
  Ref value;
  if (bound[1] || bound[2]) {
    std::string_view bytes;
    if (!bound[0] || !bytes_view(bound[0], &bytes)) {
      if (bound[0] && is_str(bound[0])) return vm.raise(vm.exc.TypeError, "decoding str is not supported");
      return vm.raise(vm.exc.TypeError, "decoding to str: need a bytes-like object, {} found",
                      bound[0] ? type_name(bound[0]) : "NoneType");
    }
    for (Value v : {bound[1], bound[2]}) {
      if (v && !need_str(vm, "str", v)) return nullptr;
    }
    value = decode_bytes(vm, bytes, bound[1] ? view(bound[1]) : "utf-8", bound[2] ? view(bound[2]) : "strict");
  } else {
    value = bound[0] ? vm.str(bound[0]) : text("");
  }
  if (!value || type == vm.types.str) return value;
  auto* source = as<Str>(value);
  auto head = static_cast<size_t>(source->data - reinterpret_cast<const char*>(source));
  auto* s = static_cast<Str*>(vm.new_object_sized(type, head + source->size + 1));
  s->hash = 0;
  s->size = source->size;
  s->length = source->length;
  s->interned = false;
  std::memcpy(s->data, source->data, size_t{source->size} + 1);
  return Ref::steal(s);
}

const MethodDef kMethods[] = {
    {"upper", str_upper},
    {"lower", str_lower},
    {"casefold", str_casefold},
    {"swapcase", str_swapcase},
    {"capitalize", str_capitalize},
    {"title", str_title},
    {"isalpha", all_are<is_alpha>},
    {"isalnum", all_are<is_alnum>},
    {"isdigit", all_are<is_digit>},
    {"isdecimal", all_are<is_decimal>},
    {"isnumeric", all_are<is_numeric>},
    {"isspace", all_are<is_space>},
    {"isupper", case_is<is_upper, is_lower>},
    {"islower", case_is<is_lower, is_upper>},
    {"istitle", str_istitle},
    {"isprintable", str_isprintable},
    {"isidentifier", str_isidentifier},
    {"isascii", str_isascii},
    {"center", str_center, 1, 2},
    {"ljust", str_ljust, 1, 2},
    {"rjust", str_rjust, 1, 2},
    {"zfill", str_zfill, 1, 1},
    {"expandtabs", str_expandtabs, 0, 1, true},
    {"encode", str_encode, 0, 2, true},
    {"translate", str_translate, 1, 1},
    {"maketrans", str_maketrans, 1, 3, false, MethodDef::kStatic},
    {"format", str_method_format, 0, -1, true},
    {"format_map", str_format_map, 1, 1},
    {"__format__", str_dunder_format, 1, 1},
};

}  // namespace

void setup_str_methods(Vm& vm) {
  vm.types.str->construct = construct_str;
  vm.add_methods(vm.types.str, kMethods);
}

}  // namespace loopscope::runtime
