// The native module _operator: operators as functions, from one table a kind, and the getters. lib/operator.py adds
// what is not an operator.

#include "engine/runtime/modules.hpp"
#include "engine/runtime/native_object.hpp"

namespace loopscope::runtime {

namespace {

using lang::BinaryOperator;
using lang::CompareOperator;
using lang::UnaryOperator;

// --- from tables -----------------------------------------------------------------------------------------------------

template <BinaryOperator Op>
Ref binary(Vm& vm, Value, Args args) {
  return vm.binary(Op, args[0], args[1]);
}
template <BinaryOperator Op>
Ref inplace(Vm& vm, Value, Args args) {
  return vm.inplace(Op, args[0], args[1]);
}
template <CompareOperator Op>
Ref compare(Vm& vm, Value, Args args) {
  return vm.compare(Op, args[0], args[1]);
}
template <UnaryOperator Op>
Ref unary(Vm& vm, Value, Args args) {
  return vm.unary(Op, args[0]);
}
template <bool Wanted>
Ref truth(Vm& vm, Value, Args args) {
  const int t = vm.truth(args[0]);
  return t < 0 ? Ref() : boolean((t == 1) == Wanted);
}
template <bool Wanted>
Ref identity(Vm&, Value, Args args) {
  return boolean((args[0] == args[1]) == Wanted);
}

// --- items -----------------------------------------------------------------------------------------------------------

Ref getitem(Vm& vm, Value, Args args) { return vm.getitem(args[0], args[1]); }
Ref setitem(Vm& vm, Value, Args args) { return vm.setitem(args[0], args[1], args[2]) ? none() : Ref(); }
Ref delitem(Vm& vm, Value, Args args) { return vm.delitem(args[0], args[1]) ? none() : Ref(); }
Ref contains(Vm& vm, Value, Args args) {
  const int found = vm.contains(args[0], args[1]);
  return found < 0 ? Ref() : boolean(found == 1);
}

bool is_sequence(Vm& vm, Value v) { return type_of(v)->getitem || vm.lookup(type_of(v), vm.names.__getitem__); }

template <bool InPlace>
Ref concat(Vm& vm, Value, Args args) {
  for (Value v : {args[0], args[1]}) {
    if (!is_sequence(vm, v)) {
      return vm.raise(vm.exc.TypeError, "'{}' object can't be concatenated", type_name(v));
    }
  }
  return InPlace ? vm.inplace(BinaryOperator::kAdd, args[0], args[1])
                 : vm.binary(BinaryOperator::kAdd, args[0], args[1]);
}

Ref count_of(Vm& vm, Value, Args args) {
  int64_t count = 0;
  const bool ok = vm.for_each(args[0], [&](Ref item) {
    const int same = vm.equals(item, args[1]);
    count += same == 1;
    return same >= 0;
  });
  return ok ? make_int(count) : Ref();
}

Ref index_of(Vm& vm, Value, Args args) {
  Ref it = vm.iter(args[0]);
  for (int64_t i = 0; it; ++i) {
    Ref item = vm.next(it);
    if (!item) break;
    const int same = vm.equals(item, args[1]);
    if (same < 0) return nullptr;
    if (same) return make_int(i);
  }
  return vm.failed() ? Ref() : vm.raise(vm.exc.ValueError, "sequence.index(x): x not in sequence");
}

Ref index(Vm& vm, Value, Args args) {
  if (args[0].is_true() || args[0].is_false()) return make_int(args[0].is_true());
  if (is_int(args[0])) return Ref::share(args[0]);
  Ref method = vm.lookup_special(args[0], intern("__index__"));
  if (vm.failed()) return nullptr;
  if (!method) {
    return vm.raise(vm.exc.TypeError, "'{}' object cannot be interpreted as an integer", type_name(args[0]));
  }
  return vm.call(method);
}

Ref call(Vm& vm, Value, Args args) { return vm.call(args[0], args.drop(1)); }

constexpr MethodDef two(const char* name, NativeFn fn) { return {name, fn, 2, 2}; }
constexpr MethodDef one(const char* name, NativeFn fn) { return {name, fn, 1, 1}; }

const MethodDef kFunctions[] = {
#define BOTH(name, iname, Op) two(#name, binary<BinaryOperator::Op>), two(#iname, inplace<BinaryOperator::Op>)
    BOTH(add, iadd, kAdd),
    BOTH(sub, isub, kSubtract),
    BOTH(mul, imul, kMultiply),
    BOTH(matmul, imatmul, kMatrixMultiply),
    BOTH(truediv, itruediv, kTrueDivide),
    BOTH(floordiv, ifloordiv, kFloorDivide),
    BOTH(mod, imod, kModulo),
    BOTH(pow, ipow, kPower),
    BOTH(lshift, ilshift, kLeftShift),
    BOTH(rshift, irshift, kRightShift),
    BOTH(and_, iand, kAnd),
    BOTH(or_, ior, kOr),
    BOTH(xor, ixor, kXor),
#undef BOTH
    two("lt", compare<CompareOperator::kLess>),
    two("le", compare<CompareOperator::kLessEqual>),
    two("eq", compare<CompareOperator::kEqual>),
    two("ne", compare<CompareOperator::kNotEqual>),
    two("gt", compare<CompareOperator::kGreater>),
    two("ge", compare<CompareOperator::kGreaterEqual>),
    one("neg", unary<UnaryOperator::kNegative>),
    one("pos", unary<UnaryOperator::kPositive>),
    one("inv", unary<UnaryOperator::kInvert>),
    one("invert", unary<UnaryOperator::kInvert>),
    one("truth", truth<true>),
    one("not_", truth<false>),
    two("is_", identity<true>),
    two("is_not", identity<false>),
    one("index", index),
    two("getitem", getitem),
    {"setitem", setitem, 3, 3},
    two("delitem", delitem),
    two("contains", contains),
    two("concat", concat<false>),
    two("iconcat", concat<true>),
    two("countOf", count_of),
    two("indexOf", index_of),
    {"call", call, 1, -1, true},
};

// --- getters: a NativeObject with the constructor's arguments in `a` (and keywords in `b`)
// ----------------------------

Ptr<Tuple> tuple_from(const Value* first, size_t count) { return make_tuple(std::span<const Value>(first, count)); }

Ref construct_itemgetter(Vm& vm, Type* type, Args args) {
  if (args.keyword_count()) return vm.raise(vm.exc.TypeError, "itemgetter() takes no keyword arguments");
  if (args.count == 0) return vm.raise(vm.exc.TypeError, "itemgetter expected 1 argument, got 0");
  return new_native_object(vm, type, tuple_from(args.data, args.count));
}

/// One part alone, several as a tuple.
template <typename Get>
Ref gather(const Tuple* parts, Get&& get) {
  if (parts->count == 1) return get(parts->items[0]);
  Ptr<Tuple> out = make_tuple(parts->count);
  for (uint32_t i = 0; i < parts->count; ++i) {
    Ref part = get(parts->items[i]);
    if (!part) return nullptr;
    out->items[i] = part.release();
  }
  return out;
}

bool one_argument(Vm& vm, const char* name, Args args) {
  if (args.count == 1 && !args.keyword_count()) return true;
  if (args.keyword_count()) {
    vm.raise(vm.exc.TypeError, "{}() takes no keyword arguments", name);
  } else {
    vm.raise(vm.exc.TypeError, "{} expected 1 argument, got {}", name, args.count);
  }
  return false;
}

Ref call_itemgetter(Vm& vm, Value self, Args args) {
  if (!one_argument(vm, "itemgetter", args)) return nullptr;
  return gather(as<Tuple>(native(self)->a), [&](Value item) { return vm.getitem(args[0], item); });
}

Ref construct_attrgetter(Vm& vm, Type* type, Args args) {
  if (args.keyword_count()) return vm.raise(vm.exc.TypeError, "attrgetter() takes no keyword arguments");
  if (args.count == 0) return vm.raise(vm.exc.TypeError, "attrgetter expected 1 argument, got 0");
  for (uint32_t i = 0; i < args.count; ++i) {
    if (!is_str(args[i])) return vm.raise(vm.exc.TypeError, "attribute name must be a string");
  }
  return new_native_object(vm, type, tuple_from(args.data, args.count));
}

Ref dotted(Vm& vm, Value object, std::string_view path) {
  Ref at = Ref::share(object);
  while (at && !path.empty()) {
    const size_t dot = path.find('.');
    at = vm.getattr(at, intern(path.substr(0, dot)));
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return at;
}

Ref call_attrgetter(Vm& vm, Value self, Args args) {
  if (!one_argument(vm, "attrgetter", args)) return nullptr;
  return gather(as<Tuple>(native(self)->a), [&](Value path) { return dotted(vm, args[0], view(path)); });
}

Ref construct_methodcaller(Vm& vm, Type* type, Args args) {
  if (args.count == 0) {
    return vm.raise(vm.exc.TypeError, "methodcaller needs at least one argument, the method name");
  }
  if (!is_str(args[0])) return vm.raise(vm.exc.TypeError, "method name must be a string");
  // Positional values, then those of the keywords, as a call wants them.
  Ptr<Tuple> values = tuple_from(args.data, args.count + args.keyword_count());
  return new_native_object(vm, type, values, args.keywords ? Ref::share(args.keywords) : Ref());
}

Tuple* keywords_of(Value self) { return native(self)->b ? as<Tuple>(native(self)->b) : nullptr; }

Ref call_methodcaller(Vm& vm, Value self, Args args) {
  if (!one_argument(vm, "methodcaller", args)) return nullptr;
  Ref keep = Ref::share(self);
  const auto* values = as<Tuple>(native(self)->a);
  Tuple* keywords = keywords_of(self);
  Ref method = vm.getattr(args[0], as<Str>(values->items[0]));
  if (!method) return nullptr;
  const uint32_t named = keywords ? keywords->count : 0;
  return vm.call(method, Args{values->items + 1, values->count - 1 - named, keywords});
}

Ref repr_getter(Vm& vm, Value self) {
  const auto* values = as<Tuple>(native(self)->a);
  Tuple* keywords = keywords_of(self);
  const uint32_t positional = values->count - (keywords ? keywords->count : 0);
  std::string out = fmt::format("operator.{}(", type_of(self)->name->view());
  for (uint32_t i = 0; i < values->count; ++i) {
    Ref shown = vm.repr(values->items[i]);
    if (!shown) return nullptr;
    if (i) out += ", ";
    if (i >= positional) out += fmt::format("{}=", view(keywords->items[i - positional]));
    out += view(shown);
  }
  return text(out + ")");
}

/// (type, arguments); keywords are partial()'s business.
Ref reduce_getter(Vm& vm, Value self, Args) {
  auto* values = as<Tuple>(native(self)->a);
  Tuple* keywords = keywords_of(self);
  Ref maker = Ref::share(type_of(self)), arguments = Ref::share(values);
  if (keywords) {
    const uint32_t positional = values->count - keywords->count;
    Ref functools = vm.import("functools"), partial = functools ? vm.getattr(functools, "partial") : Ref();
    if (!partial) return nullptr;
    std::vector<Value> given{maker, values->items[0]};
    given.insert(given.end(), values->items + positional, values->items + values->count);
    maker = vm.call(partial, Args{given.data(), 2, keywords});
    if (!maker) return nullptr;
    arguments = tuple_from(values->items + 1, positional - 1);
  }
  const Value parts[] = {maker, arguments};
  return tuple_from(parts, 2);
}

const MethodDef kGetterMethods[] = {{"__reduce__", reduce_getter}};

void add_getter(Vm& vm, Module* module, const char* name, Ref (*construct)(Vm&, Type*, Args), NativeFn call) {
  Type* type = make_native_type(vm, "operator", name, Kind::kNative);
  type->construct = construct;
  type->init = [](Vm&, Value, Args) { return true; };
  type->call = call;
  type->repr = repr_getter;
  vm.add_methods(type, kGetterMethods);
  vm.finish_type(type);
  dict_set(module->dict, name, type);
}

}  // namespace

bool fill_operator(Vm& vm, Module* module) {
  vm.add_functions(module, kFunctions);
  add_getter(vm, module, "itemgetter", construct_itemgetter, call_itemgetter);
  add_getter(vm, module, "attrgetter", construct_attrgetter, call_attrgetter);
  add_getter(vm, module, "methodcaller", construct_methodcaller, call_methodcaller);
  return true;
}

}  // namespace loopscope::runtime
