// The writer's other half: classes and functions by name, everything else by __reduce_ex__.

#include "engine/runtime/pickle_writer.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime::pickle {

namespace {

bool fail(Vm& vm, std::string_view message) {
  raise_error(vm, "PicklingError", message);
  return false;
}

/// The module that has the object under this path; for objects that do not tell theirs.
std::string module_with(Vm& vm, Value v, std::string_view path) {
  size_t position = 0;
  Ptr<Dict> modules = dict_copy(vm.modules);
  while (const Dict::Entry* entry = dict_next(modules.get(), &position)) {
    if (!is_str(entry->key) || view(entry->key) == "__main__" || !entry->value.is(Kind::kModule)) continue;
    Ref found = find_attribute(vm, entry->value, path);
    if (vm.failed()) vm.take_exception();
    if (found && found.get() == v) return std::string(view(entry->key));
  }
  return "__main__";
}

bool is_local(std::string_view path) { return path.find("<locals>") != std::string_view::npos; }

bool callable(Vm& vm, Value v) { return type_of(v)->call || vm.lookup(type_of(v), vm.names.__call__); }

std::string name_of_function(Vm& vm, Value function) {
  Ref name = vm.getattr_or_null(function, vm.names.__name__);
  if (vm.failed()) vm.take_exception();
  return name && is_str(name) ? std::string(view(name)) : std::string();
}

}  // namespace

bool locate(Vm& vm, Value v, Value name, std::string* module, std::string* path) {
  Ref given = Ref::share(name ? name : Value());
  for (Str* attribute : {vm.names.__qualname__, vm.names.__name__}) {
    if (!given) given = vm.getattr_or_null(v, attribute);
    if (vm.failed()) return false;
  }
  if (!given || !is_str(given)) return fail(vm, fmt::format("Can't pickle {}: it has no name", vm.repr_text(v)));
  *path = view(given);
  Ref home = vm.getattr_or_null(v, vm.names.__module__);
  if (vm.failed()) return false;
  *module = home && is_str(home) ? std::string(view(home)) : module_with(vm, v, *path);

  Ref at = import_module(vm, *module);
  if (!at) {
    Ref cause = vm.take_exception();
    if (!is_instance(cause, vm.exc.ImportError)) return vm.restore_exception(cause), false;
    return fail(vm, fmt::format("Can't pickle {}: import of module '{}' failed", vm.repr_text(v), *module));
  }
  if (is_local(*path)) {
    vm.raise(vm.exc.AttributeError, "Can't get local object '{}'", *path);
    return false;
  }
  Ref found = find_attribute(vm, at, *path);
  if (vm.failed()) return false;
  if (!found) {
    return fail(vm, fmt::format("Can't pickle {}: attribute lookup {} on {} failed", vm.repr_text(v), *path, *module));
  }
  if (found.get() != v) {
    return fail(vm, fmt::format("Can't pickle {}: it's not the same object as {}.{}", vm.repr_text(v), *module, *path));
  }
  return true;
}

bool Writer::write_global(std::string_view module, std::string_view name, Value v) {
  if (options_.protocol >= 4) {
    if (!save(intern(module)) || !save(intern(name))) return false;
    op(kStackGlobal);
  } else {
    GlobalName where{module, name};
    if (options_.protocol < 3 && options_.old_names) where = old_name(vm_, where);
    line(kGlobal, where.first);
    body_ += where.second;
    body_.push_back('\n');
  }
  remember(v);
  return true;
}

bool Writer::save_global(Value v, Value name) {
  std::string module, path;
  if (!locate(vm_, v, name, &module, &path)) return false;
  const size_t dot = path.rfind('.');
  if (dot == std::string::npos || options_.protocol >= 4) return write_global(module, path, v);
  // Older protocols name what stands in a module only: the rest is getattr's.
  Ref home = import_module(vm_, module);
  Ref owner = home ? find_attribute(vm_, home, std::string_view(path).substr(0, dot)) : Ref();
  return owner && save_as_call(dict_get(vm_.builtins, "getattr"), {owner, Value(intern(path.substr(dot + 1)))}, v);
}

bool Writer::save_other(Value v) {
  Type* type = type_of(v);
  if (options_.reducer_override) {
    Ref reduced = vm_.call(options_.reducer_override, v);
    if (!reduced) return false;
    if (!reduced.is_not_implemented()) return save_result(v, reduced);
  }
  if (type == vm_.types.type) {
    // The types of the constants have no names.
    for (Value constant : {vm::kNone, vm::kNotImplemented, vm::kEllipsis}) {
      if (v == Value(type_of(constant))) return save_as_call(type, {constant}, v);
    }
    return save_global(v, nullptr);
  }
  if (type == vm_.types.function) return save_global(v, nullptr);

  Ref table = Ref::share(options_.dispatch_table);
  if (!table) {
    Ref module = vm_.import("copyreg");
    table = module ? vm_.getattr(module, "dispatch_table") : Ref();
    if (!table) return false;
  }
  Ref reducer = vm_.getitem(table, type);
  if (reducer) {
    Ref reduced = vm_.call(reducer, v);
    return reduced && save_result(v, reduced);
  }
  if (!vm_.clear_if(vm_.exc.KeyError)) return false;
  if (is_subtype(type, vm_.types.type)) return save_global(v, nullptr);

  Ref method = vm_.lookup_special(v, intern("__reduce_ex__"));
  if (!method) return false;
  Ref reduced = vm_.call(method, Value::small_int(options_.protocol));
  return reduced && save_result(v, reduced);
}

