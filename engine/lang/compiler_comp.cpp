// Comprehensions and generator expressions.

#include "engine/lang/compiler_impl.hpp"

namespace loopscope::lang {

using namespace ast;

void Compiler::comprehension(Comp* e) {
  const Scope* scope = table_.scope_of(e);
  bool is_async = scope->has_await;
  if (e->kind == ExprKind::kGeneratorExp) return generator_expression(e, scope);
  if (is_async && !unit_->scope->is_async &&
      !(unit_->scope->kind == ScopeKind::kGeneratorExp && unit_->scope->has_await)) {
    return fail(e->at, "asynchronous comprehension outside of an asynchronous function");
  }
  inlined_comprehension(e, scope);
}

void Compiler::comprehension_element(Comp* e, uint32_t depth) {
  switch (e->kind) {
    case ExprKind::kGeneratorExp:
      expression(e->element);
      op(Op::YIELD_VALUE, e->element->at);
      return op(Op::POP_TOP, e->element->at);
    case ExprKind::kListComp:
      expression(e->element);
      return op(Op::LIST_APPEND, e->element->at, depth + 1);
    case ExprKind::kSetComp:
      expression(e->element);
      return op(Op::SET_ADD, e->element->at, depth + 1);
    default:
      expression(e->element);
      expression(e->value);
      return op(Op::MAP_ADD,
                Range{e->element->at.line, e->value->at.end_line, e->element->at.column, e->value->at.end_column},
                depth + 1);
  }
}

// `depth`: iterators of this comprehension on the stack, this clause's included once it is there.
void Compiler::comprehension_loop(Comp* e, size_t index, uint32_t depth, bool iterator_on_stack) {
  Comprehension& clause = e->generators[index];
  const Range at = clause.iter->at;
  if (!iterator_on_stack) {
    expression(clause.iter);
    op(clause.is_async ? Op::GET_AITER : Op::GET_ITER, at);
  }
  ++depth;
  Label start = out().label(), anchor = out().label(), except = out().label();
  out().place(start);
  if (clause.is_async) {
    out().begin_handler(except);
    op(Op::GET_ANEXT, e->at);
    await_iterator(-1, e->at);
    out().end_handler();
  } else {
    jump(Op::FOR_ITER, at, anchor);
  }
  target(clause.target);
  for (Expr* condition : clause.conditions) jump_if(condition, start, false);
  if (index + 1 < e->generators.size()) {
    comprehension_loop(e, index + 1, depth, false);
  } else {
    comprehension_element(e, depth);
  }
  jump(Op::JUMP, e->element->at, start);
  if (clause.is_async) {
    out().place(except);
    op(Op::END_ASYNC_FOR, e->at);
  } else {
    out().place(anchor);
  }
}

// The comprehension's own variables share this frame: what their slots hold is put aside on the stack and put back at
// the end, also when an exception leaves the comprehension.
void Compiler::inlined_comprehension(Comp* e, const Scope* scope) {
  Comprehension& first = e->generators[0];
  expression(first.iter);
  op(first.is_async ? Op::GET_AITER : Op::GET_ITER, first.iter->at);
  const Range& at = e->at;
  std::vector<uint32_t> saved;
  for (Name id : scope->order) {
    const Symbol& symbol = *scope->find(id);
    if (symbol.access != Access::kLocal && symbol.access != Access::kCell) continue;
    bool cell = symbol.access == Access::kCell;
    uint32_t slot = cell ? unit_->cells.at(id) : unit_->locals.at(id);
    op(Op::LOAD_FAST_AND_CLEAR, at, slot);
    if (cell) op(Op::MAKE_CELL, at, slot);
    saved.push_back(slot);
  }
  auto count = static_cast<uint32_t>(saved.size());
  auto restore = [&](const Range& where) {
    op(Op::SWAP, where, count + 1);
    for (size_t i = saved.size(); i-- > 0;) op(Op::STORE_FAST, where, saved[i]);
  };
  Label cleanup = out().label(), end = out().label();
  if (count > 0) {
    op(Op::SWAP, at, count + 1);  // the iterator is on top again
    out().begin_handler(cleanup);
  }
  op(e->kind == ExprKind::kListComp  ? Op::BUILD_LIST
     : e->kind == ExprKind::kSetComp ? Op::BUILD_SET
                                     : Op::BUILD_MAP,
     at, 0);
  op(Op::SWAP, at, 2);
  const Scope* outer = unit_->current;
  unit_->current = scope;
  comprehension_loop(e, 0, 0, true);
  unit_->current = outer;
  if (count == 0) return;
  out().end_handler();
  restore(at);
  jump(Op::JUMP, at, end);
  out().place(cleanup);  // ..., incomplete result, exception
  op(Op::SWAP, at, 2);
  op(Op::POP_TOP, at);
  restore(at);
  op(Op::RERAISE, at);
  out().place(end);
}

void Compiler::generator_expression(Comp* e, const Scope* scope) {
  Comprehension& first = e->generators[0];
  Unit unit;
  enter(unit, scope, "<genexpr>", e->at.line);
  unit.code->arg_count = 1;
  op(Op::LOAD_FAST, first.iter->at, unit.locals.at(".0"));
  comprehension_loop(e, 0, 0, true);
  unit.last = e->at;
  finish_function(unit, true);
  CodePtr code = leave(unit);
  make_function(code, scope, 0, e->at);
  op(Op::PUSH_NULL, e->at);
  expression(first.iter);
  op(first.is_async ? Op::GET_AITER : Op::GET_ITER, first.iter->at);
  cached(Op::CALL, e->at, 1);
}

}  // namespace loopscope::lang
