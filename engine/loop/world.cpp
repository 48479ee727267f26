#include "engine/loop/world.hpp"

#include "engine/vm/vm.hpp"

namespace loopscope::loop {

void WaitList::add(Entry* entry) {
  entry->list = this;
  entry->next = nullptr;
  entry->previous = last_;
  (last_ ? last_->next : first_) = entry;
  last_ = entry;
}

void WaitList::remove(Entry* entry) {
  WaitList* list = entry->list;
  if (!list) return;
  (entry->previous ? entry->previous->next : list->first_) = entry->next;
  (entry->next ? entry->next->previous : list->last_) = entry->previous;
  entry->list = nullptr;
}

bool World::sleep(vm::Vm& vm, int64_t ns) {
  if (ns <= 0) return yield(vm) && (!vm.safe_point_due() || vm.at_safe_point());
  Wait wait;
  wait.reason = trace::BlockReason::kSleep;
  wait.deadline_ns = vm.now_ns + ns;
  return block(vm, wait) != Woken::kFailed;
}

}  // namespace loopscope::loop
