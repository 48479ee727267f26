// The interpreter loop: the only place where bytecode runs.
//
// Python-to-Python calls, awaits of coroutines and steps of async generators stay inside one activation of interpret():
// they push and pop Frames, not C++ frames. A generator that suspends leaves its delegate chain linked, and the next
// resume enters the innermost frame directly.

#include "engine/vm/interpreter.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::vm {

using lang::Instr;
using lang::Op;

namespace {

constexpr int64_t kCallCost = 5;  // instructions charged for a call, besides its loops

inline Value arithmetic_fast(lang::BinaryOperator op, Value a, Value b) {
  // Both are small ints; null means "not here".
  int64_t x = a.small_int();
  int64_t y = b.small_int();
  int64_t r;
  switch (op) {
    case lang::BinaryOperator::kAdd:
      r = x + y;  // 63-bit operands cannot overflow 64 bits
      break;
    case lang::BinaryOperator::kSubtract:
      r = x - y;
      break;
    case lang::BinaryOperator::kMultiply:
      if (__builtin_mul_overflow(x, y, &r)) return kNull;
      break;
    case lang::BinaryOperator::kAnd:
      r = x & y;
      break;
    case lang::BinaryOperator::kOr:
      r = x | y;
      break;
    case lang::BinaryOperator::kXor:
      r = x ^ y;
      break;
    case lang::BinaryOperator::kFloorDivide:
      if (y <= 0) return kNull;
      r = x / y - (x % y < 0);
      break;
    case lang::BinaryOperator::kModulo:
      if (y <= 0) return kNull;
      r = x % y;
      if (r < 0) r += y;
      break;
    default:
      return kNull;
  }
  return Value::fits(r) ? Value::small_int(r) : kNull;
}

inline bool compare_fast(lang::CompareOperator op, int64_t x, int64_t y) {
  switch (op) {
    case lang::CompareOperator::kLess:
      return x < y;
    case lang::CompareOperator::kLessEqual:
      return x <= y;
    case lang::CompareOperator::kEqual:
      return x == y;
    case lang::CompareOperator::kNotEqual:
      return x != y;
    case lang::CompareOperator::kGreater:
      return x > y;
    case lang::CompareOperator::kGreaterEqual:
      return x >= y;
  }
  return false;
}

/// The __init__ that calling the class runs right after object.__new__, or null when more is to be done.
inline Function* plain_init(Vm& vm, Type* type) {
  if (type->type != vm.types.type || type->construct != vm.types.object->construct || (type->type_flags & kAbstract)) {
    return nullptr;
  }
  Value init = vm.lookup(type, vm.names.__init__);
  if (!init.is(Kind::kFunction)) return nullptr;
  auto* function = as<Function>(init);
  constexpr uint32_t kNotPlain = lang::kGenerator | lang::kCoroutine | lang::kAsyncGenerator;
  return function->code->simple && !(function->code->flags & kNotPlain) ? function : nullptr;
}

/// push_function_frame() for the hot path: a plain function, its arguments follow.
inline Frame* push_plain_frame(ThreadState* thread, Function* function, CodeObject* code) {
  Frame* frame = thread->frames->push(code->frame_values);
  ++code->refs;
  ++function->refs;
  frame->code = code;
  frame->function = function;
  frame->globals = function->globals;
  frame->names = nullptr;
  frame->generator = nullptr;
  frame->object = nullptr;
  frame->ip = code->first;
  frame->is_entry = false;
  frame->discard_result = false;
  frame->traced_line = -1;
  frame->trace_frame = 0;
  for (uint32_t i = code->arg_count; i < code->slot_count; ++i) frame->slots[i] = kNull;
  frame->sp = frame->slots + code->slot_count;
  if (function->closure) {
    for (uint32_t i = 0; i < function->closure->count; ++i) {
      incref(function->closure->items[i]);
      frame->slots[code->free_start + i] = function->closure->items[i];
    }
  }
  return frame;
}

/// pop_frame() for frames that nothing else refers to.
inline void pop_plain_frame(Vm& vm, Frame* frame) {
  if (frame->object || frame->names) [[unlikely]]
    return pop_frame(vm, frame);
  CodeObject* code = frame->code;
  for (uint32_t i = 0; i < code->slot_count; ++i) decref(frame->slots[i]);
  if (frame->function) decref(frame->function);
  decref(code);
  vm.thread->frames->pop(frame);
}

/// The handler that covers `instruction`, or null.
const lang::ExceptionEntry* find_handler(const lang::Code& code, uint32_t instruction) {
  for (const lang::ExceptionEntry& entry : code.exceptions) {
    if (instruction >= entry.start && instruction < entry.end) return &entry;
  }
  return nullptr;
}

inline int truth_of(Vm& vm, Value v) {
  if (v.is_true()) return 1;
  if (v.is_false() || v.is_none()) return 0;
  if (v.is_small_int()) return v.small_int() != 0;
  return vm.truth(v);
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): the loop is one function so that its state stays in registers.
Resumed interpret(Vm& vm, Frame* start, Generator* root, Value input, bool raising, Value* result) {
  static const void* const kLabels[] = {
#define OPCODE(name, a, b, pops, pushes, flags, prose) &&op_##name,
#include "engine/lang/opcodes.def"
#undef OPCODE
// Once more for instructions that begin a traced line (kBeginsLine).
#define OPCODE(name, a, b, pops, pushes, flags, prose) &&trace_line,
#include "engine/lang/opcodes.def"
#undef OPCODE
  };
  ThreadState* const thread = vm.thread;

  Frame* frame = start;
  const Instr* ip = frame->ip;
  Value* sp = frame->sp;
  Instr instr;
  thread->frame = frame;

  if (++thread->native_depth > vm.native_limit) [[unlikely]] {
    if (!input.is_null()) decref(input);
    vm.raise(vm.exc.RecursionError, "maximum recursion depth exceeded");
    raising = true;
    input = kNull;
  }
  if (!input.is_null()) *sp++ = input;

#define DISPATCH()           \
  do {                       \
    instr = *ip++;           \
    goto* kLabels[instr.op]; \
  } while (0)
#define TARGET(name) op_##name:
#define PUSH(v) (*sp++ = (v))
#define POP() (*--sp)
#define TOP() (sp[-1])
#define SECOND() (sp[-2])
#define THIRD() (sp[-3])
// Before anything that can raise, run Python code, or look at the frame.
#define SYNC() (frame->ip = ip, frame->sp = sp)
#define JUMP_TO(target) (ip = frame->code->instructions() + (target))
#define CHECK(ref_expression)           \
  do {                                  \
    Value checked_ = (ref_expression);  \
    if (checked_.is_null()) goto error; \
    PUSH(checked_);                     \
  } while (0)

  if (raising) goto error_synced;
  DISPATCH();

trace_line : {
  instr.op = static_cast<uint16_t>(instr.op - kBeginsLine);
  int32_t line = frame->code->code->positions[static_cast<size_t>(ip - frame->code->instructions()) - 1].line;
  if (line != frame->traced_line) {
    frame->traced_line = line;
    // The usual case of trace_line_reached(), at the cost of the event alone.
    const uint32_t code = frame->code->trace_id;
    const uint32_t coro = frame->generator ? frame->generator->trace_id : 0;
    if (code && (coro || !frame->generator)) [[likely]] {
      vm.recorder.emit(trace::ev::LineReached{CodeId{code}, static_cast<uint32_t>(line), CoroId{coro}});
    } else {
      SYNC();
      trace_line_reached(vm, frame, line);
    }
  }
  goto* kLabels[instr.op];
}

  // --- stack --------------------------------------------------------------------------------------------------------
  TARGET(NOP) { DISPATCH(); }
  TARGET(POP_TOP) {
    Value v = POP();
    if (v.is_object()) {
      SYNC();
      decref(v);
    }
    DISPATCH();
  }
  TARGET(COPY) {
    Value v = sp[-static_cast<ptrdiff_t>(instr.a)];
    incref(v);
    PUSH(v);
    DISPATCH();
  }
  TARGET(SWAP) {
    std::swap(TOP(), sp[-static_cast<ptrdiff_t>(instr.a)]);
    DISPATCH();
  }
  TARGET(PUSH_NULL) {
    PUSH(kNull);
    DISPATCH();
  }
  TARGET(LOAD_CONST) {
    Value v = frame->code->constants[instr.a];
    incref(v);
    PUSH(v);
    DISPATCH();
  }

  // --- variables ----------------------------------------------------------------------------------------------------
  TARGET(LOAD_FAST) {
    Value v = frame->slots[instr.a];
    if (v.is_null()) [[unlikely]] {
      SYNC();
      raise_unbound_local(vm, frame, instr.a);
      goto error;
    }
    incref(v);
    PUSH(v);
    DISPATCH();
  }
  TARGET(LOAD_FAST_AND_CLEAR) {
    PUSH(frame->slots[instr.a]);
    frame->slots[instr.a] = kNull;
    DISPATCH();
  }
  TARGET(STORE_FAST) {
    Value old = std::exchange(frame->slots[instr.a], POP());
    if (old.is_object()) {
      SYNC();
      decref(old);
    }
    DISPATCH();
  }
  TARGET(DELETE_FAST) {
    SYNC();
    Value old = std::exchange(frame->slots[instr.a], kNull);
    if (old.is_null()) {
      raise_unbound_local(vm, frame, instr.a);
      goto error;
    }
    decref(old);
    DISPATCH();
  }
  TARGET(MAKE_CELL) {
    Value initial = instr.b > 0 ? std::exchange(frame->slots[instr.b - 1], kNull) : kNull;
    frame->slots[instr.a] = make_cell(initial).release();
    decref(initial);
    DISPATCH();
  }
  TARGET(LOAD_CLOSURE) {
    Value v = frame->slots[instr.a];
    incref(v);
    PUSH(v);
    DISPATCH();
  }
  TARGET(LOAD_DEREF) {
    Value v = as<Cell>(frame->slots[instr.a])->value;
    if (v.is_null()) [[unlikely]] {
      SYNC();
      raise_unbound_free(vm, frame, instr.a);
      goto error;
    }
    incref(v);
    PUSH(v);
    DISPATCH();
  }
  TARGET(STORE_DEREF) {
    Value v = POP();
    SYNC();
    decref(std::exchange(as<Cell>(frame->slots[instr.a])->value, v));
    DISPATCH();
  }
  TARGET(DELETE_DEREF) {
    SYNC();
    Value old = std::exchange(as<Cell>(frame->slots[instr.a])->value, kNull);
    if (old.is_null()) {
      raise_unbound_free(vm, frame, instr.a);
      goto error;
    }
    decref(old);
    DISPATCH();
  }
  TARGET(LOAD_CLASSDEREF) {
    SYNC();
    Value v = frame->names ? dict_get(frame->names, frame->code->names[instr.b]) : kNull;
    if (v.is_null()) v = as<Cell>(frame->slots[instr.a])->value;
    if (v.is_null()) {
      raise_unbound_free(vm, frame, instr.a);
      goto error;
    }
    incref(v);
    PUSH(v);
    DISPATCH();
  }
  TARGET(LOAD_NAME) {
    SYNC();
    CHECK(load_name(vm, frame, frame->code->names[instr.a]).release());
    DISPATCH();
  }
  TARGET(STORE_NAME) {
    Value v = POP();
    SYNC();
    dict_set(frame->names, frame->code->names[instr.a], v);
    decref(v);
    DISPATCH();
  }
  TARGET(DELETE_NAME) {
    SYNC();
    if (!dict_remove(frame->names, frame->code->names[instr.a])) {
      vm.raise(vm.exc.NameError, "name '{}' is not defined", frame->code->names[instr.a]->view());
      goto error;
    }
    DISPATCH();
  }
  TARGET(LOAD_GLOBAL) {
    InlineCache& cache = frame->code->caches[instr.b];
    Str* name = frame->code->names[instr.a];
    Dict* globals = frame->globals;
    if (cache.kind == 1 && cache.version == globals->keys_version) [[likely]] {
      Value v = globals->entries[static_cast<size_t>(cache.hint)].value;
      incref(v);
      PUSH(v);
      DISPATCH();
    }
    if (cache.kind == 2 && cache.version == globals->keys_version && cache.version2 == vm.builtins->keys_version)
        [[likely]] {
      Value v = vm.builtins->entries[static_cast<size_t>(cache.hint)].value;
      incref(v);
      PUSH(v);
      DISPATCH();
    }
    SYNC();
    CHECK(load_global_cached(vm, frame, name, cache).release());
    DISPATCH();
  }
  TARGET(STORE_GLOBAL) {
    Value v = POP();
    SYNC();
    dict_set(frame->globals, frame->code->names[instr.a], v);
    decref(v);
    DISPATCH();
  }
  TARGET(DELETE_GLOBAL) {
    SYNC();
    if (!dict_remove(frame->globals, frame->code->names[instr.a])) {
      vm.raise(vm.exc.NameError, "name '{}' is not defined", frame->code->names[instr.a]->view());
      goto error;
    }
    DISPATCH();
  }

  // --- attributes and items -----------------------------------------------------------------------------------------
  TARGET(LOAD_ATTR) {
    SYNC();
    Value obj = TOP();
    InlineCache& cache = frame->code->caches[instr.b];
    Str* name = frame->code->names[instr.a];
    Value v;
    if (obj.is(Kind::kInstance) && cache.kind == kAttrInstanceDict && obj.object()->type->version == cache.version) {
      Dict* dict = as<Instance>(obj)->dict;
      if (dict && static_cast<size_t>(cache.hint) < dict->entries.size()) {
        const Dict::Entry& entry = dict->entries[static_cast<size_t>(cache.hint)];
        if (entry.key == Value(name)) v = entry.value;
      }
    }
    if (!v.is_null()) {
      incref(v);
    } else {
      v = load_attr_cached(vm, obj, name, cache).release();
      if (v.is_null()) goto error;
    }
    TOP() = v;
    decref(obj);
    DISPATCH();
  }
  TARGET(LOAD_METHOD) {
    SYNC();
    Value obj = TOP();
    InlineCache& cache = frame->code->caches[instr.b];
    if (cache.kind == kAttrMethod && obj.is_object() && obj.object()->type->version == cache.version &&
        method_not_shadowed(obj, frame->code->names[instr.a], cache)) [[likely]] {
      incref(cache.value);
      TOP() = cache.value;
      PUSH(obj);
      DISPATCH();
    }
    {
      Ref method;
      Ref self;
      if (!load_method(vm, obj, frame->code->names[instr.a], cache, &method, &self)) goto error;
      TOP() = method.release();
      PUSH(self.release());
      decref(obj);
    }
    DISPATCH();
  }
  TARGET(STORE_ATTR) {
    SYNC();
    Value obj = TOP();
    Value v = SECOND();
    bool ok = store_attr_cached(vm, obj, frame->code->names[instr.a], v, frame->code->caches[instr.b]);
    sp -= 2;
    SYNC();
    decref(v);
    decref(obj);
    if (!ok) goto error;
    DISPATCH();
  }
  TARGET(DELETE_ATTR) {
    SYNC();
    Value obj = POP();
    bool ok = vm.setattr(obj, frame->code->names[instr.a], kNull);
    decref(obj);
    if (!ok) goto error;
    DISPATCH();
  }
  TARGET(BINARY_SUBSCR) {
    SYNC();
    Value key = TOP();
    Value obj = SECOND();
    Value v;
    if (key.is_small_int() && obj.is_object() && obj.object()->type == vm.types.list) {
      auto& items = as<List>(obj)->items;
      int64_t i = key.small_int();
      if (i < 0) i += static_cast<int64_t>(items.size());
      if (i >= 0 && i < static_cast<int64_t>(items.size())) {
        v = items[static_cast<size_t>(i)];
        incref(v);
      }
    }
    if (v.is_null()) v = vm.getitem(obj, key).release();
    sp -= 2;
    decref(key);
    decref(obj);
    if (v.is_null()) goto error;
    PUSH(v);
    DISPATCH();
  }
  TARGET(STORE_SUBSCR) {
    SYNC();
    bool ok = vm.setitem(SECOND(), TOP(), THIRD());
    sp -= 3;
    SYNC();
    decref(sp[2]);
    decref(sp[1]);
    decref(sp[0]);
    if (!ok) goto error;
    DISPATCH();
  }
  TARGET(DELETE_SUBSCR) {
    SYNC();
    bool ok = vm.delitem(SECOND(), TOP());
    sp -= 2;
    SYNC();
    decref(sp[1]);
    decref(sp[0]);
    if (!ok) goto error;
    DISPATCH();
  }

  // --- operators ----------------------------------------------------------------------------------------------------
  TARGET(UNARY_OP) {
    SYNC();
    Value v = TOP();
    Value r;
    if (static_cast<lang::UnaryOperator>(instr.a) == lang::UnaryOperator::kNot) {
      int t = truth_of(vm, v);
      if (t < 0) goto error;
      r = Value::boolean(t == 0);
    } else {
      r = vm.unary(static_cast<lang::UnaryOperator>(instr.a), v).release();
      if (r.is_null()) goto error;
    }
    TOP() = r;
    decref(v);
    DISPATCH();
  }
  TARGET(BINARY_OP) {
    Value b = TOP();
    Value a = SECOND();
    constexpr auto kInplace = static_cast<uint32_t>(lang::BinaryOperator::kInplace);
    if (a.is_small_int() && b.is_small_int()) [[likely]] {
      uint32_t op = instr.a >= kInplace ? instr.a - kInplace : instr.a;
      Value r = arithmetic_fast(static_cast<lang::BinaryOperator>(op), a, b);
      if (!r.is_null()) [[likely]] {
        --sp;
        TOP() = r;
        DISPATCH();
      }
    }
    SYNC();
    Value r = (instr.a >= kInplace ? vm.inplace(static_cast<lang::BinaryOperator>(instr.a - kInplace), a, b)
                                   : vm.binary(static_cast<lang::BinaryOperator>(instr.a), a, b))
                  .release();
    sp -= 2;
    decref(b);
    decref(a);
    if (r.is_null()) goto error;
    PUSH(r);
    DISPATCH();
  }
  TARGET(COMPARE_OP) {
    Value b = TOP();
    Value a = SECOND();
    if (a.is_small_int() && b.is_small_int()) [[likely]] {
      const bool holds = compare_fast(static_cast<lang::CompareOperator>(instr.a), a.small_int(), b.small_int());
      if (ip->op == static_cast<uint16_t>(lang::Op::POP_JUMP_IF_FALSE)) {
        // What nearly always follows; the truth needs no way over the stack.
        sp -= 2;
        ip = holds ? ip + 1 : frame->code->instructions() + ip->a;
        DISPATCH();
      }
      --sp;
      TOP() = Value::boolean(holds);
      DISPATCH();
    }
    SYNC();
    Value r = vm.compare(static_cast<lang::CompareOperator>(instr.a), a, b).release();
    sp -= 2;
    decref(b);
    decref(a);
    if (r.is_null()) goto error;
    PUSH(r);
    DISPATCH();
  }
  TARGET(IS_OP) {
    Value b = POP();
    Value a = POP();
    PUSH(Value::boolean((a == b) != (instr.a != 0)));
    SYNC();
    decref(b);
    decref(a);
    DISPATCH();
  }
  TARGET(CONTAINS_OP) {
    SYNC();
    int found = vm.contains(TOP(), SECOND());
    sp -= 2;
    SYNC();
    decref(sp[1]);
    decref(sp[0]);
    if (found < 0) goto error;
    PUSH(Value::boolean((found == 1) != (instr.a != 0)));
    DISPATCH();
  }

  // --- jumps --------------------------------------------------------------------------------------------------------
  TARGET(JUMP) {
    JUMP_TO(instr.a);
    DISPATCH();
  }
  TARGET(JUMP_BACKWARD) {
    const Instr* target = frame->code->instructions() + instr.a;
    vm.charge(ip - target);
    if (vm.safe_point_due()) [[unlikely]] {
      SYNC();
      if (!vm.at_safe_point()) goto error;
    }
    ip = target;
    DISPATCH();
  }
  TARGET(POP_JUMP_IF_FALSE) {
    Value v = POP();
    if (v.is_true()) DISPATCH();
    if (v.is_false()) {
      JUMP_TO(instr.a);
      DISPATCH();
    }
    SYNC();
    int t = truth_of(vm, v);
    decref(v);
    if (t < 0) goto error;
    if (t == 0) JUMP_TO(instr.a);
    DISPATCH();
  }
  TARGET(POP_JUMP_IF_TRUE) {
    Value v = POP();
    if (v.is_false()) DISPATCH();
    if (v.is_true()) {
      JUMP_TO(instr.a);
      DISPATCH();
    }
    SYNC();
    int t = truth_of(vm, v);
    decref(v);
    if (t < 0) goto error;
    if (t == 1) JUMP_TO(instr.a);
    DISPATCH();
  }
  TARGET(POP_JUMP_IF_NONE) {
    Value v = POP();
    if (v.is_none()) JUMP_TO(instr.a);
    SYNC();
    decref(v);
    DISPATCH();
  }
  TARGET(POP_JUMP_IF_NOT_NONE) {
    Value v = POP();
    if (!v.is_none()) JUMP_TO(instr.a);
    SYNC();
    decref(v);
    DISPATCH();
  }

  // --- building -----------------------------------------------------------------------------------------------------
  TARGET(BUILD_TUPLE) {
    SYNC();
    Ptr<Tuple> tuple = make_tuple(instr.a);
    if (!tuple) goto error;
    sp -= instr.a;
    for (uint32_t i = 0; i < instr.a; ++i) tuple->items[i] = sp[i];
    PUSH(tuple.release());
    DISPATCH();
  }
  TARGET(BUILD_LIST) {
    SYNC();
    Ptr<List> list = make_list();
    sp -= instr.a;
    list->items.assign(sp, sp + instr.a);
    PUSH(list.release());
    DISPATCH();
  }
  TARGET(BUILD_SET) {
    SYNC();
    Value set = set_from(vm, {sp - instr.a, instr.a}).release();
    for (uint32_t i = 0; i < instr.a; ++i) decref(POP());
    if (set.is_null()) goto error;
    PUSH(set);
    DISPATCH();
  }
  TARGET(BUILD_MAP) {
    SYNC();
    Ptr<Dict> dict = make_dict();
    Value* pairs = sp - 2 * static_cast<size_t>(instr.a);
    bool ok = true;
    for (uint32_t i = 0; ok && i < instr.a; ++i) ok = dict_set(vm, dict.get(), pairs[2 * i], pairs[2 * i + 1]);
    while (sp > pairs) decref(POP());
    if (!ok) goto error;
    PUSH(dict.release());
    DISPATCH();
  }
  TARGET(BUILD_SLICE) {
    SYNC();
    Value* parts = sp - instr.a;
    Value slice = make_slice(parts[0], parts[1], instr.a == 3 ? parts[2] : kNone).release();
    while (sp > parts) decref(POP());
    if (slice.is_null()) goto error;
    PUSH(slice);
    DISPATCH();
  }
  TARGET(BUILD_STRING) {
    SYNC();
    Value* parts = sp - instr.a;
    Value joined;
    {
      std::string text;  // a scope of its own: DISPATCH leaves without running destructors
      for (uint32_t i = 0; i < instr.a; ++i) text += as<Str>(parts[i])->view();
      if (vm.reserve(text.size())) joined = make_str(text).release();
    }
    while (sp > parts) decref(POP());
    if (joined.is_null()) goto error;
    PUSH(joined);
    DISPATCH();
  }
  TARGET(LIST_APPEND) {
    Value v = POP();
    as<List>(sp[-static_cast<ptrdiff_t>(instr.a)])->items.push_back(v);
    DISPATCH();
  }
  TARGET(SET_ADD) {
    Value v = POP();
    SYNC();
    bool ok = set_add(vm, as<Set>(sp[-static_cast<ptrdiff_t>(instr.a)]), v);
    decref(v);
    if (!ok) goto error;
    DISPATCH();
  }
  TARGET(MAP_ADD) {
    Value v = POP();
    Value key = POP();
    SYNC();
    bool ok = dict_set(vm, as<Dict>(sp[-static_cast<ptrdiff_t>(instr.a)]), key, v);
    decref(v);
    decref(key);
    if (!ok) goto error;
    DISPATCH();
  }
  TARGET(LIST_EXTEND) {
    Value v = POP();
    SYNC();
    auto* list = as<List>(sp[-static_cast<ptrdiff_t>(instr.a)]);
    bool ok;
    if (!type_of(v)->iter && !type_of(v)->getitem) {
      vm.raise(vm.exc.TypeError, "Value after * must be an iterable, not {}", type_of(v)->name->view());
      ok = false;
    } else {
      ok = vm.for_each(v, [&](Ref item) {
        if (list->items.size() == list->items.capacity() && !vm.reserve(list->items.size() * 16 + 64)) return false;
        list->items.push_back(item.release());
        return true;
      });
    }
    decref(v);
    if (!ok) goto error;
    DISPATCH();
  }
  TARGET(SET_UPDATE) {
    Value v = POP();
    SYNC();
    auto* set = as<Set>(sp[-static_cast<ptrdiff_t>(instr.a)]);
    bool ok = vm.for_each(v, [&](Ref item) { return set_add(vm, set, item); });
    decref(v);
    if (!ok) goto error;
    DISPATCH();
  }
  TARGET(DICT_UPDATE) {
    Value v = POP();
    SYNC();
    bool ok = dict_update(vm, as<Dict>(sp[-static_cast<ptrdiff_t>(instr.a)]), v);
    decref(v);
    if (!ok) goto error;
    DISPATCH();
  }
  TARGET(DICT_MERGE) {
    Value v = POP();
    SYNC();
    Value* dict = sp - instr.a;
    bool ok = dict_merge(vm, as<Dict>(*dict), v, dict[-3]);
    decref(v);
    if (!ok) goto error;
    DISPATCH();
  }
  TARGET(LIST_TO_TUPLE) {
    SYNC();
    Value list = TOP();
    TOP() = make_tuple(std::span<const Value>(as<List>(list)->items)).release();
    decref(list);
    DISPATCH();
  }
  TARGET(UNPACK_SEQUENCE) {
    SYNC();
    Value v = POP();
    uint32_t n = instr.a;
    // The first item ends on top: unpack in order, then turn round.
    bool ok = unpack_sequence(vm, v, n, sp);
    if (!ok) {
      decref(v);
      goto error;
    }
    for (uint32_t i = 0; i < n / 2; ++i) std::swap(sp[i], sp[n - 1 - i]);
    sp += n;
    SYNC();
    decref(v);
    DISPATCH();
  }
  TARGET(UNPACK_EX) {
    SYNC();
    Value v = POP();
    uint32_t n = instr.a + 1 + instr.b;
    bool ok = unpack_ex(vm, v, instr.a, instr.b, sp);
    if (!ok) {
      decref(v);
      goto error;
    }
    for (uint32_t i = 0; i < n / 2; ++i) std::swap(sp[i], sp[n - 1 - i]);
    sp += n;
    SYNC();
    decref(v);
    DISPATCH();
  }
  TARGET(FORMAT_VALUE) {
    SYNC();
    Value spec = (instr.a & 4) ? POP() : kNull;
    Value v = POP();
    Value text = format_value(vm, v, instr.a, spec).release();
    decref(spec);
    decref(v);
    if (text.is_null()) goto error;
    PUSH(text);
    DISPATCH();
  }

  // --- iteration ----------------------------------------------------------------------------------------------------
  TARGET(GET_ITER) {
    SYNC();
    Value v = TOP();
    Value it = vm.iter(v).release();
    if (it.is_null()) goto error;
    TOP() = it;
    decref(v);
    DISPATCH();
  }
  TARGET(FOR_ITER) {
    SYNC();
    Value it = TOP();
    Type* type = it.object()->type;
    Value v = type->next(vm, it).release();
    if (!v.is_null()) [[likely]] {
      PUSH(v);
      DISPATCH();
    }
    if (thread->pending) {
      if (!vm.clear_if(vm.exc.StopIteration)) goto error;
    }
    --sp;
    JUMP_TO(instr.a);
    SYNC();
    decref(it);
    DISPATCH();
  }
  TARGET(GET_LEN) {
    SYNC();
    int64_t n = vm.length(TOP());
    if (n < 0) goto error;
    PUSH(make_int(n).release());
    DISPATCH();
  }

  // --- functions, classes, calls ------------------------------------------------------------------------------------
  TARGET(MAKE_FUNCTION) {
    SYNC();
    Value code = POP();
    Value function = make_function(vm, as<CodeObject>(code), frame->globals);
    auto* f = as<Function>(function);
    if (instr.a & 8) f->closure = as<Tuple>(POP());
    if (instr.a & 4) f->annotations = as<Dict>(POP());
    if (instr.a & 2) f->keyword_defaults = as<Dict>(POP());
    if (instr.a & 1) f->defaults = as<Tuple>(POP());
    decref(code);
    PUSH(function);
    DISPATCH();
  }
  TARGET(LOAD_BUILD_CLASS) {
    SYNC();
    Value v = dict_get(vm.builtins, vm.names.__build_class__);
    if (v.is_null()) {
      vm.raise(vm.exc.NameError, "__build_class__ not found");
      goto error;
    }
    incref(v);
    PUSH(v);
    DISPATCH();
  }
  TARGET(CALL) {
    uint32_t argc = instr.a;
    Value* args = sp - argc;
    Value callable = args[-2];
    if (!args[-1].is_null()) {
      --args;
      ++argc;
    } else if (callable.is(Kind::kBoundMethod)) {
      // Unpack: callable, null -> function, self.
      auto* method = as<BoundMethod>(callable);
      args[-2] = method->function;
      args[-1] = method->self;
      incref(args[-2]);
      incref(args[-1]);
      SYNC();
      decref(callable);
      callable = args[-2];
      --args;
      ++argc;
    }
    if (callable.is(Kind::kFunction)) {
      auto* function = as<Function>(callable);
      CodeObject* code = function->code;
      if (code->simple && argc == code->arg_count) [[likely]] {
        vm.charge(kCallCost);
        SYNC();
        if (vm.safe_point_due()) [[unlikely]] {
          if (!vm.at_safe_point()) goto error;
        }
        if (code->flags & (lang::kGenerator | lang::kCoroutine | lang::kAsyncGenerator)) {
          Generator* generator = make_generator(vm, function).release();
          for (uint32_t i = 0; i < argc; ++i) generator->frame.slots[i] = args[i];
          sp = sp - instr.a - 2;
          PUSH(generator);
          decref(callable);
          DISPATCH();
        }
        if (++thread->depth > vm.limits.recursion) [[unlikely]] {
          --thread->depth;
          vm.raise(vm.exc.RecursionError, "maximum recursion depth exceeded");
          goto error;
        }
        Frame* callee = push_plain_frame(thread, function, code);
        for (uint32_t i = 0; i < argc; ++i) callee->slots[i] = args[i];
        sp = sp - instr.a - 2;
        frame->sp = sp;
        decref(callable);  // the new frame owns the function
        callee->back = frame;
        frame = callee;
        goto enter_frame;
      }
      if (!(code->flags & (lang::kGenerator | lang::kCoroutine | lang::kAsyncGenerator))) {
        // The general case of a Python function: still without a C++ frame.
        vm.charge(kCallCost);
        SYNC();
        if (vm.safe_point_due()) [[unlikely]] {
          if (!vm.at_safe_point()) goto error;
        }
        if (++thread->depth > vm.limits.recursion) [[unlikely]] {
          --thread->depth;
          vm.raise(vm.exc.RecursionError, "maximum recursion depth exceeded");
          goto error;
        }
        Frame* callee = push_function_frame(vm, function);
        bool bound = bind_parameters(vm, function, Args{args, argc, nullptr}, callee->slots);
        Value* bottom = sp - instr.a - 2;
        while (sp > bottom) decref(POP());
        frame->sp = sp;
        if (!bound) {
          pop_frame(vm, callee);
          --thread->depth;
          goto error;
        }
        callee->back = frame;
        frame = callee;
        goto enter_frame;
      }
    }
    if (callable.is(Kind::kType)) {
      // A class of the program with an __init__ of its own: the instance stands on our stack while __init__ runs.
      auto* type = as<Type>(callable);
      if (Function* init = plain_init(vm, type); init && init->code->code->arg_count == argc + 1) {
        vm.charge(kCallCost);
        SYNC();
        Value instance = type->construct(vm, type, Args{}).release();
        if (instance.is_null()) goto error;
        if (++thread->depth > vm.limits.recursion) [[unlikely]] {
          --thread->depth;
          decref(instance);
          vm.raise(vm.exc.RecursionError, "maximum recursion depth exceeded");
          goto error;
        }
        Frame* callee = push_function_frame(vm, init);
        callee->discard_result = true;
        incref(instance);
        callee->slots[0] = instance;
        for (uint32_t i = 0; i < argc; ++i) callee->slots[i + 1] = args[i];
        sp = sp - instr.a - 2;
        PUSH(instance);
        frame->sp = sp;
        decref(callable);
        callee->back = frame;
        frame = callee;
        goto enter_frame;
      }
    }
    vm.charge(kCallCost);
    SYNC();
    {
      Value r = vm.call(callable, Args{args, argc, nullptr}).release();
      Value* bottom = sp - instr.a - 2;
      while (sp > bottom) decref(POP());
      if (r.is_null()) goto error;
      PUSH(r);
    }
    if (vm.safe_point_due()) [[unlikely]] {
      SYNC();
      if (!vm.at_safe_point()) goto error;
    }
    DISPATCH();
  }
  TARGET(CALL_KW) {
    vm.charge(kCallCost);
    SYNC();
    Value names = TOP();
    uint32_t keywords = as<Tuple>(names)->count;
    Value* args = sp - 1 - instr.a;
    Value callable = args[-2];
    uint32_t argc = instr.a - keywords;
    Value* bottom = args - 2;
    if (!args[-1].is_null()) {
      --args;
      ++argc;
    }
    Value r = vm.call(callable, Args{args, argc, as<Tuple>(names)}).release();
    while (sp > bottom) decref(POP());
    if (r.is_null()) goto error;
    PUSH(r);
    if (vm.safe_point_due()) [[unlikely]] {
      SYNC();
      if (!vm.at_safe_point()) goto error;
    }
    DISPATCH();
  }
  TARGET(CALL_EX) {
    vm.charge(kCallCost);
    SYNC();
    Value kwargs = (instr.a & 1) ? TOP() : kNull;
    Value* bottom = sp - 3 - (instr.a & 1);
    Value r = call_ex(vm, bottom[0], bottom[1], bottom[2], kwargs).release();
    while (sp > bottom) decref(POP());
    if (r.is_null()) goto error;
    PUSH(r);
    if (vm.safe_point_due()) [[unlikely]] {
      SYNC();
      if (!vm.at_safe_point()) goto error;
    }
    DISPATCH();
  }
enter_frame:
  thread->frame = frame;
  ip = frame->ip;
  sp = frame->sp;
  DISPATCH();

  TARGET(RETURN_VALUE) {
    Value value = POP();
    SYNC();
    Frame* back = frame->back;
    if (frame->generator) {
      Generator* generator = frame->generator;
      AsyncGenAwaitable* awaitable = generator->step_awaitable;
      Generator* parent = generator->delegator;
      bool entry = frame->is_entry;
      bool async = generator->kind == Kind::kAsyncGenerator;
      thread->handled_top = generator->handled.previous;
      thread->frame = back;
      if (tracing(vm)) trace_generator_finished(vm, generator, FinishedHow::kReturned);
      finish_generator(vm, generator);
      if (entry) {
        *result = value;
        goto leave_returned;
      }
      // The parent's YIELD_FROM ends: its delegate stands on top of its stack.
      --thread->depth;
      frame = &parent->frame;
      ip = frame->ip;
      sp = frame->sp;
      if (async) {
        decref(value);
        end_asend(awaitable, true);
        vm.raise(vm.exc.StopAsyncIteration, std::string_view());
        goto error_at_delegate;
      }
      Value delegate = POP();
      PUSH(value);
      SYNC();
      if (tracing(vm)) trace_await_end(vm, parent);
      decref(delegate);
      DISPATCH();
    }
    bool entry = frame->is_entry;
    bool discard = frame->discard_result;
    thread->frame = back;
    pop_plain_frame(vm, frame);
    --thread->depth;
    if (entry) {
      *result = value;
      goto leave_returned;
    }
    frame = back;
    ip = frame->ip;
    sp = frame->sp;
    if (discard) {
      if (!value.is_none()) {
        vm.raise(vm.exc.TypeError, "__init__() should return None, not '{}'", type_of(value)->name->view());
        decref(value);
        goto error;
      }
      DISPATCH();
    }
    PUSH(value);
    DISPATCH();
  }

  // --- generators, coroutines, async --------------------------------------------------------------------------------
  TARGET(YIELD_VALUE) {
    Value value = POP();
    SYNC();
    Generator* generator = frame->generator;
    if (tracing(vm)) trace_yield(vm, generator);
    if (generator->kind == Kind::kAsyncGenerator && generator->delegator) {
      // The value ends the asend that the parent awaits.
      Generator* parent = generator->delegator;
      end_asend(generator->step_awaitable, false);
      generator->step_awaitable = nullptr;
      generator->state = GeneratorState::kSuspended;
      generator->delegator = nullptr;
      generator->innermost = nullptr;
      thread->handled_top = generator->handled.previous;
      generator->handled.previous = nullptr;
      frame->back = nullptr;
      --thread->depth;
      frame = &parent->frame;
      thread->frame = frame;
      ip = frame->ip;
      sp = frame->sp;
      Value delegate = POP();
      PUSH(value);
      SYNC();
      if (tracing(vm)) trace_await_end(vm, parent);
      decref(delegate);
      DISPATCH();
    }
    *result = value;
    goto leave_yielded;
  }
  TARGET(GET_YIELD_FROM_ITER) {
    SYNC();
    Value v = TOP();
    if (v.is(Kind::kGenerator)) DISPATCH();
    if (v.is(Kind::kCoroutine)) {
      if (!(frame->code->flags & (lang::kCoroutine | lang::kIterableCoroutine))) {
        vm.raise(vm.exc.TypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
        goto error;
      }
      DISPATCH();
    }
    Value it = vm.iter(v).release();
    if (it.is_null()) goto error;
    TOP() = it;
    decref(v);
    DISPATCH();
  }
  TARGET(GET_AWAITABLE) {
    SYNC();
    Value v = TOP();
    Value it = get_awaitable(vm, v, instr.a).release();
    if (it.is_null()) goto error;
    TOP() = it;
    decref(v);
    DISPATCH();
  }
  TARGET(YIELD_FROM) {
    Value sent = POP();
    Value delegate = TOP();
    SYNC();
    Kind kind = delegate.is_object() ? delegate.object()->kind : Kind::kInt;
    Generator* inner = nullptr;
    AsyncGenAwaitable* awaitable = nullptr;
    if (kind == Kind::kCoroutine || kind == Kind::kGenerator) {
      inner = as<Generator>(delegate);
    } else if (kind == Kind::kCoroutineWrapper) {
      inner = coroutine_of_wrapper(delegate);
    } else if (kind == Kind::kAsyncGenAwaitable) {
      awaitable = as<AsyncGenAwaitable>(delegate);
      using Mode = AsyncGenAwaitable::Mode;
      using State = AsyncGenAwaitable::State;
      if ((awaitable->mode == Mode::kSend || awaitable->mode == Mode::kNext) && awaitable->state == State::kInit) {
        if (!begin_asend(vm, awaitable)) {
          decref(sent);
          goto error_at_delegate;
        }
        if (awaitable->value && !awaitable->value.is_none()) {
          decref(sent);
          sent = awaitable->value;
          incref(sent);
        }
        inner = awaitable->generator;
        if (inner->state == GeneratorState::kCreated && !sent.is_none()) inner = nullptr;
      }
    }
    if (inner && (inner->state == GeneratorState::kCreated || inner->state == GeneratorState::kSuspended) &&
        (inner->state == GeneratorState::kSuspended || sent.is_none()) && thread->depth < vm.limits.recursion)
        [[likely]] {
      // Run it here: it becomes part of this chain.
      Generator* parent = frame->generator;
      if (tracing(vm)) trace_await_begin(vm, parent, inner, frame);
      Generator* target = inner->state == GeneratorState::kCreated ? inner : innermost_of(inner);
      bool fresh = inner->state == GeneratorState::kCreated;
      inner->delegator = parent;
      inner->step_awaitable = awaitable;
      inner->frame.back = frame;
      inner->frame.is_entry = false;
      inner->handled.previous = thread->handled_top;
      inner->state = GeneratorState::kRunning;
      thread->handled_top = &target->handled;
      thread->depth += 1 + chain_length(inner, target);
      vm.charge(kCallCost);
      frame = &target->frame;
      thread->frame = frame;
      ip = frame->ip;
      sp = frame->sp;
      if (fresh) {
        decref(sent);
      } else {
        PUSH(sent);
      }
      DISPATCH();
    }
    {
      Ref value;
      if (tracing(vm)) trace_await_native(vm, frame, delegate);
      Resumed how = awaitable && awaitable->state != AsyncGenAwaitable::State::kClosed
                        ? awaitable_send(vm, awaitable, sent, &value)
                        : send_to(vm, delegate, sent, &value);
      decref(sent);
      if (how == Resumed::kRaised) goto error_at_delegate;
      if (how == Resumed::kReturned) {
        --sp;
        PUSH(value.release());
        SYNC();
        if (tracing(vm)) trace_await_end(vm, frame->generator);
        decref(delegate);
        DISPATCH();
      }
      // Suspended: this instruction runs again with what is sent.
      --ip;
      SYNC();
      *result = value.release();
      goto leave_yielded;
    }
  }
  TARGET(GET_AITER) {
    SYNC();
    Value v = TOP();
    Value it = get_aiter(vm, v).release();
    if (it.is_null()) goto error;
    TOP() = it;
    decref(v);
    DISPATCH();
  }
  TARGET(GET_ANEXT) {
    SYNC();
    CHECK(get_anext(vm, TOP()).release());
    DISPATCH();
  }
  TARGET(END_ASYNC_FOR) {
    SYNC();
    Value exc = POP();
    if (is_instance(exc, vm.exc.StopAsyncIteration)) {
      Value aiter = POP();
      SYNC();
      decref(exc);
      decref(aiter);
      DISPATCH();
    }
    vm.restore_exception(Ref::steal(exc));
    goto reraise;
  }

  // --- exceptions and with ------------------------------------------------------------------------------------------
  TARGET(RAISE_VARARGS) {
    SYNC();
    if (instr.a == 0) {
      Value handled = vm.handled_exception();
      if (handled.is_null()) {
        vm.raise(vm.exc.RuntimeError, "No active exception to reraise");
        goto error;
      }
      vm.restore_exception(Ref::share(handled));
      goto reraise;
    }
    Value cause = instr.a == 2 ? POP() : kNull;
    Value exc = POP();
    raise_statement(vm, exc, cause);
    decref(cause);
    decref(exc);
    goto error;
  }
  TARGET(PUSH_EXC_INFO) {
    Value exc = TOP();
    HandledException* handled = thread->handled_top;
    TOP() = handled->exception.is_null() ? kNone : handled->exception;
    handled->exception = exc;
    incref(exc);
    PUSH(exc);
    DISPATCH();
  }
  TARGET(POP_EXCEPT) {
    Value previous = POP();
    SYNC();
    decref(std::exchange(thread->handled_top->exception, previous.is_none() ? kNull : previous));
    DISPATCH();
  }
  TARGET(RERAISE) {
    SYNC();
    Value exc = POP();
    vm.restore_exception(Ref::steal(exc));
    goto reraise;
  }
  TARGET(CHECK_EXC_MATCH) {
    SYNC();
    Value type = POP();
    int r = exception_matches(vm, TOP(), type);
    decref(type);
    if (r < 0) goto error;
    PUSH(Value::boolean(r == 1));
    DISPATCH();
  }
  TARGET(CHECK_EG_MATCH) {
    SYNC();
    Ref matched;
    Ref rest;
    if (!match_exception_group(vm, SECOND(), TOP(), &matched, &rest)) goto error;
    decref(POP());
    decref(POP());
    if (matched && !matched.is_none()) {
      incref(matched);
      decref(std::exchange(thread->handled_top->exception, matched.get()));
    }
    PUSH(rest.release());
    PUSH(matched.release());
    DISPATCH();
  }
  TARGET(PREP_RERAISE_STAR) {
    SYNC();
    Value raised = TOP();
    Value original = SECOND();
    Value r = prepare_reraise_star(vm, original, as<List>(raised)).release();
    sp -= 2;
    decref(raised);
    decref(original);
    if (r.is_null()) goto error;
    PUSH(r);
    DISPATCH();
  }
  TARGET(LOAD_ASSERTION_ERROR) {
    Value v = vm.exc.AssertionError;
    incref(v);
    PUSH(v);
    DISPATCH();
  }
  TARGET(BEFORE_WITH) {
    SYNC();
    Ref exit;
    Ref entered;
    if (!before_with(vm, TOP(), &exit, &entered, false)) goto error;
    Value manager = POP();
    PUSH(exit.release());
    PUSH(entered.release());
    SYNC();
    decref(manager);
    DISPATCH();
  }
  TARGET(BEFORE_ASYNC_WITH) {
    SYNC();
    Ref exit;
    Ref entered;
    if (!before_with(vm, TOP(), &exit, &entered, true)) goto error;
    Value manager = POP();
    PUSH(exit.release());
    PUSH(entered.release());
    SYNC();
    decref(manager);
    DISPATCH();
  }
  TARGET(WITH_EXCEPT_START) {
    SYNC();
    Value exc = TOP();
    Value traceback = as<Exception>(exc)->traceback ? Value(as<Exception>(exc)->traceback) : kNone;
    CHECK(vm.call(THIRD(), Value(type_of(exc)), exc, traceback).release());
    DISPATCH();
  }

  // --- imports and namespaces ---------------------------------------------------------------------------------------
  TARGET(IMPORT_NAME) {
    SYNC();
    Value fromlist = TOP();
    Value level = SECOND();
    Value r = import_name(vm, frame->code->names[instr.a], fromlist, level.small_int(), frame->globals).release();
    sp -= 2;
    decref(fromlist);
    decref(level);
    if (r.is_null()) goto error;
    PUSH(r);
    DISPATCH();
  }
  TARGET(IMPORT_FROM) {
    SYNC();
    CHECK(import_from(vm, TOP(), frame->code->names[instr.a]).release());
    DISPATCH();
  }
  TARGET(IMPORT_STAR) {
    SYNC();
    Value module = POP();
    bool ok = import_star(vm, module, frame->names ? frame->names : frame->globals);
    decref(module);
    if (!ok) goto error;
    DISPATCH();
  }
  TARGET(SETUP_ANNOTATIONS) {
    if (dict_get(frame->names, vm.names.__annotations__).is_null()) {
      Ptr<Dict> annotations = make_dict();
      dict_set(frame->names, vm.names.__annotations__, annotations);
    }
    DISPATCH();
  }
  TARGET(LOAD_LOCALS) {
    Value v = frame->names;
    incref(v);
    PUSH(v);
    DISPATCH();
  }

  // --- match --------------------------------------------------------------------------------------------------------
  TARGET(MATCH_MAPPING) {
    bool is = (type_of(TOP())->type_flags & kIsMapping) != 0;
    PUSH(Value::boolean(is));
    DISPATCH();
  }
  TARGET(MATCH_SEQUENCE) {
    bool is = (type_of(TOP())->type_flags & kIsSequence) != 0;
    PUSH(Value::boolean(is));
    DISPATCH();
  }
  TARGET(MATCH_KEYS) {
    SYNC();
    CHECK(match_keys(vm, SECOND(), TOP()).release());
    DISPATCH();
  }
  TARGET(MATCH_CLASS) {
    SYNC();
    Value r = match_class(vm, THIRD(), SECOND(), TOP(), instr.a).release();
    for (int i = 0; i < 3; ++i) decref(POP());
    if (r.is_null()) goto error;
    PUSH(r);
    DISPATCH();
  }

error_at_delegate:
  // The delegate of this frame's YIELD_FROM raised: the await is over, StopIteration is its result.
  {
    frame->ip = ip;
    if (tracing(vm)) trace_await_end(vm, frame->generator);
    thread->frame = frame;
    frame->sp = sp;
  }
error:
  frame->ip = ip;
error_synced:
  add_traceback(vm, frame);
reraise : {
  Frame* raising_frame = frame;
  const lang::ExceptionEntry* handler =
      find_handler(*frame->code->code, static_cast<uint32_t>(frame->ip - frame->code->instructions()) - 1);
  if (handler && type_of(thread->pending) != vm.exc.StopRequested) {
    Value* floor = frame->stack() + handler->depth;
    while (sp > floor) {
      Value v = POP();
      frame->sp = sp;
      decref(v);
    }
    Value exc = vm.take_exception().release();
    PUSH(exc);
    JUMP_TO(handler->target);
    DISPATCH();
  }
  // Out of this frame.
  frame->sp = sp;
  Frame* back = frame->back;
  bool entry = frame->is_entry;
  if (frame->generator) {
    Generator* generator = frame->generator;
    Generator* parent = generator->delegator;
    AsyncGenAwaitable* awaitable = generator->step_awaitable;
    convert_stop_iteration(vm, generator);
    Ref exc = vm.take_exception();
    thread->handled_top = generator->handled.previous;
    thread->frame = back;
    if (tracing(vm)) trace_generator_raised(vm, generator, exc);
    finish_generator(vm, generator);
    vm.restore_exception(std::move(exc));
    if (entry) goto leave_raised;
    --thread->depth;
    if (awaitable) end_asend(awaitable, true);
    frame = &parent->frame;
    ip = frame->ip;
    sp = frame->sp;
    goto error_at_delegate;
  }
  Ref exc = vm.take_exception();
  thread->frame = back;
  pop_frame(vm, raising_frame);
  vm.restore_exception(std::move(exc));
  --thread->depth;
  if (entry) goto leave_raised;
  frame = back;
  ip = frame->ip;
  sp = frame->sp;
  goto error;
}

leave_returned:
  --thread->native_depth;
  return Resumed::kReturned;
leave_raised:
  --thread->native_depth;
  *result = kNull;
  return Resumed::kRaised;
leave_yielded:
  // The chain stays linked; only its root changes state. resume() restores what belongs to the thread.
  if (tracing(vm)) trace_suspended(vm, frame->generator, frame);
  root->innermost = frame->generator;
  root->state = GeneratorState::kSuspended;
  root->frame.back = nullptr;
  root->handled.previous = nullptr;
  --thread->native_depth;
  return Resumed::kYielded;
}

}  // namespace loopscope::vm
