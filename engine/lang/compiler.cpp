#include "engine/lang/compiler.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "engine/lang/compiler_impl.hpp"
#include "engine/lang/validate.hpp"

namespace loopscope::lang {

using namespace ast;

void Compiler::fail(const Range& at, std::string message) {
  if (failed()) return;
  error_ =
      source_.error(SyntaxErrorKind::kSyntaxError, std::move(message), at.line, at.column, at.end_line, at.end_column);
}

std::string Compiler::qualified_name(const Unit& unit, std::string_view name) const {
  const Unit* parent = unit.parent;
  if (parent == nullptr || parent->scope->kind == ScopeKind::kModule) return std::string(name);
  // A function or class declared global is not nested by name.
  if (unit.scope->kind == ScopeKind::kFunction || unit.scope->kind == ScopeKind::kClass) {
    const Symbol* symbol = parent->scope->find(mangle(parent->class_name, name, arena_));
    if (symbol != nullptr && symbol->access == Access::kGlobalExplicit && name != "<lambda>") return std::string(name);
  }
  std::string prefix = parent->code->qualname;
  if (parent->scope->kind != ScopeKind::kClass) prefix += ".<locals>";
  return prefix + "." + std::string(name);
}

// Slots: parameters, other locals, cells, free variables; those of comprehensions that run in this frame included.
void Compiler::lay_out_slots(Unit& unit) {
  Code& code = *unit.code;
  auto add = [&](std::unordered_map<std::string_view, uint32_t>& slots, Name name, SlotKind kind) {
    if (slots.count(name) != 0) return;
    slots[name] = static_cast<uint32_t>(code.slot_names.size());
    code.slot_names.emplace_back(name);
    code.slot_kinds.push_back(kind);
  };
  std::vector<const Scope*> scopes{unit.scope};
  for (size_t i = 0; i < scopes.size(); ++i) {
    for (const Scope* child : scopes[i]->children) {
      if (child->is_inlined()) scopes.push_back(child);
    }
  }
  bool fast = unit.scope->is_function();
  for (const Scope* scope : scopes) {
    if (scope == unit.scope && !fast) continue;
    for (Name name : scope->order) {
      const Symbol& symbol = *scope->find(name);
      if (symbol.parameter || symbol.access == Access::kLocal) add(unit.locals, name, SlotKind::kLocal);
    }
  }
  for (const Scope* scope : scopes) {
    if (scope == unit.scope && !fast) continue;
    for (Name name : scope->order) {
      if (scope->find(name)->access == Access::kCell) add(unit.cells, name, SlotKind::kCell);
    }
  }
  if (unit.scope->needs_class_cell) add(unit.cells, "__class__", SlotKind::kCell);
  for (Name name : unit.scope->free_names) add(unit.frees, name, SlotKind::kFree);
}

void Compiler::enter(Unit& unit, const Scope* scope, std::string name, int32_t first_line) {
  unit.parent = unit_;
  unit.scope = unit.current = scope;
  if (unit_ != nullptr) unit.class_name = unit_->class_name;
  if (scope->kind == ScopeKind::kClass) unit.class_name = scope->name;
  Code& code = *unit.code;
  code.name = name;
  code.qualname = qualified_name(unit, name);
  code.filename = source_.filename();
  code.first_line = first_line;
  if (scope->is_function()) code.flags |= kFastLocals;
  if (unit_ != nullptr && unit_->scope->kind != ScopeKind::kModule) code.flags |= kNested;
  lay_out_slots(unit);
  unit_ = &unit;
  Range start{first_line, first_line, 0, 0};
  unit.last = start;
  // Cells of comprehensions are made where the comprehension starts.
  for (uint32_t slot = 0; slot < code.slot_names.size(); ++slot) {
    if (code.slot_kinds[slot] != SlotKind::kCell) continue;
    Name cell = code.slot_names[slot];
    const Symbol* symbol = scope->find(cell);
    bool own = (symbol != nullptr && symbol->access == Access::kCell && scope->is_function()) ||
               (scope->kind == ScopeKind::kClass && cell == "__class__");
    if (!own) continue;
    bool parameter = symbol != nullptr && symbol->parameter;
    op(Op::MAKE_CELL, start, slot, static_cast<uint16_t>(parameter ? unit.locals.at(cell) + 1 : 0));
  }
}

CodePtr Compiler::leave(Unit& unit) {
  unit_ = unit.parent;
  if (!failed()) unit.emit.finish(*unit.code);
  return unit.code;
}

void Compiler::cached(Op o, const Range& at, uint32_t a) { op(o, at, a, unit_->emit.new_cache()); }

// Constants are shared when they are equal in type and value; 0.0 and -0.0 are not.
uint32_t Compiler::constant_index(Constant value) {
  std::string key;
  if (const auto* code = std::get_if<std::shared_ptr<const Code>>(&value.value)) {
    key = fmt::format("code {}", static_cast<const void*>(code->get()));
  } else if (const auto* number = std::get_if<double>(&value.value)) {
    uint64_t bits;
    static_assert(sizeof bits == sizeof *number);
    std::memcpy(&bits, number, sizeof bits);
    key = fmt::format("float {}", bits);
  } else {
    key = fmt::format("{} {}", value.value.index(), show(value));
  }
  Code& code = *unit_->code;
  auto [it, fresh] = unit_->constants.try_emplace(key, static_cast<uint32_t>(code.constants.size()));
  if (fresh) code.constants.push_back(std::move(value));
  return it->second;
}

void Compiler::load_constant(Constant value, const Range& at) {
  op(Op::LOAD_CONST, at, constant_index(std::move(value)));
}

uint32_t Compiler::name_index(Name name) {
  Code& code = *unit_->code;
  auto [it, fresh] = unit_->names.try_emplace(name, static_cast<uint32_t>(code.names.size()));
  if (fresh) code.names.emplace_back(name);
  return it->second;
}

// Loads, stores or deletes a variable: the one place where scopes become instructions.
void Compiler::name(Name id, Context context, const Range& at) {
  id = mangled(id);
  const Scope* scope = unit_->current;
  const Symbol* symbol = scope->find(id);
  // A comprehension finds free variables in the frame that it runs in: its owner is a comprehension around it, or the
  // function whose frame it is, or none of these and the frame has it as a free variable too.
  bool through_class = false;
  while (scope->is_inlined() && symbol != nullptr && symbol->access == Access::kFree) {
    scope = scope->parent;
    through_class = scope->kind == ScopeKind::kClass;
    const Symbol* outer = through_class ? nullptr : scope->find(id);
    if (outer != nullptr && (outer->access == Access::kLocal || outer->access == Access::kCell)) symbol = outer;
  }
  Access access = symbol != nullptr ? symbol->access : Access::kGlobalImplicit;
  bool slots = scope->is_function() || scope->is_inlined();
  auto choose = [&](Op load, Op store, Op remove) {
    return context == Context::kLoad ? load : context == Context::kStore ? store : remove;
  };
  if (access == Access::kLocal && slots) {
    return op(choose(Op::LOAD_FAST, Op::STORE_FAST, Op::DELETE_FAST), at, unit_->locals.at(id));
  }
  if (access == Access::kCell && slots) {
    return op(choose(Op::LOAD_DEREF, Op::STORE_DEREF, Op::DELETE_DEREF), at, unit_->cells.at(id));
  }
  if (access == Access::kFree) {
    auto it = unit_->frees.find(id);
    // In a class that holds `__class__` itself, a comprehension reads the class's own cell.
    uint32_t slot = it != unit_->frees.end() ? it->second : unit_->cells.at(id);
    if (scope->kind == ScopeKind::kClass && !through_class && context == Context::kLoad) {
      return op(Op::LOAD_CLASSDEREF, at, slot, static_cast<uint16_t>(name_index(id)));
    }
    return op(choose(Op::LOAD_DEREF, Op::STORE_DEREF, Op::DELETE_DEREF), at, slot);
  }
  bool global = access == Access::kGlobalExplicit ||
                (access == Access::kGlobalImplicit && unit_->current->host()->is_function()) ||
                (access == Access::kGlobalImplicit && scope->is_inlined() && scope->host()->kind == ScopeKind::kClass);
  if (!global) return op(choose(Op::LOAD_NAME, Op::STORE_NAME, Op::DELETE_NAME), at, name_index(id));
  if (context == Context::kLoad) return cached(Op::LOAD_GLOBAL, at, name_index(id));
  op(choose(Op::LOAD_GLOBAL, Op::STORE_GLOBAL, Op::DELETE_GLOBAL), at, name_index(id));
}

// The closure tuple of a function whose body is `scope`: its free variables as they are found from here.
void Compiler::load_closure(const Scope* scope, const Range& at) {
  for (Name name : scope->free_names) {
    // From the innermost comprehension outwards: who owns the variable?
    const Scope* here = unit_->current;
    while (here->is_inlined()) {
      const Symbol* symbol = here->find(name);
      if (symbol != nullptr && symbol->access == Access::kCell) break;
      here = here->parent;
    }
    const Symbol* symbol = here->find(name);
    bool own = (symbol != nullptr && symbol->access == Access::kCell && (here->is_function() || here->is_inlined())) ||
               (here->kind == ScopeKind::kClass && name == "__class__" && here->needs_class_cell);
    op(Op::LOAD_CLOSURE, at, own ? unit_->cells.at(name) : unit_->frees.at(name));
  }
  op(Op::BUILD_TUPLE, at, static_cast<uint32_t>(scope->free_names.size()));
}

bool Compiler::wants_future_annotations(const Module& module) {
  static constexpr std::string_view kKnown[] = {"nested_scopes",    "generators",     "division",
                                                "absolute_import",  "with_statement", "print_function",
                                                "unicode_literals", "generator_stop", "annotations"};
  bool wanted = false;
  bool first = true, allowed = true;
  for (Stmt* s : module.body) {
    bool future =
        s->kind == StmtKind::kImportFrom && as<ImportFrom>(s)->module == "__future__" && as<ImportFrom>(s)->level == 0;
    bool doc = first && s->kind == StmtKind::kExpr && as<ExprStmt>(s)->value->kind == ExprKind::kConstant;
    first = false;
    if (future && !allowed) fail(s->at, "from __future__ imports must occur at the beginning of the file");
    if (!future && !doc) allowed = false;
    if (!future) continue;
    for (Alias& alias : as<ImportFrom>(s)->names) {
      if (alias.name == "annotations") wanted = true;
      if (alias.name == "braces") fail(s->at, "not a chance");
      if (std::find(std::begin(kKnown), std::end(kKnown), alias.name) == std::end(kKnown)) {
        fail(s->at, fmt::format("future feature {} is not defined", alias.name));
        if (error_) error_->end_offset = 0;
      }
    }
  }
  return wanted;
}

Result<CodePtr> Compiler::run(const Module& module, Mode mode) {
  mode_ = mode;
  Unit unit;
  future_annotations_ = wants_future_annotations(module);
  enter(unit, table_.module_scope(), "<module>", 1);
  if (mode == Mode::kEval) {
    ExprStmt* only = as<ExprStmt>(module.body[0]);
    expression(only->value);
    op(Op::RETURN_VALUE, only->at);
  } else {
    Body statements = module.body;
    for (Stmt* s : statements) {
      if (s->kind == StmtKind::kAnnAssign && as<AnnAssign>(s)->simple) {
        op(Op::SETUP_ANNOTATIONS, s->at);
        break;
      }
    }
    std::string text;
    if (mode == Mode::kExec && docstring(statements, text)) {
      Range at = module.body[0]->at;
      unit.code->has_docstring = true;
      load_constant(Constant{text}, at);
      name("__doc__", Context::kStore, at);
    }
    body(statements);
    load_none(unit.last);
    op(Op::RETURN_VALUE, unit.last);
  }
  CodePtr code = leave(unit);
  if (failed()) return *error_;
  return code;
}

Result<CodePtr> compile(std::string_view text, std::string filename, Mode mode, std::vector<SyntaxWarning>* warnings) {
  Result<Source> source = Source::decode(text, std::move(filename));
  if (!source.ok()) return source.error();
  Arena arena;
  std::vector<SyntaxWarning> local_warnings;
  Result<Module> module = parse(source.value(), mode, arena, local_warnings);
  if (!module.ok()) return module.error();
  SymbolTable table;
  if (auto error = table.build(source.value(), module.value(), arena)) return *error;
  Result<CodePtr> code = Compiler(source.value(), table, arena, local_warnings).run(module.value(), mode);
  if (warnings != nullptr) {
    std::stable_sort(local_warnings.begin(), local_warnings.end(),
                     [](const SyntaxWarning& a, const SyntaxWarning& b) { return a.lineno < b.lineno; });
    *warnings = std::move(local_warnings);
  }
#ifndef NDEBUG
  if (code.ok()) {
    if (auto problem = validate(*code.value())) {
      SyntaxError error;
      error.message = "the compiler made unsound code: " + *problem;
      error.filename = source.value().filename();
      return error;
    }
  }
#endif
  return code;
}

}  // namespace loopscope::lang
