#pragma once
// For each entity (a task, a coroutine …) the events that mention it, in order: growing lists in one arena. A list's
// blocks double up to 1024 entries, so that a handle with three events costs 32 bytes and a task with a million is
// searched by skipping blocks. Nothing is ever moved, so that adding one never takes long.

#include <cstdint>
#include <memory>
#include <vector>

namespace loopscope::trace {

class Postings {
 public:
  static constexpr uint32_t kNone = 0xFFFFFFFFu;

  /// `event` must not be smaller than the last one added to this entity; adding the same again does nothing.
  void add(uint32_t entity, uint32_t event) {
    if (entity >= entities_) [[unlikely]]
      make_heads(entity);
    Head& head = heads_[entity >> kHeadShift][entity & kHeadMask];
    if (head.count && at(head.next - 1) == event) return;
    if (head.room == 0) grow(head);
    at(head.next++) = event;
    --head.room;
    ++head.count;
  }

  uint32_t count(uint32_t entity) const { return entity < entities_ ? head_of(entity).count : 0; }
  uint32_t first(uint32_t entity) const { return count(entity) ? at(head_of(entity).first + kHeader) : kNone; }
  uint32_t last(uint32_t entity) const { return count(entity) ? at(head_of(entity).next - 1) : kNone; }
  /// The nearest event of the entity that is greater (smaller) than `event`, or kNone.
  uint32_t after(uint32_t entity, uint32_t event) const;
  uint32_t before(uint32_t entity, uint32_t event) const;

  /// Calls f(event) for each, oldest first.
  template <class F>
  void each(uint32_t entity, F&& f) const {
    if (count(entity) == 0) return;
    const Head& head = head_of(entity);
    for (uint32_t block = head.first; block != kNone; block = at(block)) {
      const uint32_t end = end_of(head, block);
      for (uint32_t i = block + kHeader; i < end; ++i) f(at(i));
    }
  }

 private:
  // A block in the arena: next block, previous block, capacity, entries. It never crosses a page.
  static constexpr uint32_t kHeader = 3;
  static constexpr uint32_t kPageShift = 16, kPageMask = (1u << kPageShift) - 1;
  static constexpr uint32_t kHeadShift = 12, kHeadMask = (1u << kHeadShift) - 1;
  struct Head {
    uint32_t first = kNone, block = kNone;  // arena index of the first and of the last block
    uint32_t next = 0;                      // arena index of the next entry
    uint32_t room = 0;                      // entries left in the last block
    uint32_t count = 0;
  };

  uint32_t& at(uint32_t i) { return pages_[i >> kPageShift][i & kPageMask]; }
  uint32_t at(uint32_t i) const { return pages_[i >> kPageShift][i & kPageMask]; }
  const Head& head_of(uint32_t entity) const { return heads_[entity >> kHeadShift][entity & kHeadMask]; }
  uint32_t end_of(const Head& head, uint32_t block) const {
    return block == head.block ? head.next : block + kHeader + at(block + 2);
  }
  void make_heads(uint32_t entity);
  void grow(Head& head);

  std::vector<std::unique_ptr<Head[]>> heads_;
  uint32_t entities_ = 0;  // heads there are
  std::vector<std::unique_ptr<uint32_t[]>> pages_;
  uint32_t used_ = 0;  // of the arena
};

}  // namespace loopscope::trace
