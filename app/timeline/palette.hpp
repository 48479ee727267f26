#pragma once

// Every colour of the timeline. The window's theme fills it; dark() and light() are good on their own.

#include <array>
#include <cstdint>

namespace loopscope::timeline {

// 0xAABBGGRR, as Dear ImGui packs it.
using Color = std::uint32_t;
constexpr Color rgb(std::uint32_t v) { return 0xFF000000U | (v & 0xFFU) << 16 | (v & 0xFF00U) | (v >> 16 & 0xFFU); }
constexpr Color with_alpha(Color c, float a) {
  return (c & 0x00FFFFFFU) | static_cast<std::uint32_t>(static_cast<float>(c >> 24) * a + 0.5F) << 24;
}

enum class Ink : std::uint8_t {
  // surfaces and text
  ground,
  stripe,
  header,
  border,
  grid,
  text,
  text_dim,
  text_faint,
  accent,
  selection,
  hover,
  // states of tasks
  created,
  ready,
  running,
  suspended,
  cancelling,
  // asynchronous generators
  gen_created,
  gen_running,
  gen_suspended,
  gen_awaiting,
  // the loop
  idle,
  select,
  timers,
  run,
  handle,
  slow,
  // threads, frames, locks
  thread_running,
  thread_gil,
  thread_blocked,
  frame_running,
  frame_waiting,
  held,
  contended,
  // endings
  returned,
  raised,
  cancelled,
  leaked,
  // output
  out_stdout,
  out_stderr,
  out_log,
  out_warning,
  // arrows
  arrow_created,
  arrow_woke,
  arrow_cancelled,
  // text that stands on a solid fill of a state
  on_fill,
  count_,
};
inline constexpr int kInkCount = static_cast<int>(Ink::count_);

struct Palette {
  std::array<Color, kInkCount> ink{};
  bool is_dark = true;
  Color operator[](Ink i) const { return ink[static_cast<std::size_t>(i)]; }
  Color& operator[](Ink i) { return ink[static_cast<std::size_t>(i)]; }
};

// "out_stdout", for other programs.
const char* ink_name(Ink ink);

const Palette& dark_palette();
const Palette& light_palette();

}  // namespace loopscope::timeline
