#pragma once
// The bytes of a file, until a text within it is longer than anything honest: a parser keeps each text whole in memory.

#include <cstdio>
#include <streambuf>
#include <string>
#include <vector>

namespace loopscope::interchange {

class GuardedInput : public std::streambuf {
 public:
  GuardedInput(std::FILE* file, size_t longest) : file_(file), longest_(longest), piece_(size_t{256} << 10) {}
  bool too_long() const { return too_long_; }
  bool failed() const { return failed_; }

 protected:
  int_type underflow() override;

 private:
  std::FILE* file_;
  size_t longest_;
  std::vector<char> piece_;
  size_t run_ = 0;  // bytes since the last one that cannot be within a text, a number or a word
  bool in_text_ = false, escaped_ = false, too_long_ = false, failed_ = false;
};

}  // namespace loopscope::interchange
