// One frame of the timeline: place the parts, take the input, lay out, paint.

#include <algorithm>
#include <cmath>

#include "app/timeline/format.hpp"
#include "app/timeline/lay_parts.hpp"
#include "app/timeline/view_impl.hpp"

namespace loopscope::timeline {
namespace {

constexpr float kScrollbarPx = 10;     // unscaled
constexpr float kOverviewAge = 0.15F;  // seconds between two overviews while a trace grows
constexpr std::uint32_t kOverviewLanes = 256;

}  // namespace

void View::Impl::place(const ViewState& state, ImVec2 min, ImVec2 size) {
  const Metrics m(inputs.scale);
  whole = {min.x, min.y, min.x + size.x, min.y + size.y};
  const float header = std::clamp(state.header_width * inputs.scale, 0.0F, size.x * 0.6F);
  const float left = whole.x0 + std::floor(header);
  const float right = whole.x1 - kScrollbarPx * inputs.scale;
  const float y1 = whole.y0 + std::min(std::floor(m.overview()), size.y * 0.3F);
  const float y2 = std::min(whole.y1, y1 + std::floor(m.ruler()));
  overview_cell = {whole.x0, whole.y0, left, y1};
  overview_strip = {left, whole.y0, whole.x1, y1};
  ruler_cell = {whole.x0, y1, left, y2};
  ruler = {left, y1, whole.x1, y2};
  header_column = {whole.x0, y2, left, whole.y1};
  lanes = {left, y2, std::max(left, right), whole.y1};
  scrollbar = {right, y2, whole.x1, whole.y1};
}

void View::Impl::refresh_overview(const ViewState& state, float seconds) {
  overview_age += seconds;
  const bool same_place = overview_source == source && overview_epoch == source->epoch() &&
                          overview_width == overview_strip.w() && overview_scale == inputs.scale &&
                          overview_by_tick == by_tick(state);
  if (same_place && (overview_revision == source->revision() || overview_age < kOverviewAge)) return;
  lay_overview(layout, by_tick(state), overview_strip.w(), overview_strip.h(), inputs.scale, kOverviewLanes, overview);
  overview_source = source;
  overview_epoch = source->epoch();
  overview_revision = source->revision();
  overview_width = overview_strip.w();
  overview_scale = inputs.scale;
  overview_by_tick = by_tick(state);
  overview_age = 0;
}

std::string View::Impl::cursor_label(const ViewState& state, Instant at) const {
  const double unit = 1 / std::max(1e-300, projection().scale().px_per_unit());
  std::string label;
  if (by_tick(state) && layout.ticks().column_count() > 0) {
    const TickMap::Column& column = layout.ticks().column(layout.ticks().column_at(layout.ticks().axis(at)));
    if (!column.outside) label = "tick " + format_count(column.tick) + "  ";
    return label + format_time(at.ns, 1000);
  }
  return format_time(at.ns, static_cast<std::int64_t>(std::clamp(unit, 1.0, 1e15)));
}

Intents View::draw(const Inputs& given) {
  Impl& im = *impl_;
  Intents intents;
  im.inputs = given;
  Inputs& in = im.inputs;
  if (!in.palette) in.palette = &dark_palette();
  if (!in.fonts.text) in.fonts.text = ImGui::GetFont();
  if (!in.fonts.small) in.fonts.small = in.fonts.text;
  in.scale = std::max(0.25F, in.scale);

  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 size = ImGui::GetContentRegionAvail();
  if (size.x < 8 || size.y < 8) return intents;
  im.place(state, min, size);

  const bool new_source = im.source != in.source;
  im.source = in.source;
  im.gl.begin_frame();
  if (im.source) {
    im.layout.update(*im.source, state.pinned, state.unfolded, in.scale);
    if (new_source) im.drag = Impl::Drag::none;
    if (state.fitted && im.drag == Impl::Drag::none) {
      // A growing trace stays whole; the way there from elsewhere is a glide.
      if (im.motion.moving())
        im.motion.glide(im.fitting(state));
      else
        im.motion.jump(state.window, im.fitting(state));
    }
    im.motion.step(state.window, in.delta_seconds, im.lanes.w(), in.animate);
  }

  im.input.window = state.window;
  im.input.width = im.lanes.w();
  im.input.height = im.lanes.h();
  im.input.ui_scale = in.scale;
  im.input.by_tick = im.by_tick(state);
  im.input.scroll_y = state.scroll_y;
  im.input.selection = in.selection;

  ImGui::InvisibleButton("timeline", size, ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle);
  im.mouse(state, intents);
  if (im.wanted_ruler && *im.wanted_ruler != state.ruler) toggle_ruler();
  im.wanted_ruler.reset();

  if (im.source) {
    const double room = im.input.height - std::min(im.layout.pinned_height(), im.input.height * 0.6);
    const double most = std::max(0.0, im.layout.content_height() - room + 24 * in.scale);
    state.scroll_y =
        static_cast<float>(std::clamp<double>(state.scroll_y, 0, im.layout.content_height() > room ? most : 0));
    im.input.window = state.window;
    im.input.by_tick = im.by_tick(state);
    im.input.scroll_y = state.scroll_y;
    im.refresh_overview(state, in.delta_seconds);
  }
  im.paint(state, intents, ImGui::GetWindowDrawList());
  im.drawn = true;
  return intents;
}

void View::Impl::paint_lanes(const Canvas& c, const Frame& frame) {
  for (const Part* part : {&frame.scrolled, &frame.pinned}) {
    if (part->bottom <= part->top) continue;
    const Rect clip{lanes.x0, lanes.y0 + part->top, lanes.x1, lanes.y0 + part->bottom};
    const ImVec2 origin{lanes.x0, lanes.y0};
    c.list->PushClipRect({clip.x0, clip.y0}, {clip.x1, clip.y1}, true);
    for (std::size_t i = part->lanes; i < part->lanes_end; ++i) {
      const LaneBox& box = frame.lanes[i];
      const float y0 = origin.y + box.y, y1 = y0 + box.h;
      if (box.selected) c.list->AddRectFilled({lanes.x0, y0}, {lanes.x1, y1 - 1}, c.color(Ink::selection, 0.55F));
      c.list->AddRectFilled({lanes.x0, y1 - 1}, {lanes.x1, y1}, c.color(Ink::grid));
    }
    if (part == &frame.scrolled) {
      // Under everything: who made whom, as faint as it can be and still be followed.
      const float w = std::max(1.0F, c.s());
      for (const Tie& tie : frame.ties)
        c.list->AddRectFilled({origin.x + tie.x - w / 2, origin.y + std::min(tie.y0, tie.y1)},
                              {origin.x + tie.x + w / 2, origin.y + std::max(tie.y0, tie.y1)},
                              c.color(Ink::text_faint, 0.45F));
    }
    const std::span<const Quad> quads{frame.quads.data() + part->quads, part->quads_end - part->quads};
    if (!inputs.use_gl || !gl.add(c.list, quads, c.palette, origin.x, origin.y, inputs.scale))
      paint_quads(c, quads, origin);
    paint_texts(c, {frame.texts.data() + part->texts, part->texts_end - part->texts}, origin, clip);
    paint_highlights(c, {frame.highlights.data() + part->highlights, part->highlights_end - part->highlights}, origin);
    for (std::size_t i = part->sprites; i < part->sprites_end; ++i) paint_sprite(c, frame.sprites[i], origin);
    c.list->PopClipRect();
  }
  if (frame.pinned.bottom > 0) {
    const float y = lanes.y0 + frame.pinned.bottom;
    c.list->AddRectFilled({header_column.x0, y - 1}, {lanes.x1, y + c.s()}, c.color(Ink::accent, 0.5F));
  }
}

void View::Impl::paint(ViewState& state, const Intents& intents, ImDrawList* list) {
  const Canvas c{list,
                 *inputs.palette,
                 inputs.fonts.text,
                 inputs.fonts.small,
                 Metrics(inputs.scale),
                 font_px(inputs.fonts.text),
                 font_px(inputs.fonts.small)};
  const float s = c.s();
  const ImVec2 pointer = ImGui::GetIO().MousePos;
  list->PushClipRect({whole.x0, whole.y0}, {whole.x1, whole.y1}, true);
  list->AddRectFilled({whole.x0, whole.y0}, {whole.x1, whole.y1}, c.color(Ink::ground));
  if (!source || source->lane_count() == 0) {
    paint_empty(c, whole, inputs.empty_title, inputs.empty_hint);
    list->PopClipRect();
    return;
  }

  // The strip and its cell.
  list->AddRectFilled({overview_cell.x0, overview_cell.y0}, {overview_cell.x1, overview_cell.y1}, c.color(Ink::header));
  list->AddRectFilled({overview_cell.x0, overview_cell.y1 - 1}, {whole.x1, overview_cell.y1}, c.color(Ink::border));
  const float middle = (overview_cell.y0 + overview_cell.y1) / 2;
  const float room = overview_cell.w() - 20 * s;
  write(c, true, overview_cell.x0 + 12 * s, middle - c.small_px * 0.62F, room, c.color(Ink::text_faint), "whole trace");
  std::string extent = format_duration(source->last().ns - source->first().ns);
  for (std::size_t i = layout.ticks().column_count(); i-- > 0;) {
    const TickMap::Column& column = layout.ticks().column(i);
    if (column.outside) continue;
    extent += ", " + format_count(column.tick) + (column.tick == 1 ? " tick" : " ticks");
    break;
  }
  write(c, true, overview_cell.x0 + 12 * s, middle + c.small_px * 0.62F, room, c.color(Ink::text_dim), extent);
  paint_overview(c, overview, overview_strip, overview_px(state.window.origin, state.window.fraction),
                 overview_px(state.window.origin, state.window.fraction + state.window.length));

  const Scale scale{state.window, std::max(1.0F, input.width)};
  if (input.by_tick)
    tick_ruler(scale, layout.ticks(), 76 * s, 6 * s, ruler_ticks);
  else
    time_ruler(scale, 92 * s, 8 * s, ruler_ticks);
  list->PushClipRect({lanes.x0, lanes.y0}, {lanes.x1, lanes.y1}, true);
  paint_grid(c, ruler_ticks, lanes, input.by_tick);
  list->PopClipRect();

  const Frame& frame = layout.compute(input);
  paint_lanes(c, frame);

  list->PushClipRect({lanes.x0, lanes.y0}, {lanes.x1, lanes.y1}, true);
  if (intents.hovered.pick == Pick::interval || intents.hovered.pick == Pick::mark) {
    const Hit hit = hit_test(layout, frame, input, pointer.x - lanes.x0, pointer.y - lanes.y0);
    if (hit.box && hit.selection != inputs.selection && hit.selection.pick != Pick::lane) {
      const Highlight h{std::max(hit.x0, -8.0F), hit.y0, std::min(hit.x1, input.width + 8), hit.y1, Emphasis::hovered};
      paint_highlights(c, {&h, 1}, {lanes.x0, lanes.y0});
    }
  }
  paint_arrows(c, frame.arrows, {lanes.x0, lanes.y0});
  list->PopClipRect();

  // Headers over everything that came from the left.
  list->AddRectFilled({header_column.x0, header_column.y0}, {header_column.x1, header_column.y1}, c.color(Ink::header));
  for (const Part* part : {&frame.scrolled, &frame.pinned}) {
    list->PushClipRect({header_column.x0, lanes.y0 + part->top}, {header_column.x1, lanes.y0 + part->bottom}, true);
    for (std::size_t i = part->lanes; i < part->lanes_end; ++i) {
      const LaneBox& box = frame.lanes[i];
      const Rect header{header_column.x0, lanes.y0 + box.y, header_column.x1, lanes.y0 + box.y + box.h};
      const HeaderZones zones = header_zones(c.m, box, header);
      const bool here = drag == Drag::none && ImGui::IsItemHovered();
      const bool over = here && header.contains(pointer);
      paint_header(c, box, header, over, over && zones.chevron.contains(pointer), over && zones.pin.contains(pointer));
      list->AddRectFilled({header.x0, header.y1 - 1}, {header.x1, header.y1}, c.color(Ink::grid));
    }
    list->PopClipRect();
  }
  paint_ruler(c, ruler_ticks, ruler);
  paint_ruler_switch(c, ruler_cell, state.ruler, pointer);
  const bool edge = drag == Drag::header;
  list->AddRectFilled({header_column.x1 - 1, overview_cell.y0}, {header_column.x1 + (edge ? s : 0), whole.y1},
                      c.color(edge ? Ink::accent : Ink::border));

  if (drag == Drag::area && drag_moved) {
    const Instant a = instant_of(std::min(area_from, area_to)), b = instant_of(std::max(area_from, area_to));
    paint_area(c, lanes, lanes.x0 + static_cast<float>(scale.px(area_from)),
               lanes.x0 + static_cast<float>(scale.px(area_to)), format_duration(b.ns - a.ns), false);
  } else if (inputs.selection.pick == Pick::area) {
    const Projection p = projection();
    paint_area(c, lanes, lanes.x0 + static_cast<float>(p.px(inputs.selection.begin)),
               lanes.x0 + static_cast<float>(p.px(inputs.selection.end)),
               format_duration(inputs.selection.end.ns - inputs.selection.begin.ns), true);
  }

  list->PushClipRect({lanes.x0, ruler.y0}, {lanes.x1, lanes.y1}, true);
  for (const UserMark& mark : inputs.marks)
    paint_user_mark(c, ruler, lanes, lanes.x0 + static_cast<float>(projection().px(mark.at)));
  if (inputs.show_cursor)
    paint_cursor(c, ruler, lanes, lanes.x0 + static_cast<float>(projection().px(inputs.cursor)),
                 cursor_label(state, inputs.cursor));
  list->PopClipRect();

  const double content = layout.content_height(), view = input.height - frame.pinned.bottom;
  if (content > view && view > 0) {
    const float h = std::max(24 * s, static_cast<float>(view / content) * scrollbar.h());
    const float t = static_cast<float>(std::clamp(state.scroll_y / (content - view + 24 * s), 0.0, 1.0));
    const float y = scrollbar.y0 + t * (scrollbar.h() - h);
    const bool on = drag == Drag::scrollbar || scrollbar.contains(pointer);
    list->AddRectFilled({scrollbar.x0 + 3 * s, y + s}, {scrollbar.x1 - 2 * s, y + h - s},
                        c.color(Ink::text_faint, on ? 0.9F : 0.45F), 3 * s);
  }
  list->PopClipRect();

  if (intents.hovered.pick != Pick::none || (header_column.contains(pointer) && ImGui::IsItemHovered()))
    tooltip(state, c, frame, pointer);
}

}  // namespace loopscope::timeline
