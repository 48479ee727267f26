#include "app/commands/commands.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace loopscope::app {
namespace {

constexpr std::array<CommandInfo, kCommandCount> kCommands = {{
#define LOOPSCOPE_COMMAND(id, title, key, key2, category, flags, doc) \
  {Command::id, #id, title, key, key2, Category::category, Trigger::flags, doc},
#include "app/commands.def"
#undef LOOPSCOPE_COMMAND
}};

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

// A letter counts one, more at the start of a word and most beside the letter before it. 0 when one is missing.
int score_from(std::string_view pattern, std::string_view text, std::size_t begin) {
  int score = 0;
  std::size_t p = 0;
  bool adjacent = false;
  for (std::size_t t = begin; t < text.size() && p < pattern.size(); ++t) {
    while (p < pattern.size() && pattern[p] == ' ') {
      ++p;
      adjacent = false;
    }
    if (p == pattern.size()) break;
    if (lower(text[t]) == lower(pattern[p])) {
      const bool word_start = t == 0 || text[t - 1] == ' ' || text[t - 1] == '_' || text[t - 1] == '.';
      score += 1 + (adjacent ? 8 : 0) + (word_start ? 6 : 0);
      adjacent = true;
      ++p;
    } else {
      adjacent = false;
    }
  }
  while (p < pattern.size() && pattern[p] == ' ') ++p;
  return p < pattern.size() ? 0 : score;
}

// In Markdown tables a bar ends the cell, and a backtick cannot stand inside simple code.
std::string key_cell(const CommandInfo& command) {
  if (command.key.empty()) return "";
  std::string cell = fmt::format("`{}`", chord_label(command.key));
  if (!command.key2.empty()) cell += fmt::format(", `{}`", chord_label(command.key2));
  return cell;
}

}  // namespace

std::span<const CommandInfo> all_commands() { return kCommands; }

const CommandInfo& command_info(Command command) { return kCommands[static_cast<std::size_t>(command)]; }

std::string_view category_title(Category category) {
  static constexpr std::array<std::string_view, kCategoryCount> kTitles = {"Moving in time", "Timeline", "Finding",
                                                                           "Files",          "View",     "Help"};
  return kTitles[static_cast<std::size_t>(category)];
}

std::string keys_markdown() {
  std::string out =
      "# Keys and commands\n\n"
      "Generated from `app/commands.def`; do not edit. Every command is in the palette (`Ctrl+Shift+P`).\n\n"
      "With the mouse: Ctrl+wheel zooms at the pointer, Shift+drag pans, a click selects, a drag selects an area, "
      "a double click on a panel's title maximises it.\n";
  for (int c = 0; c < kCategoryCount; ++c) {
    const auto category = static_cast<Category>(c);
    out += fmt::format("\n## {}\n\n| Keys | Command | |\n|---|---|---|\n", category_title(category));
    for (const CommandInfo& command : kCommands) {
      if (command.category != category) continue;
      out += fmt::format("| {} | {} | {} |\n", key_cell(command), command.title, command.doc);
    }
  }
  return out;
}

int fuzzy_score(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return 1;
  // The first letter may be found too early for the rest to stand together, so every place for it is tried.
  int best = 0;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (lower(text[begin]) == lower(pattern[0])) best = std::max(best, score_from(pattern, text, begin));
  }
  if (best == 0) return 0;
  // Between equal matches the shorter text is the likelier one.
  return best * 100 + 99 - static_cast<int>(std::min<std::size_t>(text.size(), 99));
}

}  // namespace loopscope::app
