#pragma once
// Source text to tokens. The whole file at once: an error of the lexer anywhere in a file takes precedence over errors
// of the parser, as in CPython.

#include <optional>
#include <string>
#include <vector>

#include "engine/lang/source.hpp"
#include "engine/lang/syntax_error.hpp"
#include "engine/lang/token.hpp"

namespace loopscope::lang {

/// A bracket that is still open at the end of the file.
struct OpenBracket {
  char bracket = 0;
  int32_t line = 0;
  int32_t column = 0;
};

struct TokenStream {
  std::vector<Token> tokens;  // always ended by Tok::kEnd
  std::optional<SyntaxError> error;
  std::optional<OpenBracket> unclosed;
};

TokenStream tokenize(const Source& source);

}  // namespace loopscope::lang
