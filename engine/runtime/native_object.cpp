#include "engine/runtime/native_object.hpp"

#include "engine/vm/alloc.hpp"

namespace loopscope::runtime {

namespace {

void traverse_native(Object* object, Visitor& visitor) {
  auto* self = static_cast<NativeObject*>(object);
  for (Value v : {self->a, self->b, self->c}) {
    if (v) visitor.visit(v);
  }
}
void clear_native(Object* object) {
  auto* self = static_cast<NativeObject*>(object);
  drop(self->a);
  drop(self->b);
  drop(self->c);
}
void destroy_native(Object* object) {
  clear_native(object);
  free_object(object);
}

}  // namespace

Type* make_native_type(Vm& vm, const char* module, const char* name, Kind kind, uint32_t flags) {
  Type* type = vm.make_type({module, name, kind, flags, sizeof(NativeObject), nullptr});
  type->destroy = destroy_native;
  type->traverse = traverse_native;
  type->clear = clear_native;
  return type;
}

Ref iter_self(Vm&, Value self) { return Ref::share(self); }

Type* make_iterator_type(Vm& vm, const char* name, Ref (*next)(Vm&, Value)) {
  Type* type = make_native_type(vm, "builtins", name);
  type->iter = iter_self;
  type->next = next;
  return type;
}

Ptr<NativeObject> new_native_object(Vm& vm, Type* type, Ref a, Ref b, Ref c) {
  auto* object = static_cast<NativeObject*>(vm.new_object(type));
  object->a = a.release();
  object->b = b.release();
  object->c = c.release();
  return Ptr<NativeObject>::steal(object);
}

}  // namespace loopscope::runtime
