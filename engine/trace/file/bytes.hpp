#pragma once
// Little-endian numbers and variable-length numbers in byte buffers. The reader never reads beyond its end: it turns
// bad instead, and gives zeros.

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace loopscope::trace::file {

class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}

  void u32(uint32_t v) { fixed(v, 4); }
  void u64(uint64_t v) { fixed(v, 8); }
  /// Seven bits a byte, the lowest first; the high bit says that more follow.
  void varint(uint64_t v) {
    while (v >= 0x80) {
      out_ += static_cast<char>(v | 0x80);
      v >>= 7;
    }
    out_ += static_cast<char>(v);
  }
  /// Small numbers of either sign become small: 0, -1, 1, -2, 2 …
  void zigzag(int64_t v) { varint((static_cast<uint64_t>(v) << 1) ^ static_cast<uint64_t>(v >> 63)); }
  void bytes(std::string_view v) { out_ += v; }

 private:
  void fixed(uint64_t v, int size) {
    for (int i = 0; i < size; ++i) out_ += static_cast<char>(v >> (8 * i));
  }

  std::string& out_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view in) : in_(in) {}

  uint32_t u32() { return static_cast<uint32_t>(fixed(4)); }
  uint64_t u64() { return fixed(8); }
  uint64_t varint() {
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (in_.empty()) break;
      const auto byte = static_cast<unsigned char>(in_.front());
      in_.remove_prefix(1);
      v |= static_cast<uint64_t>(byte & 0x7Fu) << shift;
      if (byte < 0x80) return v;
    }
    return fail();
  }
  int64_t zigzag() {
    const uint64_t v = varint();
    return static_cast<int64_t>((v >> 1) ^ (~(v & 1) + 1));
  }
  std::string_view bytes(uint64_t size) {
    if (size > in_.size()) {
      fail();
      return {};
    }
    const std::string_view v = in_.substr(0, size);
    in_.remove_prefix(size);
    return v;
  }

  /// Something was asked for that is not there.
  bool bad() const { return bad_; }
  size_t left() const { return in_.size(); }

 private:
  uint64_t fixed(size_t size) {
    if (in_.size() < size) return fail();
    uint64_t v = 0;
    for (size_t i = 0; i < size; ++i) v |= static_cast<uint64_t>(static_cast<unsigned char>(in_[i])) << (8 * i);
    in_.remove_prefix(size);
    return v;
  }
  uint64_t fail() {
    bad_ = true;
    in_ = {};
    return 0;
  }

  std::string_view in_;
  bool bad_ = false;
};

}  // namespace loopscope::trace::file
