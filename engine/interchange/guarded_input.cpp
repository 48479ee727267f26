#include "engine/interchange/guarded_input.hpp"

namespace loopscope::interchange {

GuardedInput::int_type GuardedInput::underflow() {
  if (too_long_) return traits_type::eof();
  const size_t size = std::fread(piece_.data(), 1, piece_.size(), file_);
  if (size == 0) {
    failed_ = std::ferror(file_) != 0;
    return traits_type::eof();
  }
  for (size_t i = 0; i < size; ++i) {
    const char c = piece_[i];
    ++run_;
    if (in_text_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_text_ = false;
        run_ = 0;
      }
    } else if (c == '"') {
      in_text_ = true;
      run_ = 0;
    } else if (c == ',' || c == ':' || c == ' ' || c == '\n' || c == '[' || c == ']' || c == '{' || c == '}') {
      run_ = 0;
    }
    if (run_ > longest_) {
      too_long_ = true;
      return traits_type::eof();
    }
  }
  setg(piece_.data(), piece_.data(), piece_.data() + size);
  return traits_type::to_int_type(piece_[0]);
}

}  // namespace loopscope::interchange
