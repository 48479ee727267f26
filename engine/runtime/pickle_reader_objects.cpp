// The reader's other half: what was written before, classes and functions by name, calls, states.

#include "engine/runtime/pickle_reader.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime::pickle {

namespace {

constexpr uint64_t kMemoLimit = uint64_t{1} << 26;  // a number beyond it can only be a mistake

bool to_number(std::string_view digits, uint64_t* n) {
  *n = 0;
  if (digits.empty() || digits.size() > 18) return false;
  for (char c : digits) {
    if (c < '0' || c > '9') return false;
    *n = *n * 10 + static_cast<uint64_t>(c - '0');
  }
  return true;
}

}  // namespace

// --- the memo --------------------------------------------------------------------------------------------------------

bool Reader::memo_get(unsigned char op) {
  uint64_t n = 0;
  std::string_view digits;
  if (op == kGetText) {
    if (!input_.line(&digits)) return false;
    if (!to_number(digits, &n)) return vm_.raise(vm_.exc.ValueError, "invalid memo number"), false;
  } else if (!size_argument(op == kGet1 ? 1 : 4, &n)) {
    return false;
  }
  if (n >= memo_.size() || !memo_[n]) return fail(fmt::format("Memo value not found at index {}", n));
  push(memo_[n]);
  return true;
}

bool Reader::memo_put(unsigned char op) {
  uint64_t n = memo_.size();
  std::string_view digits;
  if (op == kPutText) {
    if (!input_.line(&digits)) return false;
    if (!to_number(digits, &n)) return vm_.raise(vm_.exc.ValueError, "invalid memo number"), false;
  } else if (op != kMemoize && !size_argument(op == kPut1 ? 1 : 4, &n)) {
    return false;
  }
  Value last;
  if (!top(&last)) return false;
  if (n >= kMemoLimit) return vm_.raise(vm_.exc.MemoryError, ""), false;
  if (n >= memo_.size()) {
    if (!vm_.reserve((n + 1 - memo_.size()) * sizeof(Ref))) return false;
    memo_.resize(n + 1);
  }
  memo_[n] = Ref::share(last);
  return true;
}

// --- names -----------------------------------------------------------------------------------------------------------

Ref Reader::find_global(std::string_view module, std::string_view name) {
  if (options_.find_class) {
    Ref m = text(module), n = text(name);
    return vm_.call(options_.find_class, m, n);
  }
  GlobalName where{module, name};
  if (protocol_ < 3 && options_.old_names) where = new_name(vm_, where);
  Ref home = import_module(vm_, where.first);
  if (!home) return nullptr;
  Ref found;
  if (protocol_ >= 4) {
    found = find_attribute(vm_, home, where.second);
  } else {
    found = vm_.getattr_or_null(home, intern(where.second));
  }
  if (found || vm_.failed()) return found;
  return vm_.raise(vm_.exc.AttributeError, "Can't get attribute '{}' on {}", where.second, vm_.repr_text(home));
}

bool Reader::global(unsigned char op) {
  if (op == kStackGlobal) {
    Ref module, name;
    if (!pop(&name) || !pop(&module)) return false;
    if (!is_str(name) || !is_str(module)) return fail("STACK_GLOBAL requires str");
    return push_made(find_global(view(module), view(name)));
  }
  std::string_view part;
  if (!input_.line(&part)) return false;
  std::string module(part);
  if (!input_.line(&part)) return false;
  std::string name(part);
  return push_made(find_global(module, name));
}

bool Reader::persistent(unsigned char op) {
  Ref id;
  std::string_view name;
  if (op == kPersistent ? !pop(&id) : !input_.line(&name)) return false;
  if (op == kPersistentText) id = text(name);
  if (!options_.persistent_load) {
    return fail("A load persistent id instruction was encountered, but no persistent_load function was specified.");
  }
  return push_made(vm_.call(options_.persistent_load, id));
}

bool Reader::extension(unsigned char op) {
  uint64_t code = 0;
  if (!size_argument(op == kExtension1 ? 1 : op == kExtension2 ? 2 : 4, &code)) return false;
  if (code == 0) return fail("EXT specifies code <= 0");
  vm_.raise(vm_.exc.ValueError, "unregistered extension code {}", code);
  return false;
}

