// Built-in functions about objects: attributes, types, identity, text of objects.

#include <algorithm>

#include "engine/runtime/builtins.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"

namespace loopscope::runtime {

int is_callable(Vm& vm, Value v) {
  Type* type = type_of(v);
  if (type->type_flags & kHeapType) return vm.lookup(type, vm.names.__call__) ? 1 : type->call != nullptr;
  return type->call != nullptr || v.is(Kind::kFunction) || v.is(Kind::kNativeFunction) || v.is(Kind::kBoundMethod) ||
         v.is(Kind::kMethodDescriptor);
}

namespace {

enum class Check { kInstance, kSubclass };

int check_class(Vm& vm, Value subject, Value cls, Check check, int depth) {
  if (depth > 200) {
    vm.raise(vm.exc.RecursionError, "maximum recursion depth exceeded in __{}__",
             check == Check::kInstance ? "instancecheck" : "subclasscheck");
    return -1;
  }
  if (check == Check::kInstance && type_of(subject) == cls.object() && cls.is(Kind::kType)) return 1;
  if (cls.is(Kind::kTuple)) {
    for (Value item : as<Tuple>(cls)->view()) {
      if (int r = check_class(vm, subject, item, check, depth + 1); r != 0) return r;
    }
    return 0;
  }
  RuntimeTypes& types = runtime_of(vm).types;
  if (cls.is_object() && types.union_type && type_of(cls) == types.union_type) {
    Value members = native(cls)->a;
    for (Value item : as<Tuple>(members)->view()) {
      Value t = item.is_none() ? Value(vm.types.none) : item;
      if (int r = check_class(vm, subject, t, check, depth + 1); r != 0) return r;
    }
    return 0;
  }
  Str* hook_name = check == Check::kInstance ? vm.names.__instancecheck__ : vm.names.__subclasscheck__;
  if (!cls.is(Kind::kType) || type_of(cls) != vm.types.type) {
    Ref hook = vm.lookup_special(cls, hook_name);
    if (vm.failed()) return -1;
    if (hook && !hook.is(Kind::kNativeFunction)) {
      bool native_hook = hook.is(Kind::kBoundMethod) && as<BoundMethod>(hook)->function.is(Kind::kMethodDescriptor);
      if (!native_hook) {
        Ref verdict = vm.call(hook, subject);
        return verdict ? vm.truth(verdict) : -1;
      }
    }
  }
  if (!cls.is(Kind::kType)) {
    vm.raise(vm.exc.TypeError, check == Check::kInstance
                                   ? "isinstance() arg 2 must be a type, a tuple of types, or a union"
                                   : "issubclass() arg 2 must be a class, a tuple of classes, or a union");
    return -1;
  }
  if (check == Check::kSubclass) return is_subtype(as<Type>(subject), as<Type>(cls)) ? 1 : 0;
  if (is_instance(subject, as<Type>(cls))) return 1;
  // An object may claim another class (proxies).
  if (type_of(subject)->type_flags & kHeapType) {
    Ref claimed = vm.getattr_or_null(subject, vm.names.__class__);
    if (vm.failed()) return -1;
    if (claimed.is(Kind::kType)) return is_subtype(as<Type>(claimed), as<Type>(cls)) ? 1 : 0;
  }
  return 0;
}

}  // namespace

int is_instance_of(Vm& vm, Value object, Value cls) { return check_class(vm, object, cls, Check::kInstance, 0); }

int is_subclass_of(Vm& vm, Value derived, Value cls) {
  if (!derived.is(Kind::kType)) {
    vm.raise(vm.exc.TypeError, "issubclass() arg 1 must be a class");
    return -1;
  }
  return check_class(vm, derived, cls, Check::kSubclass, 0);
}

namespace {

Ref truth_or_fail(int t) { return t < 0 ? Ref() : boolean(t == 1); }
Ref builtin_isinstance(Vm& vm, Value, Args args) { return truth_or_fail(is_instance_of(vm, args[0], args[1])); }
Ref builtin_issubclass(Vm& vm, Value, Args args) { return truth_or_fail(is_subclass_of(vm, args[0], args[1])); }
Ref builtin_callable(Vm& vm, Value, Args args) { return boolean(is_callable(vm, args[0])); }

Ref builtin_len(Vm& vm, Value, Args args) {
  int64_t n = vm.length(args[0]);
  return n < 0 ? Ref() : make_int(n);
}
Ref builtin_repr(Vm& vm, Value, Args args) { return vm.repr(args[0]); }
Ref builtin_ascii(Vm& vm, Value, Args args) {
  Ref shown = vm.repr(args[0]);
  return shown ? text(ascii_escape(view(shown))) : Ref();
}
Ref builtin_format(Vm& vm, Value, Args args) {
  if (args.count > 1 && !is_str(args[1])) {
    return vm.raise(vm.exc.TypeError, "format() argument 2 must be str, not {}", type_name(args[1]));
  }
  return vm.format(args[0], args.count > 1 ? view(args[1]) : std::string_view());
}
Ref builtin_hash(Vm& vm, Value, Args args) {
  int64_t h = 0;
  return vm.hash(args[0], &h) ? make_int(h) : Ref();
}
Ref builtin_id(Vm&, Value, Args args) { return make_int(static_cast<int64_t>(args[0].bits())); }

Ref attribute_name(Vm& vm, const char* function, Value name) {
  if (is_str(name)) return Ref::share(intern(as<Str>(name)));
  (void)function;
  return vm.raise(vm.exc.TypeError, "attribute name must be string, not '{}'", type_name(name));
}

Ref builtin_getattr(Vm& vm, Value, Args args) {
  Ref name = attribute_name(vm, "getattr", args[1]);
  if (!name) return nullptr;
  if (args.count == 2) return vm.getattr(args[0], as<Str>(name));
  Ref value = vm.getattr_or_null(args[0], as<Str>(name));
  if (value || vm.failed()) return value;
  return Ref::share(args[2]);
}
Ref builtin_hasattr(Vm& vm, Value, Args args) {
  Ref name = attribute_name(vm, "hasattr", args[1]);
  if (!name) return nullptr;
  Ref value = vm.getattr_or_null(args[0], as<Str>(name));
  return vm.failed() ? Ref() : boolean(static_cast<bool>(value));
}
Ref builtin_setattr(Vm& vm, Value, Args args) {
  Ref name = attribute_name(vm, "setattr", args[1]);
  return name && vm.setattr(args[0], as<Str>(name), args[2]) ? none() : Ref();
}
Ref builtin_delattr(Vm& vm, Value, Args args) {
  Ref name = attribute_name(vm, "delattr", args[1]);
  return name && vm.setattr(args[0], as<Str>(name), kNull) ? none() : Ref();
}

/// The innermost frame's namespace, as locals() gives it.
Ref current_locals(Vm& vm) {
  Frame* frame = vm.current_frame();
  if (!frame) return make_dict();
  Ptr<FrameObject> object = vm.frame_object(frame);
  return vm.getattr(object, "f_locals");
}
Ref builtin_locals(Vm& vm, Value, Args) { return current_locals(vm); }
Ref builtin_globals(Vm& vm, Value, Args) {
  Frame* frame = vm.current_frame();
  return frame ? Ref::share(frame->globals) : Ref(make_dict());
}
Ref builtin_vars(Vm& vm, Value, Args args) {
  if (args.count == 0) return current_locals(vm);
  Ref dict = vm.getattr_or_null(args[0], intern("__dict__"));
  if (dict || vm.failed()) return dict;
  return vm.raise(vm.exc.TypeError, "vars() argument must have __dict__ attribute");
}

void collect_names(Dict* from, Dict* into) {
  size_t position = 0;
  while (const Dict::Entry* entry = from ? dict_next(from, &position) : nullptr) {
    if (is_str(entry->key)) dict_set(into, as<Str>(entry->key), kNone);
  }
}

Ref builtin_dir(Vm& vm, Value, Args args) {
  if (args.count == 0) {
    Ref locals = current_locals(vm);
    if (!locals) return nullptr;
    Ptr<List> list = vm.list_of(locals);
    return list && sort_list(vm, list.get(), Args{}, "sort") ? Ref(list) : Ref();
  }
  Ref method = vm.lookup_special(args[0], vm.names.__dir__);
  if (vm.failed()) return nullptr;
  if (!method) return names_of(vm, args[0]);
  Ref names = vm.call(method);
  if (!names) return nullptr;
  Ptr<List> list = vm.list_of(names);
  return list && sort_list(vm, list.get(), Args{}, "sort") ? Ref(list) : Ref();
}

const MethodDef kFunctions[] = {
    {"isinstance", builtin_isinstance, 2, 2},
    {"issubclass", builtin_issubclass, 2, 2},
    {"callable", builtin_callable, 1, 1},
    {"len", builtin_len, 1, 1},
    {"repr", builtin_repr, 1, 1},
    {"ascii", builtin_ascii, 1, 1},
    {"format", builtin_format, 1, 2},
    {"hash", builtin_hash, 1, 1},
    {"id", builtin_id, 1, 1},
    {"getattr", builtin_getattr, 2, 3},
    {"hasattr", builtin_hasattr, 2, 2},
    {"setattr", builtin_setattr, 3, 3},
    {"delattr", builtin_delattr, 2, 2},
    {"locals", builtin_locals},
    {"globals", builtin_globals},
    {"vars", builtin_vars, 0, 1},
    {"dir", builtin_dir, 0, 1},
};

}  // namespace

Ref names_of(Vm& vm, Value object) {
  Ptr<Dict> names = make_dict();
  if (object.is(Kind::kModule)) {
    collect_names(as<Module>(object)->dict, names.get());
  } else {
    Ref own = vm.getattr_or_null(object, intern("__dict__"));
    if (vm.failed()) return nullptr;
    if (own.is(Kind::kDict)) collect_names(as<Dict>(own), names.get());
    Type* type = object.is(Kind::kType) ? as<Type>(object) : type_of(object);
    for (Value t : type->mro->view()) collect_names(as<Type>(t)->dict, names.get());
  }
  Ptr<List> list = vm.list_of(names);
  if (!list || !sort_list(vm, list.get(), Args{}, "sort")) return nullptr;
  return list;
}

void setup_builtins_objects(Vm& vm, Module* module) { vm.add_functions(module, kFunctions); }

}  // namespace loopscope::runtime
