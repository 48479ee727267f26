// The part of a traceback that shows frames: file, line, source and carets.

#include <algorithm>
#include <set>

#include "engine/lang/caret_anchors.hpp"
#include "engine/lang/source.hpp"
#include "engine/runtime/state.hpp"
#include "engine/runtime/traceback.hpp"
#include "engine/vm/exception.hpp"

namespace loopscope::runtime {

using namespace vm;

FrameSummary summarize(const CodeObject* code, uint32_t instruction, int32_t line) {
  FrameSummary out;
  out.filename = code->filename->view();
  out.name = code->name->view();
  out.line = line;
  out.end_line = line;
  const auto& positions = code->code->positions;
  if (instruction < positions.size() && positions[instruction].line > 0) {
    const lang::Position& p = positions[instruction];
    if (p.line == line) {
      out.end_line = p.end_line;
      out.column = p.column;
      out.end_column = p.end_column;
    }
  }
  return out;
}

namespace {

void apply_limit(std::vector<FrameSummary>& frames, int64_t limit) {
  auto size = static_cast<int64_t>(frames.size());
  if (limit >= 0 && size > limit) frames.resize(static_cast<size_t>(limit));
  if (limit < 0 && size > -limit) frames.erase(frames.begin(), frames.end() + limit);
}

size_t indent_of(std::string_view line) {
  size_t n = line.find_first_not_of(" \t\f");
  return n == std::string_view::npos ? line.size() : n;
}

bool is_wide(uint32_t cp) {
  return (cp >= 0x1100 && cp <= 0x115F) || (cp >= 0x2E80 && cp <= 0xA4CF) || (cp >= 0xAC00 && cp <= 0xD7A3) ||
         (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFE30 && cp <= 0xFE6F) || (cp >= 0xFF00 && cp <= 0xFF60) ||
         (cp >= 0x1F300 && cp <= 0x1F64F) || (cp >= 0x1F900 && cp <= 0x1F9FF) || (cp >= 0x20000 && cp <= 0x3FFFD);
}

/// Columns of a terminal that the first `bytes` bytes of a line take.
size_t display_width(std::string_view line, size_t bytes) {
  size_t width = 0;
  for (size_t pos = 0; pos < std::min(bytes, line.size());) width += is_wide(lang::next_code_point(line, pos)) ? 2 : 1;
  return width;
}

/// The lines that a summary covers, without their common indentation, and the byte range within them.
struct Excerpt {
  std::vector<std::string> lines;
  size_t start = 0;  // in the first line
  size_t end = 0;    // in the last line
};

Excerpt excerpt_of(const SourceCache& sources, const FrameSummary& frame) {
  Excerpt out;
  int32_t last = std::min(frame.end_line, frame.line + 2000);
  std::vector<std::string_view> raw;
  for (int32_t n = frame.line; n <= last; ++n) raw.push_back(sources.line(frame.filename, n));
  size_t common = SIZE_MAX;
  for (std::string_view line : raw) {
    if (indent_of(line) < line.size()) common = std::min(common, indent_of(line));
  }
  if (common == SIZE_MAX) common = raw.empty() ? 0 : raw[0].size();
  for (std::string_view line : raw) out.lines.emplace_back(line.substr(std::min(common, line.size())));
  auto within = [&](int32_t column, const std::string& line) {
    auto c = static_cast<size_t>(std::max(column, 0));
    return std::min(c < common ? 0 : c - common, line.size());
  };
  if (!out.lines.empty()) {
    out.start = within(frame.column, out.lines.front());
    out.end = within(frame.end_column, out.lines.back());
  }
  return out;
}

/// Is it `return name(...)` or `target = call(...)` with the whole call marked? CPython shows no carets below those.
bool is_plain_call_line(const Excerpt& e) {
  std::string whole;
  for (const std::string& line : e.lines) whole += line + "\n";
  return lang::is_plain_call_statement(whole, e.start, static_cast<int32_t>(e.lines.size()), e.end);
}

std::string draw(const Excerpt& e) {
  std::string segment;
  for (size_t i = 0; i < e.lines.size(); ++i) segment += (i ? "\n" : "") + e.lines[i];
  size_t tail = e.lines.back().size() - e.end;
  segment = segment.substr(e.start, segment.size() - tail - e.start);
  auto anchors = lang::caret_anchors(segment);
  bool carets = !is_plain_call_line(e) &&
                (anchors || indent_of(std::string_view(e.lines.front()).substr(0, e.start)) < e.start ||
                 indent_of(std::string_view(e.lines.back()).substr(e.end)) < e.lines.back().size() - e.end);
  auto count = static_cast<int32_t>(e.lines.size());
  std::set<int32_t> shown{0, count - 1};
  size_t left = 0, right = 0;  // display columns of the operator's range
  if (anchors) {
    for (int32_t d = -1; d <= 1; ++d) {
      shown.insert(anchors->left_line + d);
      shown.insert(anchors->right_line + d);
    }
    auto column = [&](int32_t line, size_t offset) {
      return display_width(e.lines[static_cast<size_t>(line)], offset + (line == 0 ? e.start : 0));
    };
    left = column(anchors->left_line, anchors->left_offset);
    right = column(anchors->right_line, anchors->right_offset);
  }
  shown.erase(-1);
  shown.erase(count);
  size_t start_column = display_width(e.lines.front(), e.start);
  size_t end_column = display_width(e.lines.back(), e.end);
  std::string out;
  auto line_out = [&](int32_t n) {
    const std::string& line = e.lines[static_cast<size_t>(n)];
    out += "    " + line + "\n";
    if (!carets) return;
    size_t spaces = indent_of(line);
    size_t width = n == count - 1 ? end_column : display_width(line, line.size());
    out += "    ";
    for (size_t column = 0; column < width; ++column) {
      if (column < spaces || (n == 0 && column < start_column)) {
        out.push_back(' ');
      } else if (anchors && (n > anchors->left_line || (n == anchors->left_line && column >= left)) &&
                 (n < anchors->right_line || (n == anchors->right_line && column < right))) {
        out.push_back('^');
      } else {
        out.push_back(anchors ? '~' : '^');
      }
    }
    out.push_back('\n');
  };
  int32_t previous = -1;
  for (int32_t n : shown) {
    if (previous >= 0 && n - previous == 2) line_out(n - 1);
    if (previous >= 0 && n - previous > 2) out += fmt::format("    ...<{} lines>...\n", n - previous - 1);
    line_out(n);
    previous = n;
  }
  return out;
}

}  // namespace

std::vector<FrameSummary> extract_traceback(Vm&, const Traceback* traceback, int64_t limit) {
  std::vector<FrameSummary> frames;
  for (; traceback; traceback = traceback->next) {
    frames.push_back(summarize(traceback->frame->code, traceback->instruction, traceback->line));
  }
  apply_limit(frames, limit);
  return frames;
}

std::vector<FrameSummary> extract_stack(Vm&, Frame* frame, int64_t limit) {
  std::vector<FrameSummary> frames;
  for (; frame; frame = frame->back)
    frames.push_back(summarize(frame->code, frame->instruction_index(), Vm::line_of(frame)));
  // Stacks of running frames are shown without carets.
  for (FrameSummary& summary : frames) summary.column = summary.end_column = -1;
  std::reverse(frames.begin(), frames.end());
  // A stack is limited from its inner end.
  if (limit != INT64_MAX) apply_limit(frames, -limit);
  return frames;
}

std::string format_frame(Vm& vm, const FrameSummary& frame, bool carets) {
  std::string out = fmt::format("  File \"{}\", line {}, in {}\n", frame.filename, frame.line, frame.name);
  const SourceCache& sources = runtime_of(vm).sources;
  std::string_view first = sources.line(frame.filename, frame.line);
  if (indent_of(first) == first.size()) return out;
  if (!carets || frame.column < 0 || frame.end_column < 0) {
    size_t end = first.find_last_not_of(" \t\f\r");
    return out + fmt::format("    {}\n", first.substr(indent_of(first), end + 1 - indent_of(first)));
  }
  return out + draw(excerpt_of(sources, frame));
}

std::vector<std::string> format_stack(Vm& vm, const std::vector<FrameSummary>& frames, bool carets) {
  constexpr int kShownRepeats = 3;
  std::vector<std::string> out;
  int count = 0;
  auto flush = [&] {
    if (count > kShownRepeats) {
      int more = count - kShownRepeats;
      out.push_back(fmt::format("  [Previous line repeated {} more time{}]\n", more, more > 1 ? "s" : ""));
    }
  };
  const FrameSummary* last = nullptr;
  for (const FrameSummary& frame : frames) {
    if (!last || last->filename != frame.filename || last->line != frame.line || last->name != frame.name) {
      flush();
      last = &frame;
      count = 0;
    }
    if (++count <= kShownRepeats) out.push_back(format_frame(vm, frame, carets));
  }
  flush();
  return out;
}

}  // namespace loopscope::runtime
