#include "engine/analysis/text_page.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "engine/analysis/words.hpp"

namespace loopscope::analysis {

namespace {

constexpr uint32_t kIndent = 5;  // of rows below a heading

// Pieces of at most `columns` characters, cut at spaces; a word that is longer is cut anywhere.
std::vector<std::string> wrap(std::string_view text, uint32_t columns) {
  std::vector<std::string> lines;
  std::string line;
  size_t used = 0;
  while (!text.empty()) {
    const size_t space = text.find(' ');
    std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    size_t size = width(word);
    if (used != 0 && used + 1 + size > columns) {
      lines.push_back(std::move(line));
      line.clear();
      used = 0;
    }
    while (size > columns) {  // only at the begin of a line
      if (used != 0) break;
      size_t bytes = 0;
      for (size_t taken = 0; bytes < word.size(); ++bytes) {
        const bool starts = (static_cast<unsigned char>(word[bytes]) & 0xC0u) != 0x80u;
        if (starts && taken++ == columns) break;
      }
      lines.emplace_back(word.substr(0, bytes));
      word.remove_prefix(bytes);
      size = width(word);
    }
    if (used != 0) {
      line += ' ';
      ++used;
    }
    line += word;
    used += size;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

void repeat(std::string& out, std::string_view piece, size_t count) {
  while (count-- > 0) out += piece;
}

}  // namespace

TextPage::TextPage(uint32_t columns, uint32_t max_rows) : columns_(std::max(columns, 60u)), rows_left_(max_rows) {}

bool TextPage::room() {
  if (rows_left_ == 0) {
    ++left_out_;
    return false;
  }
  --rows_left_;
  return true;
}

void TextPage::rule(std::string_view left, std::string_view right) {
  if (!room()) return;
  const size_t most = columns_ - width(left) - 12;
  const std::string end = right.empty() ? std::string() : fmt::format(" {} ──", one_line(right, most));
  out_ += "── ";
  out_ += left;
  out_ += ' ';
  const size_t used = 4 + width(left) + width(end);
  repeat(out_, "─", used < columns_ ? columns_ - used : 2);
  out_ += end + "\n";
}

void TextPage::heading(std::string_view name, std::string_view explanation) {
  if (!room()) return;
  constexpr uint32_t kNameColumn = 26;
  std::string head = fmt::format(" ▶ {}", name);
  const size_t used = width(head);
  repeat(head, " ", used < kNameColumn ? kNameColumn - used : 2);
  const auto indent = static_cast<uint32_t>(std::max<size_t>(width(head), kNameColumn));
  if (explanation.empty()) {
    out_ += head.substr(0, head.find_last_not_of(' ') + 1) + "\n";
  } else if (indent + 30 > columns_) {
    out_ += head.substr(0, head.find_last_not_of(' ') + 1) + "\n";
    repeat(out_, " ", kIndent);
    wrapped(explanation, columns_ - kIndent, kIndent);
  } else {
    out_ += head;
    wrapped(explanation, columns_ - indent, indent);
  }
}

void TextPage::row(std::string_view text, uint32_t line, std::string_view source) {
  if (!room()) return;
  const uint32_t left = columns_ * 58 / 100;  // where the source begins
  repeat(out_, " ", kIndent);
  if (line == 0) {
    wrapped(text, columns_ - kIndent, kIndent + 2);
    return;
  }
  const std::vector<std::string> lines = wrap(text, left - kIndent - 2);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) repeat(out_, " ", kIndent + 2);
    out_ += lines[i];
    if (i + 1 == lines.size()) {
      const size_t used = kIndent + (i > 0 ? 2 : 0) + width(lines[i]);
      repeat(out_, " ", used < left ? left - used : 1);
      out_ += fmt::format("{:>4} │ {}", line, one_line(source, columns_ - left - 7));
    }
    out_ += '\n';
  }
}

void TextPage::paragraph(std::string_view mark, std::string_view text) {
  if (!room()) return;
  out_ += ' ';
  out_ += mark;
  out_ += ' ';
  const auto indent = static_cast<uint32_t>(width(mark) + 2);
  wrapped(text, columns_ - indent, indent);
}

void TextPage::plain(std::string_view text) { wrapped(text, columns_, 0); }

void TextPage::blank() { out_ += '\n'; }

void TextPage::wrapped(std::string_view text, uint32_t columns, uint32_t indent) {
  const std::vector<std::string> lines = wrap(text, columns);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) repeat(out_, " ", indent);
    out_ += lines[i] + "\n";
  }
}

}  // namespace loopscope::analysis
