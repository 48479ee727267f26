#include "engine/runtime/reduce.hpp"

#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/state.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

template <typename... T>
Ref tuple_from(const T&... items) {
  const Value values[] = {Value(items)...};
  return make_tuple(std::span<const Value>(values));
}

/// The name in "cannot pickle 'NAME' object": built-in types outside of builtins tell their module.
std::string full_name(Vm& vm, Type* type) {
  if (!(type->type_flags & kHeapType)) {
    Ref module = vm.getattr_or_null(type, vm.names.__module__);
    if (module && is_str(module) && view(module) != "builtins") {
      return fmt::format("{}.{}", view(module), type->name->view());
    }
  }
  return std::string(type->name->view());
}

Ref refuse(Vm& vm, Value self) {
  if (self.is(Kind::kCode)) return vm.raise(vm.exc.TypeError, "cannot pickle code objects");
  return vm.raise(vm.exc.TypeError, "cannot pickle '{}' object", full_name(vm, type_of(self)));
}

Ref copyreg_function(Vm& vm, const char* name) {
  Ref module = vm.import("copyreg");
  return module ? vm.getattr(module, name) : Ref();
}

/// The attributes in the instance's __dict__; null when it has none. May leave no exception pending.
Ref attributes(Vm& vm, Value self) {
  Ref dict = vm.getattr_or_null(self, vm.names.__dict__);
  if (vm.failed() || !dict || !dict.is(Kind::kDict) || as<Dict>(dict)->live == 0) return nullptr;
  return dict;
}
Ref attributes_or_none(Vm& vm, Value self) {
  Ref dict = attributes(vm, self);
  return dict || vm.failed() ? dict : none();
}

// --- what __slots__ hold ---------------------------------------------------------------------------------------------

/// `__x` in class C is `_C__x` outside.
std::string mangled(std::string_view owner, std::string_view name) {
  if (!name.starts_with("__") || name.ends_with("__")) return std::string(name);
  const size_t begin = owner.find_first_not_of('_');
  return begin == std::string_view::npos ? std::string(name) : fmt::format("_{}{}", owner.substr(begin), name);
}

bool collect_slot(Vm& vm, Value self, Type* owner, Value name, Dict* found) {
  if (!is_str(name) || view(name) == "__dict__" || view(name) == "__weakref__") return true;
  Str* key = intern(mangled(owner->name->view(), view(name)));
  Ref value = vm.getattr_or_null(self, key);
  if (value) dict_set(found, key, value);
  return !vm.failed();
}

bool collect_slots(Vm& vm, Value self, Dict* found) {
  for (Value base : type_of(self)->mro->view()) {
    auto* owner = as<Type>(base);
    Ref names = Ref::share(owner->dict ? dict_get(owner->dict, vm.names.__slots__) : Value());
    if (!names) continue;
    if (is_str(names)) {
      if (!collect_slot(vm, self, owner, names, found)) return false;
    } else if (!vm.for_each(names, [&](Ref name) { return collect_slot(vm, self, owner, name, found); })) {
      return false;
    }
  }
  return true;
}

/// `__slots__ = ()` declares none.
bool declares_slots(Vm& vm, Value self) {
  for (Value base : type_of(self)->mro->view()) {
    Value slots = as<Type>(base)->dict ? dict_get(as<Type>(base)->dict, vm.names.__slots__) : Value();
    if (slots && !(slots.is(Kind::kTuple) && as<Tuple>(slots)->count == 0)) return true;
  }
  return false;
}

// --- the state -------------------------------------------------------------------------------------------------------

Ref default_state(Vm& vm, Value self) {
  Ref dict = attributes_or_none(vm, self);
  if (!dict || !declares_slots(vm, self)) return dict;
  Ptr<Dict> slots = make_dict();
  if (!collect_slots(vm, self, slots.get())) return nullptr;
  return slots->live ? tuple_from(dict, slots) : dict;
}

Ref object_getstate(Vm& vm, Value self, Args) { return default_state(vm, self); }

