// Functions, lambdas and classes.

#include <algorithm>

#include <fmt/core.h>

#include "engine/lang/compiler_impl.hpp"

namespace loopscope::lang {

using namespace ast;

// Pushes the tuple of defaults and the dict of keyword defaults; returns their MAKE_FUNCTION flags.
uint32_t Compiler::function_defaults(const Arguments& args, const Range& at) {
  uint32_t flags = 0;
  if (!args.defaults.empty()) {
    sequence(args.defaults, ExprKind::kTuple, at);
    flags |= 1;
  }
  uint32_t count = 0;
  for (size_t i = 0; i < args.keyword_only.size(); ++i) {
    if (args.keyword_defaults[i] == nullptr) continue;
    load_constant(Constant{std::string(mangled(args.keyword_only[i].name))}, at);
    expression(args.keyword_defaults[i]);
    ++count;
  }
  if (count > 0) {
    op(Op::BUILD_MAP, at, count);
    flags |= 2;
  }
  return flags;
}

uint32_t Compiler::annotations(const Arguments& args, Expr* returns, const Range& at) {
  uint32_t count = 0;
  auto one = [&](Name written, Expr* e) {
    if (e == nullptr) return;
    load_constant(Constant{std::string(mangled(written))}, at);
    if (e->kind == ExprKind::kStarred && !future_annotations_) {
      // *args: *Ts means that the annotation is the one item of Ts
      expression(as<Starred>(e)->value);
      op(Op::UNPACK_SEQUENCE, e->at, 1);
    } else {
      annotation(e);
    }
    ++count;
  };
  for (const Parameter& p : args.positional) one(p.name, p.annotation);
  if (args.varargs != nullptr) one(args.varargs->name, args.varargs->annotation);
  for (const Parameter& p : args.keyword_only) one(p.name, p.annotation);
  if (args.varkeywords != nullptr) one(args.varkeywords->name, args.varkeywords->annotation);
  one("return", returns);
  if (count == 0) return 0;
  op(Op::BUILD_MAP, at, count);
  return 4;
}

void Compiler::parameters(const Arguments& args) {
  Code& code = *unit_->code;
  code.arg_count = args.positional.size();
  code.posonly_count = args.posonly;
  code.kwonly_count = args.keyword_only.size();
  if (args.varargs != nullptr) code.flags |= kVarArgs;
  if (args.varkeywords != nullptr) code.flags |= kVarKeywords;
}

// [defaults][keyword defaults][annotations] -> function
void Compiler::make_function(const CodePtr& code, const Scope* scope, uint32_t flags, const Range& at) {
  if (!scope->free_names.empty()) {
    load_closure(scope, at);
    flags |= 8;
  }
  load_constant(Constant{code}, at);
  op(Op::MAKE_FUNCTION, at, flags);
}

void Compiler::finish_function(Unit& unit, bool implicit_return) {
  const Scope* scope = unit.scope;
  if (implicit_return) {
    load_none(unit.last);
    op(Op::RETURN_VALUE, unit.last);
  }
  bool generator_exp = scope->kind == ScopeKind::kGeneratorExp;
  bool async = scope->is_async || (generator_exp && scope->has_await);
  if (scope->has_yield) {
    unit.code->flags |= async ? kAsyncGenerator : kGenerator;
  } else if (async) {
    unit.code->flags |= kCoroutine;
  }
}

void Compiler::function(FunctionDef* s) {
  for (Expr* decorator : s->decorators) {
    expression(decorator);
    op(Op::PUSH_NULL, decorator->at);
  }
  int32_t first_line = s->decorators.empty() ? s->at.line : s->decorators[0]->at.line;
  // CPython gives the definition the range of its first line.
  Range at = s->at;
  uint32_t flags = function_defaults(*s->args, at);
  flags |= annotations(*s->args, s->returns, at);
  const Scope* scope = table_.scope_of(s);
  Unit unit;
  enter(unit, scope, std::string(s->name), first_line);
  parameters(*s->args);
  Body statements = s->body;
  std::string text;
  if (docstring(statements, text)) {
    unit.code->has_docstring = true;
    constant_index(Constant{text});
  }
  body(statements);
  finish_function(unit, true);
  CodePtr code = leave(unit);
  make_function(code, scope, flags, at);
  for (size_t i = s->decorators.size(); i-- > 0;) cached(Op::CALL, s->decorators[i]->at, 1);
  unit_->last = at;
  name(s->name, Context::kStore, at);
}

void Compiler::lambda(Lambda* e) {
  uint32_t flags = function_defaults(*e->args, e->at);
  const Scope* scope = table_.scope_of(e);
  Unit unit;
  enter(unit, scope, "<lambda>", e->at.line);
  parameters(*e->args);
  expression(e->body);
  if (scope->has_yield) op(Op::NOP, e->body->at);
  op(Op::RETURN_VALUE, e->body->at);
  finish_function(unit, false);
  CodePtr code = leave(unit);
  make_function(code, scope, flags, e->at);
}

void Compiler::class_(ClassDef* s) {
  for (Expr* decorator : s->decorators) {
    expression(decorator);
    op(Op::PUSH_NULL, decorator->at);
  }
  int32_t first_line = s->decorators.empty() ? s->at.line : s->decorators[0]->at.line;
  const Scope* scope = table_.scope_of(s);
  Range at = s->at;
  Unit unit;
  enter(unit, scope, std::string(s->name), first_line);
  Range start{first_line, first_line, 0, 0};
  name("__name__", Context::kLoad, start);
  name("__module__", Context::kStore, start);
  load_constant(Constant{unit.code->qualname}, start);
  name("__qualname__", Context::kStore, start);
  load_constant(Constant{static_cast<int64_t>(first_line)}, start);
  name("__firstlineno__", Context::kStore, start);
  Body statements = s->body;
  if (std::any_of(statements.begin(), statements.end(),
                  [](Stmt* inner) { return inner->kind == StmtKind::kAnnAssign && as<AnnAssign>(inner)->simple; })) {
    op(Op::SETUP_ANNOTATIONS, start);
  }
  std::string text;
  if (docstring(statements, text)) {
    unit.code->has_docstring = true;
    load_constant(Constant{text}, s->body[0]->at);
    name("__doc__", Context::kStore, s->body[0]->at);
  }
  body(statements);
  std::vector<Name>& attributes = unit.static_attributes;
  std::sort(attributes.begin(), attributes.end());
  attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
  TupleConstant names;
  for (Name attribute : attributes) names.items.push_back(Constant{std::string(attribute)});
  load_constant(Constant{std::move(names)}, start);
  name("__static_attributes__", Context::kStore, start);
  if (scope->needs_class_cell) {
    op(Op::LOAD_CLOSURE, start, unit.cells.at("__class__"));
    op(Op::COPY, start, 1);
    name("__classcell__", Context::kStore, start);
  } else {
    load_none(start);
  }
  op(Op::RETURN_VALUE, start);
  CodePtr code = leave(unit);

  op(Op::LOAD_BUILD_CLASS, at);
  op(Op::PUSH_NULL, at);
  make_function(code, scope, 0, at);
  load_constant(Constant{std::string(s->name)}, at);
  call_with(s->bases, s->keywords, at, 2);
  for (size_t i = s->decorators.size(); i-- > 0;) cached(Op::CALL, s->decorators[i]->at, 1);
  unit_->last = at;
  name(s->name, Context::kStore, at);
}

}  // namespace loopscope::lang
