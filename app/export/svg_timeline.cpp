#include "app/export/svg_timeline.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <vector>

#include "app/export/svg_legend.hpp"
#include "app/export/svg_shapes.hpp"
#include "app/session/find_findings.hpp"
#include "app/timeline/format.hpp"
#include "app/timeline/lay_parts.hpp"
#include "app/timeline/layout.hpp"
#include "app/timeline/model_source.hpp"
#include "app/timeline/overview.hpp"
#include "app/timeline/ruler.hpp"
#include "engine/analysis/lanes.hpp"

namespace loopscope::app {
namespace {

using timeline::Ink;
using timeline::LaneBox;

constexpr float kMargin = 24, kHeader = 216, kTitle = 64, kRuler = 28;
constexpr int kMostFindings = 40;
constexpr float kLine = 18;

// Lines of at most `width`, broken at spaces.
std::vector<std::string> wrapped(std::string_view text, SvgFont font, float width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (!lines.back().empty() && text_width(font, lines.back()) + text_width(font, word) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

class Picture {
 public:
  Picture(const analysis::Model& model, const SvgOptions& options)
      : options_(options),
        svg_(*options.palette),
        source_(model),
        findings_(find_findings(model.store(), model)),
        lanes_width_(std::max(options.width - kHeader - 2 * kMargin, 200.0F)) {
    source_.set_told(told_on_lanes(findings_));
    // Of a thread's calls there is nothing to see while they are folded away.
    std::set<timeline::LaneKey> unfolded;
    for (std::uint32_t i = 0; i < source_.lane_count(); ++i) {
      const timeline::LaneInfo info = source_.lane(i);
      if (info.key.kind == timeline::LaneKind::thread && info.rows > 1) unfolded.insert(info.key);
    }
    layout_.update(source_, {}, unfolded, 1);
    by_tick_ = options.ruler == "tick" ||
               (options.ruler.empty() && timeline::better_by_tick(source_, layout_.ticks(), lanes_width_));
  }

  std::string draw() {
    timeline::LayoutInput input;
    input.window = timeline::whole_trace(layout_, by_tick_, lanes_width_, 1);
    input.width = lanes_width_;
    input.by_tick = by_tick_;
    const auto& order = layout_.order();
    left_out_ = std::max<std::ptrdiff_t>(0, std::ssize(order) - kMostSvgLanes);
    double height = layout_.content_height();
    if (left_out_ > 0) height = layout_.lane_top(order[kMostSvgLanes]);
    input.height = static_cast<float>(std::max(height - 0.5, 1.0));
    const timeline::Frame& frame = layout_.compute(input);
    const timeline::Scale scale{input.window, lanes_width_};
    float y = title();
    lanes(frame, scale, y, static_cast<float>(height));
    y += kRuler + static_cast<float>(height) + 20;
    if (source_.lane_count() == 0) {
      svg_.text(kMargin, y, "Nothing was recorded: the program ended before it had an event loop.", SvgFont::text,
                Ink::text_dim);
      y += 28;
    }
    if (left_out_ > 0) {
      svg_.text(kMargin, y,
                fmt::format("{} more lanes are left out; --from and --to take a piece of the trace.", left_out_),
                SvgFont::text, Ink::text_dim);
      y += 28;
    }
    y = findings(y);
    y = svg_legend(svg_, frame, {kMargin, y}, options_.width - 2 * kMargin);
    return svg_.document(options_.width, y + kMargin, "Timeline of " + options_.title);
  }

 private:
  float title() {
    svg_.text(kMargin, 28, fitting(SvgFont::title, options_.title, options_.width - 2 * kMargin), SvgFont::title,
              Ink::text);
    const auto ns = source_.last().ns - source_.first().ns;
    std::string facts = timeline::format_duration(ns) + " long";
    if (by_tick_) facts += "; one column for each iteration of the loop, all steps of one width";
    svg_.text(kMargin, 48, facts, SvgFont::small, Ink::text_dim);
    return kTitle;
  }

  void lanes(const timeline::Frame& frame, const timeline::Scale& scale, float y, float height) {
    const float x = kMargin + kHeader, right = x + lanes_width_, top = y + kRuler, bottom = top + height;
    std::vector<timeline::RulerTick> ticks;
    if (by_tick_) {
      timeline::tick_ruler(scale, layout_.ticks(), 64, 6, ticks);
    } else {
      timeline::time_ruler(scale, 96, 8, ticks);
    }
    svg_.rect(kMargin, y, right, top, Ink::header);
    svg_.text(kMargin + 12, y + kRuler / 2, by_tick_ ? "tick" : "time", SvgFont::small, Ink::text_faint);
    svg_.clip(x, y, right, bottom);
    for (const timeline::RulerTick& tick : ticks) {
      const float at = x + static_cast<float>(tick.x), room = static_cast<float>(tick.width) - 10;
      if (by_tick_ && tick.band && tick.width > 3)
        svg_.rect(at, top, at + static_cast<float>(tick.width), bottom, Ink::stripe);
      if (tick.major) svg_.rect(at, top, at + 1, bottom, Ink::grid);
      svg_.rect(at, top - (tick.major ? 8 : 4), at + 1, top, tick.major ? Ink::text_dim : Ink::border);
      const std::string label = fitting(SvgFont::small, tick.label, room);
      if (label.empty() || at + 5 + text_width(SvgFont::small, label) > right) continue;
      svg_.text(at + 5, top - 16, label, SvgFont::small, Ink::text_dim);
      const float used = text_width(SvgFont::small, label) + 14;
      if (used + text_width(SvgFont::small, tick.sub) < room)
        svg_.text(at + 5 + used, top - 16, tick.sub, SvgFont::small, Ink::text_faint);
    }
    svg_.close();
    svg_.rect(kMargin, top - 1, right, top, Ink::border);

    for (const LaneBox& box : frame.lanes) {
      const float y1 = top + box.y + box.h;
      svg_.rect(kMargin, top + box.y, x, y1 - 1, Ink::header);
      svg_.rect(kMargin, y1 - 1, right, y1, Ink::grid);
      header(box, top);
    }
    svg_.clip(x, top, right, bottom);
    const SvgPoint origin{x, top};
    for (const timeline::Tie& tie : frame.ties)
      svg_.rect(x + tie.x - 0.5F, top + std::min(tie.y0, tie.y1), x + tie.x + 0.5F, top + std::max(tie.y0, tie.y1),
                Ink::text_faint, 0.45F);
    for (const timeline::Quad& quad : frame.quads) draw_quad(svg_, quad, origin);
    for (const timeline::TextRun& run : frame.texts) draw_text(svg_, run, origin);
    for (const timeline::Sprite& sprite : frame.sprites) draw_sprite(svg_, sprite, origin);
    svg_.close();
    svg_.rect(x - 1, y, x, bottom, Ink::border);
  }

  void header(const LaneBox& box, float top) {
    const timeline::LaneInfo& info = box.info;
    const float y = top + box.y + box.row0 / 2;
    float right = kMargin + kHeader - 8;
    std::string life(info.name);
    if (info.end != timeline::End::open) life += fmt::format(": {}", timeline::end_name(info.end));
    svg_.open("", life);
    if (info.end != timeline::End::open) {
      draw_end(svg_, info.end, {right - 7, y}, 6);
      right -= 20;
    }
    const float x = kMargin + 12 + 10 * static_cast<float>(std::min<int>(info.indent, 6));
    draw_kind(svg_, info.key.kind, {x + 4, y});
    const float name_x = x + 20;
    const bool tall = box.row0 > 44 && !info.detail.empty();
    const std::string name = fitting(SvgFont::text, info.name, right - name_x);
    svg_.text(name_x, tall ? y - 8 : y, name, SvgFont::text, Ink::text);
    const float from = tall ? name_x : name_x + text_width(SvgFont::text, name) + 8;
    svg_.text(from, tall ? y + 9 : y, fitting(SvgFont::small, info.detail, right - from), SvgFont::small,
              Ink::text_faint);
    svg_.close();
  }

  float findings(float y) {
    if (findings_.empty()) return y;
    const float room = options_.width - 2 * kMargin - 24;
    svg_.text(kMargin, y, fmt::format("Findings ({})", findings_.size()), SvgFont::text, Ink::text);
    y += kLine + 4;
    int told = 0;
    for (const FindingRow& row : findings_) {
      if (told++ == kMostFindings) {
        svg_.text(kMargin + 20, y, fmt::format("and {} more", findings_.size() - kMostFindings), SvgFont::small,
                  Ink::text_dim);
        y += kLine;
        break;
      }
      const Ink ink = row.severity == Severity::error     ? Ink::raised
                      : row.severity == Severity::warning ? Ink::out_warning
                                                          : Ink::text_dim;
      svg_.circle({kMargin + 6, y}, 4, ink);
      for (const std::string& line : wrapped(row.title + ": " + row.sentence, SvgFont::small, room)) {
        svg_.text(kMargin + 20, y, line, SvgFont::small, Ink::text);
        y += kLine;
      }
    }
    return y + 12;
  }

  const SvgOptions& options_;
  Svg svg_;
  timeline::ModelSource source_;
  timeline::Layout layout_;
  std::vector<FindingRow> findings_;
  float lanes_width_;
  bool by_tick_ = false;
  std::ptrdiff_t left_out_ = 0;
};

}  // namespace

std::string svg_timeline(const analysis::Model& model, const SvgOptions& options) {
  return Picture(model, options).draw();
}

}  // namespace loopscope::app
