#include "engine/vm/sequence.hpp"

namespace loopscope::vm {

namespace {

int64_t length_of(Value sequence) {
  switch (sequence.object()->kind) {
    case Kind::kStr:
      return as<Str>(sequence)->length;
    case Kind::kBytes:
      return static_cast<int64_t>(as<Bytes>(sequence)->bytes.size());
    case Kind::kByteArray:
      return static_cast<int64_t>(as<ByteArray>(sequence)->bytes.size());
    case Kind::kTuple:
      return as<Tuple>(sequence)->count;
    case Kind::kList:
      return static_cast<int64_t>(as<List>(sequence)->items.size());
    case Kind::kRange:
      return as<Range>(sequence)->length < 0 ? INT64_MAX : as<Range>(sequence)->length;
    default:
      return 0;
  }
}

}  // namespace

Ref settled_slice(Vm& vm, Value v) {
  auto* slice = as<Slice>(v);
  Ref parts[3];
  bool changed = false;
  const Value given[] = {slice->start, slice->stop, slice->step};
  for (size_t i = 0; i < 3; ++i) {
    parts[i] = Ref::share(given[i]);
    if (given[i].is_none() || is_int(given[i])) continue;
    Ref method = vm.lookup_special(given[i], vm.names.__index__);
    if (!method) {
      if (vm.failed()) return nullptr;
      return vm.raise(vm.exc.TypeError, "slice indices must be integers or None or have an __index__ method");
    }
    parts[i] = vm.call(method);
    if (!parts[i]) return nullptr;
    if (!is_int(parts[i])) {
      return vm.raise(vm.exc.TypeError, "__index__ returned non-int (type {})", type_of(parts[i])->name->view());
    }
    changed = true;
  }
  return changed ? make_slice(parts[0], parts[1], parts[2]) : Ref::share(v);
}

int sequence_index(Vm& vm, Value key, Value sequence, const char* range_message, int64_t* out) {
  int64_t i;
  if (key.is_small_int()) [[likely]] {
    i = key.small_int();
  } else {
    if (!is_int(key) && !vm.lookup(type_of(key), vm.names.__index__)) return 0;
    if (!vm.to_index(key, &i)) {
      if (vm.clear_if(vm.exc.OverflowError)) {
        vm.raise(vm.exc.IndexError, "cannot fit '{}' into an index-sized integer", type_of(key)->name->view());
      }
      return -1;
    }
  }
  int64_t length = length_of(sequence);
  if (i < 0) i += length;
  if (i < 0 || i >= length) {
    vm.raise(vm.exc.IndexError, std::string_view(range_message));
    return -1;
  }
  *out = i;
  return 1;
}

Ref raise_bad_index(Vm& vm, const char* what, Value key) {
  return vm.raise(vm.exc.TypeError, "{} indices must be integers or slices, not {}", what, type_of(key)->name->view());
}

bool repeat_count(Vm& vm, Value n, int64_t* out) {
  if (!is_int(n) && !vm.lookup(type_of(n), vm.names.__index__)) return false;
  if (!vm.to_index(n, out)) return true;  // the caller looks at vm.failed()
  if (*out < 0) *out = 0;
  return true;
}

Ref compare_sequences(Vm& vm, const std::function<std::span<const Value>()>& a,
                      const std::function<std::span<const Value>()>& b, lang::CompareOperator op) {
  bool equality = op == lang::CompareOperator::kEqual || op == lang::CompareOperator::kNotEqual;
  if (equality && a().size() != b().size()) return boolean(op == lang::CompareOperator::kNotEqual);
  NativeDepth depth(vm, " in comparison");
  if (!depth.ok()) return nullptr;
  for (size_t i = 0; i < a().size() && i < b().size(); ++i) {
    Value x = a()[i], y = b()[i];
    if (x == y) continue;
    Ref keep_x = Ref::share(x), keep_y = Ref::share(y);
    int same = vm.equals(x, y);
    if (same < 0) return nullptr;
    if (same) continue;
    if (equality) return boolean(op == lang::CompareOperator::kNotEqual);
    return vm.compare(op, x, y);
  }
  size_t size_a = a().size(), size_b = b().size();
  return boolean(ordered(op, size_a < size_b ? -1 : size_a > size_b));
}

int sequence_contains(Vm& vm, const std::function<std::span<const Value>()>& items, Value item) {
  for (size_t i = 0; i < items().size(); ++i) {
    Ref keep = Ref::share(items()[i]);
    int same = vm.equals(keep, item);
    if (same != 0) return same;
  }
  return 0;
}

}  // namespace loopscope::vm
