#include "engine/lang/identifiers.hpp"

#include <algorithm>
#include <iterator>

#include "engine/lang/identifier_ranges.hpp"

namespace loopscope::lang {
namespace {

template <size_t N>
bool contains(const Range (&ranges)[N], uint32_t code_point) {
  const Range* found = std::upper_bound(std::begin(ranges), std::end(ranges), code_point,
                                        [](uint32_t value, const Range& range) { return value < range.first; });
  return found != std::begin(ranges) && code_point <= (found - 1)->last;
}

bool is_ascii_letter(uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

}  // namespace

bool is_identifier_start(uint32_t code_point) {
  return code_point < 0x80 ? is_ascii_letter(code_point) : contains(kIdentifierStart, code_point);
}

bool is_identifier_part(uint32_t code_point) {
  if (code_point < 0x80) return is_ascii_letter(code_point) || (code_point >= '0' && code_point <= '9');
  return contains(kIdentifierStart, code_point) || contains(kIdentifierPart, code_point);
}

bool is_printable(uint32_t code_point) {
  return code_point < 0x80 ? code_point >= 0x20 && code_point < 0x7F : !contains(kNotPrintable, code_point);
}

}  // namespace loopscope::lang
