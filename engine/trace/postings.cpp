#include "engine/trace/postings.hpp"

#include <algorithm>

namespace loopscope::trace {

void Postings::make_heads(uint32_t entity) {
  while (entities_ <= entity) {
    heads_.emplace_back(new Head[kHeadMask + 1]);
    entities_ += kHeadMask + 1;
  }
}

void Postings::grow(Head& head) {
  const uint32_t capacity = head.block == kNone ? 5 : std::min(1024u, (at(head.block + 2) + kHeader) * 2 - kHeader);
  const uint32_t size = kHeader + capacity;
  if ((used_ & kPageMask) + size > kPageMask + 1) used_ = (used_ | kPageMask) + 1;  // not across two pages
  if (used_ >> kPageShift == pages_.size()) pages_.emplace_back(new uint32_t[kPageMask + 1]);
  const uint32_t block = used_;
  used_ += size;
  at(block) = kNone;
  at(block + 1) = head.block;
  at(block + 2) = capacity;
  if (head.block == kNone) {
    head.first = block;
  } else {
    at(head.block) = block;
  }
  head.block = block;
  head.next = block + kHeader;
  head.room = capacity;
}

uint32_t Postings::after(uint32_t entity, uint32_t event) const {
  if (count(entity) == 0) return kNone;
  const Head& head = head_of(entity);
  if (at(head.next - 1) <= event) return kNone;
  // From the end, because questions are mostly about what is recent: the last block whose predecessor ends too early.
  uint32_t block = head.block;
  while (at(block + 1) != kNone && at(end_of(head, at(block + 1)) - 1) > event) block = at(block + 1);
  const uint32_t* first = &pages_[block >> kPageShift][(block & kPageMask) + kHeader];
  const uint32_t* last = first + (end_of(head, block) - block - kHeader);
  return *std::upper_bound(first, last, event);
}

uint32_t Postings::before(uint32_t entity, uint32_t event) const {
  if (count(entity) == 0) return kNone;
  const Head& head = head_of(entity);
  uint32_t block = head.block;
  while (at(block + kHeader) >= event) {
    block = at(block + 1);
    if (block == kNone) return kNone;
  }
  const uint32_t* first = &pages_[block >> kPageShift][(block & kPageMask) + kHeader];
  const uint32_t* last = first + (end_of(head, block) - block - kHeader);
  return *(std::lower_bound(first, last, event) - 1);
}

}  // namespace loopscope::trace
