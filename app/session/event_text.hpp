#pragma once

// An event of the trace in words, for the inspector's life stories.

#include <cstdint>
#include <string>

#include "app/theme/palette.hpp"

namespace loopscope::trace {
class Store;
}

namespace loopscope::app {

struct EventText {
  std::string text;
  Color color = Color::text_dim;
};

// Complete for every type: an event without words of its own is told by its name and its sentence in events.def.
EventText event_text(const trace::Store& store, std::uint32_t event);

// False for events that only the engine's book-keeping needs; a life story leaves them out.
bool worth_telling(const trace::Store& store, std::uint32_t event);

}  // namespace loopscope::app
