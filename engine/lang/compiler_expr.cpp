// Expressions and assignment targets.

#include <algorithm>

#include <fmt/core.h>

#include "engine/lang/compiler_impl.hpp"

namespace loopscope::lang {

using namespace ast;

namespace {
constexpr int kMaxDepth = 1000;
constexpr uint32_t kMaxItems = 4000;  // longer displays are built piece by piece, to keep the stack small
}  // namespace

void Compiler::expressions(Span<Expr*> items) {
  for (Expr* e : items) expression(e);
}

void Compiler::expression(Expr* e) {
  if (failed()) return;
  if (++depth_ > kMaxDepth) {
    fail(e->at, "expression is nested too deeply");
    --depth_;
    return;
  }
  if (std::optional<Constant> value = constant_value(e)) {
    load_constant(std::move(*value), e->at);
    --depth_;
    return;
  }
  switch (e->kind) {
    case ExprKind::kBoolOp:
      bool_op(as<BoolOp>(e));
      break;
    case ExprKind::kNamedExpr:
      expression(as<NamedExpr>(e)->value);
      op(Op::COPY, e->at, 1);
      target(as<NamedExpr>(e)->target);
      break;
    case ExprKind::kBinOp:
      binary(as<BinOp>(e));
      break;
    case ExprKind::kUnaryOp:
      unary(as<UnaryOp>(e));
      break;
    case ExprKind::kLambda:
      lambda(as<Lambda>(e));
      break;
    case ExprKind::kIfExp:
      conditional(as<IfExp>(e));
      break;
    case ExprKind::kDict:
      dict(as<Dict>(e));
      break;
    case ExprKind::kSet:
      sequence(as<Set>(e)->items, e->kind, e->at);
      break;
    case ExprKind::kListComp:
    case ExprKind::kSetComp:
    case ExprKind::kDictComp:
    case ExprKind::kGeneratorExp:
      comprehension(as<Comp>(e));
      break;
    case ExprKind::kAwait:
      await(as<Await>(e));
      break;
    case ExprKind::kYield:
    case ExprKind::kYieldFrom:
      yield(as<Yield>(e));
      break;
    case ExprKind::kCompare:
      compare(as<Compare>(e));
      break;
    case ExprKind::kCall:
      call(as<Call>(e));
      break;
    case ExprKind::kFormattedValue:
      formatted(as<FormattedValue>(e));
      break;
    case ExprKind::kJoinedStr:
      joined_string(as<JoinedStr>(e));
      break;
    case ExprKind::kConstant:
      break;
    case ExprKind::kAttribute:
      attribute(as<Attribute>(e), Context::kLoad);
      break;
    case ExprKind::kSubscript:
      subscript(as<Subscript>(e), Context::kLoad);
      break;
    case ExprKind::kStarred:
      fail(e->at, "can't use starred expression here");
      break;
    case ExprKind::kName:
      if (as<NameExpr>(e)->id == "__debug__") {
        load_constant(Constant{true}, e->at);
      } else {
        name(as<NameExpr>(e)->id, Context::kLoad, e->at);
      }
      break;
    case ExprKind::kList:
    case ExprKind::kTuple:
      sequence(as<Sequence>(e)->items, e->kind, e->at);
      break;
    case ExprKind::kSlice:
      slice(as<Slice>(e));
      break;
  }
  --depth_;
}

void Compiler::target(Expr* e) {
  switch (e->kind) {
    case ExprKind::kName:
      return name(as<NameExpr>(e)->id, Context::kStore, e->at);
    case ExprKind::kAttribute:
      return attribute(as<Attribute>(e), Context::kStore);
    case ExprKind::kSubscript:
      return subscript(as<Subscript>(e), Context::kStore);
    case ExprKind::kList:
    case ExprKind::kTuple:
      return unpack(as<Sequence>(e)->items, e->at);
    case ExprKind::kStarred:
      return fail(e->at, "starred assignment target must be in a list or tuple");
    default:
      return fail(e->at, fmt::format("cannot assign to {}", describe(e)));
  }
}

void Compiler::unpack(Span<Expr*> items, const Range& at) {
  uint32_t star = items.size();
  for (uint32_t i = 0; i < items.size(); ++i) {
    if (items[i]->kind != ExprKind::kStarred) continue;
    if (star != items.size()) return fail(at, "multiple starred expressions in assignment");
    star = i;
  }
  if (star == items.size()) {
    op(Op::UNPACK_SEQUENCE, at, items.size());
  } else {
    uint32_t after = items.size() - star - 1;
    if (after > 0xFF || star > 0xFF) return fail(at, "too many expressions in star-unpacking assignment");
    op(Op::UNPACK_EX, at, star, static_cast<uint16_t>(after));
  }
  for (uint32_t i = 0; i < items.size(); ++i) target(i == star ? as<Starred>(items[i])->value : items[i]);
}

void Compiler::bool_op(BoolOp* e) {
  Label end = out().label();
  for (size_t i = 0; i < e->values.size(); ++i) {
    expression(e->values[i]);
    if (i + 1 == e->values.size()) break;
    op(Op::COPY, e->at, 1);
    jump(e->is_or ? Op::POP_JUMP_IF_TRUE : Op::POP_JUMP_IF_FALSE, e->at, end);
    op(Op::POP_TOP, e->at);
  }
  out().place(end);
}

void Compiler::binary(BinOp* e) {
  // Long sums lean to the left: walk down without recursion.
  std::vector<BinOp*> chain;
  Expr* left = e;
  while (left->kind == ExprKind::kBinOp) {
    chain.push_back(as<BinOp>(left));
    left = as<BinOp>(left)->left;
  }
  expression(left);
  for (size_t i = chain.size(); i-- > 0;) {
    expression(chain[i]->right);
    op(Op::BINARY_OP, chain[i]->at, static_cast<uint32_t>(chain[i]->op));
  }
}

void Compiler::unary(UnaryOp* e) {
  expression(e->operand);
  op(Op::UNARY_OP, e->at, static_cast<uint32_t>(e->op));
}

void Compiler::compare_op(Comparison comparison, const Range& at) {
  switch (comparison) {
    case Comparison::kIs:
    case Comparison::kIsNot:
      return op(Op::IS_OP, at, comparison == Comparison::kIsNot);
    case Comparison::kIn:
    case Comparison::kNotIn:
      return op(Op::CONTAINS_OP, at, comparison == Comparison::kNotIn);
    default:
      op(Op::COMPARE_OP, at, static_cast<uint32_t>(comparison));
  }
}

// `x is 1`: identity of literals means nothing.
void Compiler::check_compare(Compare* e) {
  auto literal = [](const Expr* operand) -> const char* {
    if (operand->kind == ExprKind::kTuple && constant_value(operand)) return "tuple";
    if (operand->kind != ExprKind::kConstant) return nullptr;
    switch (static_cast<const ConstantExpr*>(operand)->type) {
      case ConstantKind::kInt:
      case ConstantKind::kBigInt:
        return "int";
      case ConstantKind::kFloat:
        return "float";
      case ConstantKind::kImaginary:
        return "complex";
      case ConstantKind::kStr:
        return "str";
      case ConstantKind::kBytes:
        return "bytes";
      default:
        return nullptr;
    }
  };
  const Expr* left = e->left;
  for (size_t i = 0; i < e->ops.size(); ++i) {
    bool is_not = e->ops[i] == Comparison::kIsNot;
    const char* type = literal(left) != nullptr ? literal(left) : literal(e->rights[i]);
    left = e->rights[i];
    if (type == nullptr || (e->ops[i] != Comparison::kIs && !is_not)) continue;
    return warn(e->at, fmt::format("\"{}\" with '{}' literal. Did you mean \"{}\"?", is_not ? "is not" : "is", type,
                                   is_not ? "!=" : "=="));
  }
}

void Compiler::compare(Compare* e) {
  check_compare(e);
  expression(e->left);
  size_t last = e->ops.size() - 1;
  if (last == 0) {
    expression(e->rights[0]);
    return compare_op(e->ops[0], e->at);
  }
  Label cleanup = out().label(), end = out().label();
  for (size_t i = 0; i < last; ++i) {
    expression(e->rights[i]);
    op(Op::SWAP, e->at, 2);
    op(Op::COPY, e->at, 2);
    compare_op(e->ops[i], e->at);
    op(Op::COPY, e->at, 1);
    jump(Op::POP_JUMP_IF_FALSE, e->at, cleanup);
    op(Op::POP_TOP, e->at);
  }
  expression(e->rights[last]);
  compare_op(e->ops[last], e->at);
  jump(Op::JUMP, e->at, end);
  out().place(cleanup);
  op(Op::SWAP, e->at, 2);
  op(Op::POP_TOP, e->at);
  out().place(end);
}

// Jumps to `to` when the truth of `e` is `condition`, else falls through.
void Compiler::jump_if(Expr* e, Label to, bool condition) {
  if (std::optional<bool> truth = known_truth(e)) {
    if (*truth == condition) {
      jump(Op::JUMP, e->at, to);
    } else {
      op(Op::NOP, e->at);
    }
    return;
  }
  if (++depth_ > kMaxDepth) {
    --depth_;
    return fail(e->at, "expression is nested too deeply");
  }
  if (e->kind == ExprKind::kUnaryOp && as<UnaryOp>(e)->op == UnaryOperator::kNot) {
    jump_if(as<UnaryOp>(e)->operand, to, !condition);
  } else if (e->kind == ExprKind::kBoolOp) {
    auto* b = as<BoolOp>(e);
    // In `a or b`, a true operand decides; in `a and b`, a false one.
    Label end = out().label();
    Label decided = b->is_or == condition ? to : end;
    for (size_t i = 0; i + 1 < b->values.size(); ++i) jump_if(b->values[i], decided, b->is_or);
    jump_if(b->values.back(), to, condition);
    out().place(end);
  } else if (e->kind == ExprKind::kIfExp) {
    auto* c = as<IfExp>(e);
    Label orelse = out().label(), end = out().label();
    jump_if(c->test, orelse, false);
    jump_if(c->body, to, condition);
    jump(Op::JUMP, c->at, end);
    out().place(orelse);
    jump_if(c->orelse, to, condition);
    out().place(end);
  } else {
    expression(e);
    jump(condition ? Op::POP_JUMP_IF_TRUE : Op::POP_JUMP_IF_FALSE, e->at, to);
  }
  --depth_;
}

void Compiler::conditional(IfExp* e) {
  Label orelse = out().label(), end = out().label();
  jump_if(e->test, orelse, false);
  expression(e->body);
  jump(Op::JUMP, e->at, end);
  out().place(orelse);
  expression(e->orelse);
  out().place(end);
}

void Compiler::dict(Dict* e) {
  bool plain = e->keys.size() <= kMaxItems &&
               std::none_of(e->keys.begin(), e->keys.end(), [](Expr* key) { return key == nullptr; });
  if (plain) {
    for (size_t i = 0; i < e->keys.size(); ++i) {
      expression(e->keys[i]);
      expression(e->values[i]);
    }
    return op(Op::BUILD_MAP, e->at, e->keys.size());
  }
  op(Op::BUILD_MAP, e->at, 0);
  for (size_t i = 0; i < e->keys.size(); ++i) {
    if (e->keys[i] == nullptr) {
      expression(e->values[i]);
      op(Op::DICT_UPDATE, e->at, 1);
    } else {
      expression(e->keys[i]);
      expression(e->values[i]);
      op(Op::MAP_ADD, e->at, 1);
    }
  }
}

// A list, tuple or set display.
void Compiler::sequence(Span<Expr*> items, ExprKind kind, const Range& at) {
  bool starred = std::any_of(items.begin(), items.end(), [](Expr* e) { return e->kind == ExprKind::kStarred; });
  if (!starred && items.size() <= kMaxItems) {
    expressions(items);
    Op build = kind == ExprKind::kList ? Op::BUILD_LIST : kind == ExprKind::kSet ? Op::BUILD_SET : Op::BUILD_TUPLE;
    return op(build, at, items.size());
  }
  bool set = kind == ExprKind::kSet;
  op(set ? Op::BUILD_SET : Op::BUILD_LIST, at, 0);
  for (Expr* e : items) {
    bool star = e->kind == ExprKind::kStarred;
    expression(star ? as<Starred>(e)->value : e);
    if (set) {
      op(star ? Op::SET_UPDATE : Op::SET_ADD, at, 1);
    } else {
      op(star ? Op::LIST_EXTEND : Op::LIST_APPEND, at, 1);
    }
  }
  if (kind == ExprKind::kTuple) op(Op::LIST_TO_TUPLE, at);
}

// Where an attribute access is shown: on the line of the attribute's name.
ast::Range Compiler::attribute_range(const Attribute* e) const {
  Range at = e->at;
  if (at.line != at.end_line) {
    at.line = at.end_line;
    at.column = at.end_column - static_cast<int32_t>(e->name.size());
  }
  return at;
}

void Compiler::attribute(Attribute* e, Context context) {
  expression(e->value);
  Range at = attribute_range(e);
  uint32_t index = name_index(mangled(e->name));
  switch (context) {
    case Context::kLoad:
      return cached(Op::LOAD_ATTR, at, index);
    case Context::kDelete:
      return op(Op::DELETE_ATTR, at, index);
    case Context::kStore:
      break;
  }
  if (e->name == "__debug__") return fail(e->at, "cannot assign to __debug__");
  // What methods of a class assign to self is listed in its __static_attributes__.
  if (unit_->parent != nullptr && e->value->kind == ExprKind::kName && as<NameExpr>(e->value)->id == "self") {
    for (Unit* outer = unit_->parent; outer != nullptr; outer = outer->parent) {
      if (outer->scope->kind != ScopeKind::kClass) continue;
      outer->static_attributes.push_back(e->name);
      break;
    }
  }
  cached(Op::STORE_ATTR, at, index);
}

void Compiler::subscript(Subscript* e, Context context) {
  if (context == Context::kLoad) {
    if (const Expr* v = e->value; v->kind == ExprKind::kConstant || v->kind == ExprKind::kSet) {
      auto type = static_cast<const ConstantExpr*>(v)->type;
      bool sequence = v->kind == ExprKind::kConstant && (type == ConstantKind::kStr || type == ConstantKind::kBytes);
      if (!sequence) {
        const char* shown = v->kind == ExprKind::kSet                                     ? "set"
                            : type == ConstantKind::kNone                                 ? "NoneType"
                            : type == ConstantKind::kFloat                                ? "float"
                            : type == ConstantKind::kTrue || type == ConstantKind::kFalse ? "bool"
                            : type == ConstantKind::kEllipsis                             ? "ellipsis"
                            : type == ConstantKind::kImaginary                            ? "complex"
                                                                                          : "int";
        warn(e->at, fmt::format("'{}' object is not subscriptable; perhaps you missed a comma?", shown));
      }
    }
  }
  expression(e->value);
  expression(e->index);
  op(context == Context::kLoad    ? Op::BINARY_SUBSCR
     : context == Context::kStore ? Op::STORE_SUBSCR
                                  : Op::DELETE_SUBSCR,
     e->at);
}

void Compiler::slice(Slice* e) {
  for (Expr* bound : {e->lower, e->upper}) {
    if (bound != nullptr) {
      expression(bound);
    } else {
      load_none(e->at);
    }
  }
  if (e->step != nullptr) expression(e->step);
  op(Op::BUILD_SLICE, e->at, e->step != nullptr ? 3 : 2);
}

void Compiler::joined_string(JoinedStr* e) {
  if (e->values.empty()) return load_constant(Constant{std::string()}, e->at);
  expressions(e->values);
  if (e->values.size() > 1) op(Op::BUILD_STRING, e->at, e->values.size());
}

void Compiler::formatted(FormattedValue* e) {
  expression(e->value);
  auto flags = static_cast<uint32_t>(e->conversion);
  if (e->spec != nullptr) {
    expression(e->spec);
    flags |= 4;
  }
  op(Op::FORMAT_VALUE, e->at, flags);
}

void Compiler::await(Await* e) {
  const Scope* scope = unit_->scope;
  if (!scope->is_function()) return fail(e->at, "'await' outside function");
  if (!scope->is_async && scope->kind != ScopeKind::kGeneratorExp) {
    return fail(e->at, "'await' outside async function");
  }
  expression(e->value);
  await_iterator(0, e->at);
}

void Compiler::yield(Yield* e) {
  if (!unit_->scope->is_function()) {
    return fail(e->at, "'yield' outside function");
  }
  if (e->kind == ExprKind::kYieldFrom) {
    if (unit_->scope->is_async) return fail(e->at, "'yield from' inside async function");
    expression(e->value);
    op(Op::GET_YIELD_FROM_ITER, e->at);
    return await_iterator(-1, e->at);
  }
  if (e->value != nullptr) {
    expression(e->value);
  } else {
    load_none(e->at);
  }
  op(Op::YIELD_VALUE, e->at);
}

}  // namespace loopscope::lang
