#pragma once
// Source text to syntax tree.

#include <vector>

#include "engine/lang/arena.hpp"
#include "engine/lang/ast.hpp"
#include "engine/lang/source.hpp"

namespace loopscope::lang {

/// What the text is: a file, one expression, or one interactive statement.
enum class Mode : uint8_t { kExec, kEval, kSingle };

/// Parses the whole source. The tree points into `source` and `arena`.
Result<ast::Module> parse(const Source& source, Mode mode, Arena& arena, std::vector<SyntaxWarning>& warnings);

}  // namespace loopscope::lang
