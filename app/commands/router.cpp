#include "app/commands/router.hpp"

#include <algorithm>

namespace loopscope::app {
namespace {

struct Binding {
  Chord chord;
  Command command;
};

const std::vector<Binding>& bindings() {
  static const std::vector<Binding> kBindings = [] {
    std::vector<Binding> all;
    for (const CommandInfo& info : all_commands()) {
      for (const std::string_view text : {info.key, info.key2}) {
        if (const auto chord = parse_chord(text)) all.push_back({*chord, info.id});
      }
    }
    return all;
  }();
  return kBindings;
}

bool counts_while_typing(Chord chord) {
  return (chord.mods & (kCtrl | kAlt)) != 0 || chord.key == Key::escape || chord.key == Key::f1;
}

// A press shorter than a frame still moves by as much as a frame would.
constexpr float kShortestHold = 1.0F / 60.0F;

}  // namespace

Command command_for(Chord chord) {
  for (const Binding& binding : bindings()) {
    if (binding.chord == chord) return binding.command;
  }
  return Command::count_;
}

void KeyRouter::key(Chord chord, Action action, int scan) {
  if (action == Action::release) {
    for (Held& held : held_) {
      if (held.scan == scan) held.released = true;
    }
    return;
  }
  const Command command = command_for(chord);
  if (command != Command::count_ && command_info(command).trigger == Trigger::kHold) {
    if (action == Action::press) held_.push_back({command, scan, (chord.mods & kShift) != 0, true, false});
    return;
  }
  presses_.push_back({chord, action == Action::repeat});
}

void KeyRouter::release_all() { held_.clear(); }

std::vector<Fired> KeyRouter::take(float frame_seconds, bool typing) {
  std::vector<Fired> fired;
  for (const Press& press : presses_) {
    if (typing && !counts_while_typing(press.chord)) continue;
    const Command command = command_for(press.chord);
    if (command == Command::count_) continue;
    if (press.repeat && command_info(command).trigger != Trigger::kRepeat) continue;
    fired.push_back({command, (press.chord.mods & kShift) != 0, 0});
  }
  presses_.clear();
  if (typing) held_.clear();
  for (Held& held : held_) {
    const float seconds = held.fresh ? std::max(kShortestHold, std::min(frame_seconds, 0.05F)) : frame_seconds;
    if (held.fresh || !held.released) fired.push_back({held.command, held.fast, seconds});
    held.fresh = false;
  }
  std::erase_if(held_, [](const Held& held) { return held.released; });
  return fired;
}

}  // namespace loopscope::app
