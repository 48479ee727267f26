#pragma once
// Watches many files, as epoll does: it tells those that are ready in the order in which they became so, and asking
// costs nothing for the others.

#include <memory>
#include <unordered_map>
#include <vector>

#include "engine/loop/open_file.hpp"

namespace loopscope::loop {

class Poller;

struct PollItem {
  Poller* poller;
  OpenFile* file;
  int fd;
  uint32_t events;      // OpenFile's bits; kError and kHangUp are always watched
  bool linked = false;  // in the poller's list of those that may be ready
};

class Poller {
 public:
  Poller() = default;
  ~Poller();
  Poller(const Poller&) = delete;

  /// 0, or -errno: EEXIST, ENOENT.
  int add(vm::Vm& vm, int fd, OpenFile& file, uint32_t events);
  int change(vm::Vm& vm, int fd, uint32_t events);
  int remove(int fd);
  void clear();

  struct Ready {
    int fd;
    uint32_t events;
  };
  /// Nothing has happened to any file: collect() would tell nothing.
  bool quiet() const { return linked_.empty(); }
  /// What is ready, the longest first, at most `most`.
  void collect(size_t most, std::vector<Ready>* out);
  bool any_ready() const;
  /// Blocks until a file is ready.
  Woken wait(vm::Vm& vm, int64_t deadline_ns, bool silent);

  /// The item's file may be ready.
  void look(vm::Vm& vm, PollItem* item);
  /// Nobody watches the file any longer: its last descriptor is gone.
  static void forget_file(OpenFile& file);

 private:
  void drop(PollItem* item);

  std::unordered_map<int, std::unique_ptr<PollItem>> items_;
  std::vector<PollItem*> linked_;
  WaitList waiters_;
};

}  // namespace loopscope::loop
