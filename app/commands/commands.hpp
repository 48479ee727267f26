#pragma once

// The one table of commands, read from app/commands.def.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "app/commands/chord.hpp"

namespace loopscope::app {

enum class Command : std::uint8_t {
#define LOOPSCOPE_COMMAND(id, title, key, key2, category, flags, doc) id,
#include "app/commands.def"
#undef LOOPSCOPE_COMMAND
  count_
};

inline constexpr int kCommandCount = static_cast<int>(Command::count_);

enum class Category : std::uint8_t { transport, timeline, find, file, view, help };
inline constexpr int kCategoryCount = 6;

enum class Trigger : std::uint8_t { kPress, kRepeat, kHold };

struct CommandInfo {
  Command id;
  std::string_view name;   // the identifier in commands.def
  std::string_view title;  // what the user reads
  std::string_view key;    // the chord as text, "" when there is none
  std::string_view key2;   // another chord for the same command, or ""
  Category category;
  Trigger trigger;
  std::string_view doc;
};

std::span<const CommandInfo> all_commands();
const CommandInfo& command_info(Command command);
std::string_view category_title(Category category);

// docs/keys.md, whole.
std::string keys_markdown();

// How well `pattern` matches `text` as a subsequence, ignoring case: 0 is no match, greater is better.
int fuzzy_score(std::string_view pattern, std::string_view text);

}  // namespace loopscope::app
