#pragma once
// The outermost layer of a .loopscope file: a header, then chunks that each say what they are, how long, and carry a
// checksum of themselves. docs/trace-format.md explains the choices.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loopscope::trace::file {

/// The first bytes: one that is no text, the name, and line ends that a transfer as text would change.
inline constexpr std::string_view kMagic{"\x89LSC\r\n\x1a\n", 8};
inline constexpr uint16_t kMajorVersion = 1;  // another one cannot be read
inline constexpr uint16_t kMinorVersion = 0;  // a newer one adds kinds of chunks, which are skipped
inline constexpr size_t kFileHeaderSize = 16;
/// The last bytes of a file that was closed: the offset of the INDX chunk, then this.
inline constexpr std::string_view kTrailerMagic{"LSCEND\r\n", 8};
inline constexpr size_t kTrailerSize = 16;

inline constexpr size_t kChunkHeaderSize = 32;
inline constexpr uint32_t kSync = 0x4B48434C;  // "LCHK"
/// No chunk is larger when unpacked: what claims to be is damaged, or wants to hurt.
inline constexpr uint32_t kMaxRawSize = 64u << 20;
/// A text that is longer is cut when it is written, and says so at its end.
inline constexpr uint32_t kMaxText = 16u << 20;

constexpr uint32_t fourcc(const char (&name)[5]) {
  return static_cast<uint32_t>(static_cast<unsigned char>(name[0])) |
         static_cast<uint32_t>(static_cast<unsigned char>(name[1])) << 8 |
         static_cast<uint32_t>(static_cast<unsigned char>(name[2])) << 16 |
         static_cast<uint32_t>(static_cast<unsigned char>(name[3])) << 24;
}

enum class ChunkKind : uint32_t {
  kSchema = fourcc("SCHM"),      // the writer's events and enums, as JSON
  kMeta = fourcc("META"),        // what was recorded, by whom, when, as JSON; later ones add to earlier ones
  kEvents = fourcc("EVTS"),      // strings and events, as columns
  kCheckpoint = fourcc("CKPT"),  // what runs and what holds, where a trace does not begin at the beginning
  kJournal = fourcc("JRNL"),     // strings and events as a recorder notes them down
  kIndex = fourcc("INDX"),       // where all other chunks are
};
/// "EVTS", with '?' for what cannot be printed.
std::string name_of(ChunkKind kind);

enum class Codec : uint8_t { kNone, kZlib, kZstd };

struct ChunkHeader {
  ChunkKind kind{};
  Codec codec = Codec::kNone;
  uint8_t extra_words = 0;   // of 8 bytes, in front of the packed bytes, never packed: what an index wants to know
  uint32_t raw_size = 0;     // bytes once unpacked, without the extra words
  uint32_t stored_size = 0;  // bytes that follow the header, with the extra words
  uint32_t crc = 0;          // CRC-32 of those
  uint32_t count = 0;        // EVTS, JRNL: events

  uint32_t extra_size() const { return uint32_t{extra_words} * 8; }
};
void put(const ChunkHeader& header, std::string& out);
/// nullopt when these 32 bytes are no chunk header: no sync word, a wrong checksum, or sizes that cannot be.
std::optional<ChunkHeader> get_header(std::string_view bytes);

/// What the extra words of an EVTS chunk say.
struct EventRange {
  static constexpr uint8_t kWords = 4;
  uint64_t first_event = 0;
  int64_t first_time_ns = 0, last_time_ns = 0;
  uint32_t first_string = 0, strings = 0;
};
void put(const EventRange& range, std::string& out);
EventRange get_range(std::string_view extra);

uint32_t crc32_of(std::string_view bytes);
/// Packs with zstd, or not at all where that would not help.
Codec pack(std::string_view raw, std::string& out);
/// False when the bytes do not unpack to exactly raw_size bytes.
bool unpack(Codec codec, std::string_view packed, uint32_t raw_size, std::string& out);

}  // namespace loopscope::trace::file