bool Reader::header(unsigned char op) {
  uint64_t n = 0;
  if (!size_argument(op == kProtocol ? 1 : 8, &n)) return false;
  if (op == kFrame) return input_.frame(n);
  if (n > kHighestProtocol) {
    vm_.raise(vm_.exc.ValueError, "unsupported pickle protocol: {}", n);
    return false;
  }
  protocol_ = static_cast<int>(n);
  return true;
}

// --- making objects --------------------------------------------------------------------------------------------------

bool Reader::call(unsigned char op) {
  Ref keywords, arguments, callable;
  if (op == kNewObjectKeywords && !pop(&keywords)) return false;
  if (!pop(&arguments) || !pop(&callable)) return false;
  const bool make = op != kReduce;
  const char* name = keywords ? "NEWOBJ_EX" : "NEWOBJ";
  if (make && !callable.is(Kind::kType)) {
    return fail(fmt::format("{} class argument must be a type, not {}", name, type_name(callable)));
  }
  if (!arguments.is(Kind::kTuple)) {
    if (make) return fail(fmt::format("{} args argument must be a tuple, not {}", name, type_name(arguments)));
    vm_.raise(vm_.exc.TypeError, "argument list must be a tuple, not {}", type_name(arguments));
    return false;
  }
  std::vector<Value> values, names;
  if (make) values.push_back(callable);
  for (Value v : as<Tuple>(arguments)->view()) values.push_back(v);
  const auto count = static_cast<uint32_t>(values.size());
  if (keywords) {
    if (!keywords.is(Kind::kDict)) {
      return fail(fmt::format("{} kwargs argument must be a dict, not {}", name, type_name(keywords)));
    }
    size_t position = 0;
    while (const Dict::Entry* entry = dict_next(as<Dict>(keywords), &position)) {
      if (!is_str(entry->key)) return vm_.raise(vm_.exc.TypeError, "keywords must be strings"), false;
      names.push_back(entry->key);
      values.push_back(entry->value);
    }
  }
  Ptr<Tuple> keyword_names = names.empty() ? Ptr<Tuple>() : make_tuple(std::span<const Value>(names));
  Ref function = make ? vm_.getattr(callable, vm_.names.__new__) : std::move(callable);
  return function && push_made(vm_.call(function, Args{values.data(), count, keyword_names.get()}));
}

/// Protocols before 2: a class and its arguments behind a mark.
bool Reader::old_instance(unsigned char op) {
  std::vector<Ref> items;
  if (!pop_mark(&items)) return false;
  if (op == kInstance) {
    if (!global(kGlobal)) return false;
    Ref cls;
    pop(&cls);
    items.insert(items.begin(), std::move(cls));
  }
  if (items.empty()) return fail("unpickling stack underflow");
  std::vector<Value> values(items.begin() + 1, items.end());
  return push_made(vm_.call(items[0], Args{values.data(), static_cast<uint32_t>(values.size()), nullptr}));
}

bool Reader::set_attributes(Value object, Value state, bool slots) {
  if (!state.is(Kind::kDict)) return fail(slots ? "slot state is not a dictionary" : "state is not a dictionary");
  Ref dict = slots ? Ref() : vm_.getattr(object, vm_.names.__dict__);
  if (!slots && !dict) return false;
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(as<Dict>(state), &position)) {
    Ref key = Ref::share(is_str(entry->key) ? Value(intern(as<Str>(entry->key))) : entry->key);
    Ref value = Ref::share(entry->value);
    const bool done = !slots ? vm_.setitem(dict, key, value) : is_str(key) && vm_.setattr(object, as<Str>(key), value);
    if (!done) return false;
  }
  return true;
}

bool Reader::build(unsigned char) {
  Ref state;
  Value object;
  if (!need(2) || !pop(&state) || !top(&object)) return false;
  Ref custom = vm_.getattr_or_null(object, intern("__setstate__"));
  if (vm_.failed()) return false;
  if (custom) return static_cast<bool>(vm_.call(custom, state));
  Value attributes = state, slots;
  if (state.is(Kind::kTuple) && as<Tuple>(state)->count == 2) {
    attributes = as<Tuple>(state)->items[0];
    slots = as<Tuple>(state)->items[1];
  }
  if (!attributes.is_none() && !set_attributes(object, attributes, false)) return false;
  return !slots || slots.is_none() || set_attributes(object, slots, true);
}

}  // namespace loopscope::runtime::pickle
