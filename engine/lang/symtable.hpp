#pragma once
// Scopes: which names each block of code binds and where the names that it uses live.

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/lang/ast.hpp"
#include "engine/lang/source.hpp"

namespace loopscope::lang {

enum class ScopeKind : uint8_t {
  kModule,
  kClass,
  kFunction,
  kGeneratorExp,
  kComprehension,  // list, set, dict: runs inside the frame of the scope around it (PEP 709)
};

/// Where a name lives, seen from one scope.
enum class Access : uint8_t {
  kLocal,           // slot (functions, comprehensions) or namespace (modules, classes)
  kCell,            // own variable that inner functions capture
  kFree,            // variable of an enclosing scope
  kGlobalExplicit,  // declared global
  kGlobalImplicit,  // not found in any enclosing function
};

struct Symbol {
  bool bound = false;  // assigned, imported, defined, a parameter ...
  bool parameter = false;
  bool used = false;
  bool annotated = false;
  bool global = false;
  bool nonlocal = false;
  bool iteration = false;  // target of a comprehension's `for`
  Access access = Access::kGlobalImplicit;
  ast::Range at{};  // of a global or nonlocal declaration
};

struct Scope {
  ScopeKind kind = ScopeKind::kModule;
  ast::Name name;
  Scope* parent = nullptr;
  std::vector<Scope*> children;
  std::vector<ast::Name> order;  // names in order of first appearance, parameters first
  std::unordered_map<std::string_view, Symbol> symbols;
  std::vector<ast::Name> free_names;  // captured from outside, in closure order
  bool is_async = false;              // async def
  bool has_yield = false;
  bool has_await = false;  // await, async for, async comprehension directly in this block
  bool returns_value = false;
  bool needs_class_cell = false;  // class: an inner function uses super or __class__

  bool is_inlined() const { return kind == ScopeKind::kComprehension; }
  bool is_function() const { return kind == ScopeKind::kFunction || kind == ScopeKind::kGeneratorExp; }
  /// The scope whose frame this one runs in.
  const Scope* host() const {
    const Scope* scope = this;
    while (scope->is_inlined()) scope = scope->parent;
    return scope;
  }
  const Symbol* find(std::string_view symbol) const {
    auto it = symbols.find(symbol);
    return it == symbols.end() ? nullptr : &it->second;
  }
};

class SymbolTable {
 public:
  /// Scopes of `module`; fails as CPython's symtable does (global after use, duplicate arguments ...).
  std::optional<SyntaxError> build(const Source& source, const ast::Module& module, Arena& arena);

  Scope* module_scope() const { return scopes_.front().get(); }
  /// The scope that `node` (function, class, lambda, comprehension) opens.
  Scope* scope_of(const void* node) const { return by_node_.at(node); }

 private:
  friend class SymbolBuilder;
  std::vector<std::unique_ptr<Scope>> scopes_;
  std::unordered_map<const void*, Scope*> by_node_;
};

/// `name` as it is inside class `class_name` (`__x` becomes `_C__x`).
ast::Name mangle(ast::Name class_name, ast::Name name, Arena& arena);

}  // namespace loopscope::lang
