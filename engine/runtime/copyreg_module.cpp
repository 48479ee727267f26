// The native module copyreg: reductions for types that do not know how to take themselves apart, and the functions by
// which object.__reduce_ex__ says how an instance is made.

#include "engine/runtime/modules.hpp"
#include "engine/runtime/state.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

Ref pair(Value first, Value second) {
  const Value both[] = {first, second};
  return make_tuple(std::span<const Value>(both));
}

bool need_callable(Vm& vm, Value v, const char* what) {
  if (type_of(v)->call || vm.lookup(type_of(v), vm.names.__call__)) return true;
  vm.raise(vm.exc.TypeError, "{} must be callable", what);
  return false;
}

Ref constructor(Vm& vm, Value, Args args) { return need_callable(vm, args[0], "constructors") ? none() : Ref(); }

Ref add_reduction(Vm& vm, Value self, Args args) {
  Value v[3];
  if (!vm.bind("pickle", args, {"ob_type", "pickle_function", "constructor_ob"}, 2, v)) return nullptr;
  if (!need_callable(vm, v[1], "reduction functions")) return nullptr;
  if (v[2] && !v[2].is_none() && !need_callable(vm, v[2], "constructors")) return nullptr;
  Ref table = vm.getattr(self, "dispatch_table");
  return table && vm.setitem(table, v[0], v[1]) ? none() : Ref();
}

/// __newobj__(cls, *args)
Ref new_object(Vm& vm, Value, Args args) {
  Ref make = vm.getattr(args[0], vm.names.__new__);
  return make ? vm.call(make, args) : Ref();
}

/// __newobj_ex__(cls, args, kwargs)
Ref new_object_with_keywords(Vm& vm, Value, Args args) {
  Ref make = vm.getattr(args[0], vm.names.__new__);
  Ptr<Tuple> positional = make ? vm.tuple_of(args[1]) : Ptr<Tuple>();
  if (!positional) return nullptr;
  if (!args[2].is(Kind::kDict)) return vm.raise(vm.exc.TypeError, "keyword arguments must be a dict");
  std::vector<Value> values{args[0]}, names;
  values.insert(values.end(), positional->items, positional->items + positional->count);
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(as<Dict>(args[2]), &position)) {
    names.push_back(entry->key);
    values.push_back(entry->value);
  }
  Ptr<Tuple> keywords = make_tuple(std::span<const Value>(names));
  return vm.call(make, Args{values.data(), positional->count + 1, keywords.get()});
}

/// _reconstructor(cls, base, state): an instance as protocols 0 and 1 describe it, by the value of its built-in base.
Ref reconstruct(Vm& vm, Value, Args args) {
  const Value parts[] = {args[0], args[2]};
  Ref make = vm.getattr(args[1], vm.names.__new__);
  if (!make) return nullptr;
  if (args[1] == Value(vm.types.object)) return vm.call(make, args[0]);
  Ref made = vm.call(make, Args{parts, 2, nullptr});
  Ref fill = made ? vm.getattr(args[1], "__init__") : Ref();
  return fill && vm.call(fill, made, args[2]) ? made : Ref();
}

Ref reduce_complex(Vm& vm, Value, Args args) {
  Ref real = vm.getattr(args[0], "real"), imaginary = vm.getattr(args[0], "imag");
  if (!real || !imaginary) return nullptr;
  Ref parts = pair(real, imaginary);
  return pair(vm.types.complex, parts);
}

/// functools.reduce(operator.or_, members)
Ref reduce_union(Vm& vm, Value, Args args) {
  Ref functools = vm.import("functools"), symbols = vm.import("operator");
  if (!functools || !symbols) return nullptr;
  Ref fold = vm.getattr(functools, "reduce"), either = vm.getattr(symbols, "or_"),
      members = vm.getattr(args[0], "__args__");
  if (!fold || !either || !members) return nullptr;
  Ref arguments = pair(either, members);
  return pair(fold, arguments);
}

const MethodDef kFunctions[] = {
    {"pickle", add_reduction, 0, -1, true}, {"constructor", constructor, 1, 1},
    {"__newobj__", new_object, 1, -1},      {"__newobj_ex__", new_object_with_keywords, 3, 3},
    {"_reconstructor", reconstruct, 3, 3},  {"_reduce_complex", reduce_complex, 1, 1},
    {"_reduce_union", reduce_union, 1, 1},
};

}  // namespace

bool fill_copyreg(Vm& vm, Module* module) {
  vm.add_functions(module, kFunctions);
  Ptr<Dict> table = make_dict();
  dict_set(module->dict, "dispatch_table", table);
  return dict_set(vm, table.get(), vm.types.complex, dict_get(module->dict, "_reduce_complex")) &&
         dict_set(vm, table.get(), runtime_of(vm).types.union_type, dict_get(module->dict, "_reduce_union"));
}

}  // namespace loopscope::runtime
