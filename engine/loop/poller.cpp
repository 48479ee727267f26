#include "engine/loop/poller.hpp"

#include <algorithm>
#include <cerrno>

#include "engine/loop/asyncio.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

uint32_t ready_bits(const PollItem& item) {
  return item.file->poll() & (item.events | OpenFile::kError | OpenFile::kHangUp);
}

}  // namespace

Poller::~Poller() { clear(); }

void Poller::clear() {
  while (!items_.empty()) drop(items_.begin()->second.get());
}

int Poller::add(Vm& vm, int fd, OpenFile& file, uint32_t events) {
  auto [at, added] = items_.emplace(fd, nullptr);
  if (!added) return -EEXIST;
  at->second = std::make_unique<PollItem>(PollItem{this, &file, fd, events});
  file.watchers.push_back(at->second.get());
  look(vm, at->second.get());
  return 0;
}

int Poller::change(Vm& vm, int fd, uint32_t events) {
  auto at = items_.find(fd);
  if (at == items_.end()) return -ENOENT;
  at->second->events = events;
  look(vm, at->second.get());
  return 0;
}

int Poller::remove(int fd) {
  auto at = items_.find(fd);
  if (at == items_.end()) return -ENOENT;
  drop(at->second.get());
  return 0;
}

void Poller::collect(size_t most, std::vector<Ready>* out) {
  size_t told = 0, kept = 0;
  for (PollItem* item : linked_) {
    uint32_t bits = told < most ? ready_bits(*item) : ~0u;
    if (bits == 0) {
      item->linked = false;
      continue;
    }
    linked_[kept++] = item;
    if (told++ < most) out->push_back({item->fd, bits});
  }
  linked_.resize(kept);
  // Who was told goes behind who has not been, so that nobody starves.
  if (kept > most) std::rotate(linked_.begin(), linked_.begin() + static_cast<int64_t>(most), linked_.end());
}

bool Poller::any_ready() const {
  return std::any_of(linked_.begin(), linked_.end(), [](const PollItem* item) { return ready_bits(*item) != 0; });
}

Woken Poller::wait(Vm& vm, int64_t deadline_ns, bool silent) {
  WaitList* lists[] = {&waiters_};
  Wait wait;
  wait.reason = trace::BlockReason::kSelect;
  wait.what = "the selector";
  wait.lists = lists;
  wait.ready = [](void* poller) { return static_cast<Poller*>(poller)->any_ready(); };
  wait.context = this;
  wait.deadline_ns = deadline_ns;
  wait.silent = silent;
  return asyncio_of(vm).world.block(vm, wait);
}

void Poller::look(Vm& vm, PollItem* item) {
  if (ready_bits(*item) == 0) return;
  if (!item->linked) {
    item->linked = true;
    linked_.push_back(item);
  }
  if (!waiters_.empty()) asyncio_of(vm).world.notify(vm, waiters_);
}

void Poller::forget_file(OpenFile& file) {
  while (!file.watchers.empty()) file.watchers.back()->poller->drop(file.watchers.back());
}

void Poller::drop(PollItem* item) {
  if (item->linked) linked_.erase(std::find(linked_.begin(), linked_.end(), item));
  std::vector<PollItem*>& watchers = item->file->watchers;
  watchers.erase(std::find(watchers.begin(), watchers.end(), item));
  items_.erase(item->fd);
}

}  // namespace loopscope::loop
