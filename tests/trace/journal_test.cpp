// The journal's expander: rows become the events that a recorder of the engine would have written, and hostile rows end
// in an error.

#include "engine/trace/journal.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "engine/trace/dump.hpp"
#include "engine/trace/file/reader.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::trace {
namespace {

std::string bytes(const std::vector<uint64_t>& words) {
  std::string out(words.size() * 8, '\0');
  std::memcpy(out.data(), words.data(), out.size());
  return out;
}

constexpr uint64_t head(uint64_t op, uint64_t a) { return op | 1u << 8 | a << 32; }

std::vector<std::string> types_of(const Store& store) {
  std::vector<std::string> out;
  for (uint32_t i = 0; i < store.size(); ++i) out.emplace_back(event_info(store.type(i)).name);
  return out;
}

// A task that is created, waits where a chain says, and yields.
const std::vector<uint64_t> kOneStep{
    head(200, 1),
    4,
    0x6B6E6172,  // "rank"
    head(65, 7),
    10,
    3 | uint64_t{1} << 32,
    1,  // task_created(7, coro 3, loop 1, name "rank")
    head(205, 1),
    11,
    uint64_t{7} << 32,
    0,  // its first step joins the queue
    head(201, 1),
    20,
    1,  // the loop runs one handle
    head(207, 7),
    1,
    3 | uint64_t{42} << 32,
    0,  // at its end, coroutine 3 is at line 42
    head(202, 7),
    30,  // it gave way
};

TEST(Journal, AStepOfATask) {
  JournalExpander expander;
  Store store;
  file::StoreSink sink(store);
  ASSERT_TRUE(expander.expand(bytes(kOneStep), sink)) << expander.error();
  EXPECT_EQ(types_of(store),
            (std::vector<std::string>{"task_created", "handle_scheduled", "run_begin", "handle_begin",
                                      "task_step_begin", "coro_resumed", "coro_awaits_future", "coro_suspended",
                                      "task_suspended", "handle_scheduled", "task_step_end", "handle_end"}));
  EXPECT_EQ(store.text(store.get<ev::TaskCreated>(0).name), "rank");
  EXPECT_EQ(store.time(3), 10);  // since the first row
  EXPECT_EQ(store.get<ev::HandleBegin>(3).handle, store.get<ev::HandleScheduled>(1).handle);
  EXPECT_EQ(store.get<ev::CoroSuspended>(7).line, 42u);
  EXPECT_EQ(store.get<ev::HandleScheduled>(9).task, TaskId{7});
  EXPECT_EQ(store.time(11), 20);
  EXPECT_EQ(expander.events(), store.size());
}

TEST(Journal, AnUnchangedChainNeedsNoRow) {
  JournalExpander expander;
  Store store;
  file::StoreSink sink(store);
  ASSERT_TRUE(expander.expand(bytes(kOneStep), sink));
  const uint32_t before = store.size();
  ASSERT_TRUE(expander.expand(bytes({head(201, 1), 40, 1, head(202, 7), 50}), sink));
  EXPECT_EQ(store.get<ev::HandleBegin>(before + 1).handle, store.get<ev::HandleScheduled>(9).handle);
  EXPECT_EQ(store.get<ev::CoroSuspended>(before + 5).line, 42u);
}

TEST(Journal, AChainThatGrowsAndShrinks) {
  JournalExpander expander;
  Store store;
  file::StoreSink sink(store);
  ASSERT_TRUE(expander.expand(bytes(kOneStep), sink));
  ASSERT_TRUE(expander.expand(bytes({head(205, 1), 40, uint64_t{7} << 32, 0, head(207, 7), 2, 3 | uint64_t{50} << 32,
                                     4 | uint64_t{60} << 32, 9, head(208, 7), 45}),
                              sink));
  ASSERT_EQ(store.count(EventType::kCoroAwaitBegin), 1u);
  const auto begun = store.get<ev::CoroAwaitBegin>(store.nth(EventType::kCoroAwaitBegin, 0));
  EXPECT_EQ(begun.parent, CoroId{3});
  EXPECT_EQ(begun.child, CoroId{4});
  EXPECT_EQ(begun.line, 50u);
  ASSERT_TRUE(expander.expand(bytes({head(207, 7), 1, 3 | uint64_t{51} << 32, 0, head(202, 7), 55}), sink));
  ASSERT_EQ(store.count(EventType::kCoroAwaitEnd), 1u);
  EXPECT_EQ(store.get<ev::CoroAwaitEnd>(store.nth(EventType::kCoroAwaitEnd, 0)).parent, CoroId{3});
}

TEST(Journal, TimersKeepTheirHandle) {
  JournalExpander expander;
  Store store;
  file::StoreSink sink(store);
  ASSERT_TRUE(expander.expand(
      bytes({head(210, 1), 5, 77, 1000, 9, head(211, 77), 1000, head(203, 0), 1001, 1, head(204, 0), 1002}), sink))
      << expander.error();
  EXPECT_EQ(types_of(store),
            (std::vector<std::string>{"timer_scheduled", "timer_aimed", "timer_ready", "handle_begin", "handle_end"}));
  EXPECT_EQ(store.get<ev::HandleBegin>(3).handle, store.get<ev::TimerScheduled>(0).handle);
}

TEST(Journal, WhatCannotBeIsAnError) {
  const std::vector<std::vector<uint64_t>> hostile{
      {head(250, 1), 0},                         // no such row
      {head(19, 1), 0, 0, 0},                    // no such event
      {head(200, 1), 100},                       // a string beyond the end
      {head(200, 1), UINT64_MAX},                //
      {head(200, 0xFFFFFFFF), 0},                // a number far off
      {head(207, 1), 0xFFFFFFFF, 0},             // a chain beyond the end
      {head(65, 1), 0},                          // cut
      {head(203, 0), 1, 1, head(203, 0), 1, 1},  // a handle within a handle
  };
  for (const auto& words : hostile) {
    JournalExpander expander;
    Store store;
    file::StoreSink sink(store);
    EXPECT_FALSE(expander.expand(bytes(words), sink));
    EXPECT_FALSE(expander.error().empty());
  }
  JournalExpander expander;
  Store store;
  file::StoreSink sink(store);
  EXPECT_FALSE(expander.expand("seven..", sink));
}

TEST(Journal, NoiseNeverCrashes) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 2000; ++round) {
    std::vector<uint64_t> words = kOneStep;
    for (int i = 0; i < 4; ++i) words[random() % words.size()] ^= uint64_t{1} << random() % 64;
    JournalExpander expander;
    class Nothing : public file::EventSink {
      void on_string(uint32_t, std::string_view) override {}
      void on_event(const Record&) override {}
    } nothing;
    if (!expander.expand(bytes(words), nothing)) {
      EXPECT_FALSE(expander.error().empty());
    }
  }
}

}  // namespace
}  // namespace loopscope::trace
