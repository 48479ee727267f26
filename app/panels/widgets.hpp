#pragma once

// Small pieces that panels share: the empty state, key caps, chips, rows that can be clicked, times for reading.

#include <cstdint>
#include <string>
#include <string_view>

#include "app/panels/panel.hpp"

namespace loopscope::app {

// "1.2 ms", "350 µs", "12.50 s": the unit that reads best, at most four digits.
std::string duration_text(std::int64_t ns);
// A point of the script's clock: "0.1203 s".
std::string clock_text(std::int64_t ns);

// What would stand here and how to get it, in the middle of the panel.
void empty_state(const PanelContext& context, Icon which, const char* title, const char* hint);

// A small heading above a group of rows.
void section(const PanelContext& context, const char* title, const char* detail = nullptr);

// A rounded label on a quiet ground; `color` is its text and its dot.
void chip(const PanelContext& context, const char* text, Color color);
float chip_width(const PanelContext& context, const char* text);

// A key as it stands on a keyboard.
void key_cap(const PanelContext& context, const char* text);

// A flat button with an icon; the tooltip tells the title and the key of the command. True when clicked.
bool command_button(const PanelContext& context, Command command, Icon which, bool enabled = true, bool on = false);

// A line of text that can be clicked: underlined under the pointer, in the accent colour. True when clicked.
bool link(const PanelContext& context, const char* id, const char* text, Color color = Color::accent);

// A whole row that can be clicked, drawn under what follows. True when clicked; `selected` gives it a ground.
bool row_button(const PanelContext& context, const char* id, float height, bool selected);

// Text cut with an ellipsis to a width in pixels.
void text_fit(const char* text, float width, ImU32 color);

// Prose with `code` in it, wrapped at the right edge of the window.
void rich_text(const PanelContext& context, std::string_view text, Color color);

// A tooltip in the window's look, wrapped.
void tooltip(const PanelContext& context, std::string_view text);

/// The text with its lines broken between words, so that each fits into `width`: Dear ImGui would also break behind a
/// point or a comma, within "0.15 s".
std::string broken_at_spaces(std::string_view text, float width);

}  // namespace loopscope::app
