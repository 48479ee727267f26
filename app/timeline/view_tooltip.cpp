// What is under the pointer, in words.

#include <algorithm>

#include "app/timeline/format.hpp"
#include "app/timeline/lay_parts.hpp"
#include "app/timeline/view_impl.hpp"

namespace loopscope::timeline {
namespace {

const char* mark_name(MarkKind kind) {
  switch (kind) {
    case MarkKind::birth:
      return "created";
    case MarkKind::end:
      return "ended";
    case MarkKind::wake:
      return "woken";
    case MarkKind::cancel_request:
      return "cancel() was called";
    case MarkKind::first_iteration:
      return "first iteration";
    case MarkKind::close_call:
      return "aclose() was called";
    case MarkKind::stdout_text:
      return "stdout";
    case MarkKind::stderr_text:
      return "stderr";
    case MarkKind::log_record:
      return "log record";
    case MarkKind::warning:
      return "warning";
    case MarkKind::note:
      return "note";
    case MarkKind::rejected:
      return "refused: it was already running";
    case MarkKind::signal:
      return "a signal arrives";
    case MarkKind::error:
      return "error";
    case MarkKind::leak:
      return "leak";
    case MarkKind::slow:
      return "over the slow threshold";
    case MarkKind::finding:
      return "finding";
  }
  return "";
}

struct Line {
  std::string text;
  Ink ink;
  bool small;
};

}  // namespace

void View::Impl::tooltip(const ViewState&, const Canvas& c, const Frame& frame, ImVec2 mouse_at) {
  const bool on_header = mouse_at.x < lanes.x0;
  const Hit hit = hit_test(layout, frame, input, on_header ? -1 : mouse_at.x - lanes.x0, mouse_at.y - lanes.y0);
  if (!hit.box || mouse_at.y < lanes.y0) return;
  const LaneInfo& info = hit.box->info;
  std::vector<Line> lines;
  const auto add = [&](std::string text, Ink ink = Ink::text_dim, bool small = false) {
    if (!text.empty()) lines.push_back({std::move(text), ink, small});
  };
  std::string title(info.name);
  if (!info.detail.empty()) title += "  " + std::string(info.detail);
  add(title, Ink::text);
  const Selection& s = hit.selection;
  if (s.pick == Pick::interval) {
    const Interval interval = source->interval(hit.box->lane, s.row, s.index);
    if (hit.folded > 1) {
      add(format_count(hit.folded) + " intervals in these pixels: zoom in to tell them apart");
    } else {
      const bool open = interval.end.seq == kOpenSeq;
      std::string state = state_name(interval.state);
      const std::string_view label = source->text(interval.label);
      if (!label.empty())
        state += interval.state == State::suspended || interval.state == State::gen_awaiting ||
                         interval.state == State::frame_waiting
                     ? ", awaits " + std::string(label)
                     : ": " + std::string(label);
      add(state, style_of(interval.state).ink);
      add(format_duration(s.end.ns - s.begin.ns) + (open ? " so far" : "") + "  from " + format_time(s.begin.ns, 1000));
    }
  } else if (s.pick == Pick::mark) {
    const Mark mark = source->mark(hit.box->lane, s.index);
    std::string what = mark.kind == MarkKind::end ? end_name(mark.end) : mark_name(mark.kind);
    if (hit.folded > 1) what += "  and " + format_count(hit.folded - 1) + " more here";
    add(what, mark.kind == MarkKind::end ? ink_of(mark.end) : ink_of(mark.kind));
    add(std::string(source->text(mark.label)), Ink::text);
    if (mark.number > 0) add("finalized as number " + std::to_string(mark.number));
    add("at " + format_time(mark.at.ns, 1000));
  } else {
    add(kind_name(info.key.kind));
    if (info.end != End::open) add(end_name(info.end), ink_of(info.end));
    if (!on_header) return;
  }
  std::vector<std::string_view> more;
  source->describe(s, more);
  for (const std::string_view line : more) add(std::string(line), Ink::text_dim);

  const float scale = c.s(), pad = 8 * scale, gap = 3 * scale;
  const float widest = std::min(420 * scale, whole.w() - 4 * pad);
  float width = 0, height = 2 * pad - gap;
  for (const Line& line : lines) {
    width = std::max(
        width,
        std::min(widest, text_size(line.small ? c.small : c.text, line.small ? c.small_px : c.text_px, line.text).x));
    height += (line.small ? c.small_px : c.text_px) + gap;
  }
  width += 2 * pad;
  ImVec2 at{mouse_at.x + 14 * scale, mouse_at.y + 18 * scale};
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  if (at.x + width > display.x - 4) at.x = std::max(4.0F, mouse_at.x - width - 8 * scale);
  if (at.y + height > display.y - 4) at.y = std::max(4.0F, mouse_at.y - height - 8 * scale);
  // Over all panels, but no window: it never takes the pointer.
  ImDrawList* top = ImGui::GetForegroundDrawList();
  Canvas over{top, c.palette, c.text, c.small, c.m, c.text_px, c.small_px};
  top->AddRectFilled({at.x + 2 * scale, at.y + 3 * scale}, {at.x + width + 2 * scale, at.y + height + 3 * scale},
                     0x50000000U, 5 * scale);
  top->AddRectFilled(at, {at.x + width, at.y + height}, c.color(Ink::header), 5 * scale);
  top->AddRect(at, {at.x + width, at.y + height}, c.color(Ink::border), 5 * scale, 0, std::max(1.0F, scale));
  float y = at.y + pad;
  for (const Line& line : lines) {
    const float px = line.small ? c.small_px : c.text_px;
    write(over, line.small, at.x + pad, y + px / 2, widest, c.color(line.ink), line.text);
    y += px + gap;
  }
}

}  // namespace loopscope::timeline
