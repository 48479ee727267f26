// dict: construction and methods; views are in dict_views.cpp.

#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/iterators.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"
#include "engine/vm/interpreter.hpp"

namespace loopscope::runtime {

namespace {

Dict* dict(Value v) { return as<Dict>(v); }

bool key_error(Vm& vm, Value key) {
  vm.raise_value(vm.exc.KeyError, key);
  return false;
}

/// dict.update's positional argument: a mapping or pairs.
bool update_from(Vm& vm, Dict* target, Value source) {
  if (source.is(Kind::kDict)) return dict_update(vm, target, source);
  Ref keys = vm.getattr_or_null(source, vm.names.keys);
  if (vm.failed()) return false;
  if (keys) return dict_update(vm, target, source);
  int64_t n = 0;
  return vm.for_each(source, [&](Ref pair) {
    if (!type_of(pair)->iter && !type_of(pair)->getitem) {
      vm.raise(vm.exc.TypeError, "cannot convert dictionary update sequence element #{} to a sequence", n);
      return false;
    }
    Ptr<List> two = vm.list_of(pair);
    if (!two) return false;
    if (two->items.size() != 2) {
      vm.raise(vm.exc.ValueError, "dictionary update sequence element #{} has length {}; 2 is required", n,
               two->items.size());
      return false;
    }
    ++n;
    return dict_set(vm, target, two->items[0], two->items[1]);
  });
}

bool update(Vm& vm, Value self, Args args, const char* function) {
  if (args.count > 1) {
    vm.raise(vm.exc.TypeError, "{} expected at most 1 argument, got {}", function, args.count);
    return false;
  }
  if (args.count && !update_from(vm, dict(self), args[0])) return false;
  for (uint32_t i = 0; i < args.keyword_count(); ++i) {
    if (!dict_set(vm, dict(self), args.keyword_name(i), args.keyword_value(i))) return false;
  }
  return true;
}

bool dict_init(Vm& vm, Value self, Args args) { return update(vm, self, args, "dict"); }
Ref method_update(Vm& vm, Value self, Args args) { return update(vm, self, args, "update") ? none() : Ref(); }

Ref method_get(Vm& vm, Value self, Args args) {
  Value found;
  int r = dict_find(vm, dict(self), args[0], &found);
  if (r < 0) return nullptr;
  return Ref::share(r ? found : args.count > 1 ? args[1] : kNone);
}

Ref method_setdefault(Vm& vm, Value self, Args args) {
  Value found;
  int r = dict_find(vm, dict(self), args[0], &found);
  if (r < 0) return nullptr;
  if (r) return Ref::share(found);
  Ref value = Ref::share(args.count > 1 ? args[1] : kNone);
  return dict_set(vm, dict(self), args[0], value) ? value : Ref();
}

Ref method_pop(Vm& vm, Value self, Args args) {
  Ref removed;
  int r = dict_remove(vm, dict(self), args[0], &removed);
  if (r < 0) return nullptr;
  if (r) return removed;
  if (args.count > 1) return Ref::share(args[1]);
  key_error(vm, args[0]);
  return nullptr;
}

Ref method_popitem(Vm& vm, Value self, Args) {
  Dict* d = dict(self);
  if (d->live == 0) {
    Ref message = text("popitem(): dictionary is empty");
    return vm.raise_value(vm.exc.KeyError, message);
  }
  for (size_t i = d->entries.size(); i-- > 0;) {
    if (!d->entries[i].key) continue;
    Ref key = Ref::share(d->entries[i].key), value = Ref::share(d->entries[i].value);
    if (dict_remove(vm, d, key) < 0) return nullptr;
    Value pair[] = {key, value};
    return make_tuple(std::span<const Value>(pair));
  }
  return nullptr;
}

Ref method_clear(Vm&, Value self, Args) {
  dict_clear(dict(self));
  return none();
}
Ref method_copy(Vm&, Value self, Args) { return dict_copy(dict(self)); }

Ref method_fromkeys(Vm& vm, Value self, Args args) {
  Ref result = vm.call(self);
  if (!result) return nullptr;
  Value value = args.count > 1 ? args[1] : kNone;
  bool ok = vm.for_each(args[0], [&](Ref key) { return vm.setitem(result, key, value); });
  return ok ? result : Ref();
}

Ref method_reversed(Vm& vm, Value self, Args) { return reversed_dict(vm, self, 0); }

template <Type* RuntimeTypes::*Which>
Ref make_view(Vm& vm, Value self, Args) {
  return new_native_object(vm, runtime_of(vm).types.*Which, Ref::share(self));
}

Ref dict_binary(Vm& vm, lang::BinaryOperator op, Value self, Value other) {
  if (op != lang::BinaryOperator::kOr || !self.is(Kind::kDict) || !other.is(Kind::kDict)) return not_implemented();
  Ptr<Dict> result = dict_copy(dict(self));
  return dict_update(vm, result.get(), other) ? Ref(result) : Ref();
}
Ref dict_inplace(Vm& vm, lang::BinaryOperator op, Value self, Value other) {
  if (op != lang::BinaryOperator::kOr) return not_implemented();
  return update_from(vm, dict(self), other) ? Ref::share(self) : Ref();
}

const MethodDef kMethods[] = {
    {"get", method_get, 1, 2},
    {"setdefault", method_setdefault, 1, 2},
    {"pop", method_pop, 1, 2},
    {"popitem", method_popitem},
    {"update", method_update, 0, -1, true},
    {"clear", method_clear},
    {"copy", method_copy},
    {"keys", make_view<&RuntimeTypes::dict_keys>},
    {"values", make_view<&RuntimeTypes::dict_values>},
    {"items", make_view<&RuntimeTypes::dict_items>},
    {"fromkeys", method_fromkeys, 1, 2, false, MethodDef::kClass},
    {"__reversed__", method_reversed},
};

}  // namespace

void setup_dict(Vm& vm) {
  Type* type = vm.types.dict;
  type->init = dict_init;
  if (!type->binary) type->binary = dict_binary;
  if (!type->inplace) type->inplace = dict_inplace;
  vm.add_methods(type, kMethods);
  vm.finish_type(type);
}

}  // namespace loopscope::runtime
