// Out-of-line parts of instructions: names, unpacking, formatting, async iteration, with, match.

#include "engine/vm/interpreter.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::vm {

namespace {

Ref raise_name_error(Vm& vm, Type* type, Str* name, std::string_view message) {
  Ref error = vm.make_exception(type, message);
  if (!error || !vm.setattr(error, vm.names.name, name)) return nullptr;
  return vm.raise_instance(std::move(error));
}

int32_t index_of(const Dict* dict, const Str* key) {
  for (size_t i = 0; i < dict->entries.size(); ++i) {
    if (dict->entries[i].key == Value(key)) return static_cast<int32_t>(i);
  }
  return -1;
}

}  // namespace

Ref load_global_cached(Vm& vm, Frame* frame, Str* name, InlineCache& cache) {
  Dict* globals = frame->globals;
  if (Value v = dict_get(globals, name)) {
    int32_t index = index_of(globals, name);
    if (index >= 0) {
      cache.kind = 1;
      cache.version = globals->keys_version;
      cache.hint = index;
    }
    return Ref::share(v);
  }
  if (Value v = dict_get(vm.builtins, name)) {
    int32_t index = index_of(vm.builtins, name);
    if (index >= 0) {
      cache.kind = 2;
      cache.version = globals->keys_version;
      cache.version2 = vm.builtins->keys_version;
      cache.hint = index;
    }
    return Ref::share(v);
  }
  return raise_name_error(vm, vm.exc.NameError, name, fmt::format("name '{}' is not defined", name->view()));
}

Ref load_name(Vm& vm, Frame* frame, Str* name) {
  if (frame->names) {
    if (Value v = dict_get(frame->names, name)) return Ref::share(v);
  }
  if (Value v = dict_get(frame->globals, name)) return Ref::share(v);
  if (Value v = dict_get(vm.builtins, name)) return Ref::share(v);
  return raise_name_error(vm, vm.exc.NameError, name, fmt::format("name '{}' is not defined", name->view()));
}

void raise_unbound_local(Vm& vm, Frame* frame, uint32_t slot) {
  Str* name = frame->code->slot_names[slot];
  raise_name_error(
      vm, vm.exc.UnboundLocalError, name,
      fmt::format("cannot access local variable '{}' where it is not associated with a value", name->view()));
}

void raise_unbound_free(Vm& vm, Frame* frame, uint32_t slot) {
  if (slot < frame->code->free_start) return raise_unbound_local(vm, frame, slot);
  Str* name = frame->code->slot_names[slot];
  raise_name_error(
      vm, vm.exc.NameError, name,
      fmt::format("cannot access free variable '{}' where it is not associated with a value in enclosing scope",
                  name->view()));
}

bool unpack_sequence(Vm& vm, Value sequence, uint32_t count, Value* out) {
  std::span<const Value> items;
  if (sequence.is_object() && sequence.object()->type == vm.types.tuple) items = as<Tuple>(sequence)->view();
  if (sequence.is_object() && sequence.object()->type == vm.types.list) items = as<List>(sequence)->items;
  if (items.data() || sequence.is(Kind::kTuple) || sequence.is(Kind::kList)) {
    if (items.size() == count) {
      for (uint32_t i = 0; i < count; ++i) {
        incref(items[i]);
        out[i] = items[i];
      }
      return true;
    }
  }
  if (!type_of(sequence)->iter && !type_of(sequence)->getitem) {
    vm.raise(vm.exc.TypeError, "cannot unpack non-iterable {} object", type_of(sequence)->name->view());
    return false;
  }
  Ref it = vm.iter(sequence);
  if (!it) return false;
  uint32_t got = 0;
  auto fail = [&] {
    for (uint32_t i = 0; i < got; ++i) decref(out[i]);
    return false;
  };
  for (; got < count; ++got) {
    Ref item = vm.next(it);
    if (!item) {
      if (!vm.failed()) vm.raise(vm.exc.ValueError, "not enough values to unpack (expected {}, got {})", count, got);
      return fail();
    }
    out[got] = item.release();
  }
  Ref extra = vm.next(it);
  if (vm.failed()) return fail();
  if (extra) {
    vm.raise(vm.exc.ValueError, "too many values to unpack (expected {})", count);
    return fail();
  }
  return true;
}

