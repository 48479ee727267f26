#include "engine/runtime/pickle_reader.hpp"

#include <array>
#include <cstring>

#include "engine/runtime/codecs.hpp"
#include "engine/runtime/support.hpp"
#include "engine/vm/int.hpp"

namespace loopscope::runtime::pickle {

namespace {

uint64_t little_endian(std::string_view bytes) {
  uint64_t n = 0;
  for (size_t i = 0; i < bytes.size(); ++i) n |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return n;
}

/// An int from its two's complement, little end first.
Ref int_from_bytes(std::string_view bytes) {
  if (bytes.size() <= 8) {
    uint64_t n = little_endian(bytes);
    if (!bytes.empty() && bytes.size() < 8 && (bytes.back() & 0x80)) n |= ~uint64_t{0} << (8 * bytes.size());
    return make_int(static_cast<int64_t>(n));
  }
  std::string big(bytes.rbegin(), bytes.rend());
  Big n, offset;
  Big::check(mp_from_ubin(n, reinterpret_cast<const unsigned char*>(big.data()), big.size()));
  if (bytes.back() & 0x80) {
    Big::check(mp_2expt(offset, static_cast<int>(bytes.size() * 8)));
    Big::check(mp_sub(n, offset, n));
  }
  return make_int_from(n);
}

Ref tuple_of_refs(std::span<const Ref> items) {
  std::vector<Value> values(items.begin(), items.end());
  return make_tuple(std::span<const Value>(values));
}

/// The inverse of raw_escape(): Latin-1 with \uXXXX and \UXXXXXXXX.
std::string raw_unescape(std::string_view line) {
  std::string out;
  for (size_t i = 0; i < line.size(); ++i) {
    const size_t digits = line[i] != '\\' || i + 1 == line.size() ? 0
                          : line[i + 1] == 'u'                    ? 4
                          : line[i + 1] == 'U'                    ? 8
                                                                  : 0;
    uint32_t c = static_cast<unsigned char>(line[i]);
    if (digits && i + 1 + digits < line.size()) {
      c = static_cast<uint32_t>(std::strtoul(std::string(line.substr(i + 2, digits)).c_str(), nullptr, 16));
      i += 1 + digits;
    }
    append_code_point(out, c);
  }
  return out;
}

}  // namespace

// --- the machine -----------------------------------------------------------------------------------------------------

struct Reader::Handlers {
  std::array<Handler, 256> by_op{};

