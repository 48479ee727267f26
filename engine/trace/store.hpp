#pragma once
// A trace in memory: columns in chunks, the arguments in a table for each type, the strings, and the indexes that the
// window needs. Fed from a channel (or from cells), read by event number: 0, 1, 2 … in the order of recording.
//
// For one thread: whoever polls is the one who reads. What was returned stays valid while the store grows.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/intern.hpp"
#include "engine/trace/cell_reader.hpp"
#include "engine/trace/contexts.hpp"
#include "engine/trace/events.hpp"
#include "engine/trace/postings.hpp"
#include "engine/trace/record.hpp"

namespace loopscope::trace {

class Channel;

/// Rows of a few numbers that grow at the end and never move: in chunks of 4096 rows.
class Rows {
 public:
  explicit Rows(uint32_t cells) : cells_(cells) {}
  /// Room for one more row.
  uint32_t* push() {
    if (next_ == end_) grow();
    uint32_t* row = next_;
    next_ += cells_;
    ++size_;
    return row;
  }
  const uint32_t* operator[](uint32_t i) const { return chunks_[i >> kShift].get() + (i & (kChunk - 1)) * cells_; }
  uint32_t size() const { return size_; }
  uint32_t cells() const { return cells_; }

 private:
  static constexpr uint32_t kShift = 12;
  static constexpr uint32_t kChunk = 1u << kShift;
  void grow();

  uint32_t cells_;
  uint32_t size_ = 0;
  uint32_t* next_ = nullptr;
  uint32_t* end_ = nullptr;
  std::vector<std::unique_ptr<uint32_t[]>> chunks_;
};

class Store {
 public:
  Store();
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // --- feeding -------------------------------------------------------------------------------------------------------
  /// Takes over at most about `max_cells` from the channel; returns how many it took.
  size_t poll(Channel& channel, size_t max_cells);
  /// Takes everything until the channel is closed and empty. Waits.
  void drain(Channel& channel);
  /// Takes over cells as they were recorded; a string may be cut anywhere between two calls.
  void ingest(const Record* cells, size_t count);
  /// The same, one at a time: a string with its number, an event.
  void define(uint32_t id, std::string_view text);
  void add(const Record& record);
  /// From the next event on this runs on the thread, and this state holds (engine/analysis reads it): for a trace that
  /// does not begin at the beginning.
  void resume(ThreadId thread, const Context& context) { contexts_.of(static_cast<uint16_t>(thread.value)) = context; }
  void add_checkpoint(std::string_view state);
  /// The state that was put before this event, or "".
  std::string_view checkpoint_at(uint32_t event) const;
  /// Events of types that this version does not know: kept as they are, shown by number.
  uint64_t unknown_events() const { return unknown_events_; }

  // --- events --------------------------------------------------------------------------------------------------------
  uint32_t size() const { return size_; }
  EventType type(uint32_t event) const { return static_cast<EventType>(chunk(event).types[at(event)]); }
  int64_t time(uint32_t event) const { return chunk(event).times[at(event)]; }
  ThreadId thread(uint32_t event) const { return ThreadId{chunk(event).threads[at(event)]}; }
  /// The context: the handle and the task that ran on the event's thread. The begin and the end of a handle or of a
  /// step belong to it.
  HandleId handle(uint32_t event) const { return HandleId{chunk(event).handles[at(event)]}; }
  TaskId task(uint32_t event) const { return TaskId{chunk(event).tasks[at(event)]}; }
  /// The arguments, zeros after the last.
  std::array<uint32_t, kMaxArgs> args(uint32_t event) const;
  /// The typed event; its type must be E's.
  template <class E>
  E get(uint32_t event) const {
    E result;
    decode(args(event).data(), result);
    return result;
  }

  std::string_view text(StringId id) const { return strings_.text(id.value); }
  uint32_t string_count() const { return strings_.size(); }

  // --- indexes -------------------------------------------------------------------------------------------------------
  /// The last event that is not later than `time_ns`, or kNoEvent.
  uint32_t at_time(int64_t time_ns) const;
  /// Events that mention a task or future (they share ids), a coroutine, a handle, a synchronisation object.
  const Postings& of_future() const { return futures_; }
  const Postings& of_coro() const { return coros_; }
  const Postings& of_handle() const { return handles_; }
  const Postings& of_sync() const { return syncs_; }
  uint32_t count(EventType type) const;
  /// The k-th event of a type.
  uint32_t nth(EventType type, uint32_t k) const;
  /// The nearest event of a type after (before) an event, or kNoEvent.
  uint32_t after(EventType type, uint32_t event) const;
  uint32_t before(EventType type, uint32_t event) const;
  /// How many events of a type come before `event`.
  uint32_t count_before(EventType type, uint32_t event) const;

 private:
  static constexpr uint32_t kChunkShift = 16;
  static constexpr uint32_t kChunkSize = 1u << kChunkShift;
  struct Chunk {
    int64_t times[kChunkSize];
    uint32_t rows[kChunkSize];  // where the arguments are, within the type's columns
    uint32_t handles[kChunkSize];
    uint32_t tasks[kChunkSize];
    uint16_t threads[kChunkSize];
    uint16_t types[kChunkSize];
  };
  struct TypeTable;

  // What is asked of an event that is not there reads as nothing.
  const Chunk& chunk(uint32_t event) const { return event < size_ ? *chunks_[event >> kChunkShift] : *no_chunk_; }
  static uint32_t at(uint32_t event) { return event & (kChunkSize - 1); }
  TypeTable& table(uint16_t type);
  const TypeTable* find_table(uint16_t type) const;

  uint32_t size_ = 0;
  int64_t last_time_ns_ = INT64_MIN;
  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::unique_ptr<Chunk> no_chunk_;
  std::vector<std::unique_ptr<TypeTable>> tables_;  // by type
  Contexts contexts_;
  InternTable strings_;
  Postings futures_, coros_, handles_, syncs_;
  uint64_t unknown_events_ = 0;
  uint32_t lost_strings_ = 0;
  std::vector<std::pair<uint32_t, std::string>> resumed_;  // by event

  CellReader cells_;
  uint32_t read_of_front_ = 0;  // of the channel's front block
};

}  // namespace loopscope::trace
