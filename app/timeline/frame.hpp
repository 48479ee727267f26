#pragma once

// What one frame shows: small records in px of the view (x from the left edge of the lanes, y from the top of the
// lanes, scrolling applied), ready to be painted. No GUI library here.

#include <cstdint>
#include <string_view>
#include <vector>

#include "app/timeline/lod.hpp"
#include "app/timeline/palette.hpp"
#include "app/timeline/scene.hpp"

namespace loopscope::timeline {

enum class Shape : std::uint8_t {
  solid,        // filled, corners slightly round
  rail,         // a thin line in the middle
  dotted,       // a rail of dots
  hatched,      // diagonal stripes in an outline
  outline,      // a hollow box
  double_rail,  // two thin lines
  band,         // a pale fill between two thin lines
  plain,        // filled, square: density, grounds
  torn,         // a rail with a torn right edge
  fading,       // a dotted rail that fades to the right
};

struct Quad {
  float x0, y0, x1, y1;
  Ink ink;
  Shape shape;
  std::uint8_t alpha = 255;
  float phase = 0;  // px from where its pattern begins to x0, so that patterns move with their interval
};

struct TextRun {
  float x, y, w;  // left edge, middle, room
  std::string_view text;
  Ink ink;
  bool small = false;
  bool clears = false;  // stands on a rail: its ground is cleared
};

struct Sprite {
  float x, y;
  MarkKind kind;
  End end;
  std::uint16_t number;
  std::uint32_t count;  // how many it stands for
  std::uint32_t lane;
  std::uint32_t index;  // of the mark in the lane
  float reach;          // half the height of its lane
  float size = 1;       // of the sign, relative to its usual one
};

// The sums under a stretch of folded intervals, for the tooltip and for tests.
struct Density {
  std::uint32_t lane;
  std::uint8_t row;
  float x0, x1;
  std::size_t first;  // index of the first interval
  Sums sums;
};

enum class Emphasis : std::uint8_t { selected, delayed, hovered };
struct Highlight {
  float x0, y0, x1, y1;
  Emphasis emphasis;
};

struct ArrowPath {
  float x0, y0, x1, y1;
  ArrowKind kind;
  bool cause;
  bool from_hidden, to_hidden;  // that end's lane is scrolled out of sight, or not there
};

// From what created a lane's thing, down to its birth mark.
struct Tie {
  float x, y0, y1;
};

struct LaneBox {
  std::uint32_t lane;
  LaneInfo info;
  float y, h;             // with the rows that are unfolded
  float row0;             // height of row 0
  std::uint8_t sub_rows;  // shown
  bool pinned, foldable, unfolded, selected;
};

// A range of records that share a clip rectangle.
struct Part {
  float top = 0, bottom = 0;
  std::size_t quads = 0, quads_end = 0;
  std::size_t texts = 0, texts_end = 0;
  std::size_t sprites = 0, sprites_end = 0;
  std::size_t lanes = 0, lanes_end = 0;
  std::size_t highlights = 0, highlights_end = 0;
};

struct Frame {
  std::vector<Quad> quads;
  std::vector<TextRun> texts;
  std::vector<Sprite> sprites;
  std::vector<LaneBox> lanes;
  std::vector<Highlight> highlights;
  std::vector<Density> densities;
  std::vector<ArrowPath> arrows;
  std::vector<Tie> ties;
  Part scrolled, pinned;
  double content_height = 0;  // of the lanes that scroll
  void clear();
};

}  // namespace loopscope::timeline
