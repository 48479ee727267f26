// Methods of str that search, split, strip and join.

#include <algorithm>

#include "engine/lang/source.hpp"
#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/support.hpp"
#include "engine/runtime/unicode.hpp"

namespace loopscope::runtime {

namespace {

/// Code point index of a byte offset.
int64_t index_of(const Str* s, size_t offset) {
  return s->is_ascii() ? static_cast<int64_t>(offset) : lang::count_characters(s->view().substr(0, offset));
}

/// The optional start and end arguments as a byte range. False: empty because start lies behind the end.
enum class Window { kFailed, kOutside, kOk };
Window window(Vm& vm, const Str* s, Args args, uint32_t first, size_t* begin, size_t* end) {
  int64_t start = 0, stop = s->length;
  if (args.count > first && !optional_index(vm, args[first], &start)) return Window::kFailed;
  if (args.count > first + 1 && !optional_index(vm, args[first + 1], &stop)) return Window::kFailed;
  if (start > s->length) return Window::kOutside;
  start = clamp_index(start, s->length);
  stop = clamp_index(stop, s->length);
  if (start > stop) return Window::kOutside;
  *begin = s->is_ascii()        ? static_cast<size_t>(start)
           : start == s->length ? s->size
                                : byte_offset(s, static_cast<size_t>(start));
  *end = s->is_ascii()       ? static_cast<size_t>(stop)
         : stop == s->length ? s->size
                             : byte_offset(s, static_cast<size_t>(stop));
  return Window::kOk;
}

bool search(Vm& vm, Value self, Args args, const char* name, bool reverse, int64_t* out) {
  *out = -1;
  if (!is_str(args[0])) {
    vm.raise(vm.exc.TypeError, "{}() argument 1 must be str, not {}", name, type_name(args[0]));
    return false;
  }
  auto* s = as<Str>(self);
  size_t begin = 0, end = 0;
  Window w = window(vm, s, args, 1, &begin, &end);
  if (w == Window::kFailed) return false;
  if (w == Window::kOutside) return true;
  std::string_view part = s->view().substr(begin, end - begin);
  size_t at = reverse ? part.rfind(view(args[0])) : part.find(view(args[0]));
  if (at != std::string_view::npos) *out = index_of(s, begin + at);
  return true;
}

template <bool Reverse>
Ref str_find(Vm& vm, Value self, Args args) {
  int64_t at = 0;
  return search(vm, self, args, Reverse ? "rfind" : "find", Reverse, &at) ? make_int(at) : Ref();
}
template <bool Reverse>
Ref str_index(Vm& vm, Value self, Args args) {
  int64_t at = 0;
  if (!search(vm, self, args, Reverse ? "rindex" : "index", Reverse, &at)) return nullptr;
  if (at < 0) return vm.raise(vm.exc.ValueError, "substring not found");
  return make_int(at);
}

Ref str_count(Vm& vm, Value self, Args args) {
  if (!is_str(args[0])) return vm.raise(vm.exc.TypeError, "count() argument 1 must be str, not {}", type_name(args[0]));
  auto* s = as<Str>(self);
  size_t begin = 0, end = 0;
  Window w = window(vm, s, args, 1, &begin, &end);
  if (w == Window::kFailed) return nullptr;
  if (w == Window::kOutside) return make_int(0);
  std::string_view part = s->view().substr(begin, end - begin);
  std::string_view needle = view(args[0]);
  if (needle.empty()) return make_int(lang::count_characters(part) + 1);
  int64_t n = 0;
  for (size_t at = part.find(needle); at != std::string_view::npos; at = part.find(needle, at + needle.size())) ++n;
  return make_int(n);
}

template <bool End>
Ref starts_or_ends(Vm& vm, Value self, Args args) {
  const char* name = End ? "endswith" : "startswith";
  auto* s = as<Str>(self);
  size_t begin = 0, end = 0;
  Window w = window(vm, s, args, 1, &begin, &end);
  if (w == Window::kFailed) return nullptr;
  std::string_view part = w == Window::kOk ? s->view().substr(begin, end - begin) : std::string_view();
  auto matches = [&](Value v) {
    if (w == Window::kOutside) return false;
    return End ? part.ends_with(view(v)) : part.starts_with(view(v));
  };
  if (is_str(args[0])) return boolean(matches(args[0]));
  if (!args[0].is(Kind::kTuple)) {
    return vm.raise(vm.exc.TypeError, "{} first arg must be str or a tuple of str, not {}", name, type_name(args[0]));
  }
  for (Value v : as<Tuple>(args[0])->view()) {
    if (!is_str(v)) return vm.raise(vm.exc.TypeError, "tuple for {} must only contain str, not {}", name, type_name(v));
    if (matches(v)) return boolean(true);
  }
  return boolean(false);
}

enum Side { kLeft = 1, kRight = 2 };
template <int Sides>
Ref str_strip(Vm& vm, Value self, Args args) {
  std::string_view s = view(self);
  bool by_space = args.count == 0 || args[0].is_none();
  if (!by_space && !is_str(args[0])) {
    return vm.raise(vm.exc.TypeError, "{}strip arg must be None or str",
                    Sides == kLeft    ? "l"
                    : Sides == kRight ? "r"
                                      : "");
  }
  std::u32string set;
  if (!by_space) {
    std::string_view chars = view(args[0]);
    for (size_t i = 0; i < chars.size();) set.push_back(lang::next_code_point(chars, i));
  }
  auto dropped = [&](uint32_t cp) { return by_space ? is_space(cp) : set.find(static_cast<char32_t>(cp)) != set.npos; };
  if (Sides & kLeft) {
    for (size_t pos = 0; pos < s.size();) {
      size_t next = pos;
      if (!dropped(lang::next_code_point(s, next))) break;
      s.remove_prefix(next);
      pos = 0;
    }
  }
  if (Sides & kRight) {
    while (!s.empty()) {
      size_t last = s.size() - 1;
      while (last > 0 && (static_cast<unsigned char>(s[last]) & 0xC0) == 0x80) --last;
      size_t pos = last;
      if (!dropped(lang::next_code_point(s, pos))) break;
      s = s.substr(0, last);
    }
  }
  return s.size() == view(self).size() && type_of(self) == vm.types.str ? Ref::share(self) : text(s);
}

bool split_arguments(Vm& vm, const char* name, Args args, Value* separator, int64_t* limit) {
  Value bound[2];
  if (!vm.bind(name, args, {"sep", "maxsplit"}, 0, bound)) return false;
  *limit = -1;
  if (bound[1] && !vm.to_index(bound[1], limit)) return false;
  *separator = bound[0] && !bound[0].is_none() ? bound[0] : kNull;
  if (*separator && !is_str(*separator)) {
    vm.raise(vm.exc.TypeError, "must be str or None, not {}", type_name(*separator));
    return false;
  }
  if (*separator && view(*separator).empty()) {
    vm.raise(vm.exc.ValueError, "empty separator");
    return false;
  }
  return true;
}

Ref str_split(Vm& vm, Value self, Args args) {
  Value separator;
  int64_t limit = -1;
  if (!split_arguments(vm, "split", args, &separator, &limit)) return nullptr;
  std::string_view s = view(self);
  Ptr<List> parts = make_list();
  size_t pos = 0;
  if (separator) {
    std::string_view sep = view(separator);
    for (int64_t n = 0; limit < 0 || n < limit; ++n) {
      size_t at = s.find(sep, pos);
      if (at == std::string_view::npos) break;
      append(parts.get(), text(s.substr(pos, at - pos)));
      pos = at + sep.size();
    }
    append(parts.get(), text(s.substr(pos)));
    return parts;
  }
  auto skip_space = [&] {
    while (pos < s.size()) {
      size_t next = pos;
      if (!is_space(lang::next_code_point(s, next))) break;
      pos = next;
    }
  };
  for (int64_t n = 0;; ++n) {
    skip_space();
    if (pos >= s.size()) break;
    if (limit >= 0 && n >= limit) {
      Ref rest = text(s.substr(pos));
      append(parts.get(), str_strip<kRight>(vm, rest, Args{}));
      break;
    }
    size_t start = pos;
    while (pos < s.size()) {
      size_t next = pos;
      if (is_space(lang::next_code_point(s, next))) break;
      pos = next;
    }
    append(parts.get(), text(s.substr(start, pos - start)));
  }
  return parts;
}

Ref str_rsplit(Vm& vm, Value self, Args args) {
  Value separator;
  int64_t limit = -1;
  if (!split_arguments(vm, "rsplit", args, &separator, &limit)) return nullptr;
  std::string_view s = view(self);
  Ptr<List> parts = make_list();
  auto finish = [&]() -> Ref {
    std::reverse(parts->items.begin(), parts->items.end());
    return parts;
  };
  if (separator) {
    std::string_view sep = view(separator);
    for (int64_t n = 0; limit < 0 || n < limit; ++n) {
      size_t at = s.rfind(sep);
      if (at == std::string_view::npos) break;
      append(parts.get(), text(s.substr(at + sep.size())));
      s = s.substr(0, at);
    }
    append(parts.get(), text(s));
    return finish();
  }
  auto last_start = [&] {
    size_t last = s.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(s[last]) & 0xC0) == 0x80) --last;
    return last;
  };
  auto ends_in_space = [&] {
    size_t at = last_start();
    return is_space(lang::next_code_point(s, at));
  };
  for (int64_t n = 0;; ++n) {
    while (!s.empty() && ends_in_space()) s = s.substr(0, last_start());
    if (s.empty()) break;
    if (limit >= 0 && n >= limit) {
      Ref rest = text(s);
      append(parts.get(), str_strip<kLeft>(vm, rest, Args{}));
      break;
    }
    std::string_view whole = s;
    while (!s.empty() && !ends_in_space()) s = s.substr(0, last_start());
    append(parts.get(), text(whole.substr(s.size())));
  }
  return finish();
}

