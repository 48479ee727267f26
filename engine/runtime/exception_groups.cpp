// BaseExceptionGroup and ExceptionGroup: construction, split, subgroup and derive.

#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/builtins.hpp"
#include "engine/runtime/support.hpp"
#include "engine/vm/exception.hpp"

namespace loopscope::runtime {

namespace {

Ref members_of(Vm& vm, Value group) {
  Ref members = vm.getattr(group, "exceptions");
  if (members && !members.is(Kind::kTuple)) return vm.raise(vm.exc.TypeError, "exceptions must be a tuple");
  return members;
}

thread_local Ref (*plain_construct)(Vm&, Type*, Args) = nullptr;

Ref construct_group(Vm& vm, Type* type, Args args) {
  if (args.keyword_count()) return vm.raise(vm.exc.TypeError, "{}() takes no keyword arguments", type->name->view());
  if (args.count != 2) {
    return vm.raise(vm.exc.TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)", args.count);
  }
  if (!is_str(args[0])) {
    return vm.raise(vm.exc.TypeError, "argument 1 must be str, not {}", type_name(args[0]));
  }
  if (!args[1].is(Kind::kList) && !args[1].is(Kind::kTuple) && !type_of(args[1])->getitem) {
    return vm.raise(vm.exc.TypeError, "second argument (exceptions) must be a sequence");
  }
  Ptr<Tuple> members = vm.tuple_of(args[1]);
  if (!members) return nullptr;
  if (members->count == 0) {
    return vm.raise(vm.exc.ValueError, "second argument (exceptions) must be a non-empty sequence");
  }
  bool nested_base = false;
  for (uint32_t i = 0; i < members->count; ++i) {
    if (!members->items[i].is(Kind::kException)) {
      return vm.raise(vm.exc.ValueError, "Item {} of second argument (exceptions) is not an exception", i);
    }
    nested_base = nested_base || !is_instance(members->items[i], vm.exc.Exception);
  }
  if (type == vm.exc.BaseExceptionGroup) {
    if (!nested_base) type = vm.exc.ExceptionGroup;
  } else if (nested_base && is_subtype(type, vm.exc.Exception)) {
    if (type == vm.exc.ExceptionGroup) {
      return vm.raise(vm.exc.TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
    }
    return vm.raise(vm.exc.TypeError, "Cannot nest BaseExceptions in '{}'", type->name->view());
  }
  Ref group = plain_construct(vm, type, args);
  if (!group || !vm.setattr(group, "message", args[0]) || !vm.setattr(group, "exceptions", members)) return nullptr;
  return group;
}

Ref group_str(Vm& vm, Value self) {
  Ref message = vm.getattr(self, "message");
  Ref members = message ? members_of(vm, self) : Ref();
  if (!members) return nullptr;
  uint32_t n = as<Tuple>(members)->count;
  return text(fmt::format("{} ({} sub-exception{})", is_str(message) ? view(message) : "", n, n == 1 ? "" : "s"));
}

Ref derive(Vm& vm, Value self, Args args) {
  Ref message = vm.getattr(self, "message");
  return message ? vm.call(vm.exc.BaseExceptionGroup, message, args[0]) : Ref();
}

/// A new group of these members that keeps traceback, cause, context and notes of the original.
Ref derived_group(Vm& vm, Value original, const std::vector<Ref>& members) {
  Ptr<List> list = make_list();
  for (const Ref& m : members) append(list.get(), m);
  Ref group = vm.call_method(original, "derive", {list});
  if (!group) return nullptr;
  if (!is_instance(group, vm.exc.BaseExceptionGroup)) {
    return vm.raise(vm.exc.TypeError, "derive must return an instance of BaseExceptionGroup");
  }
  auto* from = as<Exception>(original);
  auto* to = as<Exception>(group);
  if (from->traceback) {
    ++from->traceback->refs;
    if (Traceback* old = std::exchange(to->traceback, from->traceback)) decref(old);
  }
  if (from->cause) {
    ++from->cause->refs;
    if (Exception* old = std::exchange(to->cause, from->cause)) decref(old);
  }
  if (from->context) {
    ++from->context->refs;
    if (Exception* old = std::exchange(to->context, from->context)) decref(old);
  }
  to->suppress_context = from->suppress_context;
  Ref notes = vm.getattr_or_null(original, vm.names.__notes__);
  if (notes.is(Kind::kList)) {
    Ptr<List> copy = make_list(std::span<const Value>(as<List>(notes)->items));
    if (!vm.setattr(group, vm.names.__notes__, copy)) return nullptr;
  }
  return group;
}

/// 1, 0, -1: does the condition (type, tuple of types or callable) hold for this exception?
int matches(Vm& vm, Value exception, Value condition) {
  bool by_type = condition.is(Kind::kTuple) ||
                 (condition.is(Kind::kType) && is_subtype(as<Type>(condition), vm.exc.BaseException));
  if (by_type) return is_instance_of(vm, exception, condition);
  Ref verdict = vm.call(condition, exception);
  return verdict ? vm.truth(verdict) : -1;
}

bool check_condition(Vm& vm, Value condition) {
  bool ok = is_callable(vm, condition);
  if (condition.is(Kind::kTuple)) {
    ok = true;
    for (Value t : as<Tuple>(condition)->view()) {
      ok = ok && t.is(Kind::kType) && is_subtype(as<Type>(t), vm.exc.BaseException);
    }
  } else if (condition.is(Kind::kType)) {
    ok = is_subtype(as<Type>(condition), vm.exc.BaseException);
  }
  if (!ok)
    vm.raise(vm.exc.TypeError,
             "expected an exception type, a tuple of exception types, or a callable (other than a class)");
  return ok;
}

/// Divides a group; *match and *rest are null when empty. `want_rest` false: only the matching part is built.
bool split_group(Vm& vm, Value group, Value condition, bool want_rest, Ref* match, Ref* rest, int depth) {
  if (depth > 200) {
    vm.raise(vm.exc.RecursionError, "maximum recursion depth exceeded");
    return false;
  }
  int whole = matches(vm, group, condition);
  if (whole < 0) return false;
  if (whole) {
    *match = Ref::share(group);
    return true;
  }
  if (!is_instance(group, vm.exc.BaseExceptionGroup)) {
    *rest = Ref::share(group);
    return true;
  }
  Ref members = members_of(vm, group);
  if (!members) return false;
  std::vector<Ref> matching, others;
  for (Value member : as<Tuple>(members)->view()) {
    Ref m, r;
    if (!split_group(vm, member, condition, want_rest, &m, &r, depth + 1)) return false;
    if (m) matching.push_back(std::move(m));
    if (r) others.push_back(std::move(r));
  }
  if (!matching.empty()) {
    *match = derived_group(vm, group, matching);
    if (!*match) return false;
  }
  if (!others.empty() && want_rest) {
    *rest = derived_group(vm, group, others);
    if (!*rest) return false;
  }
  return true;
}

Ref split(Vm& vm, Value self, Args args) {
  if (!check_condition(vm, args[0])) return nullptr;
  Ref match, rest;
  if (!split_group(vm, self, args[0], true, &match, &rest, 0)) return nullptr;
  Value pair[] = {match ? match.get() : kNone, rest ? rest.get() : kNone};
  return make_tuple(std::span<const Value>(pair));
}

Ref subgroup(Vm& vm, Value self, Args args) {
  if (!check_condition(vm, args[0])) return nullptr;
  Ref match, rest;
  if (!split_group(vm, self, args[0], false, &match, &rest, 0)) return nullptr;
  return match ? match : none();
}

Ref class_getitem(Vm&, Value self, Args) { return Ref::share(self); }

const MethodDef kMethods[] = {
    {"derive", derive, 1, 1},
    {"split", split, 1, 1},
    {"subgroup", subgroup, 1, 1},
    {"__class_getitem__", class_getitem, 1, 1, false, MethodDef::kClass},
};

}  // namespace

void setup_exception_groups(Vm& vm) {
  plain_construct = vm.exc.BaseException->construct;
  for (Type* type : {vm.exc.BaseExceptionGroup, vm.exc.ExceptionGroup}) {
    type->construct = construct_group;
    type->str = group_str;
    vm.finish_type(type);
  }
  vm.add_methods(vm.exc.BaseExceptionGroup, kMethods);
}

}  // namespace loopscope::runtime
