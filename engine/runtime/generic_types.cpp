// list[int] and int | None: objects that annotations and isinstance use.

#include "engine/runtime/modules.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"

namespace loopscope::runtime {

namespace {

// --- generic aliases: a: origin, b: tuple of arguments ---------------------------------------------------------------

std::string name_in_annotation(Vm& vm, Value v) {
  if (v.is_none() || v == Value(vm.types.none)) return "None";
  if (v.is_object() && v == kEllipsis) return "...";
  if (v == kEllipsis) return "...";
  if (!v.is(Kind::kType)) return vm.repr_text(v);
  Ref module = vm.getattr_or_null(v, vm.names.__module__), name = vm.getattr_or_null(v, vm.names.__qualname__);
  vm.take_exception();
  if (!module || !name || !is_str(module) || !is_str(name)) return vm.repr_text(v);
  if (view(module) == "builtins") return std::string(view(name));
  return fmt::format("{}.{}", view(module), view(name));
}

Ref alias_repr(Vm& vm, Value self) {
  std::string inner;
  for (Value v : as<Tuple>(native(self)->b)->view()) {
    if (!inner.empty()) inner += ", ";
    inner += name_in_annotation(vm, v);
  }
  return text(fmt::format("{}[{}]", name_in_annotation(vm, native(self)->a), inner.empty() ? "()" : inner));
}
Ref alias_call(Vm& vm, Value self, Args args) {
  Ref keep = Ref::share(native(self)->a);
  return vm.call(keep, args);
}
Ref alias_getattr(Vm& vm, Value self, Str* name) {
  std::string_view n = name->view();
  if (n == "__origin__") return Ref::share(native(self)->a);
  if (n == "__args__") return Ref::share(native(self)->b);
  if (n == "__parameters__") return make_tuple(0);
  if (n == "__class__") return Ref::share(type_of(self));
  if (n == "__mro_entries__" || n == "__reduce__") {
    if (Value own = vm.lookup(type_of(self), name)) return make_bound_method(own, self);
  }
  return vm.getattr(native(self)->a, name);
}
Ref mro_entries(Vm&, Value self, Args) {
  Value origin = native(self)->a;
  return make_tuple(std::span<const Value>(&origin, 1));
}
Ref alias_compare(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  bool equality = op == lang::CompareOperator::kEqual || op == lang::CompareOperator::kNotEqual;
  if (!equality || type_of(a) != type_of(b)) return not_implemented();
  int same = native(a)->a == native(b)->a ? vm.equals(native(a)->b, native(b)->b) : 0;
  return same < 0 ? Ref() : boolean((same == 1) == (op == lang::CompareOperator::kEqual));
}
bool alias_hash(Vm& vm, Value self, int64_t* out) { return vm.hash(native(self)->b, out); }

Ref make_alias(Vm& vm, Value origin, Value arguments) {
  Ref tuple =
      arguments.is(Kind::kTuple) ? Ref::share(arguments) : Ref(make_tuple(std::span<const Value>(&arguments, 1)));
  return new_native_object(vm, runtime_of(vm).types.generic_alias, Ref::share(origin), std::move(tuple));
}
Ref class_getitem(Vm& vm, Value self, Args args) { return make_alias(vm, self, args[0]); }
Ref construct_alias(Vm& vm, Type*, Args args) {
  if (args.count != 2) return vm.raise(vm.exc.TypeError, "GenericAlias expected 2 arguments, got {}", args.count);
  return make_alias(vm, args[0], args[1]);
}

// --- unions: a: tuple of members -------------------------------------------------------------------------------------

bool may_be_member(Vm& vm, Value v) {
  RuntimeTypes& types = runtime_of(vm).types;
  return v.is_none() || v.is(Kind::kType) || type_of(v) == types.generic_alias || type_of(v) == types.union_type;
}
Ref make_union(Vm& vm, Value left, Value right) {
  if (!may_be_member(vm, left) || !may_be_member(vm, right)) return not_implemented();
  Ptr<List> members = make_list();
  auto add = [&](Value v) {
    if (v.is_none()) v = vm.types.none;
    for (Value present : members->items) {
      if (present == v) return;
    }
    append(members.get(), Ref::share(v));
  };
  for (Value side : {left, right}) {
    if (type_of(side) == runtime_of(vm).types.union_type) {
      for (Value v : as<Tuple>(native(side)->a)->view()) add(v);
    } else {
      add(side);
    }
  }
  if (members->items.size() == 1) return Ref::share(members->items[0]);
  return new_native_object(vm, runtime_of(vm).types.union_type, make_tuple(std::span<const Value>(members->items)));
}
Ref union_binary(Vm& vm, lang::BinaryOperator op, Value a, Value b) {
  return op == lang::BinaryOperator::kOr ? make_union(vm, a, b) : not_implemented();
}
Ref union_rbinary(Vm& vm, lang::BinaryOperator op, Value self, Value other) {
  return op == lang::BinaryOperator::kOr ? make_union(vm, other, self) : not_implemented();
}
Ref union_repr(Vm& vm, Value self) {
  std::string out;
  for (Value v : as<Tuple>(native(self)->a)->view()) {
    if (!out.empty()) out += " | ";
    out += name_in_annotation(vm, v);
  }
  return text(out);
}
Ref union_compare(Vm& vm, Value a, Value b, lang::CompareOperator op) {
  bool equality = op == lang::CompareOperator::kEqual || op == lang::CompareOperator::kNotEqual;
  if (!equality || type_of(a) != type_of(b)) return not_implemented();
  Ref x = vm.call(vm.types.frozenset, native(a)->a), y = vm.call(vm.types.frozenset, native(b)->a);
  return x && y ? vm.compare(op, x, y) : Ref();
}
bool union_hash(Vm& vm, Value self, int64_t* out) {
  Ref set = vm.call(vm.types.frozenset, native(self)->a);
  return set && vm.hash(set, out);
}

const MethodDef kClassGetitem[] = {{"__class_getitem__", class_getitem, 1, 1, false, MethodDef::kClass}};
const MethodDef kAliasMethods[] = {{"__mro_entries__", mro_entries, 1, 1}};
const GetSetDef kUnionGetSets[] = {{"__args__", [](Vm&, Value self) { return Ref::share(native(self)->a); }}};

thread_local Ref (*type_binary)(Vm&, lang::BinaryOperator, Value, Value) = nullptr;
Ref type_or(Vm& vm, lang::BinaryOperator op, Value a, Value b) {
  if (op == lang::BinaryOperator::kOr) return make_union(vm, a, b);
  return type_binary ? type_binary(vm, op, a, b) : not_implemented();
}

}  // namespace

void setup_generic_types(Vm& vm) {
  RuntimeTypes& types = runtime_of(vm).types;
  Type* alias = make_native_type(vm, "types", "GenericAlias", Kind::kNative);
  alias->construct = construct_alias;
  alias->repr = alias_repr;
  alias->call = alias_call;
  alias->getattr = alias_getattr;
  alias->compare = alias_compare;
  alias->hash = alias_hash;
  alias->binary = union_binary;
  alias->rbinary = union_rbinary;
  vm.add_methods(alias, kAliasMethods);
  vm.finish_type(alias);
  types.generic_alias = alias;
  Type* union_type = make_native_type(vm, "types", "UnionType", Kind::kNative);
  union_type->repr = union_repr;
  union_type->compare = union_compare;
  union_type->hash = union_hash;
  union_type->binary = union_binary;
  union_type->rbinary = union_rbinary;
  vm.add_getsets(union_type, kUnionGetSets);
  vm.finish_type(union_type);
  types.union_type = union_type;
  if (vm.types.type->binary != type_or) type_binary = vm.types.type->binary;
  vm.types.type->binary = type_or;
  vm.types.type->rbinary = union_rbinary;
  vm.finish_type(vm.types.type);
  BuiltinTypes& t = vm.types;
  for (Type* type : {t.list, t.dict, t.tuple, t.set, t.frozenset, t.type}) {
    vm.add_methods(type, kClassGetitem);
    vm.finish_type(type);
  }
}

bool fill_types(Vm& vm, Module* module) {
  RuntimeTypes& types = runtime_of(vm).types;
  BuiltinTypes& t = vm.types;
  dict_set(module->dict, "GenericAlias", types.generic_alias);
  dict_set(module->dict, "UnionType", types.union_type);
  std::pair<const char*, Type*> all[] = {{"FunctionType", t.function},
                                         {"BuiltinFunctionType", t.native_function},
                                         {"MethodType", t.bound_method},
                                         {"MethodDescriptorType", t.method_descriptor},
                                         {"GetSetDescriptorType", t.getset},
                                         {"MemberDescriptorType", t.member},
                                         {"CodeType", t.code},
                                         {"FrameType", t.frame},
                                         {"TracebackType", t.traceback},
                                         {"ModuleType", t.module},
                                         {"GeneratorType", t.generator},
                                         {"CoroutineType", t.coroutine},
                                         {"AsyncGeneratorType", t.async_generator},
                                         {"CellType", t.cell},
                                         {"MappingProxyType", t.mapping_proxy},
                                         {"NoneType", t.none},
                                         {"EllipsisType", t.ellipsis},
                                         {"NotImplementedType", t.not_implemented}};
  for (auto [name, type] : all) {
    if (type) dict_set(module->dict, name, type);
  }
  return true;
}

}  // namespace loopscope::runtime