/// Is all that the object holds in what the caller knows of it?
bool is_transparent(Vm& vm, Value self, bool has_arguments) {
  if (has_arguments) return true;
  switch (type_of(self)->instance_kind) {
    case Kind::kInstance:
      return type_of(self) == vm.types.object || (type_of(self)->type_flags & kHeapType);
    case Kind::kList:
    case Kind::kDict:
      return true;
    default:
      return false;
  }
}

Ref state_of(Vm& vm, Value self, bool has_arguments) {
  Str* name = intern("__getstate__");
  Value method = vm.lookup(type_of(self), name);
  const bool own = method && method != dict_get(vm.types.object->dict, name);
  if (!own && !is_transparent(vm, self, has_arguments)) return refuse(vm, self);
  return vm.call_method(self, name);
}

// --- __reduce_ex__ ---------------------------------------------------------------------------------------------------

/// Protocol 0 and 1: copyreg._reconstructor(class, base, base's value).
Ref reduce_by_base(Vm& vm, Value self, int protocol) {
  Type* base = type_of(self);
  while (base->type_flags & kHeapType) base = base->base;
  Ref value = none();
  if (base != vm.types.object) {
    if (base == type_of(self)) return refuse(vm, self);
    value = vm.call(base, self);
  }
  Ref function = value ? copyreg_function(vm, "_reconstructor") : Ref();
  if (!function) return nullptr;
  Str* getstate = intern("__getstate__");
  const bool custom = vm.lookup(type_of(self), getstate) != dict_get(vm.types.object->dict, getstate);
  if (!custom && protocol < 2 && declares_slots(vm, self)) {
    return vm.raise(vm.exc.TypeError, "a class that defines __slots__ without defining __getstate__ cannot be pickled");
  }
  if (!is_transparent(vm, self, base != vm.types.object)) return refuse(vm, self);
  Ref state = vm.call_method(self, getstate);
  if (!state) return nullptr;
  Ref arguments = tuple_from(Value(type_of(self)), Value(base), value);
  return state.is_none() ? tuple_from(function, arguments) : tuple_from(function, arguments, state);
}

bool need_kind(Vm& vm, const char* what, Value v, Kind kind, const char* kind_name) {
  if (v.is(kind)) return true;
  vm.raise(vm.exc.TypeError, "{} a {}, not '{}'", what, kind_name, type_name(v));
  return false;
}

/// What __getnewargs_ex__ or __getnewargs__ say; `arguments` stays null when there is neither.
bool new_arguments(Vm& vm, Value self, Ref* arguments, Ref* keywords) {
  if (Ref both = vm.lookup_special(self, intern("__getnewargs_ex__"))) {
    both = vm.call(both);
    if (!both || !need_kind(vm, "__getnewargs_ex__ should return", both, Kind::kTuple, "tuple")) return false;
    auto parts = as<Tuple>(both)->view();
    if (parts.size() != 2) {
      vm.raise(vm.exc.ValueError, "__getnewargs_ex__ should return a tuple of length 2, not {}", parts.size());
      return false;
    }
    *arguments = Ref::share(parts[0]);
    *keywords = Ref::share(parts[1]);
    return need_kind(vm, "first item of the tuple returned by __getnewargs_ex__ must be", parts[0], Kind::kTuple,
                     "tuple") &&
           need_kind(vm, "second item of the tuple returned by __getnewargs_ex__ must be", parts[1], Kind::kDict,
                     "dict");
  }
  Ref method = vm.failed() ? Ref() : vm.lookup_special(self, intern("__getnewargs__"));
  if (!method) return !vm.failed();
  *arguments = vm.call(method);
  return *arguments && need_kind(vm, "__getnewargs__ should return", *arguments, Kind::kTuple, "tuple");
}

