// list: construction and methods.

#include <algorithm>

#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/builtins.hpp"
#include "engine/runtime/iterators.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

Values& items(Value list) { return as<List>(list)->items; }

void empty_list(Value self) {
  Values old = std::move(items(self));
  items(self).clear();
  for (Value v : old) decref(v);
}

bool extend_list(Vm& vm, Value self, Value iterable) {
  if (iterable.is(Kind::kList) || iterable.is(Kind::kTuple)) {
    std::span<const Value> more =
        iterable.is(Kind::kList) ? std::span<const Value>(items(iterable)) : as<Tuple>(iterable)->view();
    if (!vm.reserve(more.size() * sizeof(Value))) return false;
    std::vector<Value> copy(more.begin(), more.end());
    for (Value v : copy) incref(v);
    items(self).insert(items(self).end(), copy.begin(), copy.end());
    return true;
  }
  return vm.for_each(iterable, [&](Ref item) {
    if ((items(self).size() & 4095) == 4095 && !vm.reserve(items(self).size() * sizeof(Value))) return false;
    append(as<List>(self), std::move(item));
    return true;
  });
}

bool list_init(Vm& vm, Value self, Args args) {
  if (args.keyword_count() && type_of(self) == vm.types.list) {
    vm.raise(vm.exc.TypeError, "list() takes no keyword arguments");
    return false;
  }
  if (args.count > 1) {
    vm.raise(vm.exc.TypeError, "list expected at most 1 argument, got {}", args.count);
    return false;
  }
  empty_list(self);
  return args.count == 0 || extend_list(vm, self, args[0]);
}

Ref list_append(Vm&, Value self, Args args) {
  append(as<List>(self), Ref::share(args[0]));
  return none();
}
Ref list_extend(Vm& vm, Value self, Args args) { return extend_list(vm, self, args[0]) ? none() : Ref(); }

Ref list_insert(Vm& vm, Value self, Args args) {
  int64_t at = 0;
  if (!vm.to_index(args[0], &at)) return nullptr;
  at = clamp_index(at, static_cast<int64_t>(items(self).size()));
  incref(args[1]);
  items(self).insert(items(self).begin() + at, args[1]);
  return none();
}

Ref list_pop(Vm& vm, Value self, Args args) {
  int64_t at = -1;
  if (args.count && !vm.to_index(args[0], &at)) return nullptr;
  auto size = static_cast<int64_t>(items(self).size());
  if (size == 0) return vm.raise(vm.exc.IndexError, "pop from empty list");
  if (at < 0) at += size;
  if (at < 0 || at >= size) return vm.raise(vm.exc.IndexError, "pop index out of range");
  Ref item = Ref::steal(items(self)[static_cast<size_t>(at)]);
  items(self).erase(items(self).begin() + at);
  return item;
}

/// Index of the first item equal to `wanted` in [start, stop), -1: none, -2: failed.
int64_t find_item(Vm& vm, Value self, Value wanted, int64_t start, int64_t stop) {
  for (int64_t i = start; i < stop && i < static_cast<int64_t>(items(self).size()); ++i) {
    Ref item = Ref::share(items(self)[static_cast<size_t>(i)]);
    int same = vm.equals(item, wanted);
    if (same < 0) return -2;
    if (same) return i;
  }
  return -1;
}

Ref list_remove(Vm& vm, Value self, Args args) {
  int64_t at = find_item(vm, self, args[0], 0, INT64_MAX);
  if (at == -2) return nullptr;
  if (at < 0) return vm.raise(vm.exc.ValueError, "list.remove(x): x not in list");
  if (at < static_cast<int64_t>(items(self).size())) {
    Ref old = Ref::steal(items(self)[static_cast<size_t>(at)]);
    items(self).erase(items(self).begin() + at);
  }
  return none();
}

Ref list_index(Vm& vm, Value self, Args args) {
  auto size = static_cast<int64_t>(items(self).size());
  int64_t start = 0, stop = size;
  if (args.count > 1 && !optional_index(vm, args[1], &start)) return nullptr;
  if (args.count > 2 && !optional_index(vm, args[2], &stop)) return nullptr;
  int64_t at = find_item(vm, self, args[0], clamp_index(start, size), clamp_index(stop, size));
  if (at == -2) return nullptr;
  if (at < 0) {
    Ref shown = vm.repr(args[0]);
    return shown ? vm.raise(vm.exc.ValueError, "{} is not in list", view(shown)) : Ref();
  }
  return make_int(at);
}

Ref list_count(Vm& vm, Value self, Args args) {
  int64_t n = 0;
  for (size_t i = 0; i < items(self).size(); ++i) {
    Ref item = Ref::share(items(self)[i]);
    int same = vm.equals(item, args[0]);
    if (same < 0) return nullptr;
    n += same;
  }
  return make_int(n);
}

Ref list_clear(Vm&, Value self, Args) {
  empty_list(self);
  return none();
}
Ref list_copy(Vm&, Value self, Args) { return make_list(std::span<const Value>(items(self))); }
Ref list_reverse(Vm&, Value self, Args) {
  std::reverse(items(self).begin(), items(self).end());
  return none();
}
Ref list_sort(Vm& vm, Value self, Args args) {
  if (args.count) return vm.raise(vm.exc.TypeError, "sort() takes no positional arguments");
  Ref keep = Ref::share(self);
  return sort_list(vm, as<List>(self), args, "sort") ? none() : Ref();
}
Ref list_reversed(Vm& vm, Value self, Args) { return list_reverse_iterator(vm, self); }

const MethodDef kMethods[] = {
    {"append", list_append, 1, 1},
    {"extend", list_extend, 1, 1},
    {"insert", list_insert, 2, 2},
    {"pop", list_pop, 0, 1},
    {"remove", list_remove, 1, 1},
    {"index", list_index, 1, 3},
    {"count", list_count, 1, 1},
    {"clear", list_clear},
    {"copy", list_copy},
    {"reverse", list_reverse},
    {"sort", list_sort, 0, -1, true},
    {"__reversed__", list_reversed},
};

}  // namespace

void setup_list(Vm& vm) {
  Type* type = vm.types.list;
  type->init = list_init;
  vm.add_methods(type, kMethods);
  vm.finish_type(type);
}

}  // namespace loopscope::runtime
