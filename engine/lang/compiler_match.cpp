// The match statement. A pattern consumes the subject on top of the stack; captured values wait above what was there
// before, and are stored only when the whole pattern (not the guard) has matched.

#include <algorithm>

#include <fmt/core.h>

#include "engine/lang/compiler_impl.hpp"

namespace loopscope::lang {

using namespace ast;

/// `on_stack` counts what a failing pattern has to drop: captures and intermediate values. fail_labels[n] drops n
/// items.
struct Compiler::PatternState {
  std::vector<Name> captures;
  std::vector<Label> fail_labels;
  uint32_t on_stack = 0;
  bool allow_irrefutable = false;
};

// A failed test: jumps to code that drops what the pattern has on the stack.
void Compiler::fail_pops(PatternState& state, Op o, const Range& at) {
  size_t pops = state.on_stack + state.captures.size();
  while (state.fail_labels.size() <= pops) state.fail_labels.push_back(out().label());
  jump(o, at, state.fail_labels[pops]);
}

void Compiler::capture(Name id, const Range& at, PatternState& state) {
  if (id.empty()) return op(Op::POP_TOP, at);
  if (std::find(state.captures.begin(), state.captures.end(), id) != state.captures.end()) {
    return fail(at, fmt::format("multiple assignments to name '{}' in pattern", id));
  }
  // Below the other things of the pattern, above the earlier captures: [captures..., new, intermediates...]
  for (uint32_t n = state.on_stack + 1; n > 1; --n) op(Op::SWAP, at, n);
  state.captures.push_back(id);
}

void Compiler::pattern_sequence(SequencePattern* p, PatternState& state) {
  uint32_t count = p->items.size();
  uint32_t star = count;
  for (uint32_t i = 0; i < count; ++i) {
    if (p->items[i]->kind != PatternKind::kStar) continue;
    if (star != count) return fail(p->at, "multiple starred names in sequence pattern");
    star = i;
  }
  const Range& at = p->at;
  ++state.on_stack;
  op(Op::MATCH_SEQUENCE, at);
  fail_pops(state, Op::POP_JUMP_IF_FALSE, at);
  op(Op::GET_LEN, at);
  load_constant(Constant{static_cast<int64_t>(star == count ? count : count - 1)}, at);
  op(Op::COMPARE_OP, at,
     static_cast<uint32_t>(star == count ? CompareOperator::kEqual : CompareOperator::kGreaterEqual));
  fail_pops(state, Op::POP_JUMP_IF_FALSE, at);
  --state.on_stack;
  if (star == count) {
    op(Op::UNPACK_SEQUENCE, at, count);
  } else {
    if (star > 0xFF || count - star - 1 > 0xFF)
      return fail(at, "too many expressions in star-unpacking sequence pattern");
    op(Op::UNPACK_EX, at, star, static_cast<uint16_t>(count - star - 1));
  }
  state.on_stack += count;
  for (Pattern* item : p->items) {
    --state.on_stack;
    if (item->kind == PatternKind::kStar) {
      capture(as<StarPattern>(item)->name, item->at, state);
    } else {
      bool outer = std::exchange(state.allow_irrefutable, true);
      pattern(item, state);
      state.allow_irrefutable = outer;
    }
  }
}

void Compiler::pattern_mapping(MappingPattern* p, PatternState& state) {
  const Range& at = p->at;
  uint32_t count = p->keys.size();
  ++state.on_stack;
  op(Op::MATCH_MAPPING, at);
  fail_pops(state, Op::POP_JUMP_IF_FALSE, at);
  if (count == 0 && p->rest.empty()) {
    --state.on_stack;
    return op(Op::POP_TOP, at);
  }
  if (count > 0) {
    op(Op::GET_LEN, at);
    load_constant(Constant{static_cast<int64_t>(count)}, at);
    op(Op::COMPARE_OP, at, static_cast<uint32_t>(CompareOperator::kGreaterEqual));
    fail_pops(state, Op::POP_JUMP_IF_FALSE, at);
  }
  for (Expr* key : p->keys) {
    if (key->kind == ExprKind::kAttribute || constant_value(key) || key->kind == ExprKind::kBinOp) {
      expression(key);
    } else {
      return fail(key->at, "mapping pattern keys may only match literals and attribute lookups");
    }
  }
  op(Op::BUILD_TUPLE, at, count);
  op(Op::MATCH_KEYS, at);  // subject, keys, values or None
  state.on_stack += 2;
  op(Op::COPY, at, 1);
  fail_pops(state, Op::POP_JUMP_IF_NONE, at);
  op(Op::UNPACK_SEQUENCE, at, count);  // subject, keys, value n-1 ... value 0
  state.on_stack += count - 1;
  for (size_t i = 0; i < count; ++i) {
    --state.on_stack;
    bool outer = std::exchange(state.allow_irrefutable, true);
    pattern(p->values[i], state);
    state.allow_irrefutable = outer;
  }
  // subject, keys
  state.on_stack -= 2;
  if (p->rest.empty()) {
    op(Op::POP_TOP, at);
    return op(Op::POP_TOP, at);
  }
  // A new dict of the subject without the keys.
  op(Op::BUILD_MAP, at, 0);    // subject, keys, dict
  op(Op::SWAP, at, 3);         // dict, keys, subject
  op(Op::COPY, at, 3);         // dict, keys, subject, dict
  op(Op::SWAP, at, 2);         // dict, keys, dict, subject
  op(Op::DICT_UPDATE, at, 1);  // dict, keys, dict
  op(Op::POP_TOP, at);         // dict, keys
  op(Op::UNPACK_SEQUENCE, at, count);
  for (uint32_t left = count; left > 0; --left) {
    op(Op::COPY, at, left + 1);  // dict, key ..., dict
    op(Op::SWAP, at, 2);         // dict, key ..., dict, key
    op(Op::DELETE_SUBSCR, at);
  }
  capture(p->rest, at, state);
}

void Compiler::pattern_class(ClassPattern* p, PatternState& state) {
  const Range& at = p->at;
  for (size_t i = 0; i < p->names.size(); ++i) {
    for (size_t j = i + 1; j < p->names.size(); ++j) {
      if (p->names[i] == p->names[j]) {
        return fail(p->keyword_items[j]->at, fmt::format("attribute name repeated in class pattern: {}", p->names[i]));
      }
    }
  }
  expression(p->type);
  TupleConstant names;
  for (Name attribute : p->names) names.items.push_back(Constant{std::string(mangled(attribute))});
  load_constant(Constant{std::move(names)}, at);
  op(Op::MATCH_CLASS, at, p->items.size());
  op(Op::COPY, at, 1);
  ++state.on_stack;
  fail_pops(state, Op::POP_JUMP_IF_NONE, at);
  uint32_t count = p->items.size() + p->keyword_items.size();
  op(Op::UNPACK_SEQUENCE, at, count);
  state.on_stack += count - 1;
  for (uint32_t i = 0; i < count; ++i) {
    --state.on_stack;
    bool outer = std::exchange(state.allow_irrefutable, true);
    pattern(i < p->items.size() ? p->items[i] : p->keyword_items[i - p->items.size()], state);
    state.allow_irrefutable = outer;
  }
}

// Every alternative binds the same names; those of the first one set the order.
void Compiler::pattern_or(OrPattern* p, PatternState& state) {
  const Range& at = p->at;
  Label end = out().label();
  std::vector<Name> control;
  for (size_t i = 0; i < p->items.size() && !failed(); ++i) {
    Pattern* alternative = p->items[i];
    PatternState inner;
    inner.allow_irrefutable = i + 1 == p->items.size() && state.allow_irrefutable;
    op(Op::COPY, alternative->at, 1);
    pattern(alternative, inner);
    if (failed()) return;
    if (i == 0) {
      control = inner.captures;
    } else {
      if (inner.captures.size() != control.size() ||
          !std::is_permutation(control.begin(), control.end(), inner.captures.begin())) {
        return fail(at, "alternative patterns bind different names");
      }
      // Bring the captures into the order of the first alternative, deepest first.
      for (size_t n = 0; n < control.size(); ++n) {
        size_t at_index = n;
        while (inner.captures[at_index] != control[n]) ++at_index;
        if (at_index == n) continue;
        // Exchange items n and at_index, counted from the bottom of the captures.
        auto depth_n = static_cast<uint32_t>(control.size() - n);
        auto depth_i = static_cast<uint32_t>(control.size() - at_index);
        if (depth_i > 1) op(Op::SWAP, at, depth_i);
        op(Op::SWAP, at, depth_n);
        if (depth_i > 1) op(Op::SWAP, at, depth_i);
        std::swap(inner.captures[n], inner.captures[at_index]);
      }
    }
    jump(Op::JUMP, alternative->at, end);
    for (size_t n = inner.fail_labels.size(); n-- > 0;) {
      out().place(inner.fail_labels[n]);
      if (n > 0) op(Op::POP_TOP, alternative->at);
    }
  }
  // No alternative matched: the subject is still there.
  op(Op::POP_TOP, at);
  fail_pops(state, Op::JUMP, at);
  out().place(end);
  // subject, new captures...: the captures go below the other things of the pattern, the subject away.
  auto count = static_cast<uint32_t>(control.size());
  // Rotate the subject to the top, the captures keep their order below it.
  for (uint32_t n = 2; n <= count + 1; ++n) op(Op::SWAP, at, n);
  op(Op::POP_TOP, at);
  for (uint32_t n = 0; n < count; ++n) {
    if (std::find(state.captures.begin(), state.captures.end(), control[n]) != state.captures.end()) {
      return fail(at, fmt::format("multiple assignments to name '{}' in pattern", control[n]));
    }
  }
  // Move each capture under the `on_stack` items: [intermediates, c0..cn] -> [c0..cn, intermediates]
  for (uint32_t n = 0; n < count; ++n) {
    uint32_t distance = state.on_stack + count - n;  // where c_n belongs, seen from the top
    uint32_t from = count - n;                       // where it is
    // Bubble it down one place at a time.
    for (uint32_t d = from; d < distance; ++d) {
      // exchange depth d and d + 1 through the top
      if (d == 1) {
        op(Op::SWAP, at, 2);
      } else {
        op(Op::SWAP, at, d);
        op(Op::SWAP, at, d + 1);
        op(Op::SWAP, at, d);
      }
    }
    state.captures.push_back(control[n]);
  }
}

void Compiler::pattern(Pattern* p, PatternState& state) {
  if (failed()) return;
  const Range& at = p->at;
  switch (p->kind) {
    case PatternKind::kValue: {
      Expr* value = as<ValuePattern>(p)->value;
      expression(value);
      op(Op::COMPARE_OP, at, static_cast<uint32_t>(CompareOperator::kEqual));
      return fail_pops(state, Op::POP_JUMP_IF_FALSE, at);
    }
    case PatternKind::kSingleton: {
      ConstantKind kind = as<SingletonPattern>(p)->value;
      if (kind == ConstantKind::kNone) {
        load_none(at);
      } else {
        load_constant(Constant{kind == ConstantKind::kTrue}, at);
      }
      op(Op::IS_OP, at, 0);
      return fail_pops(state, Op::POP_JUMP_IF_FALSE, at);
    }
    case PatternKind::kSequence:
      return pattern_sequence(as<SequencePattern>(p), state);
    case PatternKind::kMapping:
      return pattern_mapping(as<MappingPattern>(p), state);
    case PatternKind::kClass:
      return pattern_class(as<ClassPattern>(p), state);
    case PatternKind::kOr:
      return pattern_or(as<OrPattern>(p), state);
    case PatternKind::kStar:
      return fail(at, "starred patterns belong in sequence patterns");
    case PatternKind::kAs: {
      auto* a = as<AsPattern>(p);
      if (a->pattern == nullptr) {
        if (!state.allow_irrefutable) {
          return fail(at, a->name.empty()
                              ? std::string("wildcard makes remaining patterns unreachable")
                              : fmt::format("name capture '{}' makes remaining patterns unreachable", a->name));
        }
        return capture(a->name, at, state);
      }
      op(Op::COPY, at, 1);
      ++state.on_stack;
      pattern(a->pattern, state);
      --state.on_stack;
      return capture(a->name, at, state);
    }
  }
}

void Compiler::match(Match* s) {
  expression(s->subject);
  Label end = out().label();
  for (size_t i = 0; i < s->cases.size() && !failed(); ++i) {
    MatchCase& c = s->cases[i];
    bool last = i + 1 == s->cases.size();
    PatternState state;
    state.allow_irrefutable = last || c.guard != nullptr;
    op(Op::COPY, c.pattern->at, 1);
    pattern(c.pattern, state);
    if (failed()) return;
    // subject, captures...
    while (!state.captures.empty()) {
      name(state.captures.back(), Context::kStore, c.pattern->at);
      state.captures.pop_back();
    }
    if (c.guard != nullptr) {
      if (state.fail_labels.empty()) state.fail_labels.push_back(out().label());
      jump_if(c.guard, state.fail_labels[0], false);
    }
    op(Op::POP_TOP, c.pattern->at);
    body(c.body);
    jump(Op::JUMP, unit_->last, end);
    for (size_t n = state.fail_labels.size(); n-- > 0;) {
      out().place(state.fail_labels[n]);
      if (n > 0) op(Op::POP_TOP, c.pattern->at);
    }
  }
  op(Op::POP_TOP, s->subject->at);
  out().place(end);
}

}  // namespace loopscope::lang
