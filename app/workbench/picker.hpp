#pragma once

// A field to type in and a list that narrows: the command palette, go to, search and open are all this.

#include <string>
#include <string_view>
#include <vector>

#include "app/panels/panel.hpp"

namespace loopscope::app {

struct PickerItem {
  std::string label;
  std::string detail;
  std::string key;    // shown as key caps, or ""
  std::size_t index;  // for the owner
};

class Picker {
 public:
  enum class Result { none, chosen, closed };

  // Opens it with what can be chosen.
  void open(std::string_view hint, std::vector<PickerItem> items);
  void close() { open_ = false; }
  bool is_open() const { return open_; }

  // Draws over a window of this size. On `chosen`, `index()` tells which.
  Result draw(const PanelContext& context, float width, float height);
  std::size_t index() const { return chosen_; }
  const std::string& text() const { return text_; }
  // Replaces what can be chosen, keeping the text.
  void set_items(std::vector<PickerItem> items);
  bool text_changed() const { return changed_; }
  // With a text of its own (paths): Enter gives the text when no row matches, with index() == npos.
  static constexpr std::size_t kNoItem = static_cast<std::size_t>(-1);
  void set_text(std::string text);

 private:
  void filter();

  bool open_ = false;
  bool focus_ = false;
  bool changed_ = false;
  bool scroll_ = false;
  std::string hint_;
  std::string text_;
  std::vector<PickerItem> items_;
  std::vector<std::size_t> shown_;
  std::size_t row_ = 0;
  std::size_t chosen_ = 0;
};

}  // namespace loopscope::app
