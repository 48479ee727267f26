#include "app/timeline/gl_quads.hpp"

#include <glad/gl.h>
#include <imgui.h>

#include <cstddef>
#include <deque>
#include <vector>

namespace loopscope::timeline {
namespace {

struct Instance {
  float rect[4];
  std::uint32_t color;
  float shape;
  float phase;
};

constexpr const char* kVertex = R"(#version 330 core
layout(location = 0) in vec4 rect;
layout(location = 1) in vec4 color;
layout(location = 2) in vec2 look;  // shape, phase
uniform vec4 view;    // display position and size
uniform vec2 origin;
flat out vec4 v_color;
flat out vec2 v_size;
flat out vec2 v_look;
out vec2 v_at;        // px from the quad's upper left corner
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  // Half a pixel more on every side, for smooth edges; plain ones have none.
  float more = look.x == 7.0 ? 0.0 : 0.5;
  vec2 at = mix(rect.xy - more, rect.zw + more, corner);
  v_at = at - rect.xy;
  v_size = rect.zw - rect.xy;
  v_color = color;
  v_look = look;
  vec2 p = (at + origin - view.xy) / view.zw;
  gl_Position = vec4(p.x * 2.0 - 1.0, 1.0 - p.y * 2.0, 0.0, 1.0);
}
)";

// The numbers are those of `Shape`, the sizes those of paint_quads.cpp.
constexpr const char* kFragment = R"(#version 330 core
flat in vec4 v_color;
flat in vec2 v_size;
flat in vec2 v_look;
in vec2 v_at;
uniform float s;
out vec4 result;
float box(float radius) {
  vec2 half_size = v_size * 0.5;
  float r = min(radius, min(half_size.x, half_size.y));
  vec2 q = abs(v_at - half_size) - half_size + r;
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - r;
}
float cover(float distance) { return clamp(0.5 - distance, 0.0, 1.0); }
void main() {
  int shape = int(v_look.x + 0.5);
  if (shape == 7) {
    result = v_color;
    return;
  }
  float middle = abs(v_at.y - v_size.y * 0.5);
  float inside = cover(box(0.0));
  float along = v_at.x + v_look.y;
  float a = 0.0;
  float thin = max(1.0, s);
  if (shape == 0) {
    a = cover(box(2.0 * s));
  } else if (shape == 1) {
    a = inside * cover(middle - max(0.75, s));
  } else if (shape == 2) {
    float period = 8.0 * s;
    vec2 dot_at = vec2(mod(along, period) - period * 0.5, v_at.y - v_size.y * 0.5);
    a = inside * max(0.16, cover(length(dot_at) - 2.0 * s));
  } else if (shape == 3) {
    float d = box(2.0 * s);
    float period = 8.0 * s;
    float stripe = abs(mod(along + v_at.y, period) - period * 0.5) * 0.7071;
    a = cover(d) * max(max(0.22, cover(stripe - 1.2 * s)), cover(-d - thin));
  } else if (shape == 4) {
    float d = box(2.0 * s);
    a = cover(d) * max(0.12, cover(-d - thin));
  } else if (shape == 5) {
    a = inside * cover(abs(middle - (v_size.y * 0.5 - 0.75 * s)) - 0.75 * s);
  } else if (shape == 6) {
    a = cover(box(2.0 * s)) * max(0.20, cover(v_size.y * 0.5 - middle - thin));
  } else if (shape == 8) {
    float tooth = abs(fract(v_at.y / v_size.y * 2.0) - 0.5) * 2.0;
    a = inside * cover(v_at.x - v_size.x * (0.35 + 0.6 * tooth));
  } else {
    float period = 10.0 * s;
    float dash = abs(mod(along, period) - 2.5 * s) - 2.5 * s;
    a = inside * cover(middle - max(0.75, s)) * cover(dash) * mix(0.9, 0.35, clamp(along / (160.0 * s), 0.0, 1.0));
  }
  result = vec4(v_color.rgb, v_color.a * a);
  if (result.a <= 0.002) discard;
}
)";

GLuint compiled(GLenum type, const char* text) {
  const GLuint shader = glCreateShader(type);
  glShaderSource(shader, 1, &text, nullptr);
  glCompileShader(shader);
  GLint ok = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
  if (ok) return shader;
  glDeleteShader(shader);
  return 0;
}

}  // namespace

struct GlQuads::Impl {
  struct Batch {
    Impl* owner;
    std::size_t first, count;
    float origin_x, origin_y, scale;
  };

  GLuint program = 0, vao = 0, buffer = 0;
  GLint view = -1, origin = -1, scale = -1;
  bool tried = false;
  bool uploaded = false;
  std::vector<Instance> instances;
  std::deque<Batch> batches;

