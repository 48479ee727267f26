// The end of objects: reference counts that reach zero, finalizers, and the collector of cycles (trial deletion).

#include <algorithm>
#include <new>

#include "engine/trace/recorder.hpp"
#include "engine/vm/impl.hpp"
#include "engine/vm/interpreter.hpp"

namespace loopscope::vm {

void track(Vm::Impl& impl, GcObject* object) {
  GcObject* head = &impl.tracked;
  object->gc_prev = head->gc_prev;
  object->gc_next = head;
  head->gc_prev->gc_next = object;
  head->gc_prev = object;
  object->flags |= kTracked;
  ++impl.tracked_count;
  // As many new objects as a quarter of what survived the last time, so that collecting costs a constant share.
  if (impl.tracked_count - impl.tracked_at_last_collection > impl.collection_threshold) [[unlikely]] {
    impl.collection_due = true;
    current_vm->interrupt.store(true, std::memory_order_relaxed);
    impl.collection_threshold = INT64_MAX;  // once
  }
}

void untrack(Vm::Impl& impl, GcObject* object) {
  object->gc_prev->gc_next = object->gc_next;
  object->gc_next->gc_prev = object->gc_prev;
  object->flags = static_cast<uint8_t>(object->flags & ~kTracked);
  --impl.tracked_count;
}

namespace {

bool is_generator(const Object* object) {
  return object->kind == Kind::kGenerator || object->kind == Kind::kCoroutine || object->kind == Kind::kAsyncGenerator;
}

bool has_finalizer(const Object* object) {
  if (object->flags & kFinalized) return false;
  if (is_generator(object)) return static_cast<const Generator*>(object)->state != GeneratorState::kFinished;
  return object->type->finalize || (object->type->type_flags & kHasDel);
}

/// Runs the finalizer; the caller holds a reference.
void run_finalizer(Object* object) {
  object->flags |= kFinalized;
  if (current_vm->abandoned) return;
  if (is_generator(object)) return finalize_generator(static_cast<Generator*>(object));
  Vm& vm = *current_vm;
  const uint32_t around = std::exchange(state().finalizer_depth, state().dealloc_depth);
  Ref pending = vm.take_exception();
  if (object->type->finalize) object->type->finalize(object);
  if (object->type->type_flags & kHasDel) {
    Ref method = Ref::share(vm.lookup(object->type, vm.names.__del__));
    if (method.is(Kind::kFunction) || method.is(Kind::kMethodDescriptor)) {
      if (!vm.call(method, Value(object))) vm.write_unraisable("Exception ignored in", method);
    } else if (method) {
      Ref bound = vm.lookup_special(object, vm.names.__del__);
      if (!bound || !vm.call(bound)) vm.write_unraisable("Exception ignored in", method);
    }
  }
  vm.restore_exception(std::move(pending));
  state().finalizer_depth = around;
}

void destroy(Object* object) {
  // While Python code runs here the object keeps a reference: a collection in between must take it for alive.
  bool generator = is_generator(object);
  if ((generator && (object->flags & kHasWeakRefs)) || has_finalizer(object)) {
    object->refs = 1;
    // Weak references to a generator die before it is closed, to other objects after their finalizer ran.
    if (generator && (object->flags & kHasWeakRefs)) clear_weakrefs(object, true);
    if (has_finalizer(object)) run_finalizer(object);
    if (--object->refs > 0) return;  // resurrected
  }
  if (object->flags & kTracked) untrack(state(), static_cast<GcObject*>(object));
  if (object->flags & kHasWeakRefs) clear_weakrefs(object, true);
  if (object->flags & kHasSideDict) drop_side_dict(object);
  object->type->destroy(object);
}

}  // namespace

void dealloc_object(Object* object) {
  Vm::Impl& impl = state();
  if ((object->flags & kGcMark) && !impl.doomed.empty()) [[unlikely]] {
    // Garbage that another finalizer has freed: the collector is done with it.
    impl.doomed.erase(object);
    object->flags = static_cast<uint8_t>(object->flags & ~kGcMark);
  }
  constexpr uint32_t kDeepest = 120;
  // A finalizer that makes another object with a finalizer, and so on, has to meet the recursion limit: put off, it
  // would go on for ever. So the first few levels within each finalizer are not.
  constexpr uint32_t kWithinFinalizer = 8;
  if (impl.dealloc_depth >= kDeepest && impl.dealloc_depth - impl.finalizer_depth >= kWithinFinalizer) {
    // Too deep in the C++ stack: later. The collector must not see it meanwhile.
    if (object->flags & kTracked) untrack(impl, static_cast<GcObject*>(object));
    impl.trash.push_back(object);
    return;
  }
  ++impl.dealloc_depth;
  destroy(object);
  --impl.dealloc_depth;
  while (impl.dealloc_depth == 0 && !impl.trash.empty()) {
    Object* next = impl.trash.back();
    impl.trash.pop_back();
    if (next->type->traverse) track(impl, static_cast<GcObject*>(next));
    ++impl.dealloc_depth;
    destroy(next);
    --impl.dealloc_depth;
  }
}

namespace {

/// Everything that an object keeps alive.
void traverse_all(GcObject* object, Visitor& visitor) {
  object->type->traverse(object, visitor);
  if (object->type->type_flags & kHeapType) visitor.visit(Value(object->type));
  if (object->flags & kHasSideDict) visitor.visit(Value(side_dict(object)));
}

GcObject* candidate(Value v) {
  if (!v.is_object() || !(v.object()->flags & kGcMark)) return nullptr;
  return static_cast<GcObject*>(v.object());
}

class Subtract final : public Visitor {
 public:
  void visit(Value v) override {
    ++visits;
    if (GcObject* object = candidate(v)) --object->gc_refs;
  }
  int64_t visits = 0;
};

/// Finds what can be reached. An object that is looked at before anything that reaches it is known is put off, and
/// joins the end of the line once it is reached: so the line ends up in CPython's order, in which who holds comes
/// before what it holds. Finalizers run in this order the next time.
class Reach final : public Visitor {
 public:
  explicit Reach(const std::vector<GcObject*>& objects) : line_(objects) {}