bool unpack_ex(Vm& vm, Value sequence, uint32_t before, uint32_t after, Value* out) {
  if (!type_of(sequence)->iter && !type_of(sequence)->getitem) {
    vm.raise(vm.exc.TypeError, "cannot unpack non-iterable {} object", type_of(sequence)->name->view());
    return false;
  }
  Ptr<List> all = vm.list_of(sequence);
  if (!all) return false;
  size_t n = all->items.size();
  if (n < before + after) {
    vm.raise(vm.exc.ValueError, "not enough values to unpack (expected at least {}, got {})", before + after, n);
    return false;
  }
  auto& items = all->items;
  for (Value v : items) incref(v);
  for (uint32_t i = 0; i < before; ++i) out[i] = items[i];
  Ptr<List> middle = make_list();
  middle->items.assign(items.begin() + before, items.end() - after);
  out[before] = middle.release();
  for (uint32_t i = 0; i < after; ++i) out[before + 1 + i] = items[n - after + i];
  return true;
}

Ref format_value(Vm& vm, Value value, uint32_t flags, Value spec) {
  Ref converted = Ref::share(value);
  switch (flags & 3) {
    case 1:
      converted = vm.str(value);
      break;
    case 2:
      converted = vm.repr(value);
      break;
    case 3: {
      Value ascii = dict_get(vm.builtins, "ascii");
      converted = vm.call(ascii, value);
      break;
    }
    default:
      break;
  }
  if (!converted) return nullptr;
  if (spec) return vm.format(converted, as<Str>(spec)->view());
  if (converted.get().is_object() && converted.get().object()->type == vm.types.str) return converted;
  return vm.format(converted, {});
}

bool dict_update(Vm& vm, Dict* dict, Value mapping) {
  if (mapping.is(Kind::kDict)) {
    Dict* from = as<Dict>(mapping);
    size_t position = 0;
    while (const Dict::Entry* entry = dict_next(from, &position)) {
      Ref key = Ref::share(entry->key);
      Ref value = Ref::share(entry->value);
      if (!dict_set(vm, dict, key, value)) return false;
    }
    return true;
  }
  Ref keys_method = vm.getattr_or_null(mapping, vm.names.keys);
  if (!keys_method) {
    if (!vm.failed()) vm.raise(vm.exc.TypeError, "'{}' object is not a mapping", type_of(mapping)->name->view());
    return false;
  }
  Ref keys = vm.call(keys_method);
  return keys && vm.for_each(keys, [&](Ref key) {
    Ref value = vm.getitem(mapping, key);
    return value && dict_set(vm, dict, key, value);
  });
}

std::string function_text(Vm& vm, Value callable) {
  Ref name = vm.getattr_or_null(callable, vm.names.__qualname__);
  Ref module = name ? vm.getattr_or_null(callable, vm.names.__module__) : Ref();
  if (vm.failed()) vm.take_exception();
  if (!name.is(Kind::kStr)) return vm.repr_text(callable);
  std::string text(as<Str>(name)->view());
  if (module.is(Kind::kStr) && as<Str>(module)->view() != "builtins")
    text = std::string(as<Str>(module)->view()) + "." + text;
  return text + "()";
}

