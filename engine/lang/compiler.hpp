#pragma once
// The front end's door: source text in, code object or SyntaxError out.

#include <string>
#include <string_view>
#include <vector>

#include "engine/lang/code.hpp"
#include "engine/lang/parser.hpp"
#include "engine/lang/syntax_error.hpp"

namespace loopscope::lang {

/// Compiles `source` (the bytes of a file). `warnings`, when given, receives the SyntaxWarnings in source order.
/// kEval code returns the expression's value; kSingle code passes the value of an expression statement to
/// sys.displayhook.
Result<CodePtr> compile(std::string_view source, std::string filename, Mode mode,
                        std::vector<SyntaxWarning>* warnings = nullptr);

}  // namespace loopscope::lang
