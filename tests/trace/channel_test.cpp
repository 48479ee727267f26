#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::trace {
namespace {

TEST(Recorder, IsInactiveWithoutAChannel) {
  Recorder recorder;
  recorder.emit(ev::TaskStepEnd{TaskId{1}});
  EXPECT_FALSE(recorder.active());
  EXPECT_EQ(recorder.event_count(), 0u);
  EXPECT_EQ(recorder.intern("x"), StringId{});
}

TEST(Recorder, AnEventIsVisibleAtOnce) {
  Channel channel;
  int64_t now = 42;
  Recorder recorder(&channel, &now);
  Store store;
  recorder.emit(ev::TaskStepBegin{TaskId{3}, {}});
  EXPECT_EQ(store.poll(channel, 100), 1u);
  ASSERT_EQ(store.size(), 1u);
  EXPECT_EQ(store.time(0), 42);
  EXPECT_EQ(store.get<ev::TaskStepBegin>(0).task, TaskId{3});
  EXPECT_EQ(store.poll(channel, 100), 0u);
}

TEST(Channel, NothingIsLostAndTheProducerWaits) {
  Channel channel({2, false});
  constexpr uint32_t kEvents = 200'000;
  std::thread producer([&] {
    int64_t now = 0;
    Recorder recorder(&channel, &now);
    for (uint32_t i = 1; i <= kEvents; ++i) {
      now = i;
      recorder.emit(ev::TaskStepEnd{TaskId{i}});
      if (i % 1000 == 0) recorder.text(std::string(i / 100, 'x'));
    }
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  Store store;
  store.drain(channel);
  producer.join();
  ASSERT_EQ(store.size(), kEvents);
  for (uint32_t i = 0; i < kEvents; ++i) ASSERT_EQ(store.get<ev::TaskStepEnd>(i).task.value, i + 1);
  EXPECT_EQ(store.text(StringId{200}).size(), 2000u);
  EXPECT_GT(channel.stats().stalls, 0u);
  EXPECT_EQ(channel.stats().dropped, 0u);
}

TEST(Channel, APollIsBounded) {
  Channel channel({2, true});
  int64_t now = 0;
  Recorder recorder(&channel, &now);
  for (uint32_t i = 0; i < 10'000; ++i) recorder.emit(ev::GilAcquired{});
  Store store;
  EXPECT_EQ(store.poll(channel, 10), 10u);
  EXPECT_EQ(store.size(), 10u);
  EXPECT_EQ(store.poll(channel, 100'000), 9'990u);
}

TEST(Channel, AbandonedDropsAndCounts) {
  Channel channel({2, false});
  std::thread producer([&] {
    int64_t now = 0;
    Recorder recorder(&channel, &now);
    for (uint32_t i = 0; i < 50'000; ++i) recorder.emit(ev::GilAcquired{});
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  channel.abandon();
  producer.join();
  EXPECT_EQ(channel.stats().dropped + channel.stats().blocks * Block::kCapacity, 50'000u);
}

struct Gate {
  uint64_t reached = 0;
  int calls = 0;
};

TEST(Recorder, TheGateIsCalledAtTheLimit) {
  Channel channel({2, true});
  int64_t now = 0;
  Recorder recorder(&channel, &now);
  Gate gate;
  recorder.set_limit_hook(
      [](void* context, Recorder& r) {
        auto& g = *static_cast<Gate*>(context);
        g.reached = r.event_count();
        r.set_limit(++g.calls == 1 ? 8 : Recorder::kNoLimit);
      },
      &gate);
  recorder.set_limit(5);
  for (int i = 0; i < 20; ++i) recorder.emit(ev::GilAcquired{});
  EXPECT_EQ(gate.calls, 2);
  EXPECT_EQ(gate.reached, 8u);
}

}  // namespace
}  // namespace loopscope::trace