Ref str_splitlines(Vm& vm, Value self, Args args) {
  Value keep_ends;
  if (!vm.bind("splitlines", args, {"keepends"}, 0, &keep_ends)) return nullptr;
  int keep = keep_ends ? vm.truth(keep_ends) : 0;
  if (keep < 0) return nullptr;
  std::string_view s = view(self);
  Ptr<List> lines = make_list();
  size_t start = 0;
  for (size_t pos = 0; pos < s.size();) {
    size_t here = pos;
    uint32_t cp = lang::next_code_point(s, pos);
    bool ends = (cp >= 0x0A && cp <= 0x0D) || (cp >= 0x1C && cp <= 0x1E) || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
    if (!ends) continue;
    if (cp == '\r' && pos < s.size() && s[pos] == '\n') ++pos;
    append(lines.get(), text(s.substr(start, (keep ? pos : here) - start)));
    start = pos;
  }
  if (start < s.size()) append(lines.get(), text(s.substr(start)));
  return lines;
}

Ref str_join(Vm& vm, Value self, Args args) {
  Ptr<List> parts;
  std::span<const Value> items;
  if (args[0].is(Kind::kList)) {
    items = as<List>(args[0])->items;
  } else if (args[0].is(Kind::kTuple)) {
    items = as<Tuple>(args[0])->view();
  } else {
    if (!type_of(args[0])->iter && !type_of(args[0])->getitem)
      return vm.raise(vm.exc.TypeError, "can only join an iterable");
    parts = vm.list_of(args[0]);
    if (!parts) return nullptr;
    items = parts->items;
  }
  size_t total = 0;
  for (size_t i = 0; i < items.size(); ++i) {
    if (!is_str(items[i])) {
      return vm.raise(vm.exc.TypeError, "sequence item {}: expected str instance, {} found", i, type_name(items[i]));
    }
    total += view(items[i]).size() + view(self).size();
  }
  if (items.size() == 1 && type_of(items[0]) == vm.types.str) return Ref::share(items[0]);
  if (!vm.reserve(total)) return nullptr;
  std::string out;
  out.reserve(total);
  for (size_t i = 0; i < items.size(); ++i) {
    if (i) out += view(self);
    out += view(items[i]);
  }
  return text(out);
}

