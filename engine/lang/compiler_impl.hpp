#pragma once
// The compiler proper; private to compiler*.cpp. Errors are sticky: the first one wins, the rest of the walk is
// harmless and its output is dropped.

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/lang/ast.hpp"
#include "engine/lang/code.hpp"
#include "engine/lang/emitter.hpp"
#include "engine/lang/parser.hpp"
#include "engine/lang/source.hpp"
#include "engine/lang/symtable.hpp"

namespace loopscope::lang {

class Compiler {
 public:
  Compiler(const Source& source, const SymbolTable& table, Arena& arena, std::vector<SyntaxWarning>& warnings)
      : source_(source), table_(table), arena_(arena), warnings_(warnings) {}

  Result<CodePtr> run(const ast::Module& module, Mode mode);

 private:
  using Expr = ast::Expr;
  using Stmt = ast::Stmt;
  using Range = ast::Range;
  enum class Context : uint8_t { kLoad, kStore, kDelete };

  /// A construct that break, continue and return have to leave properly.
  enum class BlockKind : uint8_t {
    kWhile,
    kFor,
    kTry,
    kFinallyTry,
    kFinallyEnd,
    kWith,
    kAsyncWith,
    kHandler,
    kNamedHandler,
    kStarHandler,
    kValue,
  };
  struct Block {
    BlockKind kind;
    Label start = 0;         // loops: where continue goes
    Label end = 0;           // loops: where break goes
    int outer_handler = -1;  // the handler in force outside the block
    ast::Body finalbody{};   // kFinallyTry
    ast::Name name{};        // kNamedHandler
    Range at{};
  };

  /// The code object being made.
  struct Unit {
    Unit* parent = nullptr;
    const Scope* scope = nullptr;    // of the frame
    const Scope* current = nullptr;  // the innermost comprehension running in it, or `scope`
    std::shared_ptr<Code> code = std::make_shared<Code>();
    Emitter emit;
    std::map<std::string, uint32_t> constants;
    std::unordered_map<std::string_view, uint32_t> names;
    std::unordered_map<std::string_view, uint32_t> locals;
    std::unordered_map<std::string_view, uint32_t> cells;
    std::unordered_map<std::string_view, uint32_t> frees;
    std::vector<Block> blocks;
    std::vector<ast::Name> static_attributes;  // classes: what methods assign to self
    ast::Name class_name;                      // for private names
    Range last{};                              // of the last statement
  };

  void fail(const Range& at, std::string message);
  bool failed() const { return error_.has_value(); }
  void warn(const Range& at, std::string message) { warnings_.push_back({std::move(message), at.line}); }

  // --- units (compiler.cpp) ---
  void enter(Unit& unit, const Scope* scope, std::string name, int32_t first_line);
  CodePtr leave(Unit& unit);
  void lay_out_slots(Unit& unit);
  std::string qualified_name(const Unit& unit, std::string_view name) const;
  ast::Name mangled(ast::Name name) { return mangle(unit_->class_name, name, arena_); }

  // --- emission ---
  Emitter& out() { return unit_->emit; }
  void op(Op o, const Range& at, uint32_t a = 0, uint16_t b = 0) { unit_->emit.add(o, at, a, b); }
  void cached(Op o, const Range& at, uint32_t a);
  void jump(Op o, const Range& at, Label target) { unit_->emit.jump(o, at, target); }
  uint32_t constant_index(Constant value);
  void load_constant(Constant value, const Range& at);
  void load_none(const Range& at) { load_constant(Constant{NoneConstant{}}, at); }
  uint32_t name_index(ast::Name name);
  void name(ast::Name id, Context context, const Range& at);
  void load_closure(const Scope* scope, const Range& at);

  // --- constants (compiler_const.cpp) ---
  static std::optional<Constant> constant_value(const Expr* e);
  static std::optional<bool> known_truth(const Expr* e);

  // --- statements (compiler_stmt.cpp) ---
  void body(ast::Body statements);
  void statement(Stmt* s);
  void assign(ast::Assign* s);
  void augmented(ast::AugAssign* s);
  void annotated(ast::AnnAssign* s);
  void annotation(Expr* e);
  void import(ast::Import* s);
  void import_from(ast::ImportFrom* s);
  void assert_(ast::Assert* s);
  void raise(ast::Raise* s);
  void expression_statement(ast::ExprStmt* s);
  void delete_target(Expr* e);
  bool docstring(ast::Body& statements, std::string& text) const;
  bool wants_future_annotations(const ast::Module& module);

