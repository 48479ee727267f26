#pragma once
// Opens a trace file, whole or not. Only the index is read at first (or, where there is none, the headers of the
// chunks); what a chunk holds is read when it is asked for. Whatever is damaged is skipped, and said.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/trace/file/event_chunk.hpp"
#include "engine/trace/file/format.hpp"

namespace loopscope::trace {
class Store;
class JournalExpander;
}  // namespace loopscope::trace

namespace loopscope::trace::file {

struct ChunkPlace {
  uint64_t offset = 0;  // of its header
  ChunkHeader header;
  EventRange range;  // of EVTS
};

class Reader {
 public:
  /// nullptr, with the reason in `error`, when the file cannot be read or is no trace.
  static std::unique_ptr<Reader> open(const std::string& path, std::string* error);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  const std::string& path() const { return path_; }
  uint64_t file_size() const { return size_; }
  /// It was closed by its writer: nothing is missing at the end.
  bool complete() const { return complete_; }
  /// What is missing or damaged, a sentence each. Grows while chunks are read.
  const std::vector<std::string>& notes() const { return notes_; }
  const std::vector<ChunkPlace>& chunks() const { return chunks_; }
  /// All META objects, in order.
  std::vector<std::string> meta();
  std::string schema();
  /// Events that the chunks' headers announce.
  uint64_t events() const { return events_; }

  /// Hands over what one chunk of events holds. False, with a note, when it is damaged.
  bool read(size_t chunk, EventSink& sink);
  /// The unpacked bytes of a chunk. False, with a note, when it is damaged.
  bool body(size_t chunk, std::string& raw);

 private:
  Reader(std::string path, int fd, uint64_t size);
  bool pread_exactly(uint64_t offset, size_t size, std::string& out) const;
  bool read_index();
  bool read_journal(size_t chunk, EventSink& sink);
  void scan();
  void add(const ChunkPlace& place);
  void note(std::string text);
  std::string chunk_text(const ChunkPlace& place) const;

  std::string path_;
  int fd_;
  uint64_t size_;
  bool complete_ = false;
  uint64_t events_ = 0;
  std::vector<ChunkPlace> chunks_;
  std::vector<std::string> notes_;
  std::string packed_, raw_;
  std::unique_ptr<JournalExpander> journal_;
  size_t next_journal_ = 0;
};

/// Puts strings and events into a store.
class StoreSink : public EventSink {
 public:
  explicit StoreSink(Store& store) : store_(store) {}
  void on_string(uint32_t id, std::string_view text) override;
  void on_event(const Record& record) override;
  void on_checkpoint(const std::vector<RunningThread>& running, std::string_view state) override;

 private:
  Store& store_;
};

}  // namespace loopscope::trace::file