bool dict_merge(Vm& vm, Dict* dict, Value mapping, Value callable) {
  auto function_name = [&] { return function_text(vm, callable); };
  if (!mapping.is(Kind::kDict) && !vm.getattr_or_null(mapping, vm.names.keys)) {
    if (!vm.failed()) {
      vm.raise(vm.exc.TypeError, "{} argument after ** must be a mapping, not {}", function_name(),
               type_of(mapping)->name->view());
    }
    return false;
  }
  Ptr<Dict> addition = make_dict();
  if (!dict_update(vm, addition.get(), mapping)) return false;
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(addition.get(), &position)) {
    if (!entry->key.is(Kind::kStr)) {
      vm.raise(vm.exc.TypeError, "keywords must be strings");
      return false;
    }
    Value existing;
    if (dict_find(vm, dict, entry->key, &existing) == 1) {
      vm.raise(vm.exc.TypeError, "{} got multiple values for keyword argument '{}'", function_name(),
               as<Str>(entry->key)->view());
      return false;
    }
    if (!dict_set(vm, dict, entry->key, entry->value)) return false;
  }
  return true;
}

Ref get_aiter(Vm& vm, Value v) {
  if (v.is(Kind::kAsyncGenerator)) return Ref::share(v);
  Type* type = type_of(v);
  if (!type->aiter) {
    return vm.raise(vm.exc.TypeError, "'async for' requires an object with __aiter__ method, got {}",
                    type->name->view());
  }
  Ref it = type->aiter(vm, v);
  if (it && !type_of(it)->anext) {
    return vm.raise(vm.exc.TypeError,
                    "'async for' received an object from __aiter__ that does not implement __anext__: {}",
                    type_of(it)->name->view());
  }
  return it;
}

Ref get_anext(Vm& vm, Value aiter) {
  if (aiter.is(Kind::kAsyncGenerator)) {
    return make_asend(vm, as<Generator>(aiter), AsyncGenAwaitable::Mode::kNext, kNull);
  }
  Type* type = type_of(aiter);
  if (!type->anext) {
    return vm.raise(vm.exc.TypeError, "'async for' requires an iterator with __anext__ method, got {}",
                    type->name->view());
  }
  Ref awaitable = type->anext(vm, aiter);
  if (!awaitable) return nullptr;
  Ref it = awaitable_iterator(vm, awaitable);
  if (!it) {
    Ref cause = vm.take_exception();
    vm.raise(vm.exc.TypeError, "'async for' received an invalid object from __anext__: {}",
             type_of(awaitable)->name->view());
    if (cause && vm.thread->pending.is(Kind::kException)) {
      auto* error = as<Exception>(vm.thread->pending);
      if (Exception* old = std::exchange(error->cause, as<Exception>(cause.release()))) decref(old);
      error->suppress_context = true;
    }
  }
  return it;
}

Ref awaitable_iterator(Vm& vm, Value v) {
  if (v.is(Kind::kCoroutine) || v.is(Kind::kAsyncGenAwaitable)) return Ref::share(v);
  if (v.is(Kind::kGenerator) && as<Generator>(v)->is_iterable_coroutine) return Ref::share(v);
  Type* type = type_of(v);
  if (!type->await) {
    return vm.raise(vm.exc.TypeError, "object {} can't be used in 'await' expression", type->name->view());
  }
  Ref it = type->await(vm, v);
  if (!it) return nullptr;
  if (it.is(Kind::kCoroutine) || (it.is(Kind::kGenerator) && as<Generator>(it)->is_iterable_coroutine)) {
    return vm.raise(vm.exc.TypeError, "__await__() returned a coroutine");
  }
  if (!type_of(it)->next) {
    return vm.raise(vm.exc.TypeError, "__await__() returned non-iterator of type '{}'", type_of(it)->name->view());
  }
  return it;
}

Ref get_awaitable(Vm& vm, Value v, uint32_t context) {
  if (context != 0 && !v.is(Kind::kCoroutine) && !v.is(Kind::kAsyncGenAwaitable) && !type_of(v)->await &&
      !(v.is(Kind::kGenerator) && as<Generator>(v)->is_iterable_coroutine)) {
    return vm.raise(vm.exc.TypeError, "'async with' received an object from {} that does not implement __await__: {}",
                    context == 1 ? "__aenter__" : "__aexit__", type_of(v)->name->view());
  }
  Ref it = awaitable_iterator(vm, v);
  if (it.is(Kind::kCoroutine) && (as<Generator>(it)->delegator || delegate_of(as<Generator>(it)))) {
    return vm.raise(vm.exc.RuntimeError, "coroutine is being awaited already");
  }
  return it;
}

