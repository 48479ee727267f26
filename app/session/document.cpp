#include "app/session/document.hpp"

#include <fmt/core.h>

#include <fstream>
#include <sstream>

#include "app/gallery/gallery.hpp"
#include "engine/interchange/chrome_reader.hpp"

namespace loopscope::app {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kLargestText = std::uintmax_t{16} << 20;

}  // namespace

bool is_trace_file(const fs::path& path) {
  constexpr std::string_view kMagic("\x89LSC", 4);
  char begin[kMagic.size()] = {};
  std::ifstream in(path, std::ios::binary);
  return in.read(begin, sizeof begin) && std::string_view(begin, sizeof begin) == kMagic;
}

bool is_foreign_trace(const fs::path& path) { return interchange::looks_like_chrome(path.string()); }

void set_text(Document& document, const std::string& text) {
  document.lines = highlight_python(text);
  document.docstring = module_docstring(text);
  // The docstring stands in the lesson panel; the source opens on what comes after it.
  for (std::size_t i = 0; !document.docstring.empty() && i < document.lines.size(); ++i) {
    const std::vector<Span>& spans = document.lines[i].spans;
    const bool plain = spans.empty() || spans[0].color == Color::code_string || spans[0].color == Color::code_comment;
    if (plain) continue;
    document.first_code_line = i;
    break;
  }
}

Document read_document(const fs::path& path) {
  Document document;
  document.path = path;
  document.title = path.filename().string();
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    document.error = fmt::format("{}: no such file", path.string());
  } else if (fs::is_directory(status)) {
    document.error = fmt::format("{}: is a directory", path.string());
  } else if (fs::is_regular_file(status) && fs::file_size(path, error) > kLargestText && !is_trace_file(path) &&
             !is_foreign_trace(path)) {
    document.error = fmt::format("{}: larger than {} MiB", path.string(), kLargestText >> 20);
  }
  if (!document.error.empty()) return document;
  document.is_foreign = is_foreign_trace(path);
  document.is_trace = document.is_foreign || is_trace_file(path);
  if (document.is_trace) return document;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream buffer;
  buffer << in.rdbuf();
  if (!in) {
    document.error = fmt::format("{}: cannot be read", path.string());
    return document;
  }
  const std::string text = buffer.str();
  if (text.find('\0') != std::string::npos) {
    document.error = fmt::format("{}: is not a text file: it contains NUL bytes", path.string());
    return document;
  }
  set_text(document, text);
  const Lesson lesson = read_lesson(path);
  document.title = lesson.title;
  document.counterpart = lesson.counterpart;
  document.is_fixed_half = lesson.half == Half::fixed;
  return document;
}

}  // namespace loopscope::app