  bool ready() {
    if (tried) return program != 0;
    tried = true;
    const GLuint vertex = compiled(GL_VERTEX_SHADER, kVertex);
    const GLuint fragment = compiled(GL_FRAGMENT_SHADER, kFragment);
    if (vertex && fragment) {
      program = glCreateProgram();
      glAttachShader(program, vertex);
      glAttachShader(program, fragment);
      glLinkProgram(program);
      GLint ok = 0;
      glGetProgramiv(program, GL_LINK_STATUS, &ok);
      if (!ok) glDeleteProgram(program), program = 0;
    }
    if (vertex) glDeleteShader(vertex);
    if (fragment) glDeleteShader(fragment);
    if (!program) return false;
    view = glGetUniformLocation(program, "view");
    origin = glGetUniformLocation(program, "origin");
    scale = glGetUniformLocation(program, "s");
    glGenVertexArrays(1, &vao);
    glGenBuffers(1, &buffer);
    return true;
  }

  static void draw(const ImDrawList*, const ImDrawCmd* command) {
    const auto* batch = static_cast<const Batch*>(command->UserCallbackData);
    batch->owner->render(*batch, *command);
  }

  void render(const Batch& batch, const ImDrawCmd& command) {
    const ImDrawData* data = ImGui::GetDrawData();
    if (!data || batch.count == 0) return;
    const ImVec2 fb = data->FramebufferScale;
    const float fb_height = data->DisplaySize.y * fb.y;
    const float x0 = (command.ClipRect.x - data->DisplayPos.x) * fb.x;
    const float y0 = (command.ClipRect.y - data->DisplayPos.y) * fb.y;
    const float x1 = (command.ClipRect.z - data->DisplayPos.x) * fb.x;
    const float y1 = (command.ClipRect.w - data->DisplayPos.y) * fb.y;
    if (x1 <= x0 || y1 <= y0) return;
    glScissor(static_cast<GLint>(x0), static_cast<GLint>(fb_height - y1), static_cast<GLsizei>(x1 - x0),
              static_cast<GLsizei>(y1 - y0));
    glUseProgram(program);
    glBindVertexArray(vao);
    glBindBuffer(GL_ARRAY_BUFFER, buffer);
    if (!uploaded) {
      glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(instances.size() * sizeof(Instance)), instances.data(),
                   GL_STREAM_DRAW);
      uploaded = true;
    }
    const auto at = [&](std::size_t member) {
      return reinterpret_cast<const void*>(batch.first * sizeof(Instance) + member);
    };
    const auto stride = static_cast<GLsizei>(sizeof(Instance));
    glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, stride, at(offsetof(Instance, rect)));
    glVertexAttribPointer(1, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride, at(offsetof(Instance, color)));
    glVertexAttribPointer(2, 2, GL_FLOAT, GL_FALSE, stride, at(offsetof(Instance, shape)));
    for (GLuint i = 0; i < 3; ++i) {
      glEnableVertexAttribArray(i);
      glVertexAttribDivisor(i, 1);
    }
    glUniform4f(view, data->DisplayPos.x, data->DisplayPos.y, data->DisplaySize.x, data->DisplaySize.y);
    glUniform2f(origin, batch.origin_x, batch.origin_y);
    glUniform1f(scale, batch.scale);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(batch.count));
    glBindVertexArray(0);
  }
};

GlQuads::GlQuads() : impl_(std::make_unique<Impl>()) {}

GlQuads::~GlQuads() {
  if (!impl_->program) return;
  glDeleteProgram(impl_->program);
  glDeleteVertexArrays(1, &impl_->vao);
  glDeleteBuffers(1, &impl_->buffer);
}

void GlQuads::begin_frame() {
  impl_->instances.clear();
  impl_->batches.clear();
  impl_->uploaded = false;
}

bool GlQuads::add(ImDrawList* list, std::span<const Quad> quads, const Palette& palette, float origin_x, float origin_y,
                  float ui_scale) {
  if (!impl_->ready()) return false;
  if (quads.empty()) return true;
  const std::size_t first = impl_->instances.size();
  impl_->instances.reserve(first + quads.size());
  for (const Quad& q : quads) {
    const Color color = q.alpha == 255 ? palette[q.ink] : with_alpha(palette[q.ink], static_cast<float>(q.alpha) / 255);
    impl_->instances.push_back({{q.x0, q.y0, q.x1, q.y1}, color, static_cast<float>(q.shape), q.phase});
  }
  impl_->batches.push_back({impl_.get(), first, quads.size(), origin_x, origin_y, ui_scale});
  list->AddCallback(&Impl::draw, &impl_->batches.back());
  list->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  return true;
}

}  // namespace loopscope::timeline
