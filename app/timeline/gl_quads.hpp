#pragma once

// The mass of intervals, drawn with OpenGL 3.3 instancing from inside a Dear ImGui draw list: one instance for a quad,
// its shape made by the fragment shader.

#include <memory>
#include <span>

#include "app/timeline/frame.hpp"
#include "app/timeline/palette.hpp"

struct ImDrawList;

namespace loopscope::timeline {

class GlQuads {
 public:
  GlQuads();
  ~GlQuads();  // the context that drew must be current, or gone with everything in it
  GlQuads(const GlQuads&) = delete;
  GlQuads& operator=(const GlQuads&) = delete;

  // Forgets the batches of the frame before. Call once a frame, before add().
  void begin_frame();
  // Puts the quads into the draw list, at this origin and under its current clip rectangle. False when the driver
  // would not take the shaders: then nothing was added, and the caller draws in another way.
  bool add(ImDrawList* list, std::span<const Quad> quads, const Palette& palette, float origin_x, float origin_y,
           float ui_scale);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loopscope::timeline
