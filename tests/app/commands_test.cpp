#include "app/commands/commands.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "app/commands/router.hpp"

namespace loopscope::app {
namespace {

using Action = KeyRouter::Action;

Chord chord(std::string_view text) { return parse_chord(text).value(); }

TEST(Chord, ParsesModifiersAndNames) {
  EXPECT_EQ(chord("W"), (Chord{static_cast<Key>('W'), kNoMods}));
  EXPECT_EQ(chord("Ctrl+Shift+P"), (Chord{static_cast<Key>('P'), kCtrl | kShift}));
  EXPECT_EQ(chord("Shift+Right"), (Chord{Key::right, kShift}));
  EXPECT_EQ(chord("Ctrl++"), (Chord{static_cast<Key>('+'), kCtrl}));
  EXPECT_EQ(chord("?"), (Chord{static_cast<Key>('?'), kNoMods}));
  EXPECT_FALSE(parse_chord(""));
  EXPECT_FALSE(parse_chord("Ctrl"));
  EXPECT_FALSE(parse_chord("Ctrl+Ctrl+P"));
  EXPECT_FALSE(parse_chord("Hyper+P"));
}

TEST(Commands, EveryKeyIsAChordAndBelongsToOneCommand) {
  std::map<std::pair<int, int>, std::string_view> owner;
  for (const CommandInfo& info : all_commands()) {
    for (const std::string_view text : {info.key, info.key2}) {
      if (text.empty()) continue;
      const auto parsed = parse_chord(text);
      ASSERT_TRUE(parsed) << info.name << ": " << text;
      const auto [at, fresh] = owner.emplace(std::pair(static_cast<int>(parsed->key), parsed->mods), info.name);
      EXPECT_TRUE(fresh) << text << " is both " << at->second << " and " << info.name;
    }
  }
}

TEST(Commands, EveryOneHasATitleAndASentenceOfItsOwn) {
  std::set<std::string_view> titles;
  for (const CommandInfo& info : all_commands()) {
    EXPECT_FALSE(info.title.empty()) << info.name;
    EXPECT_FALSE(info.doc.empty()) << info.name;
    EXPECT_TRUE(titles.insert(info.title).second) << info.title;
    EXPECT_EQ(&command_info(info.id), &info);
  }
}

TEST(Commands, KeysDocumentIsUpToDate) {
  const std::string path = std::string(LOOPSCOPE_SOURCE_DIR) + "/docs/keys.md";
  const std::string expected = keys_markdown();
  if (std::getenv("LOOPSCOPE_REGENERATE") != nullptr) {
    std::ofstream(path) << expected;
  }
  std::ifstream in(path);
  std::stringstream found;
  found << in.rdbuf();
  EXPECT_EQ(found.str(), expected) << "run this test with LOOPSCOPE_REGENERATE=1 to write docs/keys.md";
}

TEST(Commands, FuzzyPrefersWordStartsAndRuns) {
  EXPECT_EQ(fuzzy_score("xyz", "Next task step"), 0);
  EXPECT_GT(fuzzy_score("nts", "Next task step"), 0);
  EXPECT_GT(fuzzy_score("task", "Next task step"), fuzzy_score("task", "Toggle a short knot"));
  EXPECT_GT(fuzzy_score("zoom", "Zoom in"), fuzzy_score("zoom", "Look at zoom in the far distance"));
}

TEST(Router, PressBetweenTwoFramesStillCounts) {
  KeyRouter router;
  router.key(chord("Space"), Action::press, 1);
  router.key(chord("Space"), Action::release, 1);
  const auto fired = router.take(1.0F / 60, false);
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].command, Command::play_pause);
  EXPECT_TRUE(router.take(1.0F / 60, false).empty());
}

TEST(Router, HeldKeyFiresEveryFrameUntilItIsReleased) {
  KeyRouter router;
  router.key(chord("W"), Action::press, 25);
  EXPECT_EQ(router.take(0.016F, false).size(), 1U);
  const auto second = router.take(0.020F, false);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].command, Command::zoom_in);
  EXPECT_FLOAT_EQ(second[0].seconds, 0.020F);
  EXPECT_TRUE(router.anything_held());
  router.key(chord("W"), Action::release, 25);
  EXPECT_TRUE(router.take(0.016F, false).empty());
  EXPECT_FALSE(router.anything_held());
}

TEST(Router, ShortTapOfAHoldKeyMovesOnce) {
  KeyRouter router;
  router.key(chord("Shift+D"), Action::press, 40);
  router.key(chord("D"), Action::release, 40);  // Shift may already be up
  const auto fired = router.take(0.5F, false);
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_TRUE(fired[0].fast);
  EXPECT_LE(fired[0].seconds, 0.05F);
  EXPECT_TRUE(router.take(0.016F, false).empty());
}

TEST(Router, RepeatCountsOnlyWhereTheTableSaysSo) {
  KeyRouter router;
  router.key(chord("Right"), Action::repeat, 1);
  router.key(chord("Space"), Action::repeat, 2);
  const auto fired = router.take(0.016F, false);
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].command, Command::event_next);
}

TEST(Router, TypingKeepsLettersButNotCtrl) {
  KeyRouter router;
  router.key(chord("T"), Action::press, 1);
  router.key(chord("Ctrl+R"), Action::press, 2);
  router.key(chord("Escape"), Action::press, 3);
  const auto fired = router.take(0.016F, true);
  ASSERT_EQ(fired.size(), 2U);
  EXPECT_EQ(fired[0].command, Command::restart);
  EXPECT_EQ(fired[1].command, Command::clear_selection);
}

TEST(Router, LosingTheFocusReleasesEverything) {
  KeyRouter router;
  router.key(chord("A"), Action::press, 30);
  router.release_all();
  EXPECT_TRUE(router.take(0.016F, false).empty());
}

}  // namespace
}  // namespace loopscope::app
