// The built-in exception types: allocation, construction and life cycle. Their methods are added by engine/runtime.

#include "engine/vm/alloc.hpp"
#include "engine/vm/interpreter.hpp"

namespace loopscope::vm {

namespace {

template <typename T>
void drop(T*& place) {
  if (T* old = std::exchange(place, nullptr)) decref(old);
}

void traverse_exception(Object* object, Visitor& visitor) {
  auto* e = static_cast<Exception*>(object);
  for (Object* part :
       {static_cast<Object*>(e->dict), static_cast<Object*>(e->arguments), static_cast<Object*>(e->traceback),
        static_cast<Object*>(e->cause), static_cast<Object*>(e->context)}) {
    if (part) visitor.visit(part);
  }
  visitor.visit(e->value);
}

void clear_exception(Object* object) {
  auto* e = static_cast<Exception*>(object);
  drop(e->dict);
  drop(e->traceback);
  drop(e->cause);
  drop(e->context);
  decref(std::exchange(e->value, kNull));
}

void destroy_exception(Object* object) {
  auto* e = static_cast<Exception*>(object);
  clear_exception(object);
  drop(e->arguments);
  free_object(object);
}

Ref construct_exception(Vm& vm, Type* type, Args args) {
  auto* e = static_cast<Exception*>(vm.new_object(type));
  e->arguments = make_tuple(std::span<const Value>(args.data, args.count)).release();
  return Ref::steal(e);
}

bool init_exception(Vm& vm, Value self, Args args) {
  auto* e = as<Exception>(self);
  if (args.keyword_count() > 0) {
    vm.raise(vm.exc.TypeError, "{}() takes no keyword arguments", type_of(self)->name->view());
    return false;
  }
  Tuple* arguments = make_tuple(std::span<const Value>(args.data, args.count)).release();
  decref(std::exchange(e->arguments, arguments));
  return true;
}

/// StopIteration and SystemExit keep their first argument as `value` and `code`.
bool init_with_value(Vm& vm, Value self, Args args) {
  if (!init_exception(vm, self, args)) return false;
  auto* e = as<Exception>(self);
  Ref value = Ref::share(kNone);
  if (args.count == 1 || (args.count > 1 && is_instance(self, vm.exc.StopIteration))) value = Ref::share(args[0]);
  if (args.count > 1 && !is_instance(self, vm.exc.StopIteration)) {
    value = make_tuple(std::span<const Value>(args.data, args.count));
  }
  decref(std::exchange(e->value, value.release()));
  return true;
}

/// NameError(name=), AttributeError(name=, obj=), ImportError(name=, path=): keywords become attributes.
bool init_with_keywords(Vm& vm, Value self, Args args) {
  if (!init_exception(vm, self, Args{args.data, args.count, nullptr})) return false;
  for (uint32_t i = 0; i < args.keyword_count(); ++i) {
    Str* name = args.keyword_name(i);
    std::string_view n = name->view();
    if (n != "name" && n != "obj" && n != "path" && n != "name_from") {
      vm.raise(vm.exc.TypeError, "{}() got an unexpected keyword argument '{}'", type_of(self)->name->view(), n);
      return false;
    }
    if (!vm.setattr(self, intern(name), args.keyword_value(i))) return false;
  }
  return true;
}

Type* make_exception_type(Vm& vm, const char* module, const char* name, Type* base) {
  Type* type =
      vm.make_type({module, name, Kind::kException, kBaseType | kHasDict | kExceptionType, sizeof(Exception), base});
  type->destroy = destroy_exception;
  type->traverse = traverse_exception;
  type->clear = clear_exception;
  type->construct = construct_exception;
  type->init = base && base->init ? base->init : init_exception;
  return type;
}

}  // namespace

void setup_exception_types(Vm& vm) {
  ExceptionTypes& exc = vm.exc;
  exc.BaseException = make_exception_type(vm, "builtins", "BaseException", nullptr);
#define EXCEPTION(name, base)                                                              \
  exc.name = make_exception_type(vm, "builtins", #name, exc.base);                         \
  if (exc.base == exc.Exception || exc.base == exc.BaseException) {                        \
    std::string_view text = #name;                                                         \
    if (text == "StopIteration" || text == "SystemExit") exc.name->init = init_with_value; \
    if (text == "NameError" || text == "AttributeError" || text == "ImportError") {        \
      exc.name->init = init_with_keywords;                                                 \
    }                                                                                      \
  }
#include "engine/vm/exceptions.def"
#undef EXCEPTION
  vm.finish_type(exc.BaseException);
#define EXCEPTION(name, base) vm.finish_type(exc.name);
#include "engine/vm/exceptions.def"
#undef EXCEPTION
  // ExceptionGroup has two bases; engine/runtime gives both groups their methods.
  Ptr<Str> group_name = make_str("ExceptionGroup");
  Value bases[] = {exc.BaseExceptionGroup, exc.Exception};
  Ptr<Tuple> base_tuple = make_tuple(std::span<const Value>(bases));
  Ptr<Dict> ns = make_dict();
  dict_set(ns.get(), vm.names.__module__, intern("builtins"));
  Ref group = vm.make_class(group_name.get(), base_tuple.get(), ns.get(), vm.types.type);
  exc.ExceptionGroup = as<Type>(group.release());
  exc.CancelledError = make_exception_type(vm, "asyncio.exceptions", "CancelledError", exc.BaseException);
  vm.finish_type(exc.CancelledError);
  exc.InvalidStateError = make_exception_type(vm, "asyncio.exceptions", "InvalidStateError", exc.Exception);
  vm.finish_type(exc.InvalidStateError);
  exc.StopRequested = make_exception_type(vm, "loopscope", "StopRequested", exc.BaseException);
  vm.finish_type(exc.StopRequested);
}

bool match_exception_group(Vm& vm, Value exc, Value type, Ref* matched, Ref* rest) {
  *matched = Ref::share(kNone);
  *rest = Ref::share(exc);
  if (exc.is_none()) return true;
  std::span<const Value> types(&type, 1);
  if (type.is(Kind::kTuple)) types = as<Tuple>(type)->view();
  for (Value t : types) {
    if (t.is(Kind::kType) && is_subtype(as<Type>(t), vm.exc.BaseExceptionGroup)) {
      vm.raise(vm.exc.TypeError, "catching ExceptionGroup with except* is not allowed. Use except instead.");
      return false;
    }
  }
  int plain = exception_matches(vm, exc, type);
  if (plain < 0) return false;
  if (is_instance(exc, vm.exc.BaseExceptionGroup)) {
    Ref pair = vm.call_method(exc, "split", {type});
    if (!pair) return false;
    if (!pair.is(Kind::kTuple) || as<Tuple>(pair)->count != 2) {
      vm.raise(vm.exc.TypeError, "{}.split must return a 2-tuple", type_of(exc)->name->view());
      return false;
    }
    *matched = Ref::share(as<Tuple>(pair)->items[0]);
    *rest = Ref::share(as<Tuple>(pair)->items[1]);
    return true;
  }
  if (plain == 0) return true;
  // A naked exception is wrapped for the handler.
  Ptr<Tuple> one = make_tuple(std::span<const Value>(&exc, 1));
  Ptr<Str> empty = make_str("");
  bool ordinary = is_instance(exc, vm.exc.Exception);
  *matched = vm.call(ordinary ? vm.exc.ExceptionGroup : vm.exc.BaseExceptionGroup, empty, one);
  if (!*matched) return false;
  auto* group = as<Exception>(*matched);
  if (Traceback* traceback = as<Exception>(exc)->traceback) {
    ++traceback->refs;
    group->traceback = traceback;
  }
  *rest = Ref::share(kNone);
  return true;
}

Ref prepare_reraise_star(Vm& vm, Value original, List* raised) {
  std::vector<Value> fresh;
  std::vector<Value> unhandled;
  for (Value v : raised->items) {
    if (v.is_none()) continue;
    // Parts that were split off the original and not replaced share its traceback.
    bool same = v == original || (is_instance(v, vm.exc.BaseExceptionGroup) &&
                                  as<Exception>(v)->traceback == as<Exception>(original)->traceback &&
                                  as<Exception>(v)->context == as<Exception>(original)->context);
    (same ? unhandled : fresh).push_back(v);
  }
  if (fresh.empty() && unhandled.empty()) return Ref::share(kNone);
  // One new exception goes out as it is; only several are put into a group.
  if (fresh.size() == 1 && unhandled.empty()) return Ref::share(fresh[0]);
  if (fresh.empty() && unhandled.size() == 1) return Ref::share(unhandled[0]);
  Ptr<List> all = make_list(std::span<const Value>(fresh));
  for (Value v : unhandled) append(all.get(), Ref::share(v));
  Ptr<Str> empty = make_str("");
  bool ordinary = true;
  for (Value v : all->items) ordinary = ordinary && is_instance(v, vm.exc.Exception);
  return vm.call(ordinary ? vm.exc.ExceptionGroup : vm.exc.BaseExceptionGroup, empty, all);
}

}  // namespace loopscope::vm
