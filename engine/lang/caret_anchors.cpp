#include "engine/lang/caret_anchors.hpp"

#include <string>
#include <vector>

#include "engine/lang/parser.hpp"

namespace loopscope::lang {

using namespace ast;

namespace {

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\f'; }

/// A place in the lines of a segment that stands on a character.
class Cursor {
 public:
  Cursor(const std::vector<std::string_view>& lines, int32_t line, size_t offset)
      : lines_(lines), line_(line), offset_(offset) {
    settle();
  }

  bool valid() const { return static_cast<size_t>(line_) < lines_.size(); }
  int32_t line() const { return line_; }
  size_t offset() const { return offset_; }
  std::string_view text() const { return lines_[static_cast<size_t>(line_)]; }

  /// Moves on to the first character that `stop` accepts, past comments and line continuations.
  template <typename Stop>
  void seek(Stop stop) {
    while (valid()) {
      char c = text()[offset_];
      if (c == '\\' || c == '#') {
        ++line_;
        offset_ = 0;
      } else if (!stop(c)) {
        ++offset_;
      } else {
        return;
      }
      settle();
    }
  }

 private:
  void settle() {
    while (valid() && offset_ >= text().size()) {
      offset_ = 0;
      ++line_;
    }
  }

  const std::vector<std::string_view>& lines_;
  int32_t line_;
  size_t offset_;
};

/// A parsed text, kept alive with what the tree points into.
struct Parsed {
  Arena arena;
  std::optional<Source> source;
  Body body;

  explicit Parsed(std::string_view text) {
    Result<Source> decoded = Source::decode(text, "");
    if (!decoded.ok()) return;
    source = std::move(decoded.value());
    std::vector<SyntaxWarning> warnings;
    Result<Module> module = parse(*source, Mode::kExec, arena, warnings);
    if (module.ok()) body = module.value().body;
  }
};

}  // namespace

std::optional<CaretAnchors> caret_anchors(std::string_view segment) {
  // In parentheses, so that an expression may span lines: its line n of the segment is line n + 2 here.
  Parsed parsed("(\n" + std::string(segment) + "\n)");
  if (parsed.body.size() != 1 || parsed.body[0]->kind != StmtKind::kExpr) return std::nullopt;
  std::vector<std::string_view> lines = split_lines(segment);
  Expr* e = as<ExprStmt>(parsed.body[0])->value;
  auto end_of = [&](const Expr* part) {
    return Cursor(lines, part->at.end_line - 2, static_cast<size_t>(part->at.end_column));
  };
  auto bracketed = [&](const Expr* head, char open) -> std::optional<CaretAnchors> {
    Cursor left = end_of(head);
    left.seek([open](char c) { return c == open; });
    if (!left.valid()) return std::nullopt;
    return CaretAnchors{left.line(), left.offset(), e->at.end_line - 2, static_cast<size_t>(e->at.end_column)};
  };
  switch (e->kind) {
    case ExprKind::kBinOp: {
      auto* operation = as<BinOp>(e);
      Cursor at = end_of(operation->left);
      at.seek([](char c) { return !is_space(c) && c != ')'; });
      if (!at.valid()) return std::nullopt;
      // An operator has one or two characters, on one line, before the right operand.
      size_t right = at.offset() + 1;
      const Range& operand = operation->right->at;
      bool before_operand = operand.line - 2 > at.line() || right < static_cast<size_t>(operand.column);
      if (right < at.text().size() && before_operand) {
        char c = at.text()[right];
        if (!is_space(c) && c != '\\' && c != '#') ++right;
      }
      return CaretAnchors{at.line(), at.offset(), at.line(), right};
    }
    case ExprKind::kSubscript:
      return bracketed(as<Subscript>(e)->value, '[');
    case ExprKind::kCall:
      return bracketed(as<Call>(e)->function, '(');
    default:
      return std::nullopt;
  }
}

bool is_plain_call_statement(std::string_view text, size_t start, int32_t line_count, size_t end) {
  Parsed parsed(text);
  if (parsed.body.empty()) return false;
  Stmt* statement = parsed.body[0];
  Expr* value = nullptr;
  if (statement->kind == StmtKind::kReturn) {
    value = as<Return>(statement)->value;
    if (value == nullptr || value->kind != ExprKind::kCall || as<Call>(value)->function->kind != ExprKind::kName) {
      return false;
    }
  } else if (statement->kind == StmtKind::kAssign) {
    auto* assign = as<Assign>(statement);
    value = assign->value;
    if (value->kind != ExprKind::kCall || assign->targets.size() != 1 || assign->targets[0]->kind != ExprKind::kName) {
      return false;
    }
  } else {
    return false;
  }
  return value->at.line == 1 && value->at.end_line == line_count && static_cast<size_t>(value->at.column) == start &&
         static_cast<size_t>(value->at.end_column) == end;
}

}  // namespace loopscope::lang
