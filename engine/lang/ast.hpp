#pragma once
// The syntax tree: plain arena nodes with the ranges that CPython's `ast` gives them. Names and string values are views
// into the source text or the arena, so a tree lives no longer than its Arena and its Source.

#include <cstdint>
#include <string_view>

#include "engine/lang/arena.hpp"
#include "engine/lang/code.hpp"

namespace loopscope::lang::ast {

using Name = std::string_view;
/// Lines from 1, columns in bytes from 0, the end exclusive.
using Range = Position;

enum class ExprKind : uint8_t {
  kBoolOp,
  kNamedExpr,
  kBinOp,
  kUnaryOp,
  kLambda,
  kIfExp,
  kDict,
  kSet,
  kListComp,
  kSetComp,
  kDictComp,
  kGeneratorExp,
  kAwait,
  kYield,
  kYieldFrom,
  kCompare,
  kCall,
  kFormattedValue,
  kJoinedStr,
  kConstant,
  kAttribute,
  kSubscript,
  kStarred,
  kName,
  kList,
  kTuple,
  kSlice,
};

struct Expr {
  ExprKind kind;
  bool parenthesized = false;  // written in parentheses of its own (a tuple's do not count)
  Range at;
};

struct BoolOp : Expr {
  bool is_or;
  Span<Expr*> values;
};
struct NamedExpr : Expr {
  Expr* target;
  Expr* value;
};
struct BinOp : Expr {
  BinaryOperator op;
  Expr* left;
  Expr* right;
};
struct UnaryOp : Expr {
  UnaryOperator op;
  Expr* operand;
};
struct Arguments;
struct Lambda : Expr {
  Arguments* args;
  Expr* body;
};
struct IfExp : Expr {
  Expr* test;
  Expr* body;
  Expr* orelse;
};
struct Dict : Expr {
  Span<Expr*> keys;
  Span<Expr*> values;
};  // a null key: **value
struct Set : Expr {
  Span<Expr*> items;
};
struct Comprehension {
  Expr* target;
  Expr* iter;
  Span<Expr*> conditions;
  bool is_async;
  Range at;
};
/// List, set and dict comprehensions and generator expressions; `value` only for dicts.
struct Comp : Expr {
  Expr* element;
  Expr* value;
  Span<Comprehension> generators;
};
struct Await : Expr {
  Expr* value;
};
struct Yield : Expr {
  Expr* value;
};  // kYield (value may be null) and kYieldFrom
enum class Comparison : uint8_t {
  kLess,
  kLessEqual,
  kEqual,
  kNotEqual,
  kGreater,
  kGreaterEqual,
  kIs,
  kIsNot,
  kIn,
  kNotIn
};
struct Compare : Expr {
  Expr* left;
  Span<Comparison> ops;
  Span<Expr*> rights;
};
struct Keyword {
  Name name;
  Expr* value;
  Range at;
};  // an empty name: **value
struct Call : Expr {
  Expr* function;
  Span<Expr*> args;
  Span<Keyword> keywords;
};
/// conversion: 0 none, 1 str, 2 repr, 3 ascii (as FORMAT_VALUE).
struct FormattedValue : Expr {
  Expr* value;
  int conversion;
  Expr* spec;
};
struct JoinedStr : Expr {
  Span<Expr*> values;
};
enum class ConstantKind : uint8_t { kNone, kTrue, kFalse, kEllipsis, kInt, kBigInt, kFloat, kImaginary, kStr, kBytes };
struct ConstantExpr : Expr {
  ConstantKind type;
  int64_t integer;
  double number;
  Name text;
};
struct Attribute : Expr {
  Expr* value;
  Name name;
};
struct Subscript : Expr {
  Expr* value;
  Expr* index;
};
struct Starred : Expr {
  Expr* value;
};
struct NameExpr : Expr {
  Name id;
};
struct Sequence : Expr {
  Span<Expr*> items;
};  // kList and kTuple
struct Slice : Expr {
  Expr* lower;
  Expr* upper;
  Expr* step;
};

struct Parameter {
  Name name;
  Expr* annotation;
  Range at;
};
struct Arguments {
  Span<Parameter> positional;  // positional-only ones first
  uint32_t posonly = 0;
  Span<Parameter> keyword_only;
  Parameter* varargs = nullptr;
  Parameter* varkeywords = nullptr;
  Span<Expr*> defaults;          // of the last positional parameters
  Span<Expr*> keyword_defaults;  // one for each keyword-only parameter, null: none
};

enum class PatternKind : uint8_t { kValue, kSingleton, kSequence, kMapping, kClass, kStar, kAs, kOr };
struct Pattern {
  PatternKind kind;
  Range at;
};
struct ValuePattern : Pattern {
  Expr* value;
};
struct SingletonPattern : Pattern {
  ConstantKind value;
};
struct SequencePattern : Pattern {
  Span<Pattern*> items;
};
struct MappingPattern : Pattern {
  Span<Expr*> keys;
  Span<Pattern*> values;
  Name rest;
};
struct ClassPattern : Pattern {
  Expr* type;
  Span<Pattern*> items;
  Span<Name> names;
  Span<Pattern*> keyword_items;
};
struct StarPattern : Pattern {
  Name name;
};  // empty: *_
struct AsPattern : Pattern {
  Pattern* pattern;
  Name name;
};  // no pattern: a capture; no name either: _
struct OrPattern : Pattern {
  Span<Pattern*> items;
};

enum class StmtKind : uint8_t {
  kFunctionDef,
  kClassDef,
  kReturn,
  kDelete,
  kAssign,
  kAugAssign,
  kAnnAssign,
  kFor,
  kWhile,
  kIf,
  kWith,
  kMatch,
  kRaise,
  kTry,
  kAssert,
  kImport,
  kImportFrom,
  kGlobal,
  kNonlocal,
  kExpr,
  kPass,
  kBreak,
  kContinue,
};

struct Stmt {
  StmtKind kind;
  Range at;
};
using Body = Span<Stmt*>;

struct FunctionDef : Stmt {
  bool is_async;
  Name name;
  Arguments* args;
  Body body;
  Span<Expr*> decorators;
  Expr* returns;
};
struct ClassDef : Stmt {
  Name name;
  Span<Expr*> bases;
  Span<Keyword> keywords;
  Body body;
  Span<Expr*> decorators;
};
struct Return : Stmt {
  Expr* value;
};
struct Delete : Stmt {
  Span<Expr*> targets;
};
struct Assign : Stmt {
  Span<Expr*> targets;
  Expr* value;
};
struct AugAssign : Stmt {
  Expr* target;
  BinaryOperator op;
  Expr* value;
};
struct AnnAssign : Stmt {
  Expr* target;
  Expr* annotation;
  Expr* value;
  bool simple;
};
struct For : Stmt {
  bool is_async;
  Expr* target;
  Expr* iter;
  Body body;
  Body orelse;
};
struct While : Stmt {
  Expr* test;
  Body body;
  Body orelse;
};
/// An `elif` is an If alone in `orelse`; chains of them may be long, so nobody may recurse over them.
struct If : Stmt {
  Expr* test;
  Body body;
  Body orelse;
};
struct WithItem {
  Expr* context;
  Expr* target;
};
struct With : Stmt {
  bool is_async;
  Span<WithItem> items;
  Body body;
};
struct MatchCase {
  Pattern* pattern;
  Expr* guard;
  Body body;
};
struct Match : Stmt {
  Expr* subject;
  Span<MatchCase> cases;
};
struct Raise : Stmt {
  Expr* exception;
  Expr* cause;
};
struct ExceptHandler {
  Expr* type;
  Name name;
  Body body;
  Range at;
};
struct Try : Stmt {
  bool is_star;
  Body body;
  Span<ExceptHandler> handlers;
  Body orelse;
  Body finalbody;
};
struct Assert : Stmt {
  Expr* test;
  Expr* message;
};
struct Alias {
  Name name;
  Name as;
  Range at;
};
struct Import : Stmt {
  Span<Alias> names;
};
struct ImportFrom : Stmt {
  Name module;
  Span<Alias> names;
  uint32_t level;
};
struct Global : Stmt {
  Span<Name> names;
};  // kGlobal and kNonlocal
struct ExprStmt : Stmt {
  Expr* value;
};

struct Module {
  Body body;
};  // in eval mode: one expression statement

template <typename T>
T* as(Expr* node) {
  return static_cast<T*>(node);
}
template <typename T>
T* as(Stmt* node) {
  return static_cast<T*>(node);
}
template <typename T>
T* as(Pattern* node) {
  return static_cast<T*>(node);
}

/// "function call", "literal", ...: how error messages of CPython name an expression.
std::string_view describe(const Expr* node);

}  // namespace loopscope::lang::ast