/// Protocol 2 and later: copyreg.__newobj__(class, *arguments), then state, list items and dict items.
Ref reduce_by_new(Vm& vm, Value self) {
  Ref arguments, keywords;
  if (!new_arguments(vm, self, &arguments, &keywords)) return nullptr;
  const bool has_arguments = static_cast<bool>(arguments);
  Ref state = state_of(vm, self, has_arguments);
  if (!state) return nullptr;
  if (!has_arguments) arguments = make_tuple(0);

  const bool has_keywords = keywords && as<Dict>(keywords)->live;
  Ref function = copyreg_function(vm, has_keywords ? "__newobj_ex__" : "__newobj__");
  if (!function) return nullptr;
  Ref call;
  if (has_keywords) {
    call = tuple_from(Value(type_of(self)), arguments, keywords);
  } else {
    std::vector<Value> items{type_of(self)};
    for (Value v : as<Tuple>(arguments)->view()) items.push_back(v);
    call = make_tuple(std::span<const Value>(items));
  }
  Ref list_items = none(), dict_items = none();
  if (self.is(Kind::kList)) list_items = vm.iter(self);
  if (self.is(Kind::kDict)) {
    Ref items = vm.call_method(self, "items");
    dict_items = items ? vm.iter(items) : Ref();
  }
  if (!list_items || !dict_items) return nullptr;
  return tuple_from(function, call, state, list_items, dict_items);
}

Ref reduce_object(Vm& vm, Value self, int64_t protocol) {
  return protocol >= 2 ? reduce_by_new(vm, self) : reduce_by_base(vm, self, static_cast<int>(protocol));
}

Ref object_reduce(Vm& vm, Value self, Args) { return reduce_object(vm, self, 0); }

Ref object_reduce_ex(Vm& vm, Value self, Args args) {
  int64_t protocol = 0;
  if (!vm.to_index(args[0], &protocol)) return nullptr;
  Str* name = intern("__reduce__");
  Value method = vm.lookup(type_of(self), name);
  if (method && method != dict_get(vm.types.object->dict, name)) return vm.call_method(self, name);
  return reduce_object(vm, self, protocol);
}

const MethodDef kObjectMethods[] = {
    {"__reduce__", object_reduce},
    {"__reduce_ex__", object_reduce_ex, 1, 1},
    {"__getstate__", object_getstate},
};

// --- built-in types --------------------------------------------------------------------------------------------------

/// (type(self), arguments, attributes)
Ref with_attributes(Vm& vm, Value self, const Ref& arguments) {
  Ref dict = arguments ? attributes_or_none(vm, self) : Ref();
  return dict ? tuple_from(Value(type_of(self)), arguments, dict) : Ref();
}

Ref reduce_set(Vm& vm, Value self, Args) {
  Ptr<List> items = vm.list_of(self);
  return with_attributes(vm, self, items ? tuple_from(items) : Ref());
}
Ref reduce_bytearray(Vm& vm, Value self, Args args) {
  int64_t protocol = 2;
  if (args.count && !vm.to_index(args[0], &protocol)) return nullptr;
  const std::string& content = as<ByteArray>(self)->bytes;
  if (content.empty()) return with_attributes(vm, self, make_tuple(0));
  Ref plain = make_bytes(content);
  if (protocol >= 3) return with_attributes(vm, self, tuple_from(plain));
  std::string latin;
  for (char c : content) append_code_point(latin, static_cast<unsigned char>(c));
  return with_attributes(vm, self, tuple_from(text(latin), text("latin-1")));
}
Ref reduce_range(Vm& vm, Value self, Args) {
  auto* range = as<Range>(self);
  return tuple_from(Value(vm.types.range), tuple_from(range->start, range->stop, range->step));
}
Ref reduce_slice(Vm& vm, Value self, Args) {
  auto* slice = as<Slice>(self);
  return tuple_from(Value(vm.types.slice), tuple_from(slice->start, slice->stop, slice->step));
}
/// Ellipsis and NotImplemented: the name is enough.
Ref reduce_constant(Vm& vm, Value self, Args) { return vm.repr(self); }