bool before_with(Vm& vm, Value manager, Ref* exit, Ref* entered, bool async) {
  Str* enter_name = async ? vm.names.__aenter__ : vm.names.__enter__;
  Str* exit_name = async ? vm.names.__aexit__ : vm.names.__exit__;
  const char* protocol = async ? "asynchronous context manager" : "context manager";
  Type* type = type_of(manager);
  auto missing = [&](Str* name) {
    if (vm.failed()) return;
    std::string message = fmt::format("'{}' object does not support the {} protocol", type->name->view(), protocol);
    if (name == exit_name) message += fmt::format(" (missed {} method)", exit_name->view());
    vm.raise(vm.exc.TypeError, message);
  };
  Ref enter = vm.lookup_special(manager, enter_name);
  if (!enter) {
    missing(enter_name);
    return false;
  }
  *exit = vm.lookup_special(manager, exit_name);
  if (!*exit) {
    missing(exit_name);
    return false;
  }
  *entered = vm.call(enter);
  return static_cast<bool>(*entered);
}

Ref set_from(Vm& vm, std::span<const Value> items) {
  Ptr<Set> set = make_set();
  for (Value item : items) {
    if (!set_add(vm, set.get(), item)) return nullptr;
  }
  return set;
}

Ref match_keys(Vm& vm, Value subject, Value keys) {
  Tuple* wanted = as<Tuple>(keys);
  Ptr<Tuple> values = make_tuple(wanted->count);
  for (uint32_t i = 0; i < wanted->count; ++i) {
    int has = vm.contains(subject, wanted->items[i]);
    if (has < 0) return nullptr;
    if (has == 0) return Ref::share(kNone);
    values->items[i] = vm.getitem(subject, wanted->items[i]).release();
    if (values->items[i].is_null()) return nullptr;
  }
  return values;
}

Ref match_class(Vm& vm, Value subject, Value cls, Value names, uint32_t positional) {
  if (!cls.is(Kind::kType)) return vm.raise(vm.exc.TypeError, "called match pattern must be a class");
  auto* type = as<Type>(cls);
  if (!is_instance(subject, type)) return Ref::share(kNone);
  Tuple* keywords = as<Tuple>(names);
  Ptr<Tuple> out = make_tuple(positional + keywords->count);
  auto fetch = [&](uint32_t i, Str* attribute) {
    Ref value = vm.getattr_or_null(subject, attribute);
    if (!value) return false;
    out->items[i] = value.release();
    return true;
  };
  if (positional > 0) {
    Ref match_args = vm.getattr_or_null(cls, vm.names.__match_args__);
    if (vm.failed()) return nullptr;
    bool self_match = !match_args && type->instance_kind != Kind::kInstance;
    uint32_t allowed = self_match ? 1 : match_args.is(Kind::kTuple) ? as<Tuple>(match_args)->count : 0;
    if (positional > allowed) {
      return vm.raise(vm.exc.TypeError, "{}() accepts {} positional sub-pattern{} ({} given)", type->name->view(),
                      allowed, allowed == 1 ? "" : "s", positional);
    }
    for (uint32_t i = 0; i < positional; ++i) {
      if (self_match) {
        out->items[i] = Ref::share(subject).release();
      } else if (!fetch(i, as<Str>(as<Tuple>(match_args)->items[i]))) {
        return vm.failed() ? Ref() : Ref::share(kNone);
      }
    }
  }
  for (uint32_t i = 0; i < keywords->count; ++i) {
    if (!fetch(positional + i, as<Str>(keywords->items[i]))) return vm.failed() ? Ref() : Ref::share(kNone);
  }
  return out;
}

}  // namespace loopscope::vm
