#include "engine/lang/symtable.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace loopscope::lang {
namespace {

constexpr int kMaxDepth = 1000;

}  // namespace

using namespace ast;

Name mangle(Name class_name, Name name, Arena& arena) {
  if (class_name.empty() || name.size() < 3 || name.substr(0, 2) != "__" || name.substr(name.size() - 2) == "__" ||
      name.find('.') != Name::npos) {
    return name;
  }
  size_t start = class_name.find_first_not_of('_');
  if (start == Name::npos) return name;
  std::string mangled = "_";
  mangled += class_name.substr(start);
  mangled += name;
  return arena.copy(mangled);
}

class SymbolBuilder {
 public:
  SymbolBuilder(SymbolTable& table, const Source& source, Arena& arena)
      : table_(table), source_(source), arena_(arena) {}

  std::optional<SyntaxError> run(const Module& module) {
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

  void statements(Body body) {
    for (Stmt* s : body) statement(s);
  }
  void statement(Stmt* s);
  void expressions(Span<Expr*> items) {
    for (Expr* e : items) {
      if (e != nullptr) expression(e);
    }
  }
  void expression(Expr* e);
  void optional(Expr* e) {
    if (e != nullptr) expression(e);
  }
  void target(Expr* e);
  void parameters(const Arguments& args);
  void parameter(const Parameter& p);
  void defaults(const Arguments& args) {
    expressions(args.defaults);
    expressions(args.keyword_defaults);
  }
  void annotations(const Arguments& args);
  void comprehension(Comp* e);
  void named(NamedExpr* e);
  void declaration(Global* s);
  void pattern(Pattern* p);
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

void SymbolBuilder::parameter(const Parameter& p) {
  Name name = mangled(p.name);
  if (name == "__debug__") fail(p.at, "cannot assign to __debug__");
  Symbol& s = symbol(current_, name);
  if (s.parameter) fail(p.at, fmt::format("duplicate argument '{}' in function definition", p.name));
  s.parameter = s.bound = true;
}

void SymbolBuilder::parameters(const Arguments& args) {
  for (const Parameter& p : args.positional) parameter(p);
  for (const Parameter& p : args.keyword_only) parameter(p);
  if (args.varargs != nullptr) parameter(*args.varargs);
  if (args.varkeywords != nullptr) parameter(*args.varkeywords);
}

void SymbolBuilder::annotations(const Arguments& args) {
  for (const Parameter& p : args.positional) optional(p.annotation);
  for (const Parameter& p : args.keyword_only) optional(p.annotation);
  if (args.varargs != nullptr) optional(args.varargs->annotation);
  if (args.varkeywords != nullptr) optional(args.varkeywords->annotation);
}

void SymbolBuilder::declaration(Global* s) {
  bool global = s->kind == StmtKind::kGlobal;
  if (!global && current_->kind == ScopeKind::kModule) {
    return fail(s->at, "nonlocal declaration not allowed at module level");
  }
  for (Name written : s->names) {
    Name name = mangled(written);
    Symbol& found = symbol(current_, name);
    const char* what = global ? "global" : "nonlocal";
    if (found.parameter) return fail(s->at, fmt::format("name '{}' is parameter and {}", written, what));
    if (found.global && !global) return fail(found.at, fmt::format("name '{}' is nonlocal and global", written));
    if (found.nonlocal && global) return fail(found.at, fmt::format("name '{}' is nonlocal and global", written));
    if (found.annotated) return fail(s->at, fmt::format("annotated name '{}' can't be {}", written, what));
    if (!found.global && !found.nonlocal) {
      if (found.bound) return fail(s->at, fmt::format("name '{}' is assigned to before {} declaration", written, what));
      if (found.used) return fail(s->at, fmt::format("name '{}' is used prior to {} declaration", written, what));
    }
    (global ? found.global : found.nonlocal) = true;
    found.at = s->at;
  }
}

void SymbolBuilder::statement(Stmt* s) {
  if (error_) return;
  switch (s->kind) {
    case StmtKind::kFunctionDef: {
      auto* f = as<FunctionDef>(s);
      bind(f->name, f->at);
      expressions(f->decorators);
      defaults(*f->args);
      annotations(*f->args);
      optional(f->returns);
      open(ScopeKind::kFunction, f->name, f)->is_async = f->is_async;
      parameters(*f->args);
      statements(f->body);
      close();
      break;
    }
    case StmtKind::kClassDef: {
      auto* c = as<ClassDef>(s);
      bind(c->name, c->at);
      expressions(c->decorators);
      expressions(c->bases);
      for (Keyword& k : c->keywords) expression(k.value);
      Name outer = class_name_;
      class_name_ = c->name;
      open(ScopeKind::kClass, c->name, c);
      statements(c->body);
      close();
      class_name_ = outer;
      break;
    }
    case StmtKind::kReturn:
      if (as<Return>(s)->value != nullptr) current_->returns_value = true;
      optional(as<Return>(s)->value);
      break;
    case StmtKind::kDelete:
      for (Expr* e : as<Delete>(s)->targets) target(e);
      break;
    case StmtKind::kAssign:
      for (Expr* e : as<Assign>(s)->targets) target(e);
      expression(as<Assign>(s)->value);
      break;
    case StmtKind::kAugAssign: {
      auto* a = as<AugAssign>(s);
      if (a->target->kind == ExprKind::kName) use(as<NameExpr>(a->target)->id);
      target(a->target);
      expression(a->value);
      break;
    }
    case StmtKind::kAnnAssign: {
      auto* a = as<AnnAssign>(s);
      if (a->target->kind == ExprKind::kName) {
        Name id = as<NameExpr>(a->target)->id;
        Symbol& found = symbol(current_, mangled(id));
        if (a->simple && (found.global || found.nonlocal) && current_->kind != ScopeKind::kModule) {
          fail(s->at, fmt::format("annotated name '{}' can't be {}", id, found.global ? "global" : "nonlocal"));
        }
        if (a->simple) {
          found.annotated = true;
          bind(id, a->target->at);
        } else if (a->value != nullptr) {
          bind(id, a->target->at);
        }
      } else {
        target(a->target);
      }
      expression(a->annotation);
      optional(a->value);
      break;
    }
    case StmtKind::kFor: {
      auto* f = as<For>(s);
      if (f->is_async) current_->has_await = true;
      target(f->target);
      expression(f->iter);
      statements(f->body);
      statements(f->orelse);
      break;
    }
    case StmtKind::kWhile:
      expression(as<While>(s)->test);
      statements(as<While>(s)->body);
      statements(as<While>(s)->orelse);
      break;
    case StmtKind::kIf:
      for (auto* i = as<If>(s);;) {
        expression(i->test);
        statements(i->body);
        if (i->orelse.size() == 1 && i->orelse[0]->kind == StmtKind::kIf) {
          i = as<If>(i->orelse[0]);
          continue;
        }
        statements(i->orelse);
        break;
      }
      break;
    case StmtKind::kWith: {
      auto* w = as<With>(s);
      if (w->is_async) current_->has_await = true;
      for (WithItem& item : w->items) {
        expression(item.context);
        if (item.target != nullptr) target(item.target);
      }
      statements(w->body);
      break;
    }
    case StmtKind::kMatch:
      expression(as<Match>(s)->subject);
      for (MatchCase& c : as<Match>(s)->cases) {
        pattern(c.pattern);
        optional(c.guard);
        statements(c.body);
      }
      break;
    case StmtKind::kRaise:
      optional(as<Raise>(s)->exception);
      optional(as<Raise>(s)->cause);
      break;
    case StmtKind::kTry: {
      auto* t = as<Try>(s);
      statements(t->body);
      for (ExceptHandler& h : t->handlers) {
        optional(h.type);
        if (!h.name.empty()) bind(h.name, h.at);
        statements(h.body);
      }
      statements(t->orelse);
      statements(t->finalbody);
      break;
    }
    case StmtKind::kAssert:
      expression(as<Assert>(s)->test);
      optional(as<Assert>(s)->message);
      break;
    case StmtKind::kImport:
      for (Alias& a : as<Import>(s)->names) {
        bind(a.as.empty() ? a.name.substr(0, a.name.find('.')) : a.as, a.at);
      }
      break;
    case StmtKind::kImportFrom:
      for (Alias& a : as<ImportFrom>(s)->names) {
        if (a.name == "*") {
          if (current_->kind != ScopeKind::kModule) fail(a.at, "import * only allowed at module level");
        } else {
          bind(a.as.empty() ? a.name : a.as, a.at);
        }
      }
      break;
    case StmtKind::kGlobal:
    case StmtKind::kNonlocal:
      declaration(as<Global>(s));
      break;
    case StmtKind::kExpr:
      expression(as<ExprStmt>(s)->value);
      break;
    case StmtKind::kPass:
    case StmtKind::kBreak:
    case StmtKind::kContinue:
      break;
  }
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

void SymbolBuilder::resolve(Scope& scope) {
  for (size_t i = 0; i < scope.order.size() && !error_; ++i) {
    Name name = scope.order[i];
    resolve(scope, name, scope.symbols[name]);
  }
}

// Scopes come parents first, so that a parent's own variables are known to be such; becoming a cell comes later, from
// the children.
void SymbolBuilder::resolve(Scope& scope, Name name, Symbol& s) {
  if (s.global) {
    s.access = Access::kGlobalExplicit;
    return;
  }
  if (s.bound && !s.nonlocal) {
    if (s.access != Access::kCell) s.access = Access::kLocal;
    return;
  }
  std::vector<Scope*> path{&scope};
  Scope* owner = nullptr;
  for (Scope* outer = scope.parent; outer != nullptr; outer = outer->parent) {
    if (outer->kind == ScopeKind::kModule) break;
    if (outer->kind == ScopeKind::kClass) {
      if (name == "__class__" && scope.kind != ScopeKind::kClass) {
        owner = outer;
        break;
      }
    } else if (const Symbol* found = outer->find(name)) {
      if (found->global) break;
      if (found->bound && !found->nonlocal) {
        owner = outer;
        break;
      }
    }
    path.push_back(outer);
  }
  if (owner == nullptr) {
    if (s.nonlocal) fail(s.at, fmt::format("no binding for nonlocal '{}' found", name));
    s.access = Access::kGlobalImplicit;
    return;
  }
  s.access = Access::kFree;
  bool captured = std::any_of(path.begin(), path.end(), [](const Scope* p) { return !p->is_inlined(); });
  if (!captured) return;
  if (owner->kind == ScopeKind::kClass) {
    owner->needs_class_cell = true;
  } else {
    symbol(owner, name).access = Access::kCell;
  }
  for (Scope* between : path) {
    if (between->is_inlined()) continue;
    auto& names = between->free_names;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
}

std::optional<SyntaxError> SymbolTable::build(const Source& source, const Module& module, Arena& arena) {
  return SymbolBuilder(*this, source, arena).run(module);
}

}  // namespace loopscope::lang
