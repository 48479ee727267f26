#pragma once
// The recursive-descent parser; private to parser*.cpp.
//
// Failure is sticky: the first error wins and moves the parser to the end of the file, where every rule stops by itself
// with a harmless node in hand, so that rules need no checks after each step. Rules that may have to be tried two ways
// run under `attempt`.

#include <optional>
#include <string>
#include <vector>

#include "engine/lang/lexer.hpp"
#include "engine/lang/parser.hpp"

namespace loopscope::lang {

class Parser {
 public:
  Parser(const Source& source, TokenStream stream, Arena& arena, std::vector<SyntaxWarning>& warnings)
      : source_(source), text_(source.text()), stream_(std::move(stream)), arena_(arena), warnings_(warnings) {}

  Result<ast::Module> run(Mode mode);

 private:
  using Expr = ast::Expr;
  using Stmt = ast::Stmt;
  using Range = ast::Range;
  using Pattern = ast::Pattern;
  enum class Target : uint8_t { kStar, kFor, kDelete };
  struct Depth {
    explicit Depth(Parser& p) : parser(p) { ++parser.depth_; }
    ~Depth() { --parser.depth_; }
    Parser& parser;
  };

  // --- tokens (parser.cpp) ---
  const Token& peek(size_t ahead = 0) const {
    size_t i = pos_ + ahead;
    return stream_.tokens[i < stream_.tokens.size() ? i : stream_.tokens.size() - 1];
  }
  bool at(Tok kind) const { return peek().kind == kind; }
  bool at_name(std::string_view text) const { return at(Tok::kName) && token_view(peek()) == text; }
  void advance() {
    if (pos_ + 1 < stream_.tokens.size()) ++pos_;
  }
  bool accept(Tok kind) {
    if (!at(kind)) return false;
    advance();
    return true;
  }
  /// The token must come next; a different one is a plain "invalid syntax".
  void expect(Tok kind);
  /// The token must come next; a different one is "expected '...'".
  void force(Tok kind);
  std::string_view token_view(const Token& t) const { return text_.substr(t.begin, t.end - t.begin); }
  static Range range(const Token& t) { return {t.line, t.end_line, t.column, t.end_column}; }
  static Range join(const Range& a, const Range& b) { return {a.line, b.end_line, a.column, b.end_column}; }
  static bool is_layout(Tok kind) { return kind == Tok::kNewline || kind == Tok::kIndent || kind == Tok::kDedent; }
  /// From the start of `from` to the end of the last consumed token that is not layout.
  Range since(const Range& from) const {
    size_t last = pos_;
    while (last > 0 && is_layout(stream_.tokens[last - 1].kind)) --last;
    return join(from, last > 0 ? range(stream_.tokens[last - 1]) : from);
  }
  ast::Name name_text(const Token& t) { return token_view(t); }
  ast::Name expect_name();

  // --- errors (parser.cpp) ---
  bool failed() const { return error_.has_value(); }
  void fail(const Range& at, std::string message, SyntaxErrorKind kind = SyntaxErrorKind::kSyntaxError);
  void fail_here(std::string message) { fail(range(peek()), std::move(message)); }
  /// "invalid syntax" at the current token, or one of the more helpful guesses that CPython makes there.
  void invalid();
  bool guess_missing_comma();
  bool at_end_of_input() const { return at(Tok::kEnd); }
  void too_deep();
  /// Runs `rule`; when it fails, rewinds and forgets the error.
  template <typename Rule>
  bool attempt(Rule rule) {
    if (failed()) return false;
    size_t start = pos_;
    size_t warned = warnings_.size();
    ++attempts_;
    bool ok = rule() && !failed();
    --attempts_;
    if (ok) return true;
    pos_ = start;
    error_.reset();
    warnings_.resize(warned);
    return false;
  }
  SyntaxError final_error();

  template <typename T>
  T* node(ast::ExprKind kind, const Range& at) {
    T* made = arena_.make<T>();
    made->kind = kind;
    made->at = at;
    return made;
  }
  template <typename T>
  T* stmt(ast::StmtKind kind) {
    T* made = arena_.make<T>();
    made->kind = kind;
    return made;
  }
  Expr* dummy();

  // --- targets (parser.cpp) ---
  static Expr* invalid_target(Expr* e, Target use);
  Expr* check_target(Expr* e, Target use);