  Handlers() {
    auto set = [this](Handler handler, std::initializer_list<int> ops) {
      for (int op : ops) by_op[static_cast<size_t>(op)] = handler;
    };
    set(&Reader::constant, {kNone, kTrue, kFalse});
    set(&Reader::integer, {kInt1, kInt2, kInt4});
    set(&Reader::integer_line, {kIntText, kLongText});
    set(&Reader::long_integer, {kLong1, kLong4});
    set(&Reader::real, {kFloatText, kFloat8});
    set(&Reader::text_value, {kUnicodeText, kUnicode1, kUnicode4, kUnicode8});
    set(&Reader::bytes_value, {kBytes1, kBytes4, kBytes8, kByteArray8});
    set(&Reader::old_string, {kStringText, kString1, kString4});
    set(&Reader::buffer, {kNextBuffer, kReadonlyBuffer});
    set(&Reader::empty, {kEmptyTuple, kEmptyList, kEmptyDict, kEmptySet});
    set(&Reader::from_mark, {kTupleFromMark, kListFromMark, kDictFromMark, kFrozenSetFromMark});
    set(&Reader::short_tuple, {kTuple1, kTuple2, kTuple3});
    set(&Reader::add_one, {kAppend, kSetItem});
    set(&Reader::add_many, {kAppends, kSetItems, kAddItems});
    set(&Reader::stack_work, {kMark, kPop, kPopMark, kDup});
    set(&Reader::memo_get, {kGetText, kGet1, kGet4});
    set(&Reader::memo_put, {kPutText, kPut1, kPut4, kMemoize});
    set(&Reader::global, {kGlobal, kStackGlobal});
    set(&Reader::persistent, {kPersistentText, kPersistent});
    set(&Reader::call, {kReduce, kNewObject, kNewObjectKeywords});
    set(&Reader::old_instance, {kInstance, kObject});
    set(&Reader::build, {kBuild});
    set(&Reader::header, {kProtocol, kFrame});
    set(&Reader::extension, {kExtension1, kExtension2, kExtension4});
  }
};

const Reader::Handlers& Reader::handlers() {
  static const Handlers all;
  return all;
}

Ref Reader::load() {
  const Handlers& all = handlers();
  unsigned char op = 0;
  while (input_.next(&op)) {
    if (op == kStop) {
      Ref result;
      return pop(&result) ? result : Ref();
    }
    vm_.charge(1);
    if (vm_.interrupt.load(std::memory_order_relaxed) && !vm_.at_safe_point()) return nullptr;
    Handler handler = all.by_op[op];
    if (!handler) {
      const char c = static_cast<char>(op);
      fail(fmt::format("invalid load key, '{}'.",
                       op >= ' ' && op < 0x7f && c != '\'' ? std::string(1, c) : fmt::format("\\x{:02x}", op)));
      return nullptr;
    }
    if (!(this->*handler)(op)) return nullptr;
  }
  return nullptr;
}

bool Reader::fail(std::string_view message) {
  raise_error(vm_, "UnpicklingError", message);
  return false;
}

bool Reader::need(size_t count) {
  const size_t fence = marks_.empty() ? 0 : marks_.back();
  if (stack_.size() >= fence + count) return true;
  return fail(marks_.empty() || stack_.size() < count ? "unpickling stack underflow" : "unexpected MARK found");
}
bool Reader::pop(Ref* v) {
  if (!need(1)) return false;
  *v = std::move(stack_.back());
  stack_.pop_back();
  return true;
}
bool Reader::top(Value* v) {
  if (!need(1)) return false;
  *v = stack_.back();
  return true;
}
bool Reader::push_made(Ref v) {
  if (!v) return false;
  push(std::move(v));
  return true;
}
bool Reader::pop_mark(std::vector<Ref>* items) {
  if (marks_.empty()) return fail("could not find MARK");
  const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
  marks_.pop_back();
  items->assign(std::make_move_iterator(begin), std::make_move_iterator(stack_.end()));
  stack_.erase(begin, stack_.end());
  return true;
}
bool Reader::size_argument(int bytes, uint64_t* n) {
  std::string_view raw;
  if (!input_.take(static_cast<uint64_t>(bytes), &raw)) return false;
  *n = little_endian(raw);
  return true;
}

// --- values ----------------------------------------------------------------------------------------------------------

bool Reader::constant(unsigned char op) {
  push(op == kNone ? none() : boolean(op == kTrue));
  return true;
}

bool Reader::integer(unsigned char op) {
  uint64_t n = 0;
  if (!size_argument(op == kInt1 ? 1 : op == kInt2 ? 2 : 4, &n)) return false;
  return push_made(make_int(op == kInt4 ? static_cast<int32_t>(n) : static_cast<int64_t>(n)));
}

bool Reader::integer_line(unsigned char op) {
  std::string_view digits;
  if (!input_.line(&digits)) return false;
  if (op == kIntText && (digits == "00" || digits == "01")) {
    push(boolean(digits == "01"));
    return true;
  }
  if (op == kLongText && digits.ends_with('L')) digits.remove_suffix(1);
  Ref written = text(digits);
  return push_made(vm_.call(vm_.types.int_, written));
}

bool Reader::long_integer(unsigned char op) {
  uint64_t size = 0;
  std::string_view bytes;
  if (!size_argument(op == kLong1 ? 1 : 4, &size)) return false;
  if (size > INT32_MAX) return fail("LONG pickle has negative byte count");
  return input_.take(size, &bytes) && push_made(int_from_bytes(bytes));
}

bool Reader::real(unsigned char op) {
  std::string_view bytes;
  if (op == kFloatText) {
    if (!input_.line(&bytes)) return false;
    Ref written = text(bytes);
    return push_made(vm_.call(vm_.types.float_, written));
  }
  if (!input_.take(8, &bytes)) return false;
  uint64_t bits = 0;
  for (char c : bytes) bits = bits << 8 | static_cast<unsigned char>(c);
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return push_made(make_float(value));
}

bool Reader::text_value(unsigned char op) {
  std::string_view bytes;
  if (op == kUnicodeText) return input_.line(&bytes) && push_made(text(raw_unescape(bytes)));
  uint64_t size = 0;
  if (!size_argument(op == kUnicode1 ? 1 : op == kUnicode4 ? 4 : 8, &size) || !input_.take(size, &bytes)) return false;
  return push_made(decode_bytes(vm_, bytes, "utf-8", "surrogatepass"));
}

bool Reader::bytes_value(unsigned char op) {
  uint64_t size = 0;
  std::string_view bytes;
  if (!size_argument(op == kBytes1 ? 1 : op == kBytes4 ? 4 : 8, &size) || !input_.take(size, &bytes)) return false;
  Ref made = make_bytes(std::string(bytes));
  return push_made(op == kByteArray8 ? vm_.call(vm_.types.bytearray, made) : std::move(made));
}

/// Python 2's str: bytes in an encoding that the caller knows.
bool Reader::old_string(unsigned char op) {
  std::string_view bytes;
  std::string unquoted;
  if (op == kStringText) {
    if (!input_.line(&bytes)) return false;
    const char quote = bytes.empty() ? '\0' : bytes.front();
    if (bytes.size() < 2 || (quote != '\'' && quote != '"') || bytes.back() != quote) {
      return fail("the STRING opcode argument must be quoted");
    }
    Ref literal = text(fmt::format("b{}", bytes)), evaluate = Ref::share(dict_get(vm_.builtins, "eval"));
    Ref namespaces = make_dict();
    Ref value = vm_.call(evaluate, literal, namespaces);
    if (!value || !bytes_view(value, &bytes)) return false;
    unquoted = bytes;
    bytes = unquoted;
  } else {
    uint64_t size = 0;
    if (!size_argument(op == kString1 ? 1 : 4, &size) || !input_.take(size, &bytes)) return false;
  }
  if (options_.encoding == "bytes") return push_made(make_bytes(std::string(bytes)));
  return push_made(decode_bytes(vm_, bytes, options_.encoding, options_.errors));
}

bool Reader::buffer(unsigned char op) {
  if (op == kReadonlyBuffer) {
    Value v;
    return top(&v);  // bytes are what they are
  }
  if (!options_.buffers) {
    return fail("pickle stream refers to out-of-band data but no *buffers* argument was given");
  }
  Ref next = vm_.next(options_.buffers);
  if (!next && !vm_.failed()) return fail("not enough out-of-band buffers");
  return push_made(std::move(next));
}

// --- containers ------------------------------------------------------------------------------------------------------

bool Reader::empty(unsigned char op) {
  if (op == kEmptyTuple) return push_made(make_tuple(0));
  if (op == kEmptyList) return push_made(make_list());
  return push_made(op == kEmptyDict ? Ref(make_dict()) : Ref(make_set()));
}

bool Reader::from_mark(unsigned char op) {
  std::vector<Ref> items;
  if (!pop_mark(&items)) return false;
  if (op == kTupleFromMark) return push_made(tuple_of_refs(items));
  Ref made = op == kListFromMark ? Ref(make_list()) : op == kDictFromMark ? Ref(make_dict()) : Ref(make_set(true));
  const bool filled = op == kListFromMark   ? extend_list(made, items)
                      : op == kDictFromMark ? extend_dict(made, items)
                                            : extend_set(made, items);
  return filled && push_made(std::move(made));
}

bool Reader::short_tuple(unsigned char op) {
  const size_t count = op - kTuple1 + 1u;
  if (!need(count)) return false;
  Ref made = tuple_of_refs(std::span(stack_).last(count));
  stack_.resize(stack_.size() - count);
  return push_made(std::move(made));
}

bool Reader::add_one(unsigned char op) {
  const size_t count = op == kAppend ? 1 : 2;
  if (!need(count + 1)) return false;
  std::vector<Ref> items(stack_.end() - static_cast<std::ptrdiff_t>(count), stack_.end());
  stack_.resize(stack_.size() - count);
  return op == kAppend ? extend_list(stack_.back(), items) : extend_dict(stack_.back(), items);
}

bool Reader::add_many(unsigned char op) {
  std::vector<Ref> items;
  Value target;
  if (!pop_mark(&items) || !top(&target)) return false;
  return op == kAppends    ? extend_list(target, items)
         : op == kSetItems ? extend_dict(target, items)
                           : extend_set(target, items);
}

bool Reader::extend_list(Value list, std::span<Ref> items) {
  if (type_of(list) == vm_.types.list) {
    for (Ref& item : items) append(as<List>(list), std::move(item));
    return true;
  }
  if (items.empty()) return true;
  Ref extend = items.size() > 1 ? vm_.getattr_or_null(list, intern("extend")) : Ref();
  if (vm_.failed()) return false;
  if (extend) {
    Ptr<List> all = make_list();
    for (Ref& item : items) append(all.get(), std::move(item));
    return static_cast<bool>(vm_.call(extend, all));
  }
  Ref add = vm_.getattr(list, "append");
  for (Ref& item : items) {
    if (!add || !vm_.call(add, item)) return false;
  }
  return true;
}

bool Reader::extend_dict(Value dict, std::span<Ref> items) {
  if (items.size() % 2) return fail("odd number of items for SET ITEMS");
  const bool exact = type_of(dict) == vm_.types.dict;
  for (size_t i = 0; i < items.size(); i += 2) {
    const bool done =
        exact ? dict_set(vm_, as<Dict>(dict), items[i], items[i + 1]) : vm_.setitem(dict, items[i], items[i + 1]);
    if (!done) return false;
  }
  return true;
}

bool Reader::extend_set(Value set, std::span<Ref> items) {
  const bool exact = type_of(set) == vm_.types.set || type_of(set) == vm_.types.frozenset;
  for (Ref& item : items) {
    const bool done =
        exact ? set_add(vm_, as<Set>(set), item) : static_cast<bool>(vm_.call_method(set, "add", {item.get()}));
    if (!done) return false;
  }
  return true;
}

bool Reader::stack_work(unsigned char op) {
  std::vector<Ref> dropped;
  Ref one;
  Value last;
  switch (op) {
    case kMark:
      marks_.push_back(stack_.size());
      return true;
    case kPopMark:
      return pop_mark(&dropped);
    case kPop:
      // A mark lies on the stack too.
      if (!marks_.empty() && marks_.back() == stack_.size()) return marks_.pop_back(), true;
      return pop(&one);
    default:
      return top(&last) && push_made(Ref::share(last));
  }
}

}  // namespace loopscope::runtime::pickle
