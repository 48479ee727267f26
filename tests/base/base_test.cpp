#include <gtest/gtest.h>

#include <string>

#include "engine/base/clock.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/intern.hpp"
#include "engine/base/log.hpp"
#include "engine/base/result.hpp"

namespace loopscope {
namespace {

TEST(Place, KeepsFileAndLine) {
  const Place place(FileId{3}, 1234);
  EXPECT_EQ(place.file(), FileId{3});
  EXPECT_EQ(place.line(), 1234u);
  EXPECT_FALSE(Place{});
}

TEST(Place, OutOfRangeNeverReadsAsAnotherValidPlace) {
  EXPECT_EQ(Place(FileId{1}, 5'000'000).line(), Place::kMaxLine);
  EXPECT_EQ(Place(FileId{1}, 5'000'000).file(), FileId{1});
  EXPECT_FALSE(Place(FileId{Place::kMaxFile + 1}, 7));
}

TEST(InternTable, GivesEqualTextsOneNumberAndKeepsThem) {
  InternTable table;
  const auto first = table.intern("Task-1");
  EXPECT_TRUE(first.is_new);
  for (int i = 0; i < 10'000; ++i) table.intern(std::to_string(i));
  const auto again = table.intern("Task-1");
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(table.text(first.id), "Task-1");
  EXPECT_EQ(table.intern("").id, 0u);
  EXPECT_EQ(table.text(123'456'789), "");
}

TEST(InternTable, AppendedTextsAreNotFound) {
  InternTable table;
  const uint32_t big = table.append(std::string(100'000, 'x'));
  const uint32_t small = table.append("x");
  EXPECT_EQ(table.text(big).size(), 100'000u);
  EXPECT_NE(table.intern("x").id, small);
}

TEST(ManualClock, NeverGoesBack) {
  ManualClock clock;
  clock.advance_to(50);
  clock.advance_to(20);
  EXPECT_EQ(clock.now_ns(), 50);
  EXPECT_EQ(*clock.address(), 50);
}

TEST(Result, HoldsAValueOrAReason) {
  const Result<int> good(3);
  const Result<int> bad(Error{"no such file"});
  EXPECT_TRUE(good.ok());
  EXPECT_EQ(good.value(), 3);
  EXPECT_FALSE(bad.ok());
  EXPECT_EQ(bad.error(), "no such file");
}

std::string g_logged;

TEST(Log, GoesToTheSinkThatIsSet) {
  set_log_sink([](LogLevel level, std::string_view message) {
    g_logged = std::to_string(static_cast<int>(level)) + " " + std::string(message);
  });
  log(LogLevel::kWarn, "{} stalls", 3);
  set_log_sink(nullptr);
  EXPECT_EQ(g_logged, "3 3 stalls");
}

}  // namespace
}  // namespace loopscope
