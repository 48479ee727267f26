#include "engine/trace/postings.hpp"

#include <algorithm>

namespace loopscope::trace {

void Postings::grow(Head& head) {
  const uint32_t capacity = head.block == kNone ? 5 : std::min(1024u, (arena_[head.block + 2] + kHeader) * 2 - kHeader);
  const auto block = static_cast<uint32_t>(arena_.size());
  arena_.resize(arena_.size() + kHeader + capacity);
  arena_[block] = kNone;
  arena_[block + 1] = head.block;
  arena_[block + 2] = capacity;
  if (head.block == kNone) {
    head.first = block;
  } else {
    arena_[head.block] = block;
  }
  head.block = block;
  head.next = block + kHeader;
  head.room = capacity;
}

uint32_t Postings::first(uint32_t entity) const {
  return count(entity) ? arena_[heads_[entity].first + kHeader] : kNone;
}

uint32_t Postings::last(uint32_t entity) const { return count(entity) ? arena_[heads_[entity].next - 1] : kNone; }

uint32_t Postings::after(uint32_t entity, uint32_t event) const {
  if (count(entity) == 0) return kNone;
  const Head& head = heads_[entity];
  // From the end, because questions are mostly about what is recent.
  uint32_t block = head.block;
  if (arena_[head.next - 1] <= event) return kNone;
  while (arena_[block + 1] != kNone && arena_[block + kHeader] > event) {
    const uint32_t previous = arena_[block + 1];
    if (arena_[end_of(head, previous) - 1] <= event) return arena_[block + kHeader];
    block = previous;
  }
  const auto begin = arena_.begin() + block + kHeader;
  const auto end = arena_.begin() + end_of(head, block);
  return *std::upper_bound(begin, end, event);
}

uint32_t Postings::before(uint32_t entity, uint32_t event) const {
  if (count(entity) == 0) return kNone;
  const Head& head = heads_[entity];
  uint32_t block = head.block;
  while (arena_[block + kHeader] >= event) {
    block = arena_[block + 1];
    if (block == kNone) return kNone;
  }
  const auto begin = arena_.begin() + block + kHeader;
  const auto end = arena_.begin() + end_of(head, block);
  return *(std::lower_bound(begin, end, event) - 1);
}

}  // namespace loopscope::trace
