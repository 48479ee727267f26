// slice and range: storage and slots.

#include "engine/vm/int.hpp"
#include "engine/vm/sequence.hpp"

namespace loopscope::vm {

Ref make_slice(Value start, Value stop, Value step) {
  auto* slice = static_cast<Slice*>(current_vm->new_object(current_vm->types.slice));
  slice->start = start ? start : kNone;
  slice->stop = stop ? stop : kNone;
  slice->step = step ? step : kNone;
  incref(slice->start);
  incref(slice->stop);
  incref(slice->step);
  return Ref::steal(slice);
}

namespace {

/// A slice's number: huge ints become the nearest 64-bit one.
bool slice_number(Vm& vm, Value v, int64_t* out) {
  if (v.is_small_int()) {
    *out = v.small_int();
    return true;
  }
  Ref index = Ref::share(v);
  if (!is_int(v)) {
    Ref method = vm.lookup_special(v, vm.names.__index__);
    if (!method) {
      if (!vm.failed()) {
        vm.raise(vm.exc.TypeError, "slice indices must be integers or None or have an __index__ method");
      }
      return false;
    }
    index = vm.call(method);
    if (!index) return false;
    if (!is_int(index)) {
      vm.raise(vm.exc.TypeError, "__index__ returned non-int (type {})", type_of(index)->name->view());
      return false;
    }
  }
  if (int_value(index, out) == 0) *out = int_compare(index, Value::small_int(0)) < 0 ? -INT64_MAX : INT64_MAX;
  return true;
}

}  // namespace

bool slice_bounds(Vm& vm, Value v, int64_t length, int64_t* start, int64_t* stop, int64_t* step, int64_t* count) {
  auto* slice = as<Slice>(v);
  *step = 1;
  if (!slice->step.is_none()) {
    if (!slice_number(vm, slice->step, step)) return false;
    if (*step == 0) {
      vm.raise(vm.exc.ValueError, "slice step cannot be zero");
      return false;
    }
  }
  bool backwards = *step < 0;
  int64_t lowest = backwards ? -1 : 0, highest = backwards ? length - 1 : length;
  auto resolve = [&](Value bound, int64_t absent, int64_t* out) {
    if (bound.is_none()) {
      *out = absent;
      return true;
    }
    if (!slice_number(vm, bound, out)) return false;
    if (*out < 0) *out += length;
    if (*out < lowest) *out = lowest;
    if (*out > highest) *out = highest;
    return true;
  };
  if (!resolve(slice->start, backwards ? highest : lowest, start)) return false;
  if (!resolve(slice->stop, backwards ? lowest : highest, stop)) return false;
  if (backwards) {
    *count = *stop < *start ? (*start - *stop - 1) / -*step + 1 : 0;
  } else {
    *count = *start < *stop ? (*stop - *start - 1) / *step + 1 : 0;
  }
  return true;
}

namespace {

void traverse_slice(Object* object, Visitor& visitor) {
  auto* s = static_cast<Slice*>(object);
  visitor.visit(s->start);
  visitor.visit(s->stop);
  visitor.visit(s->step);
}
void clear_slice(Object* object) {
  auto* s = static_cast<Slice*>(object);
  for (Value* v : {&s->start, &s->stop, &s->step}) decref(std::exchange(*v, kNone));
}
void destroy_slice(Object* object) {
  clear_slice(object);
  free_object(object);
}

Ref repr_slice(Vm& vm, Value v) {
  auto* s = as<Slice>(v);
  std::string out = "slice(";
  for (Value part : {s->start, s->stop, s->step}) {
    if (out.size() > 6) out += ", ";
    Ref text = vm.repr(part);
    if (!text) return nullptr;
    out += as<Str>(text)->view();
  }
  return make_str(out + ")");
}

Ref slice_tuple(Value v) {
  Value parts[] = {as<Slice>(v)->start, as<Slice>(v)->stop, as<Slice>(v)->step};
  return make_tuple(std::span<const Value>(parts));
}
Ref compare_slice(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  if (!b.is(Kind::kSlice)) return not_implemented();
  Ref x = slice_tuple(a), y = slice_tuple(b);
  return vm.compare(op, x, y);
}
bool hash_slice(Vm& vm, Value v, int64_t* out) {
  Ref parts = slice_tuple(v);
  return vm.hash(parts, out);
}

// --- range
// -------------------------------------------------------------------------------------------------------------

/// start + i * step as an int of any size.
Ref range_item(Vm& vm, Range* r, int64_t i) {
  if (r->start.is_small_int() && r->step.is_small_int()) {
    int64_t offset, result;
    if (!__builtin_mul_overflow(i, r->step.small_int(), &offset) &&
        !__builtin_add_overflow(offset, r->start.small_int(), &result)) {
      return make_int(result);
    }
  }
  Ref index = make_int(i);
  Ref offset = int_binary(vm, lang::BinaryOperator::kMultiply, index, r->step);
  return offset ? int_binary(vm, lang::BinaryOperator::kAdd, r->start, offset) : Ref();
}

Ref new_range(Vm& vm, Ref start, Ref stop, Ref step, int64_t length) {
  auto* r = static_cast<Range*>(vm.new_object(vm.types.range));
  r->start = start.release();
  r->stop = stop.release();
  r->step = step.release();
  r->length = length;
  return Ref::steal(r);
}

void destroy_range(Object* object) {
  auto* r = static_cast<Range*>(object);
  drop_field(r->start);
  drop_field(r->stop);
  drop_field(r->step);
  free_object(object);
}

Ref repr_range(Vm&, Value v) {
  auto* r = as<Range>(v);
  std::string out = "range(" + int_to_string(r->start) + ", " + int_to_string(r->stop);
  if (r->step != Value::small_int(1)) out += ", " + int_to_string(r->step);
  return make_str(out + ")");
}

int64_t length_range(Vm& vm, Value v) {
  int64_t n = as<Range>(v)->length;
  if (n < 0) vm.raise(vm.exc.OverflowError, "Python int too large to convert to C ssize_t");
  return n;
}

Ref getitem_range(Vm& vm, Value self, Value key) {
  auto* r = as<Range>(self);
  int64_t length = r->length < 0 ? INT64_MAX : r->length;
  if (key.is(Kind::kSlice)) {
    int64_t start, stop, step, count;
    if (!slice_bounds(vm, key, length, &start, &stop, &step, &count)) return nullptr;
    Ref factor = make_int(step);
    Ref new_step = int_binary(vm, lang::BinaryOperator::kMultiply, r->step, factor);
    Ref from = range_item(vm, r, start);
    Ref to = range_item(vm, r, stop);
    if (!new_step || !from || !to) return nullptr;
    return new_range(vm, std::move(from), std::move(to), std::move(new_step), count);
  }
  int64_t i;
  int kind = sequence_index(vm, key, self, "range object index out of range", &i);
  if (kind < 0) return nullptr;
  if (kind == 0) return raise_bad_index(vm, "range", key);
  return range_item(vm, r, i);
}

int contains_range(Vm& vm, Value self, Value item) {
  auto* r = as<Range>(self);
  if (!is_int(item)) {
    int64_t length = r->length < 0 ? INT64_MAX : r->length;
    for (int64_t i = 0; i < length; ++i) {
      Ref candidate = range_item(vm, r, i);
      if (!candidate) return -1;
      int same = vm.equals(candidate, item);
      if (same != 0) return same;
      vm.charge(10);
      if (vm.safe_point_due() && !vm.at_safe_point()) return -1;
    }
    return 0;
  }
  bool up = int_compare(r->step, Value::small_int(0)) > 0;
  int from_start = int_compare(item, r->start), to_stop = int_compare(item, r->stop);
  if (up ? from_start < 0 || to_stop >= 0 : from_start > 0 || to_stop <= 0) return 0;
  Ref distance = int_binary(vm, lang::BinaryOperator::kSubtract, item, r->start);
  Ref rest = distance ? int_binary(vm, lang::BinaryOperator::kModulo, distance, r->step) : Ref();
  if (!rest) return -1;
  return int_compare(rest, Value::small_int(0)) == 0;
}

/// Ranges are equal when their sequences are: by length, first item and step.
Ref range_key(Value v) {
  auto* r = as<Range>(v);
  Ref length = make_int(r->length);
  Value parts[] = {length, r->length == 0 ? kNone : r->start, r->length == 0 || r->length == 1 ? kNone : r->step};
  return make_tuple(std::span<const Value>(parts));
}
Ref compare_range(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  bool equality = op == lang::CompareOperator::kEqual || op == lang::CompareOperator::kNotEqual;
  if (!equality || !b.is(Kind::kRange)) return not_implemented();
  Ref x = range_key(a), y = range_key(b);
  return vm.compare(op, x, y);
}
bool hash_range(Vm& vm, Value v, int64_t* out) {
  Ref key = range_key(v);
  return vm.hash(key, out);
}

}  // namespace

void create_slice_types(Vm& vm) {
  Type* type = vm.make_type({"builtins", "slice", Kind::kSlice, 0, sizeof(Slice), nullptr});
  vm.types.slice = type;
  type->destroy = destroy_slice;
  type->traverse = traverse_slice;
  type->clear = clear_slice;
  type->repr = repr_slice;
  type->compare = compare_slice;
  type->hash = hash_slice;
  vm.finish_type(type);

  type = vm.make_type({"builtins", "range", Kind::kRange, kIsSequence, sizeof(Range), nullptr});
  vm.types.range = type;
  type->destroy = destroy_range;
  type->repr = repr_range;
  type->compare = compare_range;
  type->hash = hash_range;
  type->length = length_range;
  type->truth = [](Vm&, Value v) { return as<Range>(v)->length != 0 ? 1 : 0; };
  type->getitem = getitem_range;
  type->contains = contains_range;
  vm.finish_type(type);
}

}  // namespace loopscope::vm