Ref str_replace(Vm& vm, Value self, Args args) {
  Value bound[3];
  if (!vm.bind("replace", args, {"/old", "/new", "count"}, 2, bound)) return nullptr;
  for (int i = 0; i < 2; ++i) {
    if (!is_str(bound[i])) {
      return vm.raise(vm.exc.TypeError, "replace() argument {} must be str, not {}", i + 1, type_name(bound[i]));
    }
  }
  int64_t limit = -1;
  if (bound[2] && !vm.to_index(bound[2], &limit)) return nullptr;
  std::string_view s = view(self), from = view(bound[0]), to = view(bound[1]);
  std::string out;
  int64_t n = 0;
  if (from.empty()) {
    size_t pos = 0;
    while (limit < 0 || n < limit) {
      if (!vm.reserve(out.size() + to.size())) return nullptr;
      out += to;
      ++n;
      if (pos >= s.size()) return text(out);
      size_t start = pos;
      lang::next_code_point(s, pos);
      out += s.substr(start, pos - start);
    }
    out += s.substr(pos);
    return text(out);
  }
  size_t pos = 0;
  while (limit < 0 || n < limit) {
    size_t at = s.find(from, pos);
    if (at == std::string_view::npos) break;
    out += s.substr(pos, at - pos);
    out += to;
    pos = at + from.size();
    ++n;
    if ((n & 1023) == 0 && !vm.reserve(out.size())) return nullptr;
  }
  if (n == 0 && type_of(self) == vm.types.str) return Ref::share(self);
  out += s.substr(pos);
  return text(out);
}

