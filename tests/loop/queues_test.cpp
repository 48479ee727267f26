// The ready queue and the timer heap, without a machine.

#include <gtest/gtest.h>

#include <vector>

#include "engine/loop/event_loop.hpp"

namespace loopscope::loop {
namespace {

constexpr int kTimes[] = {2, 1, 3, 0, 0, 0, 2, 0, 1, 0, 0, 3, 3, 0, 1, 0, 3, 0, 0, 1, 0, 3, 0, 1};

std::vector<Handle> timers() {
  std::vector<Handle> all(std::size(kTimes));
  for (size_t i = 0; i < all.size(); ++i) {
    all[i].when = kTimes[i];
    all[i].id = static_cast<uint32_t>(i);
  }
  return all;
}

std::vector<int> drain(TimerHeap& heap) {
  std::vector<int> order;
  while (!heap.empty()) order.push_back(static_cast<int>(heap.pop()->id));
  return order;
}

// The expected orders are what Python's heapq gives for these times, ties included.

TEST(TimerHeap, PopsInTheOrderOfHeapq) {
  std::vector<Handle> all = timers();
  TimerHeap heap;
  for (Handle& timer : all) heap.push(&timer);
  EXPECT_EQ(drain(heap),
            (std::vector<int>{3, 5, 13, 22, 4, 9, 10, 20, 18, 7, 17, 15, 14, 23, 1, 8, 19, 6, 0, 12, 2, 16, 21, 11}));
}

TEST(TimerHeap, HeapifiesAsHeapqDoes) {
  std::vector<Handle> all = timers();
  TimerHeap heap;
  for (Handle& timer : all) heap.items().push_back(&timer);
  heap.heapify();
  EXPECT_EQ(drain(heap),
            (std::vector<int>{13, 5, 22, 10, 4, 20, 9, 18, 17, 3, 15, 7, 14, 23, 1, 19, 8, 6, 0, 16, 12, 21, 11, 2}));
}

TEST(TimerHeap, EmptiesAndFillsAgain) {
  Handle timer{};
  TimerHeap heap;
  for (int round = 0; round < 3; ++round) {
    heap.push(&timer);
    EXPECT_EQ(heap.size(), 1u);
    EXPECT_EQ(heap.pop(), &timer);
    EXPECT_TRUE(heap.empty());
  }
}

TEST(ReadyQueue, KeepsItsOrderWhileItGrows) {
  ReadyQueue queue;
  uint32_t in = 0;
  uint32_t out = 0;
  for (int round = 0; round < 400; ++round) {
    for (int i = 0; i < 3; ++i) queue.push(Ready{Ready::kStep, in++, {}, {}});
    for (int i = 0; i < 2; ++i) EXPECT_EQ(queue.pop().handle_id, out++);
  }
  EXPECT_EQ(queue.size(), in - out);
  EXPECT_EQ(queue.at(5).handle_id, out + 5);
  while (!queue.empty()) EXPECT_EQ(queue.pop().handle_id, out++);
  EXPECT_EQ(out, in);
}

}  // namespace
}  // namespace loopscope::loop
