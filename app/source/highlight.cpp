#include "app/source/highlight.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace loopscope::app {
namespace {

constexpr std::array<std::string_view, 38> kKeywords = {
    "False",  "None",     "True",   "and", "as",    "assert", "async",  "await",    "break", "class",
    "case",   "continue", "def",    "del", "elif",  "else",   "except", "finally",  "for",   "from",
    "global", "if",       "import", "in",  "is",    "lambda", "match",  "nonlocal", "not",   "or",
    "pass",   "raise",    "return", "try", "while", "with",   "yield",  "type"};

constexpr std::array<std::string_view, 34> kBuiltins = {
    "print", "range", "len", "super",   "isinstance", "iter",      "next", "aiter", "anext",
    "repr",  "str",   "int", "float",   "bool",       "list",      "dict", "set",   "tuple",
    "sum",   "min",   "max", "sorted",  "reversed",   "enumerate", "zip",  "map",   "filter",
    "any",   "all",   "abs", "getattr", "hasattr",    "setattr",   "open"};

bool name_start(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0; }
bool name_part(char c) { return name_start(c) || std::isdigit(static_cast<unsigned char>(c)); }

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Soft keywords are names almost everywhere; only at the start of a line followed by something that is no operator do
// they open a statement.
bool soft_keyword_here(std::string_view word, std::string_view line, std::size_t begin, std::size_t end) {
  if (word != "match" && word != "case" && word != "type") return true;
  if (line.find_first_not_of(" \t") != begin) return false;
  return end < line.size() && line[end] == ' ' && end + 1 < line.size() && line[end + 1] != '=' && line[end + 1] != '.';
}

struct OpenString {
  bool active = false;
  bool triple = false;
  bool raw = false;
  char quote = 0;
};

class Liner {
 public:
  SourceLine line(std::string_view text) {
    SourceLine out;
    out.text = std::string(text);
    line_ = text;
    spans_ = &out.spans;
    at_ = 0;
    if (open_.active) string_body(0);
    while (at_ < line_.size()) token();
    if (open_.active && !open_.triple && (line_.empty() || line_.back() != '\\')) open_ = {};
    return out;
  }

 private:
  void add(std::size_t begin, std::size_t end, Color color) {
    if (begin >= end) return;
    if (!spans_->empty() && spans_->back().end == begin && spans_->back().color == color) {
      spans_->back().end = static_cast<std::uint32_t>(end);
      return;
    }
    spans_->push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), color});
  }

  // From at_, inside an open string, to its end or the line's.
  void string_body(std::size_t begin) {
    while (at_ < line_.size()) {
      if (line_[at_] == '\\') {
        at_ = std::min(at_ + 2, line_.size());
        continue;
      }
      if (line_[at_] == open_.quote) {
        if (!open_.triple) {
          ++at_;
          open_ = {};
          break;
        }
        if (line_.substr(at_, 3) == std::string(3, open_.quote)) {
          at_ += 3;
          open_ = {};
          break;
        }
      }
      ++at_;
    }
    add(begin, at_, Color::code_string);
  }

  bool string_prefix(std::size_t end) const {
    if (end - at_ > 2 || end >= line_.size() || (line_[end] != '"' && line_[end] != '\'')) return false;
    return std::all_of(line_.begin() + static_cast<std::ptrdiff_t>(at_),
                       line_.begin() + static_cast<std::ptrdiff_t>(end),
                       [](char c) { return std::string_view("rRbBuUfFtT").find(c) != std::string_view::npos; });
  }

  void string_start(std::size_t begin) {
    open_ = {true, line_.substr(at_, 3) == std::string(3, line_[at_]), false, line_[at_]};
    at_ += open_.triple ? 3 : 1;
    string_body(begin);
  }

  void token() {
    const std::size_t begin = at_;
    const char c = line_[at_];
    if (c == '#') {
      at_ = line_.size();
      add(begin, at_, Color::code_comment);
    } else if (c == '"' || c == '\'') {
      string_start(begin);
    } else if (name_start(c)) {
      word(begin);
    } else if (std::isdigit(static_cast<unsigned char>(c))) {
      while (at_ < line_.size() && (name_part(line_[at_]) || line_[at_] == '.')) ++at_;
      add(begin, at_, Color::code_number);
    } else if (c == '@' && line_.find_first_not_of(" \t") == begin) {
      ++at_;
      while (at_ < line_.size() && (name_part(line_[at_]) || line_[at_] == '.')) ++at_;
      add(begin, at_, Color::code_decorator);
    } else {
      ++at_;
      add(begin, at_, c == ' ' || c == '\t' ? Color::text : Color::text_dim);
    }
  }

  void word(std::size_t begin) {
    std::size_t end = begin;
    while (end < line_.size() && name_part(line_[end])) ++end;
    if (string_prefix(end)) {
      at_ = end;
      string_start(begin);
      return;
    }
    at_ = end;
    const std::string_view text = line_.substr(begin, end - begin);
    const bool attribute = begin > 0 && line_[begin - 1] == '.';
    Color color = Color::text;
    if (!attribute && one_of(text, kKeywords) && soft_keyword_here(text, line_, begin, end)) {
      color = Color::code_keyword;
    } else if (defines_) {
      color = Color::code_name;
    } else if (!attribute && one_of(text, kBuiltins)) {
      color = Color::code_builtin;
    }
    defines_ = color == Color::code_keyword && (text == "def" || text == "class");
    add(begin, end, color);
  }

  std::string_view line_;
  std::vector<Span>* spans_ = nullptr;
  std::size_t at_ = 0;
  OpenString open_;
  bool defines_ = false;
};

std::vector<std::string_view> split_lines(std::string_view source) {
  std::vector<std::string_view> lines;
  while (!source.empty()) {
    const std::size_t end = source.find('\n');
    std::string_view line = source.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) break;
    source.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

std::vector<SourceLine> highlight_python(std::string_view source) {
  if (source.substr(0, 3) == "\xef\xbb\xbf") source.remove_prefix(3);
  std::vector<SourceLine> out;
  Liner liner;
  for (const std::string_view line : split_lines(source)) out.push_back(liner.line(line));
  return out;
}

std::string module_docstring(std::string_view source) {
  // Only comments and blank lines may stand before it.
  std::size_t at = source.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0;
  while (at < source.size()) {
    if (std::isspace(static_cast<unsigned char>(source[at]))) {
      ++at;
    } else if (source[at] == '#') {
      at = std::min(source.find('\n', at), source.size());
    } else {
      break;
    }
  }
  if (at < source.size() && (source[at] == 'r' || source[at] == 'R')) ++at;
  const std::string_view rest = source.substr(std::min(at, source.size()));
  std::string_view body;
  for (const std::string_view quote : {"\"\"\"", "'''", "\"", "'"}) {
    if (rest.substr(0, quote.size()) != quote) continue;
    const std::size_t end = rest.find(quote, quote.size());
    if (end == std::string_view::npos) return "";
    body = rest.substr(quote.size(), end - quote.size());
    break;
  }
  const std::vector<std::string_view> lines = split_lines(body);
  std::size_t indent = std::string_view::npos;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    indent = std::min(indent, lines[i].find_first_not_of(' '));
  }
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    if (i == 0) {
      line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    } else {
      line.remove_prefix(std::min(indent, line.size()));
    }
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    out += line;
    out += '\n';
  }
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

}  // namespace loopscope::app