Ref getattr_of(Vm& vm, Value object, Value name) {
  return tuple_from(dict_get(vm.builtins, "getattr"), tuple_from(object, name));
}
Ref reduce_native_function(Vm& vm, Value self, Args) {
  Ref name = vm.getattr(self, vm.names.__name__);
  Value owner = as<NativeFunction>(self)->self;
  if (!owner || owner.is(Kind::kModule)) return name;
  return name ? getattr_of(vm, owner, name) : Ref();
}
Ref reduce_bound_method(Vm& vm, Value self, Args) {
  Ref name = vm.getattr(as<BoundMethod>(self)->function, vm.names.__name__);
  return name ? getattr_of(vm, as<BoundMethod>(self)->self, name) : Ref();
}
Ref reduce_method_descriptor(Vm& vm, Value self, Args) {
  auto* method = as<MethodDescriptor>(self);
  return getattr_of(vm, method->owner, text(method->def->name));
}

Ref alias_reduce(Vm& vm, Value self, Args) {
  Ref origin = vm.getattr(self, "__origin__"), arguments = vm.getattr(self, "__args__");
  if (!origin || !arguments) return nullptr;
  return tuple_from(Value(type_of(self)), tuple_from(origin, arguments));
}

/// int, float, str, bytes: the value without the subclass.
template <Type* BuiltinTypes::*Base>
Ref plain_value(Vm& vm, Value self, Args) {
  Type* base = vm.types.*Base;
  Ref plain = type_of(self) == base ? Ref::share(self) : base->construct(vm, base, Args{&self, 1, nullptr});
  return plain ? tuple_from(plain) : Ref();
}
Ref complex_parts(Vm&, Value self, Args) {
  return tuple_from(make_float(as<Complex>(self)->real), make_float(as<Complex>(self)->imag));
}

}  // namespace

void setup_reduce(Vm& vm) {
  vm.add_methods(vm.types.object, kObjectMethods);
  static constexpr const char* kNewArguments = "__getnewargs__";
  const BuiltinTypes& t = vm.types;
  // The machine keeps pointers to the definitions; they are the same for every machine.
  static const MethodDef kSet[] = {{"__reduce__", reduce_set}},
                         kByteArray[] = {{"__reduce__", reduce_bytearray}, {"__reduce_ex__", reduce_bytearray, 1, 1}},
                         kRange[] = {{"__reduce__", reduce_range}}, kSlice[] = {{"__reduce__", reduce_slice}},
                         kConstant[] = {{"__reduce__", reduce_constant}},
                         kFunction[] = {{"__reduce__", reduce_native_function}},
                         kMethod[] = {{"__reduce__", reduce_bound_method}},
                         kDescriptor[] = {{"__reduce__", reduce_method_descriptor}},
                         kAlias[] = {{"__reduce__", alias_reduce}},
                         kInt[] = {{kNewArguments, plain_value<&BuiltinTypes::int_>}},
                         kFloat[] = {{kNewArguments, plain_value<&BuiltinTypes::float_>}},
                         kStr[] = {{kNewArguments, plain_value<&BuiltinTypes::str>}},
                         kBytes[] = {{kNewArguments, plain_value<&BuiltinTypes::bytes>}},
                         kComplex[] = {{kNewArguments, complex_parts}};
  const std::pair<Type*, std::span<const MethodDef>> additions[] = {
      {t.set, kSet},
      {t.frozenset, kSet},
      {t.bytearray, kByteArray},
      {t.range, kRange},
      {t.slice, kSlice},
      {t.ellipsis, kConstant},
      {t.not_implemented, kConstant},
      {t.native_function, kFunction},
      {t.bound_method, kMethod},
      {t.method_descriptor, kDescriptor},
      {runtime_of(vm).types.generic_alias, kAlias},
      {t.int_, kInt},
      {t.float_, kFloat},
      {t.str, kStr},
      {t.bytes, kBytes},
      {t.complex, kComplex},
  };
  for (const auto& [type, methods] : additions) {
    if (type) vm.add_methods(type, methods);
  }
}

}  // namespace loopscope::runtime
