#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::trace {
namespace {

class StoreTest : public ::testing::Test {
 protected:
  void finish() {
    recorder.close();
    store.drain(channel);
  }

  Channel channel{{2, true}};
  int64_t now = 0;
  Recorder recorder{&channel, &now};
  Store store;
};

TEST_F(StoreTest, DerivesHandleAndTaskOfEveryEvent) {
  recorder.emit(ev::GilAcquired{});
  recorder.emit(ev::HandleBegin{HandleId{4}, LoopId{1}});
  recorder.emit(ev::TaskStepBegin{TaskId{2}, {}});
  recorder.emit(ev::StdoutWritten{{}, {}});
  recorder.emit(ev::TaskStepBegin{TaskId{3}, {}});  // started eagerly, within the step of the first
  recorder.emit(ev::TaskStepEnd{TaskId{3}});
  recorder.emit(ev::StdoutWritten{{}, {}});
  recorder.set_thread(ThreadId{2});
  recorder.emit(ev::StdoutWritten{{}, {}});
  recorder.set_thread(ThreadId{1});
  recorder.emit(ev::TaskStepEnd{TaskId{2}});
  recorder.emit(ev::HandleEnd{HandleId{4}});
  recorder.emit(ev::GilAcquired{});
  finish();
  const uint32_t tasks[] = {0, 0, 2, 2, 3, 3, 2, 0, 2, 0, 0};
  const uint32_t handles[] = {0, 4, 4, 4, 4, 4, 4, 0, 4, 4, 0};
  for (uint32_t i = 0; i < store.size(); ++i) {
    EXPECT_EQ(store.task(i).value, tasks[i]) << i;
    EXPECT_EQ(store.handle(i).value, handles[i]) << i;
  }
  EXPECT_EQ(store.thread(7), ThreadId{2});
}

TEST_F(StoreTest, StringsMayBeCutAnywhere) {
  std::string long_text;
  for (int i = 0; i < 5'000; ++i) long_text += std::to_string(i);
  const StringId small = recorder.intern("worker");
  const StringId big = recorder.text(long_text);
  EXPECT_EQ(recorder.intern("worker"), small);
  recorder.emit(ev::TaskRenamed{TaskId{1}, big});
  const StringId exact = recorder.text(std::string(64, 'y'));
  recorder.close();

  // The cells one by one: every cut there can be.
  while (Block* block = channel.front()) {
    const uint32_t count = block->published.load();
    for (uint32_t i = 0; i < count; ++i) store.ingest(block->records + i, 1);
    channel.release();
  }
  EXPECT_EQ(store.text(small), "worker");
  EXPECT_EQ(store.text(big), long_text);
  EXPECT_EQ(store.text(exact), std::string(64, 'y'));
  EXPECT_EQ(store.text(StringId{}), "");
  EXPECT_EQ(store.size(), 1u);
}

TEST_F(StoreTest, FindsByTimeAndByType) {
  for (uint32_t i = 0; i < 200'000; ++i) {
    now = i / 10 * 100;
    if (i % 1000 == 0) {
      recorder.emit(ev::IterationBegin{LoopId{1}, i / 1000 + 1});
    } else {
      recorder.emit(ev::HandleBegin{HandleId{i}, LoopId{1}});
    }
  }
  finish();
  EXPECT_EQ(store.at_time(-1), kNoEvent);
  EXPECT_EQ(store.at_time(0), 9u);
  EXPECT_EQ(store.at_time(199), 19u);
  EXPECT_EQ(store.at_time(1'000'000'000), 199'999u);
  EXPECT_EQ(store.count(EventType::kIterationBegin), 200u);
  EXPECT_EQ(store.nth(EventType::kIterationBegin, 150), 150'000u);
  EXPECT_EQ(store.nth(EventType::kIterationBegin, 200), kNoEvent);
  EXPECT_EQ(store.after(EventType::kIterationBegin, 1000), 2000u);
  EXPECT_EQ(store.before(EventType::kIterationBegin, 1000), 0u);
  EXPECT_EQ(store.before(EventType::kIterationBegin, 0), kNoEvent);
  EXPECT_EQ(store.after(EventType::kLoopClosed, 0), kNoEvent);
}

TEST_F(StoreTest, IndexesWhatEventsMention) {
  recorder.emit(ev::TaskCreated{TaskId{2}, CoroId{9}, LoopId{1}, {}, {}});
  recorder.emit(ev::CoroResumed{CoroId{9}, ResumeHow::kSend});
  recorder.emit(ev::HandleScheduled{HandleId{5}, LoopId{1}, {}, TaskId{2}, FutureId{7}});
  finish();
  EXPECT_EQ(store.of_future().count(2), 2u);
  EXPECT_EQ(store.of_future().last(2), 2u);
  EXPECT_EQ(store.of_future().first(7), 2u);
  EXPECT_EQ(store.of_coro().after(9, 0), 1u);
  EXPECT_EQ(store.of_handle().first(5), 2u);
}

TEST_F(StoreTest, AnAbsurdIdIsKeptButNotIndexed) {
  recorder.emit(ev::HandleEnd{HandleId{0xFFFFFFFFu}});
  finish();
  EXPECT_EQ(store.get<ev::HandleEnd>(0).handle, HandleId{0xFFFFFFFFu});
  EXPECT_EQ(store.of_handle().count(0xFFFFFFFFu), 0u);
}

TEST_F(StoreTest, KeepsEventsThatItDoesNotKnow) {
  Record strange{};
  strange.type = 191;
  strange.args[4] = 77;
  store.ingest(&strange, 1);
  EXPECT_EQ(store.size(), 1u);
  EXPECT_EQ(store.unknown_events(), 1u);
  EXPECT_EQ(store.args(0)[4], 77u);
}

}  // namespace
}  // namespace loopscope::trace
