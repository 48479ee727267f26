#include "engine/lang/symtable.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "engine/lang/symtable_builder.hpp"

namespace loopscope::lang {

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
