// Calls.

#include <algorithm>

#include <fmt/core.h>

#include "engine/lang/compiler_impl.hpp"

namespace loopscope::lang {

using namespace ast;

namespace {

constexpr uint32_t kMaxStackArguments = 1000;  // longer calls build a tuple and a dict piece by piece

const char* literal_type(const Expr* e) {
  switch (e->kind) {
    case ExprKind::kTuple:
      return "tuple";
    case ExprKind::kList:
    case ExprKind::kListComp:
      return "list";
    case ExprKind::kDict:
    case ExprKind::kDictComp:
      return "dict";
    case ExprKind::kSet:
    case ExprKind::kSetComp:
      return "set";
    case ExprKind::kGeneratorExp:
      return "generator";
    case ExprKind::kJoinedStr:
    case ExprKind::kFormattedValue:
      return "str";
    case ExprKind::kConstant:
      switch (static_cast<const ConstantExpr*>(e)->type) {
        case ConstantKind::kNone:
          return "NoneType";
        case ConstantKind::kTrue:
        case ConstantKind::kFalse:
          return "bool";
        case ConstantKind::kEllipsis:
          return "ellipsis";
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
      }
      return nullptr;
    default:
      return nullptr;
  }
}

}  // namespace

void Compiler::check_caller(Expr* function) {
  if (const char* type = literal_type(function)) {
    warn(function->at, fmt::format("'{}' object is not callable; perhaps you missed a comma?", type));
  }
}

bool Compiler::check_keywords(Span<Keyword> keywords) {
  for (size_t i = 0; i < keywords.size(); ++i) {
    if (keywords[i].name.empty()) continue;
    if (keywords[i].name == "__debug__") fail(keywords[i].at, "cannot assign to __debug__");
    // Quadratic, but only in short lists: longer ones are checked once by a sorted copy.
    if (keywords.size() > 64) break;
    for (size_t j = i + 1; j < keywords.size(); ++j) {
      if (keywords[i].name == keywords[j].name) {
        fail(keywords[j].at, fmt::format("keyword argument repeated: {}", keywords[i].name));
        return false;
      }
    }
  }
  if (keywords.size() > 64) {
    std::vector<Keyword> sorted(keywords.begin(), keywords.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const Keyword& a, const Keyword& b) { return a.name < b.name; });
    for (size_t i = 1; i < sorted.size(); ++i) {
      if (!sorted[i].name.empty() && sorted[i].name == sorted[i - 1].name) {
        fail(sorted[i].at, fmt::format("keyword argument repeated: {}", sorted[i].name));
        return false;
      }
    }
  }
  return !failed();
}

void Compiler::keyword_names(Span<Keyword> keywords, size_t from, size_t to, const Range& at) {
  TupleConstant names;
  for (size_t i = from; i < to; ++i) names.items.push_back(Constant{std::string(mangled(keywords[i].name))});
  load_constant(Constant{std::move(names)}, at);
}

// The callable and self-or-null are on the stack, and `already` positional arguments.
void Compiler::call_with(Span<Expr*> args, Span<Keyword> keywords, const Range& at, uint32_t already) {
  if (!check_keywords(keywords)) return;
  bool unpack = args.size() + keywords.size() > kMaxStackArguments ||
                std::any_of(args.begin(), args.end(), [](Expr* e) { return e->kind == ExprKind::kStarred; }) ||
                std::any_of(keywords.begin(), keywords.end(), [](const Keyword& k) { return k.name.empty(); });
  if (unpack) return call_unpacked(args, keywords, at, already);
  expressions(args);
  uint32_t count = already + args.size();
  if (keywords.empty()) return cached(Op::CALL, at, count);
  for (Keyword& keyword : keywords) expression(keyword.value);
  keyword_names(keywords, 0, keywords.size(), at);
  cached(Op::CALL_KW, at, count + keywords.size());
}

void Compiler::call_unpacked(Span<Expr*> args, Span<Keyword> keywords, const Range& at, uint32_t already) {
  bool lone_star = already == 0 && args.size() == 1 && args[0]->kind == ExprKind::kStarred;
  if (lone_star) {
    expression(as<Starred>(args[0])->value);
  } else {
    op(Op::BUILD_LIST, at, already);
    for (Expr* e : args) {
      bool starred = e->kind == ExprKind::kStarred;
      expression(starred ? as<Starred>(e)->value : e);
      op(starred ? Op::LIST_EXTEND : Op::LIST_APPEND, starred ? e->at : at, 1);
    }
    op(Op::LIST_TO_TUPLE, at);
  }
  if (keywords.empty()) return op(Op::CALL_EX, at, 0);
  op(Op::BUILD_MAP, at, 0);
  for (size_t i = 0; i < keywords.size();) {
    if (keywords[i].name.empty()) {
      expression(keywords[i++].value);
    } else {
      uint32_t count = 0;
      for (; i < keywords.size() && !keywords[i].name.empty() && count < kMaxStackArguments; ++i, ++count) {
        load_constant(Constant{std::string(mangled(keywords[i].name))}, at);
        expression(keywords[i].value);
      }
      op(Op::BUILD_MAP, at, count);
    }
    op(Op::DICT_MERGE, at, 1);
  }
  op(Op::CALL_EX, at, 1);
}

void Compiler::call(Call* e) {
  Range at = e->at;
  if (e->function->kind == ExprKind::kAttribute) {
    auto* method = as<Attribute>(e->function);
    expression(method->value);
    Range where = attribute_range(method);
    cached(Op::LOAD_METHOD, where, name_index(mangled(method->name)));
    // A call spread over lines is shown where its method's name stands.
    if (at.line != method->at.end_line) {
      at.line = method->at.end_line;
      at.column = method->at.end_column - static_cast<int32_t>(method->name.size());
      if (at.end_line < at.line) {
        at.end_line = at.line;
        at.end_column = method->at.end_column;
      }
    }
  } else {
    check_caller(e->function);
    expression(e->function);
    op(Op::PUSH_NULL, e->function->at);
  }
  call_with(e->args, e->keywords, at);
}

}  // namespace loopscope::lang
