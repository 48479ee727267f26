#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "engine/analysis/text_timeline.hpp"
#include "engine/analysis/words.hpp"
#include "tests/analysis/finalization_script.hpp"

namespace loopscope::analysis {
namespace {

// The expected page is a file beside this one, so that it can be read; LOOPSCOPE_REGENERATE=1 rewrites it.
TEST(TextTimeline, TellsWhyTheOrderIsWhatItIs) {
  testing::FinalizationScript script;
  const std::string page = text_timeline(script.store());
  const std::string path = LOOPSCOPE_SOURCE_DIR "/tests/analysis/finalization.txt";
  if (std::getenv("LOOPSCOPE_REGENERATE")) std::ofstream(path, std::ios::binary) << page;
  std::ifstream file(path, std::ios::binary);
  const std::string expected((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(page, expected);
}

TEST(TextTimeline, KeepsToTheWidth) {
  testing::FinalizationScript script;
  for (const uint32_t columns : {60u, 72u, 100u, 140u}) {
    const std::string page = text_timeline(script.store(), {columns, 2000});
    for (size_t begin = 0; begin < page.size();) {
      const size_t end = page.find('\n', begin);
      EXPECT_LE(width(std::string_view(page).substr(begin, end - begin)), columns) << page.substr(begin, end - begin);
      begin = end + 1;
    }
  }
}

TEST(TextTimeline, CountsWhatItLeavesOut) {
  testing::FinalizationScript script;
  const std::string page = text_timeline(script.store(), {100, 2});
  EXPECT_NE(page.find("… the page is full: "), std::string::npos);
  EXPECT_NE(page.find("3 ticks of the loop are not shown"), std::string::npos) << page;
  EXPECT_NE(page.find("Findings"), std::string::npos);
}

TEST(TextTimeline, AnEmptyTraceIsNoError) {
  const trace::Store store;
  EXPECT_NE(text_timeline(store).find("0 tasks"), std::string::npos);
}

TEST(Words, OneLineCutsAtCharacters) {
  EXPECT_EQ(one_line("abc\ndef\n", 20), "abc def");
  EXPECT_EQ(one_line("äöüß", 3), "äö…");
  EXPECT_EQ(one_line("äöüß", 4), "äöüß");
  EXPECT_EQ(width("äö…"), 3u);
}

TEST(Words, TimesAreReadable) {
  EXPECT_EQ(time_text(0), "0 s");
  EXPECT_EQ(time_text(150'000'000), "0.15 s");
  EXPECT_EQ(time_text(1'200'000), "1.2 ms");
  EXPECT_EQ(time_text(999), "999 ns");
  EXPECT_EQ(time_text(12'000), "12 µs");
}

}  // namespace
}  // namespace loopscope::analysis