  // --- expressions (parser_expr.cpp) ---
  bool starts_expression() const;
  Expr* expression();
  Expr* expression_body();
  Expr* named_expression();
  Expr* star_named_expression();
  Expr* star_expressions(bool named = false);
  Expr* star_expression();
  Expr* yield_expression();
  Expr* yield_or_star_expressions();
  Expr* disjunction();
  Expr* conjunction();
  Expr* inversion();
  Expr* comparison();
  Expr* binary(int level);
  Expr* factor();
  Expr* power();
  Expr* primary();
  Expr* atom();
  Expr* number();
  Expr* constant(ast::ConstantKind kind);
  Expr* name_expression();
  Expr* lambda();
  Expr* target_list(bool for_loop);

  // --- displays, calls, subscripts (parser_display.cpp) ---
  Expr* parenthesized();
  Expr* list_display();
  Expr* brace_display();
  Expr* dict_rest(const Token& open, Expr* first_key);
  Expr* comprehension(ast::ExprKind kind, const Range& start, Expr* element, Expr* value, Tok close);
  std::vector<ast::Comprehension> for_if_clauses();
  bool at_comprehension() const { return at(Tok::kFor) || (at(Tok::kAsync) && peek(1).kind == Tok::kFor); }
  Expr* call(Expr* function);
  void arguments(std::vector<Expr*>& args, std::vector<ast::Keyword>& keywords, const Token* open);
  Expr* subscript(Expr* value);
  Expr* slice();

  // --- parameters (parser_params.cpp) ---
  ast::Arguments* parameters(Tok close, bool is_lambda);

  // --- strings (parser_string.cpp) ---
  Expr* strings();
  struct StringPieces;
  void fstring(StringPieces& pieces);
  void replacement_field(StringPieces& pieces, bool raw);
  void plain_string(StringPieces& pieces, const Token& token);
  void warn_escape(const std::string& escape, int32_t line);

  // --- statements (parser_stmt.cpp) ---
  void statement(std::vector<Stmt*>& out);
  void simple_statements(std::vector<Stmt*>& out);
  Stmt* simple_statement();
  Stmt* expression_statement();
  Stmt* import_statement();
  Stmt* import_from();
  Stmt* global_statement(ast::StmtKind kind);
  Stmt* delete_statement();
  Stmt* raise_statement();
  Stmt* assert_statement();
  ast::Name dotted_name();

  // --- compound statements (parser_compound.cpp) ---
  Stmt* compound_statement();
  ast::Body block(const char* what, int32_t line);
  void header_colon();
  Stmt* if_statement();
  Stmt* while_statement();
  Stmt* for_statement(const Token& start, bool is_async);
  Stmt* with_statement(const Token& start, bool is_async);
  bool with_items(std::vector<ast::WithItem>& items, bool parens);
  Stmt* try_statement();
  Stmt* function_def(const Token& start, bool is_async, Span<Expr*> decorators);
  Stmt* class_def(Span<Expr*> decorators);
  Stmt* decorated();
  ast::Body else_block();
  void refuse_type_parameters(const char* what);

  // --- match (parser_match.cpp) ---
  Stmt* match_statement();
  ast::MatchCase match_case();
  Pattern* open_pattern();
  Pattern* as_pattern();
  Pattern* or_pattern();
  Pattern* closed_pattern();
  Pattern* star_pattern();
  Pattern* sequence_items(std::vector<Pattern*> first, Tok close, const Range& start);
  Pattern* mapping_pattern();
  Pattern* class_pattern(Expr* type);
  Pattern* value_pattern(Expr* value);
  Expr* literal_pattern_value();
  Expr* dotted_value();
  template <typename T>
  T* pattern(ast::PatternKind kind, const Range& at) {
    T* made = arena_.make<T>();
    made->kind = kind;
    made->at = at;
    return made;
  }

  const Source& source_;
  std::string_view text_;
  TokenStream stream_;
  Arena& arena_;
  std::vector<SyntaxWarning>& warnings_;
  size_t pos_ = 0;
  int depth_ = 0;
  int attempts_ = 0;
  std::optional<SyntaxError> error_;
  size_t error_pos_ = 0;       // the token the parser stood at when it failed
  int32_t error_line_ = 0;     // its line
  bool error_at_end_ = false;  // that token was the end of the file
  // The last complete expression, for guesses about what is missing behind it.
  Expr* last_expression_ = nullptr;
  size_t last_expression_begin_ = 0;
  size_t last_expression_end_ = 0;
};

}  // namespace loopscope::lang
