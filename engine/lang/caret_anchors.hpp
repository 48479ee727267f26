#pragma once
// Where the carets of a traceback turn from '~' to '^': at the operator of a binary operation, at the brackets of a
// subscript or a call.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace loopscope::lang {

/// Lines count from 0 within the segment, offsets in bytes within the line; the right end is exclusive.
struct CaretAnchors {
  int32_t left_line = 0;
  size_t left_offset = 0;
  int32_t right_line = 0;
  size_t right_offset = 0;
};

/// The anchors inside `segment`, the source text of the instruction that raised (lines joined by '\n'). Nothing when it
/// is no binary operation, subscript or call.
std::optional<CaretAnchors> caret_anchors(std::string_view segment);

/// Is `text` (dedented lines) a statement `return name(...)` or `name = call(...)` whose call reaches from byte `start`
/// of the first line to byte `end` of line `line_count`? Tracebacks leave out the carets there.
bool is_plain_call_statement(std::string_view text, size_t start, int32_t line_count, size_t end);

}  // namespace loopscope::lang