  /// Unmarks all that is reachable and returns it.
  std::vector<GcObject*> run() {
    std::vector<GcObject*> reached;
    reached.reserve(line_.size());
    for (size_t i = 0; i < line_.size(); ++i) {
      GcObject* object = line_[i];
      if (object->gc_refs <= 0) {
        object->gc_refs = kPutOff;
        continue;
      }
      object->flags = static_cast<uint8_t>(object->flags & ~kGcMark);
      reached.push_back(object);
      traverse_all(object, *this);
    }
    return reached;
  }
  void visit(Value v) override {
    GcObject* object = candidate(v);
    if (!object || object->gc_refs > 0) return;
    if (object->gc_refs == kPutOff) line_.push_back(object);
    object->gc_refs = 1;
  }

 private:
  static constexpr int64_t kPutOff = -1;
  std::vector<GcObject*> line_;
};

/// A complete tuple of numbers, text and the like can never be part of a cycle.
bool never_in_cycles(const Tuple* tuple) {
  for (Value v : tuple->view()) {
    if (v.is_null() || (v.is_object() && (v.object()->flags & kTracked))) return false;
  }
  return true;
}

/// Leaves kGcMark on exactly those of `objects` that only the others of them reach, not counting `held` references of
/// our own to each. Returns the number of references seen, and what is reached in `reached`.
int64_t mark_unreachable(const std::vector<GcObject*>& objects, int64_t held, std::vector<GcObject*>& reached) {
  for (GcObject* object : objects) {
    object->gc_refs = object->refs - held;
    object->flags |= kGcMark;
  }
  Subtract subtract;
  for (GcObject* object : objects) traverse_all(object, subtract);
  reached = Reach(objects).run();
  return subtract.visits;
}

/// Puts the objects to the end of the collector's list, in this order.
void line_up(Vm::Impl& impl, const std::vector<GcObject*>& objects) {
  for (GcObject* object : objects) {
    object->gc_prev->gc_next = object->gc_next;
    object->gc_next->gc_prev = object->gc_prev;
    object->gc_prev = impl.tracked.gc_prev;
    object->gc_next = &impl.tracked;
    impl.tracked.gc_prev->gc_next = object;
    impl.tracked.gc_prev = object;
  }
}

/// Takes the marked ones out, unmarks them, and holds a reference to each.
std::vector<GcObject*> take_marked(const std::vector<GcObject*>& objects) {
  std::vector<GcObject*> marked;
  for (GcObject* object : objects) {
    if (!(object->flags & kGcMark)) continue;
    object->flags = static_cast<uint8_t>(object->flags & ~kGcMark);
    ++object->refs;
    marked.push_back(object);
  }
  return marked;
}

/// Runs the finalizers of the garbage, oldest first. Meanwhile nothing but the garbage itself holds it: what a
/// finalizer lets go of is freed by its count, and complains, at this moment. What is left is held again.
void finalize_all(Vm::Impl& impl, std::vector<GcObject*>& garbage) {
  for (size_t i = 0; i < garbage.size(); ++i) {
    impl.doomed.emplace(garbage[i], i);
    garbage[i]->flags |= kGcMark;
    --garbage[i]->refs;  // the others of its cycle hold it
  }
  for (GcObject* object : garbage) {
    // An address that stands there no more may be anybody's by now.
    if (!impl.doomed.contains(object) || !has_finalizer(object)) continue;
    ++object->refs;
    run_finalizer(object);
    decref(Value(object));
  }
  std::vector<GcObject*> left;
  for (GcObject* object : garbage) {
    if (!impl.doomed.contains(object)) continue;
    object->flags = static_cast<uint8_t>(object->flags & ~kGcMark);
    ++object->refs;
    left.push_back(object);
  }
  impl.doomed.clear();
  garbage = std::move(left);
}

}  // namespace

int64_t Vm::collect() {
  if (impl->collecting) return 0;
  impl->collecting = true;
  impl->collection_due = false;
  // There are no generations: each collection is a full one.
  constexpr uint32_t kOldest = 2;
  if (trace_enabled) recorder.emit(trace::ev::CollectionBegin{kOldest});
  std::vector<GcObject*> all;
  all.reserve(static_cast<size_t>(impl->tracked_count));
  for (GcObject *object = impl->tracked.gc_next, *next; object != &impl->tracked; object = next) {
    next = object->gc_next;
    if (object->type == types.tuple && never_in_cycles(static_cast<Tuple*>(object))) {
      untrack(*impl, object);
    } else {
      all.push_back(object);
    }
  }
  std::vector<GcObject*> reached;
  int64_t visits = mark_unreachable(all, 0, reached);
  std::vector<GcObject*> garbage = take_marked(all);
  all.clear();
  line_up(*impl, reached);
  line_up(*impl, garbage);
  auto found = static_cast<int64_t>(garbage.size());

  // Weak references first: nothing that their callbacks call may bring garbage back. Those that are garbage themselves
  // call nothing.
  std::vector<Ref> silenced;
  for (GcObject* object : garbage) {
    if (object->kind == Kind::kWeakRef)
      silenced.push_back(Ref::steal(std::exchange(static_cast<WeakRef*>(object)->callback, kNull)));
  }
  for (GcObject* object : garbage) {
    if (!(object->flags & kHasWeakRefs)) continue;
    clear_weakrefs(object, true);
  }
  std::vector<Ref> resurrected;
  if (std::any_of(garbage.begin(), garbage.end(), has_finalizer)) {
    finalize_all(*impl, garbage);
    // Finalizers may have resurrected some of it.
    mark_unreachable(garbage, 1, reached);
    std::vector<GcObject*> dead;
    for (GcObject* object : garbage) {
      if (object->flags & kGcMark) {
        object->flags = static_cast<uint8_t>(object->flags & ~kGcMark);
        dead.push_back(object);
      } else {
        resurrected.push_back(Ref::steal(object));
      }
    }
    garbage = std::move(dead);
  }
  for (GcObject* object : garbage) {
    if (object->type->clear && object->refs > 1) object->type->clear(object);
  }
  for (GcObject* object : garbage) decref(Value(object));
  impl->tracked_at_last_collection = impl->tracked_count;
  // In proportion to what a collection costs, so that collecting takes a constant share of the time.
  impl->collection_threshold = std::max<int64_t>(2000, impl->tracked_count / 4 + visits / 8);
  impl->collecting = false;
  if (trace_enabled) recorder.emit(trace::ev::CollectionEnd{static_cast<uint32_t>(found)});
  return found;
}

void collect_if_due(Vm& vm) {
  if (!vm.impl->collection_due) return;
  if (vm.gc_enabled) {
    vm.collect();
  } else {
    vm.impl->collection_due = false;
    vm.impl->tracked_at_last_collection = vm.impl->tracked_count;
    vm.impl->collection_threshold = 2000;
  }
}

Vm::Impl* Vm::make_impl() {
  auto* made = new Impl;
  made->tracked.gc_next = made->tracked.gc_prev = &made->tracked;
  made->heap.on_pressure = [] { current_vm->interrupt.store(true, std::memory_order_relaxed); };
  return made;
}

void Vm::destroy_impl() {
  // What is left is held by cycles with the types, by immortals and by interned strings. Break everything, types last.
  drop_field(impl->empty_tuple);
  std::vector<GcObject*> left;
  std::vector<Type*> types_left;
  for (GcObject* object = impl->tracked.gc_next; object != &impl->tracked; object = object->gc_next) {
    ++object->refs;
    if (object->kind == Kind::kType) {
      types_left.push_back(static_cast<Type*>(object));
    } else {
      left.push_back(object);
    }
  }
  for (GcObject* object : left) {
    if (!object->type->clear) continue;
    object->flags |= kFinalized;
    object->type->clear(object);
  }
  for (GcObject* object : left) decref(Value(object));
  // What the types hold needs its own types to die: every dict is emptied before any type goes.
  for (Type* type : types_left) {
    if (type->dict) dict_clear(type->dict);
  }
  for (Type* type : types_left) {
    drop_field(type->dict);
    drop_field(type->bases);
    drop_field(type->mro);
    drop_field(type->name);
    drop_field(type->qualname);
  }
  for (Type* type : types_left) std::destroy_at(&type->subclasses);
#ifdef __SANITIZE_ADDRESS__
  for (Type* type : types_left) impl->heap.release(type, sizeof(Type));
#endif
  for (Str* s : impl->interned.slots) {
    if (s) impl->heap.release(s, sizeof(Str) - 7 + s->size);
  }
  delete impl;
  impl = nullptr;
}

}  // namespace loopscope::vm
