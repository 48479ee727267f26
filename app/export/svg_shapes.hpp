#pragma once

// The timeline's shapes, signs and icons as vectors: the same as app/timeline paints, at scale 1.

#include "app/export/svg.hpp"
#include "app/timeline/frame.hpp"

namespace loopscope::app {

void draw_quad(Svg& svg, const timeline::Quad& quad, SvgPoint origin);
void draw_text(Svg& svg, const timeline::TextRun& run, SvgPoint origin);
void draw_sprite(Svg& svg, const timeline::Sprite& sprite, SvgPoint origin);
void draw_end(Svg& svg, timeline::End end, SvgPoint center, float r);
void draw_kind(Svg& svg, timeline::LaneKind kind, SvgPoint center);

}  // namespace loopscope::app
