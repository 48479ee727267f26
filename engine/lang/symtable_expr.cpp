// Names in expressions, targets and patterns.

#include <fmt/core.h>

#include "engine/lang/symtable_builder.hpp"

namespace loopscope::lang {

using namespace ast;

namespace {
constexpr int kMaxDepth = 1000;
}

void SymbolBuilder::pattern(Pattern* p) {
  switch (p->kind) {
    case PatternKind::kValue:
      expression(as<ValuePattern>(p)->value);
      break;
    case PatternKind::kSingleton:
      break;
    case PatternKind::kSequence:
      for (Pattern* item : as<SequencePattern>(p)->items) pattern(item);
      break;
    case PatternKind::kMapping:
      expressions(as<MappingPattern>(p)->keys);
      for (Pattern* item : as<MappingPattern>(p)->values) pattern(item);
      if (!as<MappingPattern>(p)->rest.empty()) bind(as<MappingPattern>(p)->rest, p->at);
      break;
    case PatternKind::kClass:
      expression(as<ClassPattern>(p)->type);
      for (Pattern* item : as<ClassPattern>(p)->items) pattern(item);
      for (Pattern* item : as<ClassPattern>(p)->keyword_items) pattern(item);
      break;
    case PatternKind::kStar:
      if (!as<StarPattern>(p)->name.empty()) bind(as<StarPattern>(p)->name, p->at);
      break;
    case PatternKind::kAs:
      if (as<AsPattern>(p)->pattern != nullptr) pattern(as<AsPattern>(p)->pattern);
      if (!as<AsPattern>(p)->name.empty()) bind(as<AsPattern>(p)->name, p->at);
      break;
    case PatternKind::kOr:
      for (Pattern* item : as<OrPattern>(p)->items) pattern(item);
      break;
  }
}

void SymbolBuilder::target(Expr* e) {
  switch (e->kind) {
    case ExprKind::kName:
      bind(as<NameExpr>(e)->id, e->at);
      if (current_->is_inlined() || current_->kind == ScopeKind::kGeneratorExp) {
        symbol(current_, mangled(as<NameExpr>(e)->id)).iteration = true;
      }
      break;
    case ExprKind::kList:
    case ExprKind::kTuple:
      for (Expr* item : as<Sequence>(e)->items) target(item);
      break;
    case ExprKind::kStarred:
      target(as<Starred>(e)->value);
      break;
    default:
      expression(e);
  }
}

// A walrus inside a comprehension binds in the scope around the comprehensions.
void SymbolBuilder::named(NamedExpr* e) {
  Name written = as<NameExpr>(e->target)->id;
  Name name = mangled(written);
  if (comprehension_iterable_ > 0) {
    return fail(e->at, "assignment expression cannot be used in a comprehension iterable expression");
  }
  if (written == "__debug__") fail(e->target->at, "cannot assign to __debug__");
  Scope* scope = current_;
  while (scope->is_inlined() || scope->kind == ScopeKind::kGeneratorExp) {
    if (const Symbol* found = scope->find(name); found != nullptr && found->iteration) {
      return fail(e->target->at,
                  fmt::format("assignment expression cannot rebind comprehension iteration variable '{}'", written));
    }
    scope = scope->parent;
  }
  if (scope != current_) {
    if (scope->kind == ScopeKind::kClass) {
      return fail(e->target->at, "assignment expression within a comprehension cannot be used in a class body");
    }
    bool global = scope->kind == ScopeKind::kModule || symbol(scope, name).global;
    for (Scope* inner = current_; inner != scope; inner = inner->parent) {
      Symbol& s = symbol(inner, name);
      (global ? s.global : s.nonlocal) = true;
    }
  }
  symbol(scope, name).bound = true;
  expression(e->value);
}

void SymbolBuilder::comprehension(Comp* e) {
  if (e->generators.empty()) return;
  // The first iterable belongs to the scope outside.
  ++comprehension_iterable_;
  expression(e->generators[0].iter);
  --comprehension_iterable_;
  bool generator = e->kind == ExprKind::kGeneratorExp;
  Name name = generator                        ? "<genexpr>"
              : e->kind == ExprKind::kListComp ? "<listcomp>"
              : e->kind == ExprKind::kSetComp  ? "<setcomp>"
                                               : "<dictcomp>";
  Scope* scope = open(generator ? ScopeKind::kGeneratorExp : ScopeKind::kComprehension, name, e);
  if (generator) {
    Symbol& iterator = symbol(scope, ".0");
    iterator.parameter = iterator.bound = true;
    scope->has_yield = true;
  }
  for (size_t i = 0; i < e->generators.size(); ++i) {
    Comprehension& clause = e->generators[i];
    if (clause.is_async) scope->has_await = true;
    target(clause.target);
    if (i > 0) {
      ++comprehension_iterable_;
      expression(clause.iter);
      --comprehension_iterable_;
    }
    expressions(clause.conditions);
  }
  expression(e->element);
  optional(e->value);
  close();
  if (!generator && scope->has_await) current_->has_await = true;
}

void SymbolBuilder::expression(Expr* e) {
  DepthGuard guard(*this);
  if (error_) return;
  if (depth_ > kMaxDepth) return fail(e->at, "expression is nested too deeply");
  switch (e->kind) {
    case ExprKind::kBoolOp:
      expressions(as<BoolOp>(e)->values);
      break;
    case ExprKind::kNamedExpr:
      named(as<NamedExpr>(e));
      break;
    case ExprKind::kBinOp: {
      // Long sums lean to the left: walk down without recursion.
      std::vector<Expr*> rights;
      while (e->kind == ExprKind::kBinOp) {
        rights.push_back(as<BinOp>(e)->right);
        e = as<BinOp>(e)->left;
      }
      expression(e);
      for (size_t i = rights.size(); i-- > 0;) expression(rights[i]);
      break;
    }
    case ExprKind::kUnaryOp:
      expression(as<UnaryOp>(e)->operand);
      break;
    case ExprKind::kLambda: {
      auto* l = as<Lambda>(e);
      defaults(*l->args);
      open(ScopeKind::kFunction, "<lambda>", l);
      parameters(*l->args);
      int outer = std::exchange(comprehension_iterable_, 0);
      expression(l->body);
      comprehension_iterable_ = outer;
      close();
      break;
    }
    case ExprKind::kIfExp:
      expression(as<IfExp>(e)->test);
      expression(as<IfExp>(e)->body);
      expression(as<IfExp>(e)->orelse);
      break;
    case ExprKind::kDict:
      expressions(as<Dict>(e)->keys);
      expressions(as<Dict>(e)->values);
      break;
    case ExprKind::kSet:
      expressions(as<Set>(e)->items);
      break;
    case ExprKind::kListComp:
    case ExprKind::kSetComp:
    case ExprKind::kDictComp:
    case ExprKind::kGeneratorExp:
      comprehension(as<Comp>(e));
      break;
    case ExprKind::kAwait:
      current_->has_await = true;
      expression(as<Await>(e)->value);
      break;
    case ExprKind::kYield:
    case ExprKind::kYieldFrom: {
      if (current_->is_inlined() || current_->kind == ScopeKind::kGeneratorExp) {
        Name n = current_->name;
        return fail(e->at, fmt::format("'yield' inside {}", n == "<genexpr>"    ? "generator expression"
                                                            : n == "<listcomp>" ? "list comprehension"
                                                            : n == "<setcomp>"  ? "set comprehension"
                                                                                : "dict comprehension"));
      }
      current_->has_yield = true;
      optional(as<Yield>(e)->value);
      break;
    }
    case ExprKind::kCompare:
      expression(as<Compare>(e)->left);
      expressions(as<Compare>(e)->rights);
      break;
    case ExprKind::kCall:
      expression(as<Call>(e)->function);
      expressions(as<Call>(e)->args);
      for (Keyword& k : as<Call>(e)->keywords) expression(k.value);
      break;
    case ExprKind::kFormattedValue:
      expression(as<FormattedValue>(e)->value);
      optional(as<FormattedValue>(e)->spec);
      break;
    case ExprKind::kJoinedStr:
      expressions(as<JoinedStr>(e)->values);
      break;
    case ExprKind::kConstant:
      break;
    case ExprKind::kAttribute:
      expression(as<Attribute>(e)->value);
      break;
    case ExprKind::kSubscript:
      expression(as<Subscript>(e)->value);
      expression(as<Subscript>(e)->index);
      break;
    case ExprKind::kStarred:
      expression(as<Starred>(e)->value);
      break;
    case ExprKind::kName:
      use(as<NameExpr>(e)->id);
      break;
    case ExprKind::kList:
    case ExprKind::kTuple:
      expressions(as<Sequence>(e)->items);
      break;
    case ExprKind::kSlice:
      optional(as<Slice>(e)->lower);
      optional(as<Slice>(e)->upper);
      optional(as<Slice>(e)->step);
      break;
  }
}

}  // namespace loopscope::lang
