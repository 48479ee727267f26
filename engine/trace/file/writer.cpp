#include "engine/trace/file/writer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/trace/channel.hpp"
#include "engine/trace/events.hpp"
#include "engine/trace/file/bytes.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::trace::file {

namespace {

constexpr uint32_t kEventsBetweenLooks = 1024;
constexpr auto kFlushInterval = std::chrono::seconds(1);
constexpr int64_t kPollNs = 20'000'000;

}  // namespace

std::unique_ptr<Writer> Writer::create(const std::string& path, std::string_view meta, std::string* error) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) {
    *error = fmt::format("cannot write {}: {}", path, std::strerror(errno));
    return nullptr;
  }
  std::unique_ptr<Writer> writer(new Writer(file));
  std::string header(kMagic);
  ByteWriter to(header);
  to.u32(kMajorVersion | uint32_t{kMinorVersion} << 16);
  to.u32(0);
  writer->put_bytes(header);
  writer->put_chunk({.kind = ChunkKind::kSchema}, {}, schema_json());
  if (!meta.empty()) writer->put_chunk({.kind = ChunkKind::kMeta}, {}, meta);
  std::fflush(file);
  writer->last_flush_ = std::chrono::steady_clock::now();
  return writer;
}

Writer::~Writer() {
  if (file_) std::fclose(file_);
}

void Writer::on_string(uint32_t id, std::string_view text) {
  chunk_.add_string(id, text);
  if (chunk_.full()) flush();
}

void Writer::on_event(const Record& record) {
  chunk_.add_event(record);
  if (chunk_.full()) {
    flush();
  } else if (until_look_-- == 0) {
    until_look_ = kEventsBetweenLooks;
    flush_if_due();
  }
}

void Writer::flush_if_due() {
  if (std::chrono::steady_clock::now() - last_flush_ >= kFlushInterval) flush();
}

void Writer::flush() {
  last_flush_ = std::chrono::steady_clock::now();
  if (chunk_.empty()) return;
  EventRange range;
  range.first_event = first_event_;
  const uint32_t events = chunk_.events();
  body_.clear();
  chunk_.finish(body_, range);
  std::string extra;
  put(range, extra);
  put_chunk({.kind = ChunkKind::kEvents, .extra_words = EventRange::kWords, .count = events}, extra, body_);
  first_event_ += events;
  // Into the kernel's hands: from here on the file survives the end of this process.
  if (file_ && std::fflush(file_) != 0 && error_.empty()) error_ = std::strerror(errno);
}

void Writer::on_checkpoint(const std::vector<RunningThread>& running, std::string_view state) {
  flush();
  std::string body;
  put_checkpoint(running, state, body);
  put_chunk({.kind = ChunkKind::kCheckpoint}, {}, body);
}

bool Writer::close(std::string_view meta) {
  flush();
  if (!meta.empty()) put_chunk({.kind = ChunkKind::kMeta}, {}, meta);
  const uint64_t index_at = offset_;
  std::string index;
  ByteWriter to(index);
  to.u64(first_event_);
  to.u32(chunks_);
  to.bytes(index_);
  put_chunk({.kind = ChunkKind::kIndex}, {}, index);
  std::string trailer;
  ByteWriter(trailer).u64(index_at);
  trailer += kTrailerMagic;
  put_bytes(trailer);
  if (file_ && std::fclose(file_) != 0 && error_.empty()) error_ = std::strerror(errno);
  file_ = nullptr;
  return error_.empty();
}

void Writer::put_chunk(ChunkHeader header, std::string_view extra, std::string_view raw) {
  packed_ = extra;
  header.codec = pack(raw, packed_);
  header.raw_size = static_cast<uint32_t>(raw.size());
  header.stored_size = static_cast<uint32_t>(packed_.size());
  header.crc = crc32_of(packed_);
  std::string bytes;
  put(header, bytes);
  // Of each chunk the index keeps where it is, its header and its extra words: all that a reader needs to choose.
  ByteWriter to(index_);
  to.u64(offset_);
  to.bytes(bytes);
  to.bytes(extra);
  ++chunks_;
  put_bytes(bytes);
  put_bytes(packed_);
}

void Writer::put_bytes(std::string_view bytes) {
  if (!error_.empty() || !file_) return;
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) error_ = std::strerror(errno);
  offset_ += bytes.size();
}

void drain(Channel& channel, Writer& writer) {
  uint32_t read = 0;  // of the front block
  for (;;) {
    const bool closed = channel.closed();
    Block* block = channel.front();
    const uint32_t published = block ? block->published.load(std::memory_order_acquire) : 0;
    if (block && published > read) {
      writer.write(block->records + read, published - read);
      read = published;
    } else if (closed) {
      return;
    } else {
      channel.wait(kPollNs);
      writer.flush_if_due();
    }
    if (read == Block::kCapacity) {
      channel.release();
      read = 0;
    }
  }
}

void write_store(const Store& store, uint32_t begin, uint32_t end, Writer& writer) {
  for (uint32_t id = 1; id < store.string_count(); ++id) writer.on_string(id, store.text(StringId{id}));
  for (uint32_t event = begin; event < std::min(end, store.size()); ++event) {
    Record record{};
    record.time_ns = store.time(event);
    record.type = static_cast<uint16_t>(store.type(event));
    record.thread = static_cast<uint16_t>(store.thread(event).value);
    const std::array<uint32_t, kMaxArgs> args = store.args(event);
    std::copy(args.begin(), args.end(), record.args);
    writer.on_event(record);
  }
}

std::string schema_json() {
  std::string out = "{\"events\":[";
  for (unsigned type = 0; type < kEventTypeLimit; ++type) {
    const EventInfo* info = event_info(type);
    if (!info) continue;
    fmt::format_to(std::back_inserter(out), "{}{{\"number\":{},\"name\":\"{}\",\"cells\":{},\"fields\":[",
                   out.back() == '[' ? "" : ",", type, info->name, info->cells);
    for (const FieldInfo& field : info->fields) {
      fmt::format_to(std::back_inserter(out), "{}[\"{}\",\"{}\",{}]", out.back() == '[' ? "" : ",", field.name,
                     kind_name(field.kind), field.cell);
    }
    out += "]}";
  }
  out += "],\"enums\":{";
#define LOOPSCOPE_ENUM(Name, ...)                                                             \
  fmt::format_to(std::back_inserter(out), "{}\"" #Name "\":[", out.back() == '{' ? "" : ","); \
  for (uint32_t value = 0; const char* text = enum_text(FieldKind::Name, value); ++value)     \
    fmt::format_to(std::back_inserter(out), "{}\"{}\"", value == 0 ? "" : ",", text);         \
  out += ']';
#include "engine/trace/enums.def"
#undef LOOPSCOPE_ENUM
  out += "}}";
  return out;
}

}  // namespace loopscope::trace::file
