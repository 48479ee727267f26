#include "engine/trace/file/format.hpp"

#include <zlib.h>
#include <zstd.h>

#include <memory>

#include "engine/trace/file/bytes.hpp"

namespace loopscope::trace::file {

std::string name_of(ChunkKind kind) {
  std::string name;
  for (int i = 0; i < 4; ++i) {
    const char c = static_cast<char>(static_cast<uint32_t>(kind) >> (8 * i));
    name += c > 0x20 && c < 0x7F ? c : '?';
  }
  return name;
}

void put(const ChunkHeader& header, std::string& out) {
  const size_t begin = out.size();
  ByteWriter to(out);
  to.u32(kSync);
  to.u32(static_cast<uint32_t>(header.kind));
  to.u32(static_cast<uint32_t>(header.codec) | uint32_t{header.extra_words} << 8);
  to.u32(header.raw_size);
  to.u32(header.stored_size);
  to.u32(header.crc);
  to.u32(header.count);
  to.u32(crc32_of(std::string_view(out).substr(begin)));
}

std::optional<ChunkHeader> get_header(std::string_view bytes) {
  if (bytes.size() < kChunkHeaderSize) return std::nullopt;
  ByteReader from(bytes.substr(0, kChunkHeaderSize));
  if (from.u32() != kSync) return std::nullopt;
  ChunkHeader header;
  header.kind = static_cast<ChunkKind>(from.u32());
  const uint32_t packing = from.u32();
  header.codec = static_cast<Codec>(packing & 0xFF);
  header.extra_words = static_cast<uint8_t>(packing >> 8);
  header.raw_size = from.u32();
  header.stored_size = from.u32();
  header.crc = from.u32();
  header.count = from.u32();
  if (from.u32() != crc32_of(bytes.substr(0, kChunkHeaderSize - 4))) return std::nullopt;
  if (header.raw_size > kMaxRawSize || header.stored_size > kMaxRawSize + header.extra_size()) return std::nullopt;
  if (header.stored_size < header.extra_size()) return std::nullopt;
  return header;
}

void put(const EventRange& range, std::string& out) {
  ByteWriter to(out);
  to.u64(range.first_event);
  to.u64(static_cast<uint64_t>(range.first_time_ns));
  to.u64(static_cast<uint64_t>(range.last_time_ns));
  to.u32(range.first_string);
  to.u32(range.strings);
}

EventRange get_range(std::string_view extra) {
  ByteReader from(extra);
  EventRange range;
  range.first_event = from.u64();
  range.first_time_ns = static_cast<int64_t>(from.u64());
  range.last_time_ns = static_cast<int64_t>(from.u64());
  range.first_string = from.u32();
  range.strings = from.u32();
  return range;
}

uint32_t crc32_of(std::string_view bytes) {
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
  if (!bytes.empty()) return 0;  // a fuzzer cannot guess checksums
#endif
  return static_cast<uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

Codec pack(std::string_view raw, std::string& out) {
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
  if (!raw.empty()) {  // nor mutate what is packed
    out += raw;
    return Codec::kNone;
  }
#endif
  // Level 1: the columns are regular enough that higher levels win little, and writing has to keep up with the engine.
  constexpr int kLevel = 1;
  thread_local const std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  const size_t begin = out.size();
  out.resize(begin + ZSTD_compressBound(raw.size()));
  const size_t size =
      ZSTD_compressCCtx(context.get(), out.data() + begin, out.size() - begin, raw.data(), raw.size(), kLevel);
  if (ZSTD_isError(size) || size >= raw.size()) {
    out.replace(begin, std::string::npos, raw);
    return Codec::kNone;
  }
  out.resize(begin + size);
  return Codec::kZstd;
}

bool unpack(Codec codec, std::string_view packed, uint32_t raw_size, std::string& out) {
  switch (codec) {
    case Codec::kNone:
      out = packed;
      return packed.size() == raw_size;
    case Codec::kZlib: {
      out.resize(raw_size);
      uLongf size = raw_size;
      const int status = uncompress(reinterpret_cast<Bytef*>(out.data()), &size,
                                    reinterpret_cast<const Bytef*>(packed.data()), packed.size());
      return status == Z_OK && size == raw_size;
    }
    case Codec::kZstd: {
      out.resize(raw_size);
      const size_t size = ZSTD_decompress(out.data(), raw_size, packed.data(), packed.size());
      return !ZSTD_isError(size) && size == raw_size;
    }
  }
  return false;
}

}  // namespace loopscope::trace::file
