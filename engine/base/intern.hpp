#pragma once
// Strings with dense numbers: equal texts get one number, and a number gives its text back. Texts never move.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loopscope {

class InternTable {
 public:
  struct Interned {
    uint32_t id;
    bool is_new;
  };

  /// The number of `text`, from 1; 0 is the empty string.
  Interned intern(std::string_view text);
  /// A fresh number for a text that is not worth finding again (program output). Not found by intern().
  uint32_t append(std::string_view text);
  /// "" for 0 and for numbers not handed out.
  std::string_view text(uint32_t id) const { return id < texts_.size() ? texts_[id] : std::string_view{}; }
  /// Numbers handed out so far, 0 included.
  uint32_t size() const { return static_cast<uint32_t>(texts_.size()); }

 private:
  std::string_view keep(std::string_view text);

  std::vector<std::string_view> texts_{std::string_view{}};
  std::unordered_map<std::string_view, uint32_t> ids_;
  std::vector<std::unique_ptr<char[]>> pages_;
  size_t page_left_ = 0;
  char* page_next_ = nullptr;
};

}  // namespace loopscope
