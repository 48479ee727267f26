// Parameters of functions and lambdas.

#include "engine/lang/parser_impl.hpp"

namespace loopscope::lang {

// Up to `close`, which is not consumed.
ast::Arguments* Parser::parameters(Tok close, bool is_lambda) {
  auto* args = arena_.make<ast::Arguments>();
  std::vector<ast::Parameter> positional, keyword_only;
  std::vector<Expr*> defaults, keyword_defaults;
  bool slash = false, star = false;
  auto parameter = [&](bool starred) {
    const Token& start = peek();
    ast::Parameter p{};
    p.name = expect_name();
    if (!is_lambda && accept(Tok::kColon)) p.annotation = starred && at(Tok::kStar) ? star_expression() : expression();
    p.at = since(range(start));
    return p;
  };
  auto default_value = [&]() -> Expr* {
    const Token& equal = peek();
    if (!accept(Tok::kEqual)) return nullptr;
    if (!is_lambda && (at(Tok::kComma) || at(close))) {
      fail(range(equal), "expected default value expression");
      return nullptr;
    }
    return expression();
  };
  while (!failed() && !at(close)) {
    const Token& start = peek();
    if (accept(Tok::kSlash)) {
      if (slash) {
        fail(range(start), "/ may appear only once");
      } else if (star) {
        fail(range(start), "/ must be ahead of *");
      } else if (positional.empty()) {
        fail(range(start), at(Tok::kComma) ? "at least one argument must precede /" : "invalid syntax");
      }
      slash = true;
      args->posonly = static_cast<uint32_t>(positional.size());
      if (at(Tok::kStar)) fail_here("expected comma between / and *");
    } else if (accept(Tok::kStar)) {
      if (star) {
        fail(range(start), "* argument may appear only once");
      }
      star = true;
      if (at(Tok::kComma) || at(close)) {
        if (at(close) || peek(1).kind == close || peek(1).kind == Tok::kDoubleStar) {
          fail(range(!is_lambda ? start : at(close) ? peek() : peek(1)), "named arguments must follow bare *");
        }
      } else {
        args->varargs = arena_.make<ast::Parameter>(parameter(true));
        if (at(Tok::kEqual)) fail_here("var-positional argument cannot have default value");
      }
    } else if (accept(Tok::kDoubleStar)) {
      args->varkeywords = arena_.make<ast::Parameter>(parameter(false));
      if (at(Tok::kEqual)) fail_here("var-keyword argument cannot have default value");
      if (at(Tok::kComma) && peek(1).kind != close) {
        advance();
        fail_here("arguments cannot follow var-keyword argument");
      }
      accept(Tok::kComma);
      if (!at(close)) invalid();
      break;
    } else if (at(Tok::kLeftParen)) {
      // Python 2 could unpack here.
      size_t here = pos_;
      bool names = attempt([&] {
        advance();
        while (at(Tok::kName)) {
          advance();
          if (!accept(Tok::kComma)) break;
        }
        expect(Tok::kRightParen);
        return true;
      });
      if (names) {
        fail(since(range(start)), is_lambda ? "Lambda expression parameters cannot be parenthesized"
                                            : "Function parameters cannot be parenthesized");
      }
      pos_ = failed() ? pos_ : here;
      invalid();
    } else {
      ast::Parameter p = parameter(false);
      Expr* value = default_value();
      if (star) {
        keyword_only.push_back(p);
        keyword_defaults.push_back(value);
      } else {
        positional.push_back(p);
        if (value != nullptr) {
          defaults.push_back(value);
        } else if (!defaults.empty()) {
          fail(p.at, "parameter without a default follows parameter with a default");
        }
      }
    }
    if (!accept(Tok::kComma)) break;
  }
  args->positional = arena_.copy(positional);
  args->keyword_only = arena_.copy(keyword_only);
  args->defaults = arena_.copy(defaults);
  args->keyword_defaults = arena_.copy(keyword_defaults);
  return args;
}

}  // namespace loopscope::lang
