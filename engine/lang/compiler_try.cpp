// try and with. Stacks in comments are written bottom first, above what was there before the statement.

#include "engine/lang/compiler_impl.hpp"

namespace loopscope::lang {

using namespace ast;

void Compiler::try_(Try* s) {
  if (!s->finalbody.empty()) return try_finally(s);
  if (s->is_star) return try_star(s);
  try_except(s);
}

// name = None; del name
void Compiler::clear_name(Name id, const Range& at) {
  load_none(at);
  name(id, Context::kStore, at);
  name(id, Context::kDelete, at);
}

// [previous, new exception]: an exception came out of a handler; the one handled before is the handled one again.
void Compiler::leave_handler(const Range& at) {
  op(Op::SWAP, at, 2);
  op(Op::POP_EXCEPT, at);
  op(Op::RERAISE, at);
}

void Compiler::try_finally(Try* s) {
  Label handler = out().label(), cleanup = out().label(), end = out().label();
  Block block{BlockKind::kFinallyTry};
  block.outer_handler = out().handler();
  block.finalbody = s->finalbody;
  push(block, s->at);
  op(Op::NOP, Range{s->at.line, s->at.line, s->at.column, s->at.column + 3});
  out().begin_handler(handler);
  if (!s->handlers.empty()) {
    if (s->is_star) {
      try_star(s);
    } else {
      try_except(s);
    }
  } else {
    body(s->body);
  }
  out().end_handler();
  pop();
  body(s->finalbody);
  jump(Op::JUMP, unit_->last, end);

  out().place(handler);  // [exc]
  Range at = unit_->last;
  int outer = out().handler();
  out().begin_handler(cleanup);
  op(Op::PUSH_EXC_INFO, at);  // [previous, exc]
  Block finally{BlockKind::kFinallyEnd};
  finally.outer_handler = outer;
  push(finally, s->at);
  body(s->finalbody);
  pop();
  op(Op::RERAISE, unit_->last);
  out().end_handler();
  out().place(cleanup);
  leave_handler(unit_->last);
  out().place(end);
}

void Compiler::try_except(Try* s) {
  Label except = out().label(), end = out().label(), cleanup = out().label();
  int outer = out().handler();
  Block block{BlockKind::kTry};
  block.outer_handler = outer;
  push(block, s->at);
  op(Op::NOP, Range{s->at.line, s->at.line, s->at.column, s->at.column + 3});
  out().begin_handler(except);
  body(s->body);
  out().end_handler();
  pop();
  body(s->orelse);
  jump(Op::JUMP, unit_->last, end);

  out().place(except);  // [exc]
  out().begin_handler(cleanup);
  op(Op::PUSH_EXC_INFO, s->handlers.empty() ? s->at : s->handlers[0].at);  // [previous, exc]
  for (size_t i = 0; i < s->handlers.size() && !failed(); ++i) {
    ExceptHandler& handler = s->handlers[i];
    const Range& at = handler.at;
    Label next = out().label();
    if (handler.type != nullptr) {
      expression(handler.type);
      op(Op::CHECK_EXC_MATCH, at);
      jump(Op::POP_JUMP_IF_FALSE, at, next);
    } else if (i + 1 < s->handlers.size()) {
      return fail(handler.at, "default 'except:' must be last");
    }
    if (handler.name.empty()) {
      op(Op::POP_TOP, at);  // [previous]
      Block inside{BlockKind::kHandler};
      inside.outer_handler = outer;
      push(inside, s->at);
      body(handler.body);
      pop();
      int in_force = out().handler();
      out().set_handler(outer);
      op(Op::POP_EXCEPT, unit_->last);
      jump(Op::JUMP, unit_->last, end);
      out().set_handler(in_force);
    } else {
      Label named = out().label();
      name(handler.name, Context::kStore, at);  // [previous]
      Block inside{BlockKind::kNamedHandler};
      inside.outer_handler = outer;
      inside.name = handler.name;
      push(inside, s->at);
      out().begin_handler(named);
      body(handler.body);
      out().end_handler();
      pop();
      int in_force = out().handler();
      out().set_handler(outer);
      op(Op::POP_EXCEPT, unit_->last);
      clear_name(handler.name, unit_->last);
      jump(Op::JUMP, unit_->last, end);
      out().set_handler(in_force);
      out().place(named);  // [previous, new exception]
      clear_name(handler.name, at);
      op(Op::RERAISE, at);
    }
    out().place(next);
  }
  op(Op::RERAISE, s->handlers.empty() ? s->at : s->handlers.back().at);
  out().end_handler();
  out().place(cleanup);
  leave_handler(s->at);
  out().place(end);
}

void Compiler::try_star(Try* s) {
  Label except = out().label(), orelse = out().label(), end = out().label(), cleanup = out().label();
  Label reraise_star = out().label(), reraise = out().label();
  int outer = out().handler();
  Block block{BlockKind::kTry};
  block.outer_handler = outer;
  push(block, s->at);
  op(Op::NOP, Range{s->at.line, s->at.line, s->at.column, s->at.column + 3});
  out().begin_handler(except);
  body(s->body);
  out().end_handler();
  pop();
  jump(Op::JUMP, unit_->last, orelse);

  out().place(except);  // [group]
  out().begin_handler(cleanup);
  op(Op::PUSH_EXC_INFO, s->handlers[0].at);  // [previous, group]
  for (size_t i = 0; i < s->handlers.size() && !failed(); ++i) {
    ExceptHandler& handler = s->handlers[i];
    const Range& at = handler.at;
    Label no_match = out().label(), next = out().label(), raised = out().label();
    if (i == 0) {
      op(Op::BUILD_LIST, at, 0);
      op(Op::COPY, at, 2);  // [previous, group, raised so far, rest]
    }
    expression(handler.type);
    op(Op::CHECK_EG_MATCH, at);  // [..., rest, match]
    op(Op::COPY, at, 1);
    jump(Op::POP_JUMP_IF_NONE, at, no_match);
    if (handler.name.empty()) {
      op(Op::POP_TOP, at);
    } else {
      name(handler.name, Context::kStore, at);
    }
    Block inside{BlockKind::kStarHandler};
    inside.outer_handler = outer;
    push(inside, s->at);
    out().begin_handler(raised);
    op(Op::NOP, at);
    body(handler.body);
    out().end_handler();
    pop();
    if (!handler.name.empty()) clear_name(handler.name, unit_->last);
    jump(Op::JUMP, unit_->last, next);
    out().place(raised);  // [previous, group, raised so far, rest, new exception]
    if (!handler.name.empty()) clear_name(handler.name, at);
    op(Op::LIST_APPEND, at, 2);
    jump(Op::JUMP, at, next);
    out().place(no_match);
    op(Op::POP_TOP, at);
    out().place(next);
  }
  const Range& last = s->handlers.back().at;
  op(Op::LIST_APPEND, last, 1);  // the rest that nobody matched
  out().place(reraise_star);     // [previous, group, list]
  op(Op::PREP_RERAISE_STAR, last);
  op(Op::COPY, last, 1);
  jump(Op::POP_JUMP_IF_NOT_NONE, last, reraise);
  op(Op::POP_TOP, last);
  out().set_handler(outer);
  op(Op::POP_EXCEPT, last);
  jump(Op::JUMP, last, end);
  out().place(reraise);  // [previous, exc]
  leave_handler(last);
  out().place(cleanup);
  leave_handler(last);
  out().place(orelse);
  body(s->orelse);
  out().place(end);
}

// [exit] -> []: exit(None, None, None), awaited in `async with`.
void Compiler::call_exit(const Range& at, bool is_async) {
  op(Op::PUSH_NULL, at);
  for (int i = 0; i < 3; ++i) load_none(at);
  cached(Op::CALL, at, 3);
  if (is_async) await_iterator(2, at);
  op(Op::POP_TOP, at);
}

void Compiler::with(With* s, size_t index) {
  WithItem& item = s->items[index];
  const Range at = item.context->at;
  Label failing = out().label(), suppressed = out().label(), cleanup = out().label(), end = out().label();
  expression(item.context);
  op(s->is_async ? Op::BEFORE_ASYNC_WITH : Op::BEFORE_WITH, at);  // [exit, entered]
  if (s->is_async) await_iterator(1, at);
  int outer = out().handler();
  Block block{s->is_async ? BlockKind::kAsyncWith : BlockKind::kWith};
  block.outer_handler = outer;
  block.at = at;
  push(block, s->at);
  out().begin_handler(failing, 1);
  if (item.target != nullptr) {
    target(item.target);
  } else {
    op(Op::POP_TOP, at);
  }
  if (index + 1 < s->items.size()) {
    with(s, index + 1);
  } else {
    body(s->body);
  }
  out().end_handler();
  pop();
  call_exit(at, s->is_async);
  jump(Op::JUMP, at, end);

  out().place(failing);  // [exit, exc]
  out().begin_handler(cleanup);
  op(Op::PUSH_EXC_INFO, at);
  op(Op::WITH_EXCEPT_START, at);  // [exit, previous, exc, result]
  if (s->is_async) await_iterator(2, at);
  jump(Op::POP_JUMP_IF_TRUE, at, suppressed);
  op(Op::RERAISE, at);
  out().place(suppressed);  // [exit, previous, exc]
  op(Op::POP_TOP, at);
  out().set_handler(outer);
  op(Op::POP_EXCEPT, at);
  op(Op::POP_TOP, at);
  jump(Op::JUMP, at, end);
  out().place(cleanup);  // [exit, previous, new exception]
  leave_handler(at);
  out().place(end);
}

}  // namespace loopscope::lang
