#pragma once
// For each entity (a task, a coroutine …) the events that mention it, in order: growing lists in one arena. A list's
// blocks double up to 1024 entries, so that a handle with three events costs 32 bytes and a task with a million is
// searched by skipping blocks.

#include <cstdint>
#include <vector>

namespace loopscope::trace {

class Postings {
 public:
  static constexpr uint32_t kNone = 0xFFFFFFFFu;

  /// `event` must not be smaller than the last one added to this entity; adding the same again does nothing.
  void add(uint32_t entity, uint32_t event) {
    if (entity >= heads_.size()) [[unlikely]]
      heads_.resize(entity + entity / 2 + 16);
    Head& head = heads_[entity];
    if (head.count && arena_[head.next - 1] == event) return;
    if (head.room == 0) grow(head);
    arena_[head.next++] = event;
    --head.room;
    ++head.count;
  }

  uint32_t count(uint32_t entity) const { return entity < heads_.size() ? heads_[entity].count : 0; }
  uint32_t first(uint32_t entity) const;
  uint32_t last(uint32_t entity) const;
  /// The nearest event of the entity that is greater (smaller) than `event`, or kNone.
  uint32_t after(uint32_t entity, uint32_t event) const;
  uint32_t before(uint32_t entity, uint32_t event) const;

  /// Calls f(event) for each, oldest first.
  template <class F>
  void each(uint32_t entity, F&& f) const {
    if (entity >= heads_.size()) return;
    const Head& head = heads_[entity];
    for (uint32_t block = head.first; block != kNone; block = arena_[block]) {
      const uint32_t end = block == head.block ? head.next : block + kHeader + arena_[block + 2];
      for (uint32_t i = block + kHeader; i < end; ++i) f(arena_[i]);
    }
  }

 private:
  // A block in the arena: next block, previous block, capacity, entries.
  static constexpr uint32_t kHeader = 3;
  struct Head {
    uint32_t first = kNone, block = kNone;  // arena index of the first and of the last block
    uint32_t next = 0;                      // arena index of the next entry
    uint32_t room = 0;                      // entries left in the last block
    uint32_t count = 0;
  };
  void grow(Head& head);
  uint32_t end_of(const Head& head, uint32_t block) const {
    return block == head.block ? head.next : block + kHeader + arena_[block + 2];
  }

  std::vector<Head> heads_;
  std::vector<uint32_t> arena_;
};

}  // namespace loopscope::trace
