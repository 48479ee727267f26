// The ready queue and the timer heap.

#include <utility>

#include "engine/loop/event_loop.hpp"

namespace loopscope::loop {

void ReadyQueue::grow() {
  std::vector<Ready> larger(slots_.size() * 2);
  size_t count = size();
  for (size_t i = 0; i < count; ++i) larger[i] = at(i);
  slots_ = std::move(larger);
  head_ = 0;
  tail_ = count;
}

void TimerHeap::push(Handle* timer) {
  items_.push_back(timer);
  sift_down(0, items_.size() - 1);
}

Handle* TimerHeap::pop() {
  Handle* last = items_.back();
  items_.pop_back();
  if (items_.empty()) return last;
  Handle* first = std::exchange(items_.front(), last);
  sift_up(0);
  return first;
}

void TimerHeap::heapify() {
  for (size_t i = items_.size() / 2; i-- > 0;) sift_up(i);
}

/// Moves the item at `at` towards the root until its parent is not later.
void TimerHeap::sift_down(size_t start, size_t at) {
  Handle* item = items_[at];
  while (at > start) {
    size_t parent = (at - 1) / 2;
    if (!(item->when < items_[parent]->when)) break;
    items_[at] = items_[parent];
    at = parent;
  }
  items_[at] = item;
}

/// Moves the item at `at` down to a leaf, always towards the earlier child, and back up to its place: like heapq, which
/// decides how equal times are ordered.
void TimerHeap::sift_up(size_t at) {
  size_t end = items_.size();
  size_t start = at;
  Handle* item = items_[at];
  for (size_t child = 2 * at + 1; child < end; child = 2 * at + 1) {
    size_t right = child + 1;
    if (right < end && !(items_[child]->when < items_[right]->when)) child = right;
    items_[at] = items_[child];
    at = child;
  }
  items_[at] = item;
  sift_down(start, at);
}

}  // namespace loopscope::loop
