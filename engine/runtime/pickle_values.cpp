// The writer's opcodes for values of the built-in types.

#include <cstring>

#include "engine/runtime/pickle_writer.hpp"
#include "engine/runtime/support.hpp"
#include "engine/vm/int.hpp"

namespace loopscope::runtime::pickle {

namespace {

constexpr size_t kGroup = 1000;  // items that one APPENDS, SETITEMS or ADDITEMS adds

/// Two's complement of any int, little end first, as short as it can be.
std::string int_bytes(Value v) {
  Big storage, shifted;
  const mp_int* n = big_operand(v, storage);
  const bool negative = mp_isneg(n);
  const auto size = static_cast<size_t>(bit_length(v)) / 8 + 1;
  if (negative) {
    Big::check(mp_2expt(shifted, static_cast<int>(size * 8)));
    Big::check(mp_add(shifted, n, shifted));
  } else {
    Big::check(mp_copy(n, shifted));
  }
  std::string bytes(size, '\0');
  size_t written = 0;
  if (mp_ubin_size(shifted) <= size) {
    Big::check(mp_to_ubin(shifted, reinterpret_cast<unsigned char*>(bytes.data()), size, &written));
  }
  bytes.resize(written);
  std::string little(bytes.rbegin(), bytes.rend());
  little.resize(size, '\0');
  // -128 is one byte and not two.
  if (negative && size > 1 && little[size - 1] == '\xff' && (little[size - 2] & 0x80)) little.pop_back();
  return little;
}

/// The text form of protocol 0: Latin-1, with escapes for the rest and for what would end the line.
std::string raw_escape(const Str* s) {
  std::string out;
  for (size_t i = 0; i < s->length; ++i) {
    const uint32_t c = code_point_at(s, i);
    if (c >= 0x10000) {
      out += fmt::format("\\U{:08x}", c);
    } else if (c >= 0x100 || c == '\\' || c == '\n' || c == '\r' || c == 0 || c == 0x1a) {
      out += fmt::format("\\u{:04x}", c);
    } else {
      out.push_back(static_cast<char>(c));
    }
  }
  return out;
}

}  // namespace

bool Writer::save_object(Value v) {
  const BuiltinTypes& t = vm_.types;
  Type* type = type_of(v);
  if (v.is_none()) return op(kNone), true;
  if (v.is_bool()) {
    if (options_.protocol >= 2) {
      op(v.is_true() ? kTrue : kFalse);
    } else {
      line(kIntText, v.is_true() ? "01" : "00");
    }
    return true;
  }
  if (type == t.int_) return save_int(v);
  if (type == t.float_) return save_float(as<Float>(v)->value), true;
  if (write_known(v)) return true;

  using Save = bool (Writer::*)(Value);
  const std::pair<Type*, Save> known[] = {
      {t.str, &Writer::save_str},   {t.tuple, &Writer::save_tuple},         {t.list, &Writer::save_list},
      {t.dict, &Writer::save_dict}, {t.bytes, &Writer::save_bytes},         {t.bytearray, &Writer::save_bytearray},
      {t.set, &Writer::save_set},   {t.frozenset, &Writer::save_frozenset},
  };
  for (const auto& [exact, save_it] : known) {
    if (type == exact) return (this->*save_it)(v);
  }
  return save_other(v);
}

bool Writer::save_int(Value v) {
  int64_t n = 0;
  const bool small = int_value(v, &n) == 1 && n >= INT32_MIN && n <= INT32_MAX;
  if (!binary() || (!small && options_.protocol < 2)) {
    std::string digits = int_to_string(v);
    line(small ? kIntText : kLongText, small ? digits : digits + "L");
  } else if (!small) {
    sized({{kLong1, 1}, {kLong4, 4}}, int_bytes(v));
  } else {
    const int size = n < 0 || n > 0xffff ? 4 : n > 0xff ? 2 : 1;
    op(size == 4 ? kInt4 : size == 2 ? kInt2 : kInt1);
    number(static_cast<uint64_t>(n), size);
  }
  return true;
}

void Writer::save_float(double value) {
  if (!binary()) {
    Ref number = make_float(value);
    return line(kFloatText, vm_.repr_text(number));
  }
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  op(kFloat8);
  for (int shift = 56; shift >= 0; shift -= 8) body_.push_back(static_cast<char>(bits >> shift));
}

bool Writer::save_str(Value v) {
  std::string_view content = view(v);
  if (!binary()) {
    line(kUnicodeText, raw_escape(as<Str>(v)));
  } else if (options_.protocol >= 4) {
    sized({{kUnicode1, 1}, {kUnicode4, 4}, {kUnicode8, 8}}, content);
  } else {
    sized({{kUnicode4, 4}}, content);
  }
  remember(v);
  return true;
}

/// f(*arguments), for an object that has no opcode of its own.
bool Writer::save_as_call(Value callable, std::initializer_list<Value> arguments, Value v) {
  Ref tuple = make_tuple(std::span<const Value>(arguments.begin(), arguments.size()));
  Reduction reduction;
  reduction.callable = callable;
  reduction.arguments = tuple;
  return save_reduction(reduction, v);
}

bool Writer::save_bytes(Value v) {
  const std::string& content = as<Bytes>(v)->bytes;
  if (options_.protocol >= 3) {
    if (options_.protocol == 3) {
      sized({{kBytes1, 1}, {kBytes4, 4}}, content);
    } else {
      sized({{kBytes1, 1}, {kBytes4, 4}, {kBytes8, 8}}, content);
    }
    remember(v);
    return true;
  }
  if (content.empty()) return save_as_call(vm_.types.bytes, {}, v);
  // Older protocols have text only: each byte becomes a character.
  std::string latin;
  for (char c : content) append_code_point(latin, static_cast<unsigned char>(c));
  Ref codecs = vm_.import("_codecs"), encode = codecs ? vm_.getattr(codecs, "encode") : Ref();
  Ref characters = text(latin);
  return encode && save_as_call(encode, {characters, Value(intern("latin1"))}, v);
}

bool Writer::save_bytearray(Value v) {
  const std::string& content = as<ByteArray>(v)->bytes;
  if (options_.protocol < 5) {
    if (content.empty()) return save_as_call(vm_.types.bytearray, {}, v);
    Ref plain = make_bytes(content);
    return save_as_call(vm_.types.bytearray, {plain}, v);
  }
  sized({{kByteArray8, 8}}, content);
  remember(v);
  return true;
}

bool Writer::save_tuple(Value v) {
  auto items = as<Tuple>(v)->view();
  if (items.empty()) {
    if (binary()) {
      op(kEmptyTuple);
    } else {
      op(kMark);
      op(kTupleFromMark);
    }
    return true;
  }
  const bool short_form = items.size() <= 3 && options_.protocol >= 2;
  if (!short_form) op(kMark);
  for (Value item : items) {
    if (!save(item)) return false;
  }
  if (const uint32_t* n = memo_.find(v)) {
    // A tuple that contains itself was written on the way: what has piled up here goes.
    if (short_form) {
      for (size_t i = 0; i < items.size(); ++i) op(kPop);
    } else if (binary()) {
      op(kPopMark);
    } else {
      for (size_t i = 0; i <= items.size(); ++i) op(kPop);
    }
    write_get(*n);
    return true;
  }
  static constexpr Op kShort[] = {kTuple1, kTuple2, kTuple3};
  op(short_form ? kShort[items.size() - 1] : kTupleFromMark);
  remember(v);
  return true;
}

bool Writer::save_items(const Read& read, const Adding& adding) {
  std::vector<Ref> group;
  for (bool first = true;; first = false) {
    group.clear();
    if (!read(group, kGroup)) return false;
    const size_t items = group.size() / adding.width;
    if (items == 0 && (first || !adding.empty_rest)) return true;
    const bool lone = items == 1 && !adding.always_marked && (first || adding.lone_rest);
    const bool marked = binary() && !lone;
    if (marked) op(kMark);
    for (size_t i = 0; i < group.size(); ++i) {
      if (!save(group[i])) return false;
      if (!marked && (i + 1) % adding.width == 0) op(adding.one);
    }
    if (marked) op(adding.many);
    if (items < kGroup) return true;
  }
}

bool Writer::save_list(Value v) {
  if (binary()) {
    op(kEmptyList);
  } else {
    op(kMark);
    op(kListFromMark);
  }
  remember(v);
  size_t at = 0;
  auto read = [&](std::vector<Ref>& group, size_t count) {
    const Values& items = as<List>(v)->items;
    for (; at < items.size() && group.size() < count; ++at) group.push_back(Ref::share(items[at]));
    return true;
  };
  return save_items(read, {.one = kAppend, .many = kAppends});
}

bool Writer::save_dict(Value v) {
  if (binary()) {
    op(kEmptyDict);
  } else {
    op(kMark);
    op(kDictFromMark);
  }
  remember(v);
  auto* dict = as<Dict>(v);
  const uint32_t version = dict->keys_version;
  size_t position = 0;
  auto read = [&](std::vector<Ref>& group, size_t count) {
    if (dict->keys_version != version) {
      vm_.raise(vm_.exc.RuntimeError, "dictionary changed size during iteration");
      return false;
    }
    while (group.size() < 2 * count) {
      const Dict::Entry* entry = dict_next(dict, &position);
      if (!entry) break;
      group.push_back(Ref::share(entry->key));
      group.push_back(Ref::share(entry->value));
    }
    return true;
  };
  return save_items(read, {.one = kSetItem, .many = kSetItems, .width = 2, .empty_rest = true});
}

/// The items of a set in the order in which a program sees them.
Ref Writer::set_items(Value v) { return vm_.list_of(v); }

bool Writer::save_set(Value v) {
  Ref items = set_items(v);
  if (!items) return false;
  if (options_.protocol < 4) return save_as_call(vm_.types.set, {items}, v);
  op(kEmptySet);
  remember(v);
  size_t at = 0;
  auto read = [&](std::vector<Ref>& group, size_t count) {
    const Values& all = as<List>(items)->items;
    for (; at < all.size() && group.size() < count; ++at) group.push_back(Ref::share(all[at]));
    return true;
  };
  return save_items(read, {.one = kAddItems, .many = kAddItems, .empty_rest = true, .always_marked = true});
}

bool Writer::save_frozenset(Value v) {
  Ref items = set_items(v);
  if (!items) return false;
  if (options_.protocol < 4) return save_as_call(vm_.types.frozenset, {items}, v);
  op(kMark);
  for (Value item : as<List>(items)->items) {
    if (!save(item)) return false;
  }
  if (const uint32_t* n = memo_.find(v)) {
    // As with tuples: it was written while its items were.
    op(kPopMark);
    write_get(*n);
    return true;
  }
  op(kFrozenSetFromMark);
  remember(v);
  return true;
}

/// What an iterator of __reduce_ex__ yields: list items, or pairs for a dict.
bool Writer::save_iterator(Value iterator, bool pairs) {
  auto read = [&](std::vector<Ref>& group, size_t count) {
    while (group.size() < count * (pairs ? 2 : 1)) {
      Ref item = vm_.next(iterator);
      if (!item) return !vm_.failed();
      if (!pairs) {
        group.push_back(std::move(item));
        continue;
      }
      if (!item.is(Kind::kTuple) || as<Tuple>(item)->count != 2) {
        vm_.raise(vm_.exc.TypeError, "dict items iterator must return 2-tuples");
        return false;
      }
      for (Value part : as<Tuple>(item)->view()) group.push_back(Ref::share(part));
    }
    return true;
  };
  if (pairs) return save_items(read, {.one = kSetItem, .many = kSetItems, .width = 2, .lone_rest = true});
  return save_items(read, {.one = kAppend, .many = kAppends, .lone_rest = true});
}

}  // namespace loopscope::runtime::pickle
