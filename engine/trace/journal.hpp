#pragma once
// Turns the rows of a recorder's journal into events. docs/journal-format.md has the rows: most are an event each, some
// stand for all that a step of a task says. Hostile bytes end in a false and a reason, never in a crash.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/trace/events.hpp"
#include "engine/trace/file/event_chunk.hpp"
#include "engine/trace/record.hpp"

namespace loopscope::trace {

class JournalExpander {
 public:
  /// Hands over what one JRNL body holds; bodies come in order. False, with `error`, at the first row that cannot be:
  /// everything before it has been handed over.
  bool expand(std::string_view body, file::EventSink& sink);
  const std::string& error() const { return error_; }
  uint64_t events() const { return events_; }

 private:
  struct Link {
    uint32_t coro, line;
  };
  struct TaskState {
    std::vector<Link> chain;
    uint32_t root = 0;  // its coroutine
    uint32_t future = 0, label = 0;
  };
  struct Queued {
    uint32_t handle;
    uint32_t task;
  };
  struct Loop {
    std::deque<Queued> ready;
    uint32_t iteration = 0;
    bool in_iteration = false;
  };
  struct Timer {
    uint32_t handle, loop;
  };
  struct Thread {
    uint32_t loop = 0, handle = 0, task = 0;  // what runs
    int64_t mark_ns = 0;                      // when it began, or the one before ended
    bool begun = false;
  };

  bool fail(const char* what);
  template <class Event>
  void emit(int64_t time_ns, const Event& event) {
    Record record{time_ns, static_cast<uint16_t>(Event::kType), thread_number_, {}};
    encode(event, record.args);
    put(record);
  }
  void put(const Record& record);
  bool row(const uint64_t* words, size_t left, size_t& used);
  bool define(const uint64_t* words, size_t left, size_t& used);
  bool plain(unsigned type, const uint64_t* words);
  bool chain(uint32_t task, const uint64_t* words, size_t left, size_t& used);
  void begin(Thread& thread, uint32_t task, int64_t time_ns);
  void end(Thread& thread, int64_t time_ns);
  void say_suspended(uint32_t task, int64_t time_ns);
  void end_iteration(uint32_t loop, int64_t time_ns);
  void drop_all(uint32_t loop, int64_t time_ns);
  void schedule(uint32_t loop, const Queued& queued, uint32_t label, uint32_t cause, bool threadsafe, int64_t time_ns);
  uint32_t string(uint32_t local) const { return local < strings_.size() ? strings_[local] : 0; }

  file::EventSink* sink_ = nullptr;
  std::string error_;
  uint64_t events_ = 0;
  int64_t begin_ns_ = 0;  // of the recording, on its own clock
  uint16_t thread_number_ = 0;
  uint32_t next_handle_ = 0, next_string_ = 0;
  std::vector<uint32_t> strings_;  // by the journal's number
  std::unordered_map<uint32_t, Thread> threads_;
  std::unordered_map<uint32_t, Loop> loops_;
  std::unordered_map<uint32_t, TaskState> tasks_;
  std::unordered_map<uint32_t, Timer> timers_;
};

}  // namespace loopscope::trace
