#include "engine/trace/file/reader.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/trace/file/bytes.hpp"
#include "engine/trace/journal.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::trace::file {

namespace {

constexpr size_t kMostNotes = 100;
// A file of nothing but empty chunks would fill the memory with their places.
constexpr size_t kMostChunks = 4'000'000;
// Behind a damaged header the next chunk is looked for in pieces of this size.
constexpr size_t kSearchPiece = 1u << 20;

}  // namespace

std::unique_ptr<Reader> Reader::open(const std::string& path, std::string* error) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (fd < 0 || fstat(fd, &status) != 0) {
    *error = fmt::format("cannot read {}: {}", path, std::strerror(errno));
    if (fd >= 0) ::close(fd);
    return nullptr;
  }
  std::unique_ptr<Reader> reader(new Reader(path, fd, static_cast<uint64_t>(status.st_size)));
  if (!S_ISREG(status.st_mode)) {
    *error = fmt::format("cannot read {}: it is no file", path);
    return nullptr;
  }
  std::string header;
  const bool whole = reader->pread_exactly(0, kFileHeaderSize, header);
  if (!whole || !std::string_view(header).starts_with(kMagic)) {
    const bool as_text = whole && std::string_view(header).substr(1, 3) == kMagic.substr(1, 3);
    *error = as_text ? fmt::format(
                           "{} was a trace, but was changed on its way: its line ends were translated, as when a "
                           "file is sent as text. Send it as binary",
                           path)
                     : fmt::format("{} is no Loopscope trace: it does not begin with the bytes of one", path);
    return nullptr;
  }
  ByteReader from(std::string_view(header).substr(kMagic.size()));
  const uint32_t version = from.u32();
  if ((version & 0xFFFF) != kMajorVersion) {
    *error = fmt::format("{} has version {} of the trace format; this Loopscope reads version {}", path,
                         version & 0xFFFF, kMajorVersion);
    return nullptr;
  }
  if (!reader->read_index()) reader->scan();
  return reader;
}

Reader::Reader(std::string path, int fd, uint64_t size) : path_(std::move(path)), fd_(fd), size_(size) {}

Reader::~Reader() { ::close(fd_); }

