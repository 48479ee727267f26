#include "app/timeline/palette.hpp"

namespace loopscope::timeline {
namespace {

Palette make_dark() {
  Palette p;
  p.is_dark = true;
  p[Ink::ground] = rgb(0x12151A);
  p[Ink::stripe] = rgb(0x161A20);
  p[Ink::header] = rgb(0x171A20);
  p[Ink::border] = rgb(0x2A2F39);
  p[Ink::grid] = rgb(0x20252D);
  p[Ink::text] = rgb(0xE4E7EC);
  p[Ink::text_dim] = rgb(0xA4ACB9);
  p[Ink::text_faint] = rgb(0x8A93A2);
  p[Ink::accent] = rgb(0x98A6FF);
  p[Ink::selection] = rgb(0x232842);
  p[Ink::hover] = rgb(0x1D2129);
  p[Ink::created] = rgb(0x98A2B3);
  p[Ink::ready] = rgb(0xE6B84C);
  p[Ink::running] = rgb(0x35BFA0);
  p[Ink::suspended] = rgb(0x7F8A9C);
  p[Ink::cancelling] = rgb(0xEE8A4A);
  p[Ink::gen_created] = rgb(0x98A2B3);
  p[Ink::gen_running] = rgb(0x6DB8F2);
  p[Ink::gen_suspended] = rgb(0x6F8BA8);
  p[Ink::gen_awaiting] = rgb(0x8C9BFF);
  p[Ink::idle] = rgb(0x6E7889);
  p[Ink::select] = rgb(0x7889A8);
  p[Ink::timers] = rgb(0xC79A3C);
  p[Ink::run] = rgb(0x2E9C84);
  p[Ink::handle] = rgb(0x35BFA0);
  p[Ink::slow] = rgb(0xFF9E64);
  p[Ink::thread_running] = rgb(0x9DC36B);
  p[Ink::thread_gil] = rgb(0xE6B84C);
  p[Ink::thread_blocked] = rgb(0x7F8A9C);
  p[Ink::frame_running] = rgb(0x4FA08C);
  p[Ink::frame_waiting] = rgb(0x8592A8);
  p[Ink::held] = rgb(0xB9A3F5);
  p[Ink::contended] = rgb(0xE58BC0);
  p[Ink::returned] = rgb(0x6FCF8E);
  p[Ink::raised] = rgb(0xFF7B72);
  p[Ink::cancelled] = rgb(0xEE8A4A);
  p[Ink::leaked] = rgb(0xE58BC0);
  p[Ink::out_stdout] = rgb(0xD4D8DF);
  p[Ink::out_stderr] = rgb(0xFF8F87);
  p[Ink::out_log] = rgb(0xF0C674);
  p[Ink::out_warning] = rgb(0xF2A65E);
  p[Ink::arrow_created] = rgb(0x9FB0C8);
  p[Ink::arrow_woke] = rgb(0xF2CC6B);
  p[Ink::arrow_cancelled] = rgb(0xFF9A5C);
  p[Ink::on_fill] = rgb(0x0B1512);
  return p;
}

Palette make_light() {
  Palette p;
  p.is_dark = false;
  p[Ink::ground] = rgb(0xFFFFFF);
  p[Ink::stripe] = rgb(0xF8F9FB);
  p[Ink::header] = rgb(0xF4F5F8);
  p[Ink::border] = rgb(0xD3D7DE);
  p[Ink::grid] = rgb(0xECEEF2);
  p[Ink::text] = rgb(0x1A1D23);
  p[Ink::text_dim] = rgb(0x4C5463);
  p[Ink::text_faint] = rgb(0x5D6675);
  p[Ink::accent] = rgb(0x3C4BC4);
  p[Ink::selection] = rgb(0xE6E9FC);
  p[Ink::hover] = rgb(0xEEF0F4);
  p[Ink::created] = rgb(0x5D6675);
  p[Ink::ready] = rgb(0x8F5F00);
  p[Ink::running] = rgb(0x007A62);
  p[Ink::suspended] = rgb(0x626D7F);
  p[Ink::cancelling] = rgb(0xB34A00);
  p[Ink::gen_created] = rgb(0x5D6675);
  p[Ink::gen_running] = rgb(0x0F6BAB);
  p[Ink::gen_suspended] = rgb(0x4F7193);
  p[Ink::gen_awaiting] = rgb(0x4C5BD0);
  p[Ink::idle] = rgb(0x7B8494);
  p[Ink::select] = rgb(0x5F6F8A);
  p[Ink::timers] = rgb(0x8F5F00);
  p[Ink::run] = rgb(0x1B8A72);
  p[Ink::handle] = rgb(0x007A62);
  p[Ink::slow] = rgb(0xB34A00);
  p[Ink::thread_running] = rgb(0x4B7A14);
  p[Ink::thread_gil] = rgb(0x8F5F00);
  p[Ink::thread_blocked] = rgb(0x626D7F);
  p[Ink::frame_running] = rgb(0x2B7F6C);
  p[Ink::frame_waiting] = rgb(0x66738A);
  p[Ink::held] = rgb(0x6A4FC2);
  p[Ink::contended] = rgb(0x9C2F74);
  p[Ink::returned] = rgb(0x1D7A3C);
  p[Ink::raised] = rgb(0xC0271C);
  p[Ink::cancelled] = rgb(0xB34A00);
  p[Ink::leaked] = rgb(0x9C2F74);
  p[Ink::out_stdout] = rgb(0x2B3038);
  p[Ink::out_stderr] = rgb(0xB3261E);
  p[Ink::out_log] = rgb(0x805300);
  p[Ink::out_warning] = rgb(0x974300);
  p[Ink::arrow_created] = rgb(0x4A5D7A);
  p[Ink::arrow_woke] = rgb(0x8A5A00);
  p[Ink::arrow_cancelled] = rgb(0xB34A00);
  p[Ink::on_fill] = rgb(0xFFFFFF);
  return p;
}

}  // namespace

const Palette& dark_palette() {
  static const Palette p = make_dark();
  return p;
}

const Palette& light_palette() {
  static const Palette p = make_light();
  return p;
}

const char* ink_name(Ink ink) {
  static constexpr const char* kNames[] = {"ground",         "stripe",        "header",         "border",
                                           "grid",           "text",          "text_dim",       "text_faint",
                                           "accent",         "selection",     "hover",          "created",
                                           "ready",          "running",       "suspended",      "cancelling",
                                           "gen_created",    "gen_running",   "gen_suspended",  "gen_awaiting",
                                           "idle",           "select",        "timers",         "run",
                                           "handle",         "slow",          "thread_running", "thread_gil",
                                           "thread_blocked", "frame_running", "frame_waiting",  "held",
                                           "contended",      "returned",      "raised",         "cancelled",
                                           "leaked",         "out_stdout",    "out_stderr",     "out_log",
                                           "out_warning",    "arrow_created", "arrow_woke",     "arrow_cancelled",
                                           "on_fill"};
  static_assert(sizeof kNames / sizeof *kNames == kInkCount);
  return kNames[static_cast<int>(ink)];
}

}  // namespace loopscope::timeline