template <bool Reverse>
Ref str_partition(Vm& vm, Value self, Args args) {
  if (!is_str(args[0])) return vm.raise(vm.exc.TypeError, "must be str, not {}", type_name(args[0]));
  std::string_view s = view(self), sep = view(args[0]);
  if (sep.empty()) return vm.raise(vm.exc.ValueError, "empty separator");
  size_t at = Reverse ? s.rfind(sep) : s.find(sep);
  Ptr<Tuple> out = make_tuple(3);
  if (at == std::string_view::npos) {
    Ref empty_a = text(""), empty_b = text(""), whole = text(s);
    out->items[Reverse ? 2 : 0] = whole.release();
    out->items[1] = empty_a.release();
    out->items[Reverse ? 0 : 2] = empty_b.release();
    return out;
  }
  out->items[0] = text(s.substr(0, at)).release();
  out->items[1] = text(sep).release();
  out->items[2] = text(s.substr(at + sep.size())).release();
  return out;
}

template <bool Suffix>
Ref str_remove(Vm& vm, Value self, Args args) {
  const char* name = Suffix ? "removesuffix" : "removeprefix";
  if (!is_str(args[0]))
    return vm.raise(vm.exc.TypeError, "{}() argument must be str, not {}", name, type_name(args[0]));
  std::string_view s = view(self), part = view(args[0]);
  if (!part.empty() && (Suffix ? s.ends_with(part) : s.starts_with(part))) {
    return text(Suffix ? s.substr(0, s.size() - part.size()) : s.substr(part.size()));
  }
  return text(s);
}

const MethodDef kMethods[] = {
    {"find", str_find<false>, 1, 3},
    {"rfind", str_find<true>, 1, 3},
    {"index", str_index<false>, 1, 3},
    {"rindex", str_index<true>, 1, 3},
    {"count", str_count, 1, 3},
    {"startswith", starts_or_ends<false>, 1, 3},
    {"endswith", starts_or_ends<true>, 1, 3},
    {"strip", str_strip<kLeft | kRight>, 0, 1},
    {"lstrip", str_strip<kLeft>, 0, 1},
    {"rstrip", str_strip<kRight>, 0, 1},
    {"split", str_split, 0, 2, true},
    {"rsplit", str_rsplit, 0, 2, true},
    {"splitlines", str_splitlines, 0, 1, true},
    {"join", str_join, 1, 1},
    {"replace", str_replace, 2, 3, true},
    {"partition", str_partition<false>, 1, 1},
    {"rpartition", str_partition<true>, 1, 1},
    {"removeprefix", str_remove<false>, 1, 1},
    {"removesuffix", str_remove<true>, 1, 1},
};

}  // namespace

void setup_str_search(Vm& vm) { vm.add_methods(vm.types.str, kMethods); }

}  // namespace loopscope::runtime