bool Reader::pread_exactly(uint64_t offset, size_t size, std::string& out) const {
  out.resize(size);
  for (size_t done = 0; done < size;) {
    const ssize_t got = ::pread(fd_, out.data() + done, size - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<size_t>(got);
  }
  return true;
}

void Reader::note(std::string text) {
  if (notes_.size() < kMostNotes) {
    notes_.push_back(std::move(text));
  } else if (notes_.size() == kMostNotes) {
    notes_.push_back("... and more of the kind");
  }
}

void Reader::add(const ChunkPlace& place) {
  if (place.header.kind == ChunkKind::kEvents) events_ += place.header.count;
  chunks_.push_back(place);
}

bool Reader::read_index() {
  std::string bytes;
  if (size_ < kFileHeaderSize + kTrailerSize || !pread_exactly(size_ - kTrailerSize, kTrailerSize, bytes)) return false;
  if (!std::string_view(bytes).ends_with(kTrailerMagic)) return false;
  const uint64_t at = ByteReader(bytes).u64();
  if (at > size_ - kTrailerSize || !pread_exactly(at, kChunkHeaderSize, bytes)) return false;
  const std::optional<ChunkHeader> header = get_header(bytes);
  if (!header || header->kind != ChunkKind::kIndex || header->stored_size > size_ - at - kChunkHeaderSize) return false;
  std::string raw;
  if (!pread_exactly(at + kChunkHeaderSize, header->stored_size, packed_) || crc32_of(packed_) != header->crc ||
      !unpack(header->codec, std::string_view(packed_).substr(header->extra_size()), header->raw_size, raw)) {
    return false;
  }
  ByteReader from(raw);
  from.u64();  // events: the chunks say it too
  const uint32_t count = from.u32();
  uint64_t end = kFileHeaderSize;
  for (uint32_t i = 0; i < count; ++i) {
    ChunkPlace place;
    place.offset = from.u64();
    const std::optional<ChunkHeader> listed = get_header(from.bytes(kChunkHeaderSize));
    if (!listed || place.offset < end || place.offset > at || listed->stored_size > at - place.offset) {
      chunks_.clear();
      events_ = 0;
      return false;
    }
    place.header = *listed;
    const std::string_view extra = from.bytes(listed->extra_size());
    if (listed->kind == ChunkKind::kEvents) place.range = get_range(extra);
    end = place.offset + kChunkHeaderSize + listed->stored_size;
    add(place);
  }
  complete_ = true;
  return true;
}

void Reader::scan() {
  std::string bytes;
  uint64_t at = kFileHeaderSize;
  uint64_t damage = 0;  // where it began; 0: none
  while (at + kChunkHeaderSize <= size_ && chunks_.size() < kMostChunks) {
    if (!pread_exactly(at, kChunkHeaderSize, bytes)) break;
    const std::optional<ChunkHeader> header = get_header(bytes);
    if (header && header->stored_size <= size_ - at - kChunkHeaderSize) {
      if (damage) note(fmt::format("{} bytes at byte {} are damaged and were skipped", at - damage, damage));
      damage = 0;
      ChunkPlace place{at, *header, {}};
      if (header->kind == ChunkKind::kEvents && pread_exactly(at + kChunkHeaderSize, header->extra_size(), bytes)) {
        place.range = get_range(bytes);
      }
      if (header->kind != ChunkKind::kIndex) add(place);
      at += kChunkHeaderSize + header->stored_size;
      continue;
    }
    if (header) break;  // a whole header, and the file ends within what it announces
    // Damaged: the next sync word from here on.
    if (!damage) damage = at;
    ++at;
    const size_t piece = static_cast<size_t>(std::min<uint64_t>(kSearchPiece, size_ - at));
    if (!pread_exactly(at, piece, bytes)) break;
    const size_t found = bytes.find("LCHK");
    at += found == std::string::npos ? std::max<size_t>(piece, 4) - 3 : found;
  }
  if (damage) note(fmt::format("{} bytes at byte {} are damaged and were skipped", size_ - damage, damage));
  // A recorder's file has no index: its last chunk says that it is whole.
  std::string meta;
  if (!damage && at == size_ && !chunks_.empty() && chunks_.back().header.kind == ChunkKind::kMeta &&
      body(chunks_.size() - 1, meta) && meta.find("\"complete\": true") != std::string::npos) {
    complete_ = true;
    return;
  }
  const std::string last = chunks_.empty() ? "nothing" : "everything up to the last whole chunk";
  note(fmt::format(
      "the file was not closed: the program that wrote it was ended, or the rest was lost; {} can be read{}", last,
      !damage && at < size_ ? fmt::format(", {} bytes behind it cannot", size_ - at) : ""));
}

std::string Reader::chunk_text(const ChunkPlace& place) const {
  if (place.header.kind == ChunkKind::kEvents && place.header.count > 0) {
    return fmt::format("{} events between {:.6f} s and {:.6f} s", place.header.count,
                       static_cast<double>(place.range.first_time_ns) / 1e9,
                       static_cast<double>(place.range.last_time_ns) / 1e9);
  }
  return fmt::format("a chunk of kind {}", name_of(place.header.kind));
}

bool Reader::body(size_t chunk, std::string& raw) {
  const ChunkPlace& place = chunks_[chunk];
  const ChunkHeader& header = place.header;
  const char* why = nullptr;
  if (!pread_exactly(place.offset + kChunkHeaderSize, header.stored_size, packed_)) {
    why = "the file could not be read there";
  } else if (crc32_of(packed_) != header.crc) {
    why = "its checksum does not match";
  } else if (!unpack(header.codec, std::string_view(packed_).substr(header.extra_size()), header.raw_size, raw)) {
    why = "it does not unpack";
  }
  if (why) note(fmt::format("{} at byte {} are lost: {}", chunk_text(place), place.offset, why));
  return why == nullptr;
}

bool Reader::read(size_t chunk, EventSink& sink) {
  const ChunkPlace& place = chunks_[chunk];
  if (place.header.kind == ChunkKind::kJournal) return read_journal(chunk, sink);
  const bool checkpoint = place.header.kind == ChunkKind::kCheckpoint;
  if (!checkpoint && place.header.kind != ChunkKind::kEvents) return true;
  if (!body(chunk, raw_)) return false;
  // The extra words may differ from what an index claims; the checksum covers only the former.
  const EventRange range = get_range(std::string_view(packed_).substr(0, place.header.extra_size()));
  if (checkpoint ? read_checkpoint(raw_, sink) : read_events(raw_, place.header.count, range, sink)) return true;
  note(fmt::format("{} at byte {} cannot be understood, although the checksum matches", chunk_text(place),
                   place.offset));
  return false;
}

bool Reader::read_journal(size_t chunk, EventSink& sink) {
  // A journal's rows build on those before: it is read from its begin, in order.
  if (!journal_ || chunk < next_journal_) journal_ = std::make_unique<JournalExpander>();
  next_journal_ = chunk + 1;
  if (!body(chunk, raw_)) return false;
  if (journal_->expand(raw_, sink)) return true;
  note(fmt::format("{} at byte {} cannot be understood to its end, although the checksum matches: {}",
                   chunk_text(chunks_[chunk]), chunks_[chunk].offset, journal_->error()));
  return false;
}

std::vector<std::string> Reader::meta() {
  std::vector<std::string> out;
  for (size_t i = 0; i < chunks_.size(); ++i) {
    std::string text;
    if (chunks_[i].header.kind == ChunkKind::kMeta && body(i, text)) out.push_back(std::move(text));
  }
  return out;
}

std::string Reader::schema() {
  std::string text;
  for (size_t i = 0; i < chunks_.size(); ++i) {
    if (chunks_[i].header.kind == ChunkKind::kSchema && body(i, text)) return text;
  }
  return {};
}

void StoreSink::on_string(uint32_t id, std::string_view text) { store_.define(id, text); }
void StoreSink::on_event(const Record& record) { store_.add(record); }
void StoreSink::on_checkpoint(const std::vector<RunningThread>& running, std::string_view state) {
  for (const RunningThread& each : running) {
    store_.resume(ThreadId{each.thread}, each.context);
  }
  store_.add_checkpoint(state);
}

}  // namespace loopscope::trace::file
