#pragma once
// Fills a SymbolTable; private to symtable*.cpp.

#include <optional>
#include <string>
#include <utility>

#include "engine/lang/symtable.hpp"

namespace loopscope::lang {

class SymbolBuilder {
  using Name = ast::Name;
  using Range = ast::Range;

 public:
  SymbolBuilder(SymbolTable& table, const Source& source, Arena& arena)
      : table_(table), source_(source), arena_(arena) {}

  std::optional<SyntaxError> run(const ast::Module& module) {
    open(ScopeKind::kModule, "<module>", &module);
    statements(module.body);
    for (auto& scope : table_.scopes_) resolve(*scope);
    return std::move(error_);
  }

 private:
  struct DepthGuard {
    explicit DepthGuard(SymbolBuilder& b) : builder(b) { ++builder.depth_; }
    ~DepthGuard() { --builder.depth_; }
    SymbolBuilder& builder;
  };

  void fail(const Range& at, std::string message) {
    if (error_) return;
    error_ = source_.error(SyntaxErrorKind::kSyntaxError, std::move(message), at.line, at.column, at.end_line,
                           at.end_column);
  }

  Scope* open(ScopeKind kind, Name name, const void* node) {
    auto scope = std::make_unique<Scope>();
    scope->kind = kind;
    scope->name = name;
    scope->parent = current_;
    if (current_ != nullptr) current_->children.push_back(scope.get());
    current_ = scope.get();
    table_.by_node_[node] = current_;
    table_.scopes_.push_back(std::move(scope));
    return current_;
  }
  void close() { current_ = current_->parent; }

  Name mangled(Name name) { return mangle(class_name_, name, arena_); }
  Symbol& symbol(Scope* scope, Name name) {
    auto [it, fresh] = scope->symbols.try_emplace(name);
    if (fresh) scope->order.push_back(name);
    return it->second;
  }
  void use(Name name) {
    symbol(current_, mangled(name)).used = true;
    if (name == "super" && current_->host()->is_function()) symbol(current_, "__class__").used = true;
  }
  void bind(Name name, const Range& at) {
    if (name == "__debug__") fail(at, "cannot assign to __debug__");
    symbol(current_, mangled(name)).bound = true;
  }

  void statements(ast::Body body) {
    for (ast::Stmt* s : body) statement(s);
  }
  void statement(ast::Stmt* s);
  void expressions(Span<ast::Expr*> items) {
    for (ast::Expr* e : items) {
      if (e != nullptr) expression(e);
    }
  }
  void expression(ast::Expr* e);
  void optional(ast::Expr* e) {
    if (e != nullptr) expression(e);
  }
  void target(ast::Expr* e);
  void parameters(const ast::Arguments& args);
  void parameter(const ast::Parameter& p);
  void defaults(const ast::Arguments& args) {
    expressions(args.defaults);
    expressions(args.keyword_defaults);
  }
  void annotations(const ast::Arguments& args);
  void comprehension(ast::Comp* e);
  void named(ast::NamedExpr* e);
  void declaration(ast::Global* s);
  void pattern(ast::Pattern* p);
  void resolve(Scope& scope);
  void resolve(Scope& scope, Name name, Symbol& s);

  SymbolTable& table_;
  const Source& source_;
  Arena& arena_;
  Scope* current_ = nullptr;
  Name class_name_;
  int depth_ = 0;
  int comprehension_iterable_ = 0;
  std::optional<SyntaxError> error_;
};

}  // namespace loopscope::lang