bool Writer::save_result(Value v, Value reduced) {
  Ref keep = Ref::share(reduced);
  if (is_str(reduced)) return save_global(v, reduced);
  if (!reduced.is(Kind::kTuple)) return fail(vm_, "__reduce__ must return a string or tuple");
  auto parts = as<Tuple>(reduced)->view();
  if (parts.size() < 2 || parts.size() > 6) {
    return fail(vm_, "tuple returned by __reduce__ must contain 2 through 6 elements");
  }
  auto part = [&](size_t i) { return i < parts.size() && !parts[i].is_none() ? parts[i] : Value(); };
  const Reduction r{parts[0], parts[1], part(2), part(3), part(4), part(5)};
  if (!callable(vm_, r.callable)) return fail(vm_, "first item of the tuple returned by __reduce__ must be callable");
  if (!r.arguments.is(Kind::kTuple)) {
    return fail(vm_, "second item of the tuple returned by __reduce__ must be a tuple");
  }
  for (auto [iterator, nth] : {std::pair{r.list_items, "fourth"}, std::pair{r.dict_items, "fifth"}}) {
    if (iterator && !type_of(iterator)->next) {
      return fail(vm_, fmt::format("{} element of the tuple returned by __reduce__ must be an iterator, not {}", nth,
                                   type_name(iterator)));
    }
  }
  if (r.set_state && !callable(vm_, r.set_state)) {
    return fail(vm_, fmt::format("sixth element of the tuple returned by __reduce__ must be a function, not {}",
                                 type_name(r.set_state)));
  }
  return save_reduction(r, v);
}

/// The part that makes the object: class.__new__(class, ...) has opcodes, other functions are named and called.
bool Writer::save_call(const Reduction& r, Value v) {
  auto arguments = as<Tuple>(r.arguments)->view();
  const std::string name = options_.protocol >= 2 ? name_of_function(vm_, r.callable) : std::string();
  const bool with_keywords = name == "__newobj_ex__";
  if (name != "__newobj__" && !with_keywords) {
    if (!save(r.callable) || !save(r.arguments)) return false;
    op(kReduce);
    return true;
  }
  if (arguments.empty() || !arguments[0].is(Kind::kType) || (with_keywords && arguments.size() != 3)) {
    return fail(vm_, fmt::format("args[0] from {} args has no __new__", name));
  }
  if (v && arguments[0] != Value(type_of(v))) {
    return fail(vm_, fmt::format("args[0] from {} args has the wrong class", name));
  }
  if (with_keywords && options_.protocol < 4) {
    // partial(class.__new__, class, *arguments, **keywords)()
    Ref make = vm_.getattr(arguments[0], vm_.names.__new__), functools = make ? vm_.import("functools") : Ref();
    Ref partial = functools ? vm_.getattr(functools, "partial") : Ref();
    if (!partial || !arguments[1].is(Kind::kTuple) || !arguments[2].is(Kind::kDict)) return false;
    std::vector<Value> values{make, arguments[0]};
    for (Value a : as<Tuple>(arguments[1])->view()) values.push_back(a);
    const auto count = static_cast<uint32_t>(values.size());
    std::vector<Value> names;
    size_t position = 0;
    while (const Dict::Entry* entry = dict_next(as<Dict>(arguments[2]), &position)) {
      names.push_back(entry->key);
      values.push_back(entry->value);
    }
    Ptr<Tuple> keywords = make_tuple(std::span<const Value>(names));
    Ref ready = vm_.call(partial, Args{values.data(), count, keywords.get()});
    Ref nothing = make_tuple(0);
    if (!ready || !save(ready) || !save(nothing)) return false;
    op(kReduce);
    return true;
  }
  if (!save(arguments[0])) return false;
  if (with_keywords) {
    if (!save(arguments[1]) || !save(arguments[2])) return false;
    op(kNewObjectKeywords);
    return true;
  }
  Ref rest = make_tuple(arguments.subspan(1));
  if (!save(rest)) return false;
  op(kNewObject);
  return true;
}

bool Writer::save_reduction(const Reduction& r, Value v) {
  if (!save_call(r, v)) return false;
  if (v) {
    if (const uint32_t* n = memo_.find(v)) {
      // Its arguments contain it: it was written on the way.
      op(kPop);
      write_get(*n);
      return true;
    }
    remember(v);
  }
  if (r.list_items && !save_iterator(r.list_items, false)) return false;
  if (r.dict_items && !save_iterator(r.dict_items, true)) return false;
  if (!r.state) return true;
  if (!r.set_state) {
    if (!save(r.state)) return false;
    op(kBuild);
    return true;
  }
  // set_state(object, state), whose result is dropped.
  if (!save(r.set_state) || !save(v) || !save(r.state)) return false;
  op(kTuple2);
  op(kReduce);
  op(kPop);
  return true;
}

}  // namespace loopscope::runtime::pickle
