// Built-in functions and types about iteration: iter, next, enumerate, zip, map, filter, reversed, min, max, sum, any,
// all.

#include "engine/runtime/builtins.hpp"
#include "engine/runtime/iterators.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"
#include "engine/vm/generator.hpp"

namespace loopscope::runtime {

namespace {

Ref builtin_iter(Vm& vm, Value, Args args) {
  if (args.count == 1) return vm.iter(args[0]);
  int callable = is_callable(vm, args[0]);
  if (callable <= 0) return vm.raise(vm.exc.TypeError, "iter(v, w): v must be callable");
  return callable_iterator(vm, args[0], args[1]);
}

Ref builtin_next(Vm& vm, Value, Args args) {
  Type* type = type_of(args[0]);
  if (!type->next) return vm.raise(vm.exc.TypeError, "'{}' object is not an iterator", type->name->view());
  Ref item;
  if (args[0].is(Kind::kGenerator)) {  // keeps the StopIteration's value
    Ref result;
    Resumed how = resume(vm, as<Generator>(args[0]), kNone, &result);
    if (how == Resumed::kYielded) return result;
    if (how == Resumed::kReturned) {
      if (args.count > 1) return Ref::share(args[1]);
      Value value = result;
      Ref error = result.is_none() || !result ? vm.call(vm.exc.StopIteration) : vm.call(vm.exc.StopIteration, value);
      return error ? vm.raise_instance(std::move(error)) : Ref();
    }
  } else {
    item = type->next(vm, args[0]);
    if (item) return item;
  }
  if (vm.failed()) {
    if (args.count > 1 && vm.clear_if(vm.exc.StopIteration)) return Ref::share(args[1]);
    return nullptr;
  }
  if (args.count > 1) return Ref::share(args[1]);
  Ref error = vm.call(vm.exc.StopIteration);
  return error ? vm.raise_instance(std::move(error)) : Ref();
}

// --- enumerate, zip, map, filter -----------------------------------------------------------------------------------

Ref construct_enumerate(Vm& vm, Type* type, Args args) {
  Value bound[2];
  if (!vm.bind("enumerate", args, {"iterable", "start"}, 1, bound)) return nullptr;
  Ref it = vm.iter(bound[0]);
  if (!it) return nullptr;
  Ref start = bound[1] ? Ref::share(bound[1]) : Ref::share(Value::small_int(0));
  if (!is_int(start)) {
    int64_t n = 0;
    if (!vm.to_index(start, &n)) return nullptr;
    start = make_int(n);
  }
  return new_native_object(vm, type, std::move(it), std::move(start));
}

Ref enumerate_next(Vm& vm, Value self) {
  auto* it = native(self);
  Ref item = vm.next(it->a);
  if (!item) return nullptr;
  Ref count = Ref::share(it->b);
  Ref next = it->b.is_small_int() && it->b.small_int() < Value::kMaxInt
                 ? Ref::share(Value::small_int(it->b.small_int() + 1))
                 : vm.binary(lang::BinaryOperator::kAdd, it->b, Value::small_int(1));
  if (!next) return nullptr;
  replace(it->b, std::move(next));
  Value pair[] = {count, item};
  return make_tuple(std::span<const Value>(pair));
}

/// a: tuple of iterators; n: 1 when strict.
Ref construct_zip(Vm& vm, Type* type, Args args) {
  int strict = 0;
  for (uint32_t i = 0; i < args.keyword_count(); ++i) {
    if (args.keyword_name(i)->view() != "strict") {
      return vm.raise(vm.exc.TypeError, "zip() got an unexpected keyword argument '{}'", args.keyword_name(i)->view());
    }
    strict = vm.truth(args.keyword_value(i));
    if (strict < 0) return nullptr;
  }
  Ptr<List> iterators = make_list();
  for (uint32_t i = 0; i < args.count; ++i) {
    Ref it = vm.iter(args[i]);
    if (!it) {
      if (vm.clear_if(vm.exc.TypeError)) {
        return vm.raise(vm.exc.TypeError, "'{}' object is not iterable", type_name(args[i]));
      }
      return nullptr;
    }
    append(iterators.get(), std::move(it));
  }
  auto zip = new_native_object(vm, type, make_tuple(std::span<const Value>(iterators->items)));
  zip->n = strict;
  return zip;
}

Ref zip_next(Vm& vm, Value self) {
  auto* zip = native(self);
  auto* iterators = as<Tuple>(zip->a);
  if (iterators->count == 0) return nullptr;
  Ptr<List> items = make_list();
  for (uint32_t i = 0; i < iterators->count; ++i) {
    Ref item = vm.next(iterators->items[i]);
    if (item) {
      append(items.get(), std::move(item));
      continue;
    }
    if (vm.failed() || !zip->n) return nullptr;
    auto plural = [](uint32_t n) { return n == 1 ? std::string(" ") : std::string("s 1-"); };
    if (i > 0) {
      return vm.raise(vm.exc.ValueError, "zip() argument {} is shorter than argument{}{}", i + 1, plural(i), i);
    }
    for (uint32_t j = 1; j < iterators->count; ++j) {
      Ref extra = vm.next(iterators->items[j]);
      if (extra)
        return vm.raise(vm.exc.ValueError, "zip() argument {} is longer than argument{}{}", j + 1, plural(j), j);
      if (vm.failed()) return nullptr;
    }
    return nullptr;
  }
  return make_tuple(std::span<const Value>(items->items));
}

/// a: function, b: tuple of iterators.
Ref construct_map(Vm& vm, Type* type, Args args) {
  if (args.count < 2) return vm.raise(vm.exc.TypeError, "map() must have at least two arguments.");
  Ptr<List> iterators = make_list();
  for (uint32_t i = 1; i < args.count; ++i) {
    Ref it = vm.iter(args[i]);
    if (!it) return nullptr;
    append(iterators.get(), std::move(it));
  }
  return new_native_object(vm, type, Ref::share(args[0]), make_tuple(std::span<const Value>(iterators->items)));
}

Ref map_next(Vm& vm, Value self) {
  auto* map = native(self);
  auto* iterators = as<Tuple>(map->b);
  if (iterators->count == 1) {
    Ref item = vm.next(iterators->items[0]);
    return item ? vm.call(map->a, item) : Ref();
  }
  Ptr<List> items = make_list();
  for (uint32_t i = 0; i < iterators->count; ++i) {
    Ref item = vm.next(iterators->items[i]);
    if (!item) return nullptr;
    append(items.get(), std::move(item));
  }
  return vm.call(map->a, Args{items->items.data(), iterators->count, nullptr});
}

Ref construct_filter(Vm& vm, Type* type, Args args) {
  if (args.count != 2) return vm.raise(vm.exc.TypeError, "filter expected 2 arguments, got {}", args.count);
  Ref it = vm.iter(args[1]);
  if (!it) return nullptr;
  return new_native_object(vm, type, Ref::share(args[0]), std::move(it));
}

Ref filter_next(Vm& vm, Value self) {
  auto* filter = native(self);
  while (Ref item = vm.next(filter->b)) {
    Ref verdict = filter->a.is_none() ? item : vm.call(filter->a, item);
    if (!verdict) return nullptr;
    int keep = vm.truth(verdict);
    if (keep < 0) return nullptr;
    if (keep) return item;
  }
  return nullptr;
}

// --- reversed --------------------------------------------------------------------------------------------------------

Ref reversed_next(Vm& vm, Value self) {
  auto* it = native(self);
  if (!it->a || it->i < 0) return nullptr;
  Ref index = make_int(it->i--);
  Ref item = vm.getitem(it->a, index);
  if (!item && (vm.clear_if(vm.exc.IndexError) || vm.clear_if(vm.exc.StopIteration))) drop(it->a);
  return item;
}

Ref construct_reversed(Vm& vm, Type* type, Args args) {
  if (args.count != 1) return vm.raise(vm.exc.TypeError, "reversed expected 1 argument, got {}", args.count);
  Value sequence = args[0];
  if (sequence.is(Kind::kList)) return list_reverse_iterator(vm, sequence);
  Ref method = vm.lookup_special(sequence, vm.names.__reversed__);
  if (vm.failed()) return nullptr;
  if (method) {
    if (method.is_none()) return vm.raise(vm.exc.TypeError, "'{}' object is not reversible", type_name(sequence));
    return vm.call(method);
  }
  Type* t = type_of(sequence);
  if (sequence.is(Kind::kDict)) return reversed_dict(vm, sequence, 0);
  if (!t->getitem || !t->length || sequence.is(Kind::kSet) || sequence.is(Kind::kFrozenSet)) {
    return vm.raise(vm.exc.TypeError, "'{}' object is not reversible", t->name->view());
  }
  int64_t length = vm.length(sequence);
  if (length < 0) return nullptr;
  auto it = new_native_object(vm, type, Ref::share(sequence));
  it->i = length - 1;
  return it;
}

// --- folds -----------------------------------------------------------------------------------------------------------

Ref extreme(Vm& vm, Args args, const char* name, lang::CompareOperator better) {
  Value key = args.keyword("key"), fallback = args.keyword("default");
  for (uint32_t i = 0; i < args.keyword_count(); ++i) {
    std::string_view k = args.keyword_name(i)->view();
    if (k != "key" && k != "default") {
      return vm.raise(vm.exc.TypeError, "{}() got an unexpected keyword argument '{}'", name, k);
    }
  }
  if (key.is_none()) key = kNull;
  if (args.count == 0) return vm.raise(vm.exc.TypeError, "{} expected at least 1 argument, got 0", name);
  if (args.count > 1 && fallback) {
    return vm.raise(vm.exc.TypeError, "Cannot specify a default for {}() with multiple positional arguments", name);
  }
  Ref best, best_key;
  auto consider = [&](Ref item) {
    Ref item_key = key ? vm.call(key, item) : item;
    if (!item_key) return false;
    if (best) {
      Ref verdict = vm.compare(better, item_key, best_key);
      if (!verdict) return false;
      int wins = vm.truth(verdict);
      if (wins < 0) return false;
      if (!wins) return true;
    }
    best = std::move(item);
    best_key = std::move(item_key);
    return true;
  };
  if (args.count > 1) {
    for (uint32_t i = 0; i < args.count; ++i) {
      if (!consider(Ref::share(args[i]))) return nullptr;
    }
  } else if (!vm.for_each(args[0], consider)) {
    return nullptr;
  }
  if (best) return best;
  if (fallback) return Ref::share(fallback);
  return vm.raise(vm.exc.ValueError, "{}() iterable argument is empty", name);
}
Ref builtin_min(Vm& vm, Value, Args args) { return extreme(vm, args, "min", lang::CompareOperator::kLess); }
Ref builtin_max(Vm& vm, Value, Args args) { return extreme(vm, args, "max", lang::CompareOperator::kGreater); }

Ref builtin_sum(Vm& vm, Value, Args args) {
  Value bound[2];
  if (!vm.bind("sum", args, {"/iterable", "start"}, 1, bound)) return nullptr;
  Ref total = bound[1] ? Ref::share(bound[1]) : Ref::share(Value::small_int(0));
  if (is_str(total)) return vm.raise(vm.exc.TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
  if (total.is(Kind::kBytes)) return vm.raise(vm.exc.TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
  // Floats are added with compensation, as CPython does since 3.12.
  double compensation = 0;
  bool compensated = false;
  auto flush = [&] {
    if (compensated && compensation == compensation && compensation != 0 && total.is(Kind::kFloat)) {
      double sum = as<Float>(total)->value;
      if (sum - sum == 0) total = make_float(sum + compensation);
    }
    compensation = 0;
    compensated = false;
  };
  bool ok = vm.for_each(bound[0], [&](Ref item) {
    if (total.is(Kind::kFloat) && type_of(total) == vm.types.float_ && item.is(Kind::kFloat)) {
      double x = as<Float>(item)->value, sum = as<Float>(total)->value, t = sum + x;
      compensation += (sum < 0 ? -sum : sum) >= (x < 0 ? -x : x) ? (sum - t) + x : (x - t) + sum;
      compensated = true;
      total = make_float(t);
      return true;
    }
    if (!item.get().is_small_int()) flush();
    total = vm.binary(lang::BinaryOperator::kAdd, total, item);
    return static_cast<bool>(total);
  });
  if (!ok) return nullptr;
  flush();
  return total;
}

template <bool Any>
Ref any_or_all(Vm& vm, Value, Args args) {
  Ref it = vm.iter(args[0]);
  if (!it) return nullptr;
  while (Ref item = vm.next(it)) {
    int t = vm.truth(item);
    if (t < 0) return nullptr;
    if ((t != 0) == Any) return boolean(Any);
  }
  return vm.failed() ? Ref() : boolean(!Any);
}

Ref builtin_sorted(Vm& vm, Value, Args args) {
  if (args.count != 1) {
    return vm.raise(vm.exc.TypeError, "sorted expected 1 argument, got {}", args.count);
  }
  Ptr<List> list = vm.list_of(args[0]);
  if (!list || !sort_list(vm, list.get(), args.drop(1), "sort")) return nullptr;
  return list;
}

Ref builtin_aiter(Vm& vm, Value, Args args) {
  Type* type = type_of(args[0]);
  if (args[0].is(Kind::kAsyncGenerator)) return Ref::share(args[0]);
  if (!type->aiter) return vm.raise(vm.exc.TypeError, "'{}' object is not an async iterable", type->name->view());
  Ref it = type->aiter(vm, args[0]);
  if (it && !type_of(it)->anext) {
    return vm.raise(vm.exc.TypeError, "aiter() returned not an async iterator of type '{}'", type_name(it));
  }
  return it;
}

const MethodDef kFunctions[] = {
    {"iter", builtin_iter, 1, 2},      {"next", builtin_next, 1, 2},
    {"min", builtin_min, 0, -1, true}, {"max", builtin_max, 0, -1, true},
    {"sum", builtin_sum, 0, 2, true},  {"any", any_or_all<true>, 1, 1},
    {"all", any_or_all<false>, 1, 1},  {"sorted", builtin_sorted, 0, -1, true},
    {"aiter", builtin_aiter, 1, 1},
};

Ref reversed_length_hint(Vm&, Value self, Args) { return make_int(native(self)->a ? native(self)->i + 1 : 0); }
const MethodDef kReversedMethods[] = {{"__length_hint__", reversed_length_hint}};

}  // namespace

void setup_builtins_iteration(Vm& vm, Module* module) {
  vm.add_functions(module, kFunctions);
  RuntimeTypes& types = runtime_of(vm).types;
  auto publish = [&](Type* type, Ref (*construct)(Vm&, Type*, Args)) {
    type->construct = construct;
    type->type_flags |= kBaseType;
    vm.finish_type(type);
    dict_set(module->dict, type->name, type);
  };
  types.enumerate = make_iterator_type(vm, "enumerate", enumerate_next);
  publish(types.enumerate, construct_enumerate);
  types.zip = make_iterator_type(vm, "zip", zip_next);
  publish(types.zip, construct_zip);
  types.map = make_iterator_type(vm, "map", map_next);
  publish(types.map, construct_map);
  types.filter = make_iterator_type(vm, "filter", filter_next);
  publish(types.filter, construct_filter);
  Type* reversed = make_iterator_type(vm, "reversed", reversed_next);
  vm.add_methods(reversed, kReversedMethods);
  publish(reversed, construct_reversed);
}

}  // namespace loopscope::runtime
