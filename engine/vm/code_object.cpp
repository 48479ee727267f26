#include "engine/vm/code_object.hpp"

#include "engine/lang/opcodes.hpp"
#include "engine/vm/interpreter.hpp"
#include "engine/vm/tracing.hpp"

namespace loopscope::vm {

namespace {

Ref make_constant(Vm& vm, const lang::Constant& constant);

Ref make_tuple_constant(Vm& vm, const std::vector<lang::Constant>& items) {
  Ptr<Tuple> tuple = make_tuple(static_cast<uint32_t>(items.size()));
  for (size_t i = 0; i < items.size(); ++i) {
    tuple->items[i] = make_constant(vm, items[i]).release();
    if (tuple->items[i].is_null()) return nullptr;
  }
  return tuple;
}

struct ConstantMaker {
  Vm& vm;
  Ref operator()(const lang::NoneConstant&) { return Ref::share(kNone); }
  Ref operator()(const lang::EllipsisConstant&) { return Ref::share(kEllipsis); }
  Ref operator()(bool b) { return Ref::share(Value::boolean(b)); }
  Ref operator()(int64_t n) { return make_int(n); }
  Ref operator()(const lang::BigIntConstant& n) { return make_int_from_decimal(n.decimal); }
  Ref operator()(double d) { return make_float(d); }
  Ref operator()(const lang::ComplexConstant& c) { return make_complex(c.real, c.imag); }
  Ref operator()(const std::string& s) {
    // Short constants are interned: they become dict keys and attribute names.
    return s.size() <= 64 ? Ref::share(intern(s)) : Ref(make_str(s));
  }
  Ref operator()(const lang::BytesConstant& b) { return make_bytes(b.bytes); }
  Ref operator()(const lang::TupleConstant& t) { return make_tuple_constant(vm, t.items); }
  Ref operator()(const lang::FrozenSetConstant& f) {
    Ptr<Set> set = make_set(true);
    for (const lang::Constant& item : f.items) {
      Ref value = make_constant(vm, item);
      if (!value || !set_add(vm, set.get(), value)) return nullptr;
    }
    return set;
  }
  Ref operator()(const lang::CodePtr& code) { return make_code(vm, code); }
};

Ref make_constant(Vm& vm, const lang::Constant& constant) { return std::visit(ConstantMaker{vm}, constant.value); }

Str* own(Str* s) {
  incref(s);
  return s;
}

}  // namespace

int32_t CodeObject::line_at(uint32_t instruction) const {
  if (instruction >= code->positions.size()) return code->first_line;
  int32_t line = code->positions[instruction].line;
  return line > 0 ? line : code->first_line;
}

void CodeObject::mark_lines() {
  line_marked = code->instructions;
  first = line_marked.data();
  std::vector<bool> target(line_marked.size() + 1, false);
  for (const lang::Instr& instr : line_marked) {
    if (lang::op_info(static_cast<lang::Op>(instr.op)).a == lang::Operand::Jump) target[instr.a] = true;
  }
  for (const lang::ExceptionEntry& entry : code->exceptions) target[entry.target] = true;
  for (size_t i = 0; i < line_marked.size(); ++i) {
    int32_t line = code->positions[i].line;
    if (line > 0 && (i == 0 || target[i] || code->positions[i - 1].line != line)) {
      line_marked[i].op = static_cast<uint16_t>(line_marked[i].op + kBeginsLine);
    }
  }
}

Ptr<CodeObject> make_code(Vm& vm, const lang::CodePtr& code) {
  auto* object = static_cast<CodeObject*>(vm.new_object(vm.types.code));
  // new_object leaves a zeroed struct behind its header: construct the C++ members in place.
  new (&object->code) lang::CodePtr(code);
  new (&object->constants) std::vector<Value>();
  new (&object->names) std::vector<Str*>();
  new (&object->slot_names) std::vector<Str*>();
  new (&object->line_marked) std::vector<lang::Instr>();
  new (&object->caches) std::vector<InlineCache>(code->cache_count ? code->cache_count : 1);
  Ptr<CodeObject> result = Ptr<CodeObject>::steal(object);
  object->name = own(intern(code->name));
  object->qualname = own(intern(code->qualname));
  object->filename = own(intern(code->filename));
  object->flags = code->flags;
  object->is_library = code->filename.starts_with("/loopscope/lib/");
  object->first = code->instructions.data();
  object->slot_count = static_cast<uint32_t>(code->slot_names.size());
  object->arg_count = code->arg_count;
  object->frame_values = object->slot_count + code->stack_size + 1;
  object->cell_start = object->free_start = object->slot_count;
  for (uint32_t i = 0; i < object->slot_count; ++i) {
    if (code->slot_kinds[i] == lang::SlotKind::kCell && i < object->cell_start) object->cell_start = i;
    if (code->slot_kinds[i] == lang::SlotKind::kFree && i < object->free_start) object->free_start = i;
  }
  if (object->cell_start > object->free_start) object->cell_start = object->free_start;
  object->simple = code->kwonly_count == 0 && !(code->flags & (lang::kVarArgs | lang::kVarKeywords));
  for (const std::string& name : code->names) object->names.push_back(intern(name));
  for (const std::string& name : code->slot_names) object->slot_names.push_back(intern(name));
  for (const lang::Constant& constant : code->constants) {
    Ref value = make_constant(vm, constant);
    if (!value) return nullptr;
    object->constants.push_back(value.release());
  }
  if (vm.trace_lines && !object->is_library) object->mark_lines();
  // The library's many functions are defined in the trace when they are first met.
  if (tracing(vm) && !object->is_library) trace_code(vm, object);
  return result;
}

}  // namespace loopscope::vm
