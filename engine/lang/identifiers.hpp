#pragma once
// Which code points may stand in identifiers.

#include <cstdint>

namespace loopscope::lang {

bool is_identifier_start(uint32_t code_point);
bool is_identifier_part(uint32_t code_point);
/// Whether an error message may show the character itself.
bool is_printable(uint32_t code_point);

}  // namespace loopscope::lang
