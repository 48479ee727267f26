#pragma once

#include <cstdint>
#include <string_view>

namespace loopscope::lang {

enum class Tok : uint8_t {
  kEnd,
  kNewline,
  kIndent,
  kDedent,
  kName,
  kNumber,
  kString,
  kFStringStart,
  kFStringMiddle,  // literal text of an f-string or of a format spec, escapes and doubled braces as written
  kFStringEnd,
#define OPERATOR(name, text) name,
#define KEYWORD(name, text) name,
#include "engine/lang/tokens.def"
#undef OPERATOR
#undef KEYWORD
};

/// `level` is the number of brackets open at the token (its own bracket not counted).
struct Token {
  Tok kind = Tok::kEnd;
  uint8_t level = 0;
  bool in_format_spec = false;  // a kFStringMiddle inside a format spec
  uint32_t begin = 0;           // byte offsets into the source text
  uint32_t end = 0;
  int32_t line = 1;    // from 1
  int32_t column = 0;  // bytes, from 0
  int32_t end_line = 1;
  int32_t end_column = 0;
};

/// The operator's or keyword's text, or a description such as "NEWLINE".
std::string_view token_text(Tok kind);
inline bool is_keyword(Tok kind) { return kind >= Tok::kFalse; }

}  // namespace loopscope::lang
