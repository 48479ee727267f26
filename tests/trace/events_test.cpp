#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <string>

#include "engine/trace/events.hpp"

namespace loopscope::trace {
namespace {

TEST(Events, EncodeAndDecodeAreInverse) {
  const ev::TimerScheduled event{HandleId{7}, LoopId{1}, StringId{9}, -123'456'789'012'345};
  uint32_t args[kMaxArgs];
  encode(event, args);
  ev::TimerScheduled back;
  decode(args, back);
  EXPECT_EQ(back.handle, event.handle);
  EXPECT_EQ(back.label, event.label);
  EXPECT_EQ(back.when, event.when);
}

TEST(Events, UnusedCellsAreZero) {
  uint32_t args[kMaxArgs];
  std::memset(args, 0xFF, sizeof(args));
  encode(ev::TaskStepEnd{TaskId{5}}, args);
  EXPECT_EQ(args[0], 5u);
  for (unsigned i = 1; i < kMaxArgs; ++i) EXPECT_EQ(args[i], 0u);
}

TEST(Events, TheTableMatchesTheStructs) {
  const EventInfo& info = event_info(EventType::kTaskDone);
  EXPECT_STREQ(info.name, "task_done");
  ASSERT_EQ(info.fields.size(), 3u);
  EXPECT_EQ(info.fields[1].kind, FieldKind::Outcome);
  EXPECT_STREQ(info.fields[1].name, "outcome");
  EXPECT_EQ(event_info(EventType::kTimerScheduled).cells, 5);
  EXPECT_EQ(event_info(kStringRecord), nullptr);
  EXPECT_EQ(event_info(60'000), nullptr);
}

TEST(Events, NamesAreUniqueAndEverySentenceEnds) {
  std::set<std::string> names;
  for (unsigned type = 0; type < kEventTypeLimit; ++type) {
    const EventInfo* info = event_info(type);
    if (!info) continue;
    EXPECT_TRUE(names.insert(info->name).second) << info->name;
    EXPECT_EQ(std::string(info->prose).back(), '.') << info->name;
  }
  EXPECT_GT(names.size(), 90u);
}

TEST(Events, EnumsHaveTexts) {
  EXPECT_STREQ(text_of(CloseBy::kGcHook), "gc_hook");
  EXPECT_STREQ(text_of(static_cast<CloseBy>(200)), "?");
  EXPECT_EQ(enum_text(FieldKind::U32, 0), nullptr);
}

}  // namespace
}  // namespace loopscope::trace
