#pragma once
// Writes a trace to a file while it is recorded. Chunks are written whole, one after the other: whatever ends the
// process, the file can be read up to the last one.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/trace/cell_reader.hpp"
#include "engine/trace/file/event_chunk.hpp"
#include "engine/trace/file/format.hpp"

namespace loopscope::trace {
class Channel;
class Store;
}  // namespace loopscope::trace

namespace loopscope::trace::file {

class Writer : public EventSink {
 public:
  /// Replaces what is at `path`. `meta`: a JSON object that says what is recorded. nullptr, with the reason in `error`,
  /// when there can be no such file.
  static std::unique_ptr<Writer> create(const std::string& path, std::string_view meta, std::string* error);
  ~Writer() override;

  /// Cells as they come through a channel.
  void write(const Record* cells, size_t count) { cells_.read(cells, count, *this); }
  void on_string(uint32_t id, std::string_view text) override;
  void on_event(const Record& record) override;
  /// What has come so far is put into the file. Done by itself once a second, and whenever a chunk is full.
  void flush();
  /// The trace goes on from this state; see EventSink.
  void on_checkpoint(const std::vector<RunningThread>& running, std::string_view state) override;
  /// Flushes when a second has passed; for whoever waits for more events.
  void flush_if_due();
  /// Says what is known only at the end, writes the index and closes. False when anything could not be written.
  bool close(std::string_view meta = {});

  uint64_t events() const { return first_event_ + chunk_.events(); }
  uint64_t bytes() const { return offset_; }
  /// Why the file is not whole: "No space left on device". "" while all is well.
  const std::string& error() const { return error_; }

 private:
  explicit Writer(std::FILE* file) : file_(file) {}
  void put_chunk(ChunkHeader header, std::string_view extra, std::string_view raw);
  void put_bytes(std::string_view bytes);

  std::FILE* file_;
  CellReader cells_;
  EventChunkBuilder chunk_;
  uint64_t first_event_ = 0;
  uint64_t offset_ = 0;
  uint32_t until_look_ = 0;  // at the clock
  std::chrono::steady_clock::time_point last_flush_{};
  std::string body_, packed_, index_;
  uint32_t chunks_ = 0;
  std::string error_;
};

/// Takes everything from the channel until it is closed and empty, into the file. The engine waits when the file is
/// slow: nothing is lost.
void drain(Channel& channel, Writer& writer);
/// Writes the events [begin, end) of a trace, and all strings.
void write_store(const Store& store, uint32_t begin, uint32_t end, Writer& writer);

/// The writer's own events and enums, for readers of another version: JSON.
std::string schema_json();

}  // namespace loopscope::trace::file
