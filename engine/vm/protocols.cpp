// Items, length, iteration, text: the protocols that are not operators.

#include "engine/vm/slots.hpp"

namespace loopscope::vm {

NativeDepth::NativeDepth(Vm& vm, const char* what) : vm_(vm) {
  ok_ = ++vm.thread->native_depth <= vm.native_limit;
  if (!ok_) vm.raise(vm.exc.RecursionError, "maximum recursion depth exceeded{}", what);
}
NativeDepth::~NativeDepth() { --vm_.thread->native_depth; }

ReprGuard::ReprGuard(Vm& vm, Value v) : vm_(vm) {
  for (Value other : vm.impl->reprs) {
    if (other == v) {
      entered_ = false;
      return;
    }
  }
  vm.impl->reprs.push_back(v);
  entered_ = true;
}
ReprGuard::~ReprGuard() {
  if (entered_) vm_.impl->reprs.pop_back();
}

Ref Vm::getitem(Value obj, Value key) {
  Type* type = type_of(obj);
  if (type->getitem) return type->getitem(*this, obj, key);
  if (obj.is(Kind::kType)) {
    Value method = lookup(as<Type>(obj), names.__class_getitem__);
    if (method) {
      Ref bound = bind_descriptor(*this, method, kNull, obj);
      return bound ? call(bound, key) : Ref();
    }
    return raise(exc.TypeError, "type '{}' is not subscriptable", as<Type>(obj)->name->view());
  }
  return raise(exc.TypeError, "'{}' object is not subscriptable", type->name->view());
}

bool Vm::setitem(Value obj, Value key, Value value) {
  Type* type = type_of(obj);
  if (type->setitem) return type->setitem(*this, obj, key, value);
  raise(exc.TypeError, "'{}' object does not support item assignment", type->name->view());
  return false;
}

bool Vm::delitem(Value obj, Value key) {
  Type* type = type_of(obj);
  if (type->setitem) return type->setitem(*this, obj, key, kNull);
  raise(exc.TypeError, "'{}' object doesn't support item deletion", type->name->view());
  return false;
}

int Vm::contains(Value container, Value item) {
  Type* type = type_of(container);
  if (type->contains) return type->contains(*this, container, item);
  if (!type->iter && !type->getitem) {
    raise(exc.TypeError, "argument of type '{}' is not iterable", type->name->view());
    return -1;
  }
  int found = 0;
  bool finished = for_each(container, [&](Ref candidate) {
    found = equals(candidate, item);
    return found == 0;
  });
  return finished ? 0 : found;
}

int64_t Vm::length(Value obj) {
  Type* type = type_of(obj);
  if (type->length) return type->length(*this, obj);
  raise(exc.TypeError, "object of type '{}' has no len()", type->name->view());
  return -1;
}

Ref Vm::iter(Value v) {
  Type* type = type_of(v);
  if (type->iter) return type->iter(*this, v);
  if (type->getitem && !v.is(Kind::kDict)) return make_sequence_iterator(*this, v);
  return raise(exc.TypeError, "'{}' object is not iterable", type->name->view());
}

Ref Vm::next(Value iterator) {
  Type* type = type_of(iterator);
  if (!type->next) return raise(exc.TypeError, "'{}' object is not an iterator", type->name->view());
  // Loops in C++ (sum, list, sorted ...) come by here: they pay and can be stopped like loops in bytecode.
  charge(1);
  if (safe_point_due() && !at_safe_point()) return nullptr;
  Ref item = type->next(*this, iterator);
  if (!item) clear_if(exc.StopIteration);
  return item;
}

Ref Vm::repr(Value v) {
  Type* type = type_of(v);
  NativeDepth depth(*this, " while getting the repr of an object");
  if (!depth.ok()) return nullptr;
  Ref keep = Ref::share(v);
  return type->repr ? type->repr(*this, v) : object_repr(*this, v);
}

Ref Vm::str(Value v) {
  Type* type = type_of(v);
  if (type == types.str) return Ref::share(v);
  NativeDepth depth(*this, " while getting the str of an object");
  if (!depth.ok()) return nullptr;
  Ref keep = Ref::share(v);
  return type->str ? type->str(*this, v) : repr(v);
}

Ref Vm::format(Value v, std::string_view spec) {
  // Most f-strings have no specification.
  if (spec.empty() && (v.is_small_int() || (v.is_object() && v.object()->type == types.str))) return str(v);
  Ref method = lookup_special(v, names.__format__);
  if (!method) return failed() ? Ref() : str(v);
  Ptr<Str> text = make_str(spec);
  Ref result = call(method, text);
  if (result && !result.is(Kind::kStr)) {
    return raise(exc.TypeError, "__format__ must return a str, not {}", type_of(result)->name->view());
  }
  return result;
}

std::string Vm::repr_text(Value v) {
  Ref pending = take_exception();
  Ref text = repr(v);
  std::string out = text.is(Kind::kStr) ? std::string(as<Str>(text)->view())
                                        : fmt::format("<{} object at {:#x}>", type_of(v)->name->view(), v.bits());
  thread->pending.reset();
  restore_exception(std::move(pending));
  return out;
}

Ptr<List> Vm::list_of(Value iterable) {
  if (iterable.is_object() && iterable.object()->type == types.list)
    return make_list(std::span<const Value>(as<List>(iterable)->items));
  if (iterable.is_object() && iterable.object()->type == types.tuple) return make_list(as<Tuple>(iterable)->view());
  Ptr<List> list = make_list();
  bool ok = for_each(iterable, [&](Ref item) {
    if (list->items.size() == list->items.capacity() && list->items.size() > 1024 &&
        !reserve(list->items.size() * sizeof(Value)))
      return false;
    append(list.get(), std::move(item));
    return true;
  });
  return ok ? list : Ptr<List>();
}

Ptr<Tuple> Vm::tuple_of(Value iterable) {
  if (iterable.is_object() && iterable.object()->type == types.tuple) return Ptr<Tuple>::share(as<Tuple>(iterable));
  if (iterable.is_object() && iterable.object()->type == types.list)
    return make_tuple(std::span<const Value>(as<List>(iterable)->items));
  Ptr<List> list = list_of(iterable);
  return list ? make_tuple(std::span<const Value>(list->items)) : Ptr<Tuple>();
}

}  // namespace loopscope::vm
