// tuple, range and slice: construction and methods.

#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"

namespace loopscope::runtime {

namespace {

// --- tuple -----------------------------------------------------------------------------------------------------------

Ref construct_tuple(Vm& vm, Type* type, Args args) {
  if (args.keyword_count() && type == vm.types.tuple)
    return vm.raise(vm.exc.TypeError, "tuple() takes no keyword arguments");
  if (args.count > 1) return vm.raise(vm.exc.TypeError, "tuple expected at most 1 argument, got {}", args.count);
  Ptr<Tuple> items = args.count ? vm.tuple_of(args[0]) : make_tuple(0);
  if (!items || type == vm.types.tuple) return items;
  auto* tuple = static_cast<Tuple*>(
      vm.new_object_sized(type, sizeof(Tuple) + (items->count > 1 ? items->count - 1 : 0) * sizeof(Value)));
  tuple->count = items->count;
  for (uint32_t i = 0; i < items->count; ++i) {
    tuple->items[i] = items->items[i];
    incref(tuple->items[i]);
  }
  return Ref::steal(tuple);
}

Ref tuple_index(Vm& vm, Value self, Args args) {
  auto* tuple = as<Tuple>(self);
  int64_t size = tuple->count, start = 0, stop = size;
  if (args.count > 1 && !optional_index(vm, args[1], &start)) return nullptr;
  if (args.count > 2 && !optional_index(vm, args[2], &stop)) return nullptr;
  stop = clamp_index(stop, size);
  for (int64_t i = clamp_index(start, size); i < stop; ++i) {
    int same = vm.equals(tuple->items[i], args[0]);
    if (same < 0) return nullptr;
    if (same) return make_int(i);
  }
  return vm.raise(vm.exc.ValueError, "tuple.index(x): x not in tuple");
}

Ref tuple_count(Vm& vm, Value self, Args args) {
  int64_t n = 0;
  for (Value v : as<Tuple>(self)->view()) {
    int same = vm.equals(v, args[0]);
    if (same < 0) return nullptr;
    n += same;
  }
  return make_int(n);
}
Ref tuple_newargs(Vm&, Value self, Args) {
  Ptr<Tuple> plain = make_tuple(as<Tuple>(self)->view());
  Value one = plain;
  return make_tuple(std::span<const Value>(&one, 1));
}
const MethodDef kTupleMethods[] = {
    {"index", tuple_index, 1, 3},
    {"count", tuple_count, 1, 1},
    {"__getnewargs__", tuple_newargs},
};

// --- range -----------------------------------------------------------------------------------------------------------

Ref index_of(Vm& vm, Value v) {
  if (is_int(v)) return vm.unary(lang::UnaryOperator::kPositive, v);
  Ref method = vm.lookup_special(v, vm.names.__index__);
  if (vm.failed()) return nullptr;
  if (!method) return vm.raise(vm.exc.TypeError, "'{}' object cannot be interpreted as an integer", type_name(v));
  return vm.call(method);
}

/// Number of steps as an int of any size.
Ref range_size(Vm& vm, const Range* range) {
  using Op = lang::BinaryOperator;
  bool down = int_compare(range->step, Value::small_int(0)) < 0;
  Ref low = Ref::share(down ? range->stop : range->start), high = Ref::share(down ? range->start : range->stop);
  if (int_compare(low, high) >= 0) return make_int(0);
  Ref step = down ? vm.unary(lang::UnaryOperator::kNegative, range->step) : Ref::share(range->step);
  Ref distance = vm.binary(Op::kSubtract, high, low);
  Ref less = distance ? vm.binary(Op::kSubtract, distance, Value::small_int(1)) : Ref();
  Ref whole = less ? vm.binary(Op::kFloorDivide, less, step) : Ref();
  return whole ? vm.binary(Op::kAdd, whole, Value::small_int(1)) : Ref();
}

Ref construct_range(Vm& vm, Type* type, Args args) {
  if (args.keyword_count()) return vm.raise(vm.exc.TypeError, "range() takes no keyword arguments");
  if (args.count < 1) return vm.raise(vm.exc.TypeError, "range expected at least 1 argument, got 0");
  if (args.count > 3) return vm.raise(vm.exc.TypeError, "range expected at most 3 arguments, got {}", args.count);
  Ref start = make_int(0), step = make_int(1), stop;
  if (args.count == 1) {
    stop = index_of(vm, args[0]);
  } else {
    start = index_of(vm, args[0]);
    if (start) stop = index_of(vm, args[1]);
    if (stop && args.count == 3) step = index_of(vm, args[2]);
  }
  if (!start || !stop || !step) return nullptr;
  if (int_compare(step, Value::small_int(0)) == 0) return vm.raise(vm.exc.ValueError, "range() arg 3 must not be zero");
  auto* range = static_cast<Range*>(vm.new_object(type));
  range->start = start.release();
  range->stop = stop.release();
  range->step = step.release();
  range->length = -1;
  Ref result = Ref::steal(range);
  Ref size = range_size(vm, range);
  if (!size) return nullptr;
  int64_t n = 0;
  if (int_value(size, &n) == 1) range->length = n;
  return result;
}

/// Position of an int in the range, null when it is not a member.
Ref position_in(Vm& vm, const Range* range, Value v) {
  using Op = lang::BinaryOperator;
  bool down = int_compare(range->step, Value::small_int(0)) < 0;
  bool inside = down ? int_compare(v, range->start) <= 0 && int_compare(v, range->stop) > 0
                     : int_compare(v, range->start) >= 0 && int_compare(v, range->stop) < 0;
  if (!inside) return nullptr;
  Ref offset = vm.binary(Op::kSubtract, v, range->start);
  Ref rest = offset ? vm.binary(Op::kModulo, offset, range->step) : Ref();
  if (!rest || int_compare(rest, Value::small_int(0)) != 0) return nullptr;
  return vm.binary(Op::kFloorDivide, offset, range->step);
}

Ref range_index(Vm& vm, Value self, Args args) {
  if (is_int(args[0])) {
    Ref at = position_in(vm, as<Range>(self), args[0]);
    if (at || vm.failed()) return at;
  }
  return vm.raise(vm.exc.ValueError, "{} is not in range", vm.repr_text(args[0]));
}
Ref range_count(Vm& vm, Value self, Args args) {
  if (is_int(args[0])) return make_int(position_in(vm, as<Range>(self), args[0]) ? 1 : 0);
  int found = vm.contains(self, args[0]);
  return found < 0 ? Ref() : make_int(found);
}
Ref range_reversed(Vm& vm, Value self, Args) {
  using Op = lang::BinaryOperator;
  auto* range = as<Range>(self);
  Ref size = range_size(vm, range);
  Ref span = size ? vm.binary(Op::kMultiply, size, range->step) : Ref();
  Ref end = span ? vm.binary(Op::kAdd, range->start, span) : Ref();
  Ref last = end ? vm.binary(Op::kSubtract, end, range->step) : Ref();
  Ref stop = last ? vm.binary(Op::kSubtract, range->start, range->step) : Ref();
  Ref step = stop ? vm.unary(lang::UnaryOperator::kNegative, range->step) : Ref();
  Ref backwards = step ? vm.call(vm.types.range, last, stop, step) : Ref();
  return backwards ? vm.iter(backwards) : Ref();
}
const MethodDef kRangeMethods[] = {
    {"index", range_index, 1, 1},
    {"count", range_count, 1, 1},
    {"__reversed__", range_reversed},
};
const GetSetDef kRangeGetSets[] = {
    {"start", [](Vm&, Value self) { return Ref::share(as<Range>(self)->start); }},
    {"stop", [](Vm&, Value self) { return Ref::share(as<Range>(self)->stop); }},
    {"step", [](Vm&, Value self) { return Ref::share(as<Range>(self)->step); }},
};

// --- slice -----------------------------------------------------------------------------------------------------------

Ref construct_slice(Vm& vm, Type*, Args args) {
  if (args.keyword_count()) return vm.raise(vm.exc.TypeError, "slice() takes no keyword arguments");
  if (args.count < 1) return vm.raise(vm.exc.TypeError, "slice expected at least 1 argument, got 0");
  if (args.count > 3) return vm.raise(vm.exc.TypeError, "slice expected at most 3 arguments, got {}", args.count);
  if (args.count == 1) return make_slice(kNone, args[0], kNone);
  return make_slice(args[0], args[1], args.count > 2 ? args[2] : kNone);
}
Ref slice_indices(Vm& vm, Value self, Args args) {
  int64_t length = 0, start = 0, stop = 0, step = 0, count = 0;
  if (!vm.to_index(args[0], &length)) return nullptr;
  if (length < 0) return vm.raise(vm.exc.ValueError, "length should not be negative");
  if (!slice_bounds(vm, self, length, &start, &stop, &step, &count)) return nullptr;
  Ref a = make_int(start), b = make_int(stop), c = make_int(step);
  Value three[] = {a, b, c};
  return make_tuple(std::span<const Value>(three));
}
const MethodDef kSliceMethods[] = {{"indices", slice_indices, 1, 1}};
const GetSetDef kSliceGetSets[] = {
    {"start", [](Vm&, Value self) { return Ref::share(as<Slice>(self)->start); }},
    {"stop", [](Vm&, Value self) { return Ref::share(as<Slice>(self)->stop); }},
    {"step", [](Vm&, Value self) { return Ref::share(as<Slice>(self)->step); }},
};

}  // namespace

void setup_tuple_range_slice(Vm& vm) {
  BuiltinTypes& t = vm.types;
  t.tuple->construct = construct_tuple;
  vm.add_methods(t.tuple, kTupleMethods);
  vm.finish_type(t.tuple);
  t.range->construct = construct_range;
  vm.add_methods(t.range, kRangeMethods);
  vm.add_getsets(t.range, kRangeGetSets);
  vm.finish_type(t.range);
  t.slice->construct = construct_slice;
  vm.add_methods(t.slice, kSliceMethods);
  vm.add_getsets(t.slice, kSliceGetSets);
  vm.finish_type(t.slice);
}

}  // namespace loopscope::runtime
