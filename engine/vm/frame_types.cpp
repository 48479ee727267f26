// frame and traceback: what tracebacks and sys._getframe() show of activation records.

#include "engine/vm/alloc.hpp"
#include "engine/vm/interpreter.hpp"

namespace loopscope::vm {

namespace {

template <typename T>
void drop(T*& place) {
  if (T* old = std::exchange(place, nullptr)) decref(old);
}

void traverse_frame(Object* object, Visitor& visitor) {
  auto* frame = static_cast<FrameObject*>(object);
  if (frame->code) visitor.visit(frame->code);
  if (frame->globals) visitor.visit(frame->globals);
  if (frame->names) visitor.visit(frame->names);
  if (frame->back) visitor.visit(frame->back);
  for (Value v : frame->slots) visitor.visit(v);
}

void clear_frame_object(Object* object) {
  auto* frame = static_cast<FrameObject*>(object);
  std::vector<Value> slots = std::move(frame->slots);
  frame->slots.clear();
  for (Value v : slots) decref(v);
  drop(frame->back);
}

void destroy_frame(Object* object) {
  auto* frame = static_cast<FrameObject*>(object);
  clear_frame_object(object);
  drop(frame->names);
  drop(frame->globals);
  drop(frame->code);
  std::destroy_at(&frame->slots);
  free_object(object);
}

Ref repr_frame(Vm&, Value self) {
  auto* frame = as<FrameObject>(self);
  return make_str(fmt::format("<frame at {:#x}, file '{}', line {}, code {}>", self.bits(),
                              frame->code->filename->view(), frame->line(), frame->code->name->view()));
}

Ref frame_locals(Vm&, Value self) {
  auto* frame = as<FrameObject>(self);
  if (frame->names) return Ref::share(frame->names);
  if (!(frame->code->flags & lang::kFastLocals)) return Ref::share(frame->globals);
  const Value* slots = frame->live ? frame->live->slots : frame->slots.data();
  size_t count = frame->live ? frame->code->slot_count : frame->slots.size();
  Ptr<Dict> locals = make_dict();
  for (size_t i = 0; i < count; ++i) {
    Value v = slots[i];
    if (v.is(Kind::kCell) && frame->code->code->slot_kinds[i] != lang::SlotKind::kLocal) v = as<Cell>(v)->value;
    if (v) dict_set(locals.get(), frame->code->slot_names[i], v);
  }
  return locals;
}

Ref frame_back(Vm& vm, Value self) {
  auto* frame = as<FrameObject>(self);
  if (!frame->live) return Ref::share(frame->back ? Value(frame->back) : kNone);
  if (!frame->live->back) return Ref::share(kNone);
  return vm.frame_object(frame->live->back);
}

const GetSetDef kFrameGetSets[] = {
    {"f_code", [](Vm&, Value self) { return Ref::share(as<FrameObject>(self)->code); }},
    {"f_globals", [](Vm&, Value self) { return Ref::share(as<FrameObject>(self)->globals); }},
    {"f_builtins", [](Vm& vm, Value) { return Ref::share(vm.builtins); }},
    {"f_locals", frame_locals},
    {"f_lineno", [](Vm&, Value self) { return make_int(as<FrameObject>(self)->line()); }},
    {"f_lasti",
     [](Vm&, Value self) { return make_int(2 * static_cast<int64_t>(as<FrameObject>(self)->current_instruction())); }},
    {"f_back", frame_back},
    {"f_trace", [](Vm&, Value) { return Ref::share(kNone); }},
};

/// frame.clear(): what traceback.clear_frames() calls.
Ref clear_method(Vm& vm, Value self, Args) {
  auto* frame = as<FrameObject>(self);
  if (frame->live) {
    Generator* generator = frame->live->generator;
    if (!generator || is_generator_running(generator))
      return vm.raise(vm.exc.RuntimeError, "cannot clear an executing frame");
    return vm.raise(vm.exc.RuntimeError, "cannot clear a suspended frame");
  }
  clear_frame_object(frame);
  return Ref::share(kNone);
}

const MethodDef kFrameMethods[] = {{"clear", clear_method}};

void traverse_traceback(Object* object, Visitor& visitor) {
  auto* traceback = static_cast<Traceback*>(object);
  if (traceback->next) visitor.visit(traceback->next);
  if (traceback->frame) visitor.visit(traceback->frame);
}

void clear_traceback(Object* object) {
  auto* traceback = static_cast<Traceback*>(object);
  drop(traceback->next);
  drop(traceback->frame);
}

void destroy_traceback(Object* object) {
  clear_traceback(object);
  free_object(object);
}

const GetSetDef kTracebackGetSets[] = {
    {"tb_frame", [](Vm&, Value self) { return Ref::share(as<Traceback>(self)->frame); }},
    {"tb_lineno", [](Vm&, Value self) { return make_int(as<Traceback>(self)->line); }},
    {"tb_lasti", [](Vm&, Value self) { return make_int(2 * static_cast<int64_t>(as<Traceback>(self)->instruction)); }},
    {"tb_next",
     [](Vm&, Value self) {
       Traceback* next = as<Traceback>(self)->next;
       return Ref::share(next ? Value(next) : kNone);
     },
     [](Vm& vm, Value self, Value v) {
       if (!v || (!v.is_none() && !v.is(Kind::kTraceback))) {
         vm.raise(vm.exc.TypeError, "expected traceback object or None, got '{}'",
                  v ? type_of(v)->name->view() : "NULL");
         return false;
       }
       for (Traceback* t = v.is_none() ? nullptr : as<Traceback>(v); t; t = t->next) {
         if (Value(t) == self) {
           vm.raise(vm.exc.ValueError, "traceback loop detected");
           return false;
         }
       }
       incref(v);
       Traceback* old = std::exchange(as<Traceback>(self)->next, v.is_none() ? nullptr : as<Traceback>(v));
       if (old) decref(old);
       return true;
     }},
};

}  // namespace

Ptr<FrameObject> Vm::frame_object(Frame* frame) {
  if (frame->object) return Ptr<FrameObject>::share(frame->object);
  auto* object = static_cast<FrameObject*>(new_object(types.frame));
  new (&object->slots) std::vector<Value>();
  object->live = frame;
  object->code = frame->code;
  ++object->code->refs;
  object->globals = frame->globals;
  ++object->globals->refs;
  object->names = frame->names;
  if (object->names) ++object->names->refs;
  frame->object = object;
  ++object->refs;
  return Ptr<FrameObject>::steal(object);
}

void setup_frame_types(Vm& vm) {
  Type* type = vm.make_type({"builtins", "frame", Kind::kFrame, 0, sizeof(FrameObject), nullptr});
  vm.types.frame = type;
  type->destroy = destroy_frame;
  type->traverse = traverse_frame;
  type->clear = clear_frame_object;
  type->repr = repr_frame;
  vm.add_getsets(type, kFrameGetSets);
  vm.add_methods(type, kFrameMethods);
  vm.finish_type(type);

  type = vm.make_type({"builtins", "traceback", Kind::kTraceback, 0, sizeof(Traceback), nullptr});
  vm.types.traceback = type;
  type->destroy = destroy_traceback;
  type->traverse = traverse_traceback;
  type->clear = clear_traceback;
  vm.add_getsets(type, kTracebackGetSets);
  vm.finish_type(type);
}

}  // namespace loopscope::vm
