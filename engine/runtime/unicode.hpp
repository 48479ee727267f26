#pragma once
// Case and class of code points, for the scripts whose letters pair up by simple rules.

#include <cstdint>

namespace loopscope::runtime {

uint32_t to_upper(uint32_t cp);
uint32_t to_lower(uint32_t cp);
bool is_upper(uint32_t cp);
bool is_lower(uint32_t cp);
bool is_space(uint32_t cp);
bool is_decimal(uint32_t cp);
int decimal_value(uint32_t cp);  // -1: not a decimal digit
bool is_alpha(uint32_t cp);
bool is_printable(uint32_t cp);

}  // namespace loopscope::runtime
