#pragma once
// Values of literals.

#include <optional>
#include <string>
#include <string_view>

#include "engine/lang/arena.hpp"
#include "engine/lang/ast.hpp"

namespace loopscope::lang {

/// Fills kind and value of `out` from the text of a number token; returns an error message for what cannot be held.
std::optional<std::string> parse_number(std::string_view text, Arena& arena, ast::ConstantExpr& out);

struct DecodedString {
  std::string value;
  std::optional<std::string> error;
  /// The first escape sequence that Python does not know, such as "\\d" (a SyntaxWarning); empty: none.
  std::string bad_escape;
};

/// Resolves escapes in the body of a str (UTF-8 out) or bytes literal.
DecodedString decode_escapes(std::string_view body, bool raw, bool bytes);

}  // namespace loopscope::lang
