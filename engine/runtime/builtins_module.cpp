// Puts the builtins module together.

#include "engine/runtime/builtins.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

void setup_builtins(Vm& vm) {
  Ptr<Module> module = vm.add_module("builtins");
  if (!module->dict) module->dict = make_dict().release();
  // The module's namespace is the machine's: what is added to one is found through the other.
  Dict* ns = module->dict;
  if (vm.builtins != ns) {
    incref(ns);
    decref(std::exchange(vm.builtins, ns));
  }
  BuiltinTypes& t = vm.types;
  for (Type* type : {t.object, t.type,      t.bool_,    t.int_,         t.float_,      t.complex, t.str,
                     t.bytes,  t.bytearray, t.tuple,    t.list,         t.dict,        t.set,     t.frozenset,
                     t.slice,  t.range,     t.property, t.staticmethod, t.classmethod, t.super}) {
    dict_set(ns, type->name, type);
  }
  dict_set(ns, "BaseException", vm.exc.BaseException);
#define EXCEPTION(name, base) dict_set(ns, #name, vm.exc.name);
#include "engine/vm/exceptions.def"
#undef EXCEPTION
  dict_set(ns, "ExceptionGroup", vm.exc.ExceptionGroup);
  dict_set(ns, "EnvironmentError", vm.exc.OSError);
  dict_set(ns, "IOError", vm.exc.OSError);
  dict_set(ns, "NotImplemented", kNotImplemented);
  dict_set(ns, "Ellipsis", kEllipsis);
  dict_set(ns, "__debug__", kTrue);
  dict_set(ns, "None", kNone);
  dict_set(ns, "True", kTrue);
  dict_set(ns, "False", kFalse);
  setup_builtins_iteration(vm, module.get());
  setup_builtins_objects(vm, module.get());
  setup_builtins_numbers(vm, module.get());
  setup_builtins_io(vm, module.get());
  setup_builtins_code(vm, module.get());
}

}  // namespace loopscope::runtime