  // --- control flow (compiler_flow.cpp) ---
  void if_(ast::If* s);
  void while_(ast::While* s);
  void for_(ast::For* s);
  void async_for(ast::For* s);
  void return_(ast::Return* s);
  void break_(Stmt* s);
  void continue_(Stmt* s);
  void push(Block block, const Range& at);
  void pop() { unit_->blocks.pop_back(); }
  void unwind(Block block, bool keep_top, const Range& at);
  void unwind_all(bool keep_top, size_t down_to, const Range& at);
  void await_iterator(int kind, const Range& at);

  // --- exceptions (compiler_try.cpp) ---
  void try_(ast::Try* s);
  void try_finally(ast::Try* s);
  void try_except(ast::Try* s);
  void try_star(ast::Try* s);
  void clear_name(ast::Name name, const Range& at);
  void leave_handler(const Range& at);
  void with(ast::With* s, size_t item);
  void call_exit(const Range& at, bool is_async);

  // --- functions and classes (compiler_def.cpp) ---
  void function(ast::FunctionDef* s);
  void lambda(ast::Lambda* e);
  void class_(ast::ClassDef* s);
  uint32_t function_defaults(const ast::Arguments& args, const Range& at);
  uint32_t annotations(const ast::Arguments& args, Expr* returns, const Range& at);
  void parameters(const ast::Arguments& args);
  void make_function(const CodePtr& code, const Scope* scope, uint32_t flags, const Range& at);
  void finish_function(Unit& unit, bool implicit_return);

  // --- expressions (compiler_expr.cpp) ---
  void expression(Expr* e);
  void expressions(Span<Expr*> items);
  void target(Expr* e);
  void bool_op(ast::BoolOp* e);
  void binary(ast::BinOp* e);
  void unary(ast::UnaryOp* e);
  void compare(ast::Compare* e);
  void compare_op(ast::Comparison op, const Range& at);
  void jump_if(Expr* e, Label target, bool condition);
  void conditional(ast::IfExp* e);
  void dict(ast::Dict* e);
  void sequence(Span<Expr*> items, ast::ExprKind kind, const Range& at);
  void unpack(Span<Expr*> items, const Range& at);
  void attribute(ast::Attribute* e, Context context);
  void subscript(ast::Subscript* e, Context context);
  void slice(ast::Slice* e);
  void joined_string(ast::JoinedStr* e);
  void formatted(ast::FormattedValue* e);
  void await(ast::Await* e);
  void yield(ast::Yield* e);
  void check_compare(ast::Compare* e);
  Range attribute_range(const ast::Attribute* e) const;

  // --- calls (compiler_call.cpp) ---
  void call(ast::Call* e);
  void call_with(Span<Expr*> args, Span<ast::Keyword> keywords, const Range& at, uint32_t already = 0);
  void call_unpacked(Span<Expr*> args, Span<ast::Keyword> keywords, const Range& at, uint32_t already);
  void keyword_names(Span<ast::Keyword> keywords, size_t from, size_t to, const Range& at);
  bool check_keywords(Span<ast::Keyword> keywords);
  void check_caller(Expr* function);

  // --- comprehensions (compiler_comp.cpp) ---
  void comprehension(ast::Comp* e);
  void inlined_comprehension(ast::Comp* e, const Scope* scope);
  void generator_expression(ast::Comp* e, const Scope* scope);
  void comprehension_loop(ast::Comp* e, size_t clause, uint32_t depth, bool iterator_on_stack);
  void comprehension_element(ast::Comp* e, uint32_t depth);

  // --- match (compiler_match.cpp) ---
  struct PatternState;
  void match(ast::Match* s);
  void pattern(ast::Pattern* p, PatternState& state);
  void pattern_sequence(ast::SequencePattern* p, PatternState& state);
  void pattern_mapping(ast::MappingPattern* p, PatternState& state);
  void pattern_class(ast::ClassPattern* p, PatternState& state);
  void pattern_or(ast::OrPattern* p, PatternState& state);
  void capture(ast::Name name, const Range& at, PatternState& state);
  void fail_pops(PatternState& state, Op o, const Range& at);

  const Source& source_;
  const SymbolTable& table_;
  Arena& arena_;
  std::vector<SyntaxWarning>& warnings_;
  Unit* unit_ = nullptr;
  Mode mode_ = Mode::kExec;
  bool future_annotations_ = false;
  int depth_ = 0;
  uint32_t statements_ = 0;
  std::optional<SyntaxError> error_;
};

}  // namespace loopscope::lang
