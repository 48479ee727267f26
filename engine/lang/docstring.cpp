#include "engine/lang/docstring.hpp"

#include <algorithm>

namespace loopscope::lang {

std::string clean_docstring(std::string_view text) {
  std::string expanded;
  size_t column = 0;
  for (char c : text) {
    if (c == '\t') {
      size_t width = 8 - column % 8;
      expanded.append(width, ' ');
      column += width;
      continue;
    }
    expanded += c;
    if (c == '\n' || c == '\r') {
      column = 0;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++column;
    }
  }
  std::string_view rest = expanded;
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  size_t margin = std::string_view::npos;
  for (size_t at = rest.find('\n'); at != std::string_view::npos; at = rest.find('\n', at + 1)) {
    size_t start = at + 1;
    size_t first = rest.find_first_not_of(' ', start);
    if (first == std::string_view::npos || rest[first] == '\n') continue;
    margin = std::min(margin, first - start);
  }
  std::string out;
  for (size_t at = 0; at <= rest.size();) {
    size_t end = std::min(rest.find('\n', at), rest.size());
    std::string_view line = rest.substr(at, end - at);
    if (at != 0 && margin != std::string_view::npos) {
      line.remove_prefix(std::min({margin, line.find_first_not_of(' '), line.size()}));
    }
    out += line;
    if (end == rest.size()) break;
    out += '\n';
    at = end + 1;
  }
  return out;
}

}  // namespace loopscope::lang
