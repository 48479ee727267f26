#pragma once

// Turns key presses into commands. The window feeds it from its callbacks, so that a press and a release between two
// frames still count; tests feed it directly.

#include <cstdint>
#include <vector>

#include "app/commands/chord.hpp"
#include "app/commands/commands.hpp"

namespace loopscope::app {

struct Fired {
  Command command;
  bool fast = false;  // Shift was held on a kHold command
  float seconds = 0;  // kHold: how long it was down since the last frame; else 0
};

class KeyRouter {
 public:
  enum class Action : std::uint8_t { press, repeat, release };

  // `scan` is any number that tells the physical key, so that its release finds its press.
  void key(Chord chord, Action action, int scan);
  // The window lost its focus: nothing is held any more.
  void release_all();

  // The commands since the last call. `typing` is true while a text field has the keyboard: then only chords with
  // Ctrl or Alt, Escape and F1 count.
  std::vector<Fired> take(float frame_seconds, bool typing);
  bool anything_held() const { return !held_.empty(); }
  bool pending() const { return !presses_.empty() || !held_.empty(); }

 private:
  struct Press {
    Chord chord;
    bool repeat;
  };
  struct Held {
    Command command;
    int scan;
    bool fast;
    bool fresh;  // not yet counted by a frame
    bool released;
  };
  std::vector<Press> presses_;
  std::vector<Held> held_;
};

// The command bound to `chord`, or count_.
Command command_for(Chord chord);

}  // namespace loopscope::app
