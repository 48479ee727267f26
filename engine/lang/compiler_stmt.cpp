// Simple statements.

#include <algorithm>

#include <fmt/core.h>

#include "engine/lang/compiler_impl.hpp"
#include "engine/lang/docstring.hpp"

namespace loopscope::lang {

using namespace ast;

namespace {
constexpr uint32_t kMaxStatements = 2000000;
}

// Takes a leading string statement off `statements`.
bool Compiler::docstring(Body& statements, std::string& text) const {
  if (statements.empty() || statements[0]->kind != StmtKind::kExpr) return false;
  Expr* value = as<ExprStmt>(statements[0])->value;
  if (value->kind != ExprKind::kConstant || as<ConstantExpr>(value)->type != ConstantKind::kStr) return false;
  text = clean_docstring(as<ConstantExpr>(value)->text);
  statements = Body{statements.items + 1, statements.count - 1};
  return true;
}

void Compiler::body(Body statements) {
  for (Stmt* s : statements) {
    if (failed()) return;
    statement(s);
  }
}

void Compiler::statement(Stmt* s) {
  unit_->last = s->at;
  // The code of a finally block is repeated at every way out of its try: nested ones multiply.
  if (++statements_ > kMaxStatements) return fail(s->at, "program is too large");
  switch (s->kind) {
    case StmtKind::kFunctionDef:
      return function(as<FunctionDef>(s));
    case StmtKind::kClassDef:
      return class_(as<ClassDef>(s));
    case StmtKind::kReturn:
      return return_(as<Return>(s));
    case StmtKind::kDelete:
      for (Expr* e : as<Delete>(s)->targets) delete_target(e);
      return;
    case StmtKind::kAssign:
      return assign(as<Assign>(s));
    case StmtKind::kAugAssign:
      return augmented(as<AugAssign>(s));
    case StmtKind::kAnnAssign:
      return annotated(as<AnnAssign>(s));
    case StmtKind::kFor:
      return as<For>(s)->is_async ? async_for(as<For>(s)) : for_(as<For>(s));
    case StmtKind::kWhile:
      return while_(as<While>(s));
    case StmtKind::kIf:
      return if_(as<If>(s));
    case StmtKind::kWith: {
      auto* w = as<With>(s);
      if (w->is_async && !unit_->scope->is_async) {
        return fail(s->at, unit_->scope->is_function() ? "'async with' outside async function"
                                                       : "'async with' outside async function");
      }
      return with(w, 0);
    }
    case StmtKind::kMatch:
      return match(as<Match>(s));
    case StmtKind::kRaise:
      return raise(as<Raise>(s));
    case StmtKind::kTry:
      return try_(as<Try>(s));
    case StmtKind::kAssert:
      return assert_(as<Assert>(s));
    case StmtKind::kImport:
      return import(as<Import>(s));
    case StmtKind::kImportFrom:
      return import_from(as<ImportFrom>(s));
    case StmtKind::kGlobal:
    case StmtKind::kNonlocal:
      return;
    case StmtKind::kExpr:
      return expression_statement(as<ExprStmt>(s));
    case StmtKind::kPass:
      return op(Op::NOP, s->at);
    case StmtKind::kBreak:
      return break_(s);
    case StmtKind::kContinue:
      return continue_(s);
  }
}

void Compiler::expression_statement(ExprStmt* s) {
  if (mode_ == Mode::kSingle && unit_->parent == nullptr) {
    load_constant(Constant{int64_t{0}}, s->at);
    load_none(s->at);
    op(Op::IMPORT_NAME, s->at, name_index("sys"));
    cached(Op::LOAD_ATTR, s->at, name_index("displayhook"));
    op(Op::PUSH_NULL, s->at);
    expression(s->value);
    cached(Op::CALL, s->at, 1);
    return op(Op::POP_TOP, s->at);
  }
  if (s->value->kind == ExprKind::kConstant) return op(Op::NOP, s->at);
  expression(s->value);
  op(Op::POP_TOP, s->at);
}

void Compiler::assign(Assign* s) {
  expression(s->value);
  for (size_t i = 0; i < s->targets.size(); ++i) {
    if (i + 1 < s->targets.size()) op(Op::COPY, s->at, 1);
    target(s->targets[i]);
  }
}

void Compiler::augmented(AugAssign* s) {
  auto inplace = [&] {
    expression(s->value);
    op(Op::BINARY_OP, s->at, static_cast<uint32_t>(s->op) + static_cast<uint32_t>(BinaryOperator::kInplace));
  };
  switch (s->target->kind) {
    case ExprKind::kName: {
      Name id = as<NameExpr>(s->target)->id;
      name(id, Context::kLoad, s->target->at);
      inplace();
      return name(id, Context::kStore, s->target->at);
    }
    case ExprKind::kAttribute: {
      auto* a = as<Attribute>(s->target);
      expression(a->value);
      op(Op::COPY, a->at, 1);
      Range at = attribute_range(a);
      cached(Op::LOAD_ATTR, at, name_index(mangled(a->name)));
      inplace();
      op(Op::SWAP, at, 2);
      return cached(Op::STORE_ATTR, at, name_index(mangled(a->name)));
    }
    default: {
      auto* sub = as<Subscript>(s->target);
      expression(sub->value);
      expression(sub->index);
      op(Op::COPY, sub->at, 2);
      op(Op::COPY, sub->at, 2);
      op(Op::BINARY_SUBSCR, sub->at);
      inplace();
      // obj, key, value -> value, obj, key
      op(Op::SWAP, sub->at, 3);
      op(Op::SWAP, sub->at, 2);
      return op(Op::STORE_SUBSCR, sub->at);
    }
  }
}

// An annotation's value, or its text under `from __future__ import annotations`.
void Compiler::annotation(Expr* e) {
  if (!future_annotations_) return expression(e);
  const Range& at = e->at;
  std::string_view text = source_.text();
  size_t begin = source_.line_start(at.line) + static_cast<size_t>(at.column);
  size_t end = source_.line_start(at.end_line) + static_cast<size_t>(at.end_column);
  load_constant(Constant{std::string(text.substr(begin, end - begin))}, at);
}

void Compiler::annotated(AnnAssign* s) {
  if (s->value != nullptr) {
    expression(s->value);
    target(s->target);
  }
  bool evaluates = !unit_->scope->is_function();
  switch (s->target->kind) {
    case ExprKind::kName:
      if (!evaluates) return;
      if (!s->simple) {
        if (future_annotations_) return;
        expression(s->annotation);
        return op(Op::POP_TOP, s->at);
      }
      annotation(s->annotation);
      op(Op::LOAD_NAME, s->at, name_index("__annotations__"));
      load_constant(Constant{std::string(mangled(as<NameExpr>(s->target)->id))}, s->at);
      return op(Op::STORE_SUBSCR, s->at);
    case ExprKind::kAttribute:
      if (s->value == nullptr) {
        expression(as<Attribute>(s->target)->value);
        op(Op::POP_TOP, s->at);
      }
      break;
    default:
      if (s->value == nullptr) {
        expression(as<Subscript>(s->target)->value);
        op(Op::POP_TOP, s->at);
        expression(as<Subscript>(s->target)->index);
        op(Op::POP_TOP, s->at);
      }
      break;
  }
  if (evaluates && !future_annotations_) {
    expression(s->annotation);
    op(Op::POP_TOP, s->at);
  }
}

void Compiler::delete_target(Expr* e) {
  switch (e->kind) {
    case ExprKind::kName:
      return name(as<NameExpr>(e)->id, Context::kDelete, e->at);
    case ExprKind::kAttribute:
      return attribute(as<Attribute>(e), Context::kDelete);
    case ExprKind::kSubscript:
      return subscript(as<Subscript>(e), Context::kDelete);
    default:
      for (Expr* item : as<Sequence>(e)->items) delete_target(item);
  }
}

void Compiler::import(Import* s) {
  for (Alias& alias : s->names) {
    load_constant(Constant{int64_t{0}}, s->at);
    load_none(s->at);
    op(Op::IMPORT_NAME, s->at, name_index(alias.name));
    if (alias.as.empty()) {
      name(alias.name.substr(0, alias.name.find('.')), Context::kStore, s->at);
      continue;
    }
    // import a.b.c as d: the submodules, one by one
    size_t dot = alias.name.find('.');
    while (dot != Name::npos) {
      size_t next = alias.name.find('.', dot + 1);
      Name part = alias.name.substr(dot + 1, next == Name::npos ? next : next - dot - 1);
      op(Op::IMPORT_FROM, s->at, name_index(part));
      op(Op::SWAP, s->at, 2);
      op(Op::POP_TOP, s->at);
      dot = next;
    }
    name(alias.as, Context::kStore, s->at);
  }
}

void Compiler::import_from(ImportFrom* s) {
  load_constant(Constant{static_cast<int64_t>(s->level)}, s->at);
  TupleConstant names;
  for (Alias& alias : s->names) names.items.push_back(Constant{std::string(alias.name)});
  load_constant(Constant{std::move(names)}, s->at);
  op(Op::IMPORT_NAME, s->at, name_index(s->module));
  if (s->names.size() == 1 && s->names[0].name == "*") return op(Op::IMPORT_STAR, s->at);
  for (Alias& alias : s->names) {
    op(Op::IMPORT_FROM, s->at, name_index(alias.name));
    name(alias.as.empty() ? alias.name : alias.as, Context::kStore, s->at);
  }
  op(Op::POP_TOP, s->at);
}

void Compiler::assert_(Assert* s) {
  Label fine = out().label();
  jump_if(s->test, fine, true);
  op(Op::LOAD_ASSERTION_ERROR, s->at);
  if (s->message != nullptr) {
    op(Op::PUSH_NULL, s->at);
    expression(s->message);
    cached(Op::CALL, s->at, 1);
  }
  op(Op::RAISE_VARARGS, s->test->at, 1);
  out().place(fine);
}

void Compiler::raise(Raise* s) {
  uint32_t count = 0;
  for (Expr* e : {s->exception, s->cause}) {
    if (e == nullptr) continue;
    expression(e);
    ++count;
  }
  op(Op::RAISE_VARARGS, s->at, count);
}

}  // namespace loopscope::lang
