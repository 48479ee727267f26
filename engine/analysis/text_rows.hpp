#pragma once
// Which events of a trace are worth a row of the text timeline, and in which words.

#include <cstdint>
#include <string>
#include <unordered_map>

#include "engine/analysis/lanes.hpp"
#include "engine/analysis/state_index.hpp"

namespace loopscope::analysis {

struct Row {
  std::string text;  // empty: no row
  Place place;       // of the user's source, or none
  uint32_t event = kNoEvent;
  bool inside = false;  // within a handle of the loop
  bool ours = true;     // about the program; else about asyncio's own work, which is folded away
};

/// "①" … "⑳", then "(21)".
std::string circled(uint32_t number);

class TextRows {
 public:
  explicit TextRows(const Model& model) : m_(model), store_(model.store()) {}

  /// Ask for every event in order: it also follows on which line the user's code stands.
  Row describe(uint32_t event, StateIndex& states);
  /// The handle runs the program's own code or wakes it.
  bool handle_is_ours(uint32_t scheduled_event) const;
  /// The user's line that the event's thread reached last.
  Place current_place(uint32_t event) const;

 private:
  bool is_ours(uint32_t event) const;
  bool is_ours(TaskId task) const;
  std::string words(uint32_t event, StateIndex& states, Place& place);
  std::string of_coro(uint32_t event, Place& place);
  std::string of_task(uint32_t event, StateIndex& states, Place& place);
  std::string of_output(uint32_t event, Place& place);
  std::string slow(uint32_t event, StateIndex& states) const;
  void follow(uint32_t event);

  const Model& m_;
  const trace::Store& store_;
  std::unordered_map<uint32_t, Place> places_;  // by thread
  StringId logged_;      // the newest log record, which a handler mostly writes to stderr at once
  CoroId just_adopted_;  // its first iteration has been told
};

}  // namespace loopscope::analysis
