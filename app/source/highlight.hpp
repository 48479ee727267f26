#pragma once

// Colours for Python source. Tolerant: it colours whatever stands there, also what does not compile.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/theme/palette.hpp"

namespace loopscope::app {

struct Span {
  std::uint32_t begin;  // byte offsets within the line
  std::uint32_t end;
  Color color;
};

struct SourceLine {
  std::string text;         // without the line ending, tabs as written
  std::vector<Span> spans;  // in order, whole line covered
};

// A file as the source panel shows it. Never fails; an empty text has no lines.
std::vector<SourceLine> highlight_python(std::string_view source);

// The text of the module's docstring with its indentation removed, or "".
std::string module_docstring(std::string_view source);

}  // namespace loopscope::app
