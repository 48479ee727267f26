// What is known at compile time: literals, negative numbers, tuples of constants.

#include <limits>

#include "engine/lang/compiler_impl.hpp"

namespace loopscope::lang {

using namespace ast;

std::optional<Constant> Compiler::constant_value(const Expr* e) {
  if (e->kind == ExprKind::kConstant) {
    const auto* c = static_cast<const ConstantExpr*>(e);
    switch (c->type) {
      case ConstantKind::kNone:
        return Constant{NoneConstant{}};
      case ConstantKind::kTrue:
        return Constant{true};
      case ConstantKind::kFalse:
        return Constant{false};
      case ConstantKind::kEllipsis:
        return Constant{EllipsisConstant{}};
      case ConstantKind::kInt:
        return Constant{c->integer};
      case ConstantKind::kBigInt:
        return Constant{BigIntConstant{std::string(c->text)}};
      case ConstantKind::kFloat:
        return Constant{c->number};
      case ConstantKind::kImaginary:
        return Constant{ComplexConstant{0.0, c->number}};
      case ConstantKind::kStr:
        return Constant{std::string(c->text)};
      case ConstantKind::kBytes:
        return Constant{BytesConstant{std::string(c->text)}};
    }
  }
  if (e->kind == ExprKind::kUnaryOp) {
    const auto* u = static_cast<const UnaryOp*>(e);
    if (u->op != UnaryOperator::kNegative || u->operand->kind != ExprKind::kConstant) return std::nullopt;
    const auto* c = static_cast<const ConstantExpr*>(u->operand);
    switch (c->type) {
      case ConstantKind::kInt:
        return Constant{-c->integer};
      case ConstantKind::kFloat:
        return Constant{-c->number};
      case ConstantKind::kImaginary:
        return Constant{ComplexConstant{-0.0, -c->number}};
      case ConstantKind::kBigInt:
        if (c->text == "9223372036854775808") return Constant{std::numeric_limits<int64_t>::min()};
        return Constant{BigIntConstant{"-" + std::string(c->text)}};
      default:
        return std::nullopt;
    }
  }
  if (e->kind == ExprKind::kTuple) {
    TupleConstant tuple;
    for (const Expr* item : static_cast<const Sequence*>(e)->items) {
      std::optional<Constant> value = constant_value(item);
      if (!value) return std::nullopt;
      tuple.items.push_back(std::move(*value));
    }
    return Constant{std::move(tuple)};
  }
  return std::nullopt;
}

std::optional<bool> Compiler::known_truth(const Expr* e) {
  if (e->kind == ExprKind::kName && static_cast<const NameExpr*>(e)->id == "__debug__") return true;
  if (e->kind != ExprKind::kConstant) return std::nullopt;
  const auto* c = static_cast<const ConstantExpr*>(e);
  switch (c->type) {
    case ConstantKind::kNone:
    case ConstantKind::kFalse:
      return false;
    case ConstantKind::kTrue:
    case ConstantKind::kEllipsis:
    case ConstantKind::kBigInt:
      return true;
    case ConstantKind::kInt:
      return c->integer != 0;
    case ConstantKind::kFloat:
    case ConstantKind::kImaginary:
      return c->number != 0;
    case ConstantKind::kStr:
    case ConstantKind::kBytes:
      return !c->text.empty();
  }
  return std::nullopt;
}

}  // namespace loopscope::lang
