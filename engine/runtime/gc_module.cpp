// gc and the native half of weakref.

#include "engine/runtime/modules.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

Ref gc_collect(Vm& vm, Value, Args args) {
  int64_t generation = 2;
  if (args.count && !vm.to_index(args[0], &generation)) return nullptr;
  if (generation < 0 || generation > 2) return vm.raise(vm.exc.ValueError, "invalid generation");
  int64_t n = vm.collect();
  return vm.failed() ? Ref() : make_int(n);
}
Ref gc_enable(Vm& vm, Value, Args) {
  vm.gc_enabled = true;
  return none();
}
Ref gc_disable(Vm& vm, Value, Args) {
  vm.gc_enabled = false;
  return none();
}
Ref gc_isenabled(Vm& vm, Value, Args) { return boolean(vm.gc_enabled); }
Ref gc_is_tracked(Vm&, Value, Args args) {
  return boolean(args[0].is_object() && (args[0].object()->flags & kTracked));
}
Ref gc_is_finalized(Vm&, Value, Args args) {
  return boolean(args[0].is_object() && (args[0].object()->flags & kFinalized));
}
Ref gc_nothing(Vm&, Value, Args) { return none(); }
Ref gc_threshold(Vm&, Value, Args) {
  Value three[] = {Value::small_int(2000), Value::small_int(10), Value::small_int(10)};
  return make_tuple(std::span<const Value>(three));
}
Ref gc_get_count(Vm&, Value, Args) {
  Value three[] = {Value::small_int(0), Value::small_int(0), Value::small_int(0)};
  return make_tuple(std::span<const Value>(three));
}
Ref gc_get_debug(Vm&, Value, Args) { return make_int(0); }
Ref gc_set_debug(Vm& vm, Value, Args args) {
  int64_t flags = 0;
  if (!vm.to_index(args[0], &flags)) return nullptr;
  if (flags == 0) return none();
  return vm.raise(vm.exc.NotImplementedError,
                  "gc.set_debug() is not supported by Loopscope: its trace records collections");
}

struct Referents final : Visitor {
  explicit Referents(List* to) : list(to) {}
  void visit(Value v) override {
    if (v) append(list, Ref::share(v));
  }
  List* list;
};
Ref gc_get_referents(Vm&, Value, Args args) {
  Ptr<List> list = make_list();
  Referents visitor(list.get());
  for (uint32_t i = 0; i < args.count; ++i) {
    if (args[i].is_object() && type_of(args[i])->traverse) type_of(args[i])->traverse(args[i].object(), visitor);
  }
  return list;
}

const MethodDef kGc[] = {
    {"collect", gc_collect, 0, 1},
    {"enable", gc_enable},
    {"disable", gc_disable},
    {"isenabled", gc_isenabled},
    {"is_tracked", gc_is_tracked, 1, 1},
    {"is_finalized", gc_is_finalized, 1, 1},
    {"freeze", gc_nothing},
    {"unfreeze", gc_nothing},
    {"get_threshold", gc_threshold},
    {"set_threshold", gc_nothing, 1, 3},
    {"get_count", gc_get_count},
    {"get_debug", gc_get_debug},
    {"set_debug", gc_set_debug, 1, 1},
    {"get_referents", gc_get_referents, 0, -1},
};

}  // namespace

bool fill_gc(Vm& vm, Module* module) {
  vm.add_functions(module, kGc);
  Ptr<List> garbage = make_list();
  dict_set(module->dict, "garbage", garbage);
  Ptr<List> callbacks = make_list();
  dict_set(module->dict, "callbacks", callbacks);
  return true;
}

bool fill_weakref(Vm& vm, Module* module) {
  dict_set(module->dict, "ref", vm.types.weakref);
  dict_set(module->dict, "ReferenceType", vm.types.weakref);
  return true;
}

}  // namespace loopscope::runtime
