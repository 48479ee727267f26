// Conditions, loops, and leaving blocks early.

#include <fmt/core.h>

#include "engine/lang/compiler_impl.hpp"

namespace loopscope::lang {

using namespace ast;

namespace {
constexpr size_t kMaxBlocks = 20;  // as CPython's
}

void Compiler::push(Block block, const Range& at) {
  if (unit_->blocks.size() >= kMaxBlocks) fail(at, "too many statically nested blocks");
  unit_->blocks.push_back(block);
}

void Compiler::await_iterator(int kind, const Range& at) {
  if (kind >= 0) op(Op::GET_AWAITABLE, at, static_cast<uint32_t>(kind));
  load_none(at);
  op(Op::YIELD_FROM, at);
}

void Compiler::if_(If* s) {
  Label end = out().label();
  for (;;) {
    Label next = out().label();
    jump_if(s->test, next, false);
    body(s->body);
    bool more = !s->orelse.empty();
    if (more) jump(Op::JUMP, unit_->last, end);
    out().place(next);
    if (s->orelse.size() == 1 && s->orelse[0]->kind == StmtKind::kIf) {
      s = as<If>(s->orelse[0]);
      unit_->last = s->at;
      continue;
    }
    if (more) body(s->orelse);
    break;
  }
  out().place(end);
}

void Compiler::while_(While* s) {
  Label start = out().label(), anchor = out().label(), end = out().label();
  out().place(start);
  Block block{BlockKind::kWhile};
  block.start = start;
  block.end = end;
  block.outer_handler = out().handler();
  push(block, s->at);
  jump_if(s->test, anchor, false);
  body(s->body);
  jump(Op::JUMP, unit_->last, start);
  pop();
  out().place(anchor);
  body(s->orelse);
  out().place(end);
}

void Compiler::for_(For* s) {
  Label start = out().label(), cleanup = out().label(), end = out().label();
  expression(s->iter);
  op(Op::GET_ITER, s->iter->at);
  Block block{BlockKind::kFor};
  block.start = start;
  block.end = end;
  block.outer_handler = out().handler();
  push(block, s->at);
  out().place(start);
  jump(Op::FOR_ITER, s->iter->at, cleanup);
  target(s->target);
  body(s->body);
  jump(Op::JUMP, unit_->last, start);
  pop();
  out().place(cleanup);
  body(s->orelse);
  out().place(end);
}

void Compiler::async_for(For* s) {
  if (!unit_->scope->is_async) return fail(s->at, "'async for' outside async function");
  Label start = out().label(), except = out().label(), end = out().label();
  expression(s->iter);
  op(Op::GET_AITER, s->iter->at);
  Block block{BlockKind::kFor};
  block.start = start;
  block.end = end;
  block.outer_handler = out().handler();
  push(block, s->at);
  out().place(start);
  out().begin_handler(except);
  op(Op::GET_ANEXT, s->at);
  await_iterator(-1, s->at);
  out().end_handler();
  target(s->target);
  body(s->body);
  jump(Op::JUMP, unit_->last, start);
  pop();
  out().place(except);
  op(Op::END_ASYNC_FOR, s->iter->at);
  body(s->orelse);
  out().place(end);
}

// Emits what leaving `block` takes. The handler in force is left at the one outside of the block; the caller puts the
// old one back after the jump or return. `keep_top`: TOS is a return value that must survive.
void Compiler::unwind(Block block, bool keep_top, const Range& at) {
  auto under = [&] {
    if (keep_top) op(Op::SWAP, at, 2);
  };
  out().set_handler(block.outer_handler);
  switch (block.kind) {
    case BlockKind::kWhile:
    case BlockKind::kTry:
      break;
    case BlockKind::kFor:
    case BlockKind::kValue:
      under();
      op(Op::POP_TOP, at);
      break;
    case BlockKind::kFinallyTry:
      if (keep_top) {
        Block value{BlockKind::kValue};
        value.outer_handler = block.outer_handler;
        push(value, at);
      }
      body(block.finalbody);
      if (keep_top) pop();
      break;
    case BlockKind::kFinallyEnd:  // previous exception, exception
      under();
      op(Op::POP_TOP, at);
      under();
      op(Op::POP_EXCEPT, at);
      break;
    case BlockKind::kWith:
    case BlockKind::kAsyncWith:
      under();
      call_exit(block.at, block.kind == BlockKind::kAsyncWith);
      break;
    case BlockKind::kHandler:
      under();
      op(Op::POP_EXCEPT, at);
      break;
    case BlockKind::kNamedHandler:
      under();
      op(Op::POP_EXCEPT, at);
      clear_name(block.name, at);
      break;
    case BlockKind::kStarHandler:
      break;
  }
}

// Leaves the blocks above `down_to`, innermost first. While the code of a finally block is repeated here, the blocks
// inside of it are not there.
void Compiler::unwind_all(bool keep_top, size_t down_to, const Range& at) {
  std::vector<Block> saved(unit_->blocks);
  while (unit_->blocks.size() > down_to && !failed()) {
    Block block = unit_->blocks.back();
    if (block.kind == BlockKind::kStarHandler) {
      fail(at, "'break', 'continue' and 'return' cannot appear in an except* block");
      break;
    }
    unit_->blocks.pop_back();
    unwind(block, keep_top, at);
  }
  unit_->blocks = std::move(saved);
}

void Compiler::return_(Return* s) {
  const Scope* scope = unit_->scope;
  if (!scope->is_function()) return fail(s->at, "'return' outside function");
  if (s->value != nullptr && scope->is_async && scope->has_yield) {
    return fail(s->at, "'return' with value in async generator");
  }
  int handler = out().handler();
  std::optional<Constant> constant =
      s->value != nullptr ? constant_value(s->value) : std::optional<Constant>(Constant{NoneConstant{}});
  bool keep = !constant;
  if (keep) {
    expression(s->value);
  } else {
    op(Op::NOP, s->at);
  }
  unwind_all(keep, 0, s->at);
  if (constant) load_constant(std::move(*constant), s->at);
  op(Op::RETURN_VALUE, s->at);
  out().set_handler(handler);
}

void Compiler::break_(Stmt* s) {
  for (size_t i = unit_->blocks.size(); i-- > 0;) {
    const Block loop = unit_->blocks[i];
    if (loop.kind == BlockKind::kStarHandler) {
      return fail(s->at, "'break', 'continue' and 'return' cannot appear in an except* block");
    }
    if (loop.kind != BlockKind::kWhile && loop.kind != BlockKind::kFor) continue;
    int handler = out().handler();
    op(Op::NOP, s->at);
    unwind_all(false, i, s->at);
    jump(Op::JUMP, s->at, loop.end);
    return out().set_handler(handler);
  }
  fail(s->at, "'break' outside loop");
}

void Compiler::continue_(Stmt* s) {
  for (size_t i = unit_->blocks.size(); i-- > 0;) {
    const Block loop = unit_->blocks[i];
    if (loop.kind == BlockKind::kStarHandler) {
      return fail(s->at, "'break', 'continue' and 'return' cannot appear in an except* block");
    }
    if (loop.kind != BlockKind::kWhile && loop.kind != BlockKind::kFor) continue;
    int handler = out().handler();
    op(Op::NOP, s->at);
    unwind_all(false, i + 1, s->at);
    jump(Op::JUMP, s->at, loop.start);
    return out().set_handler(handler);
  }
  fail(s->at, "'continue' not properly in loop");
}

}  // namespace loopscope::lang
