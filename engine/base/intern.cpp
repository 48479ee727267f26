#include "engine/base/intern.hpp"

#include <cstring>

namespace loopscope {

namespace {
constexpr size_t kPageSize = size_t{64} << 10;
}

std::string_view InternTable::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > kPageSize / 4) {  // a page of its own, so that the common page stays in use
    pages_.push_back(std::make_unique<char[]>(text.size()));
    char* own = pages_.back().get();
    std::memcpy(own, text.data(), text.size());
    return {own, text.size()};
  }
  if (page_left_ < text.size()) {
    pages_.push_back(std::make_unique<char[]>(kPageSize));
    page_next_ = pages_.back().get();
    page_left_ = kPageSize;
  }
  char* place = page_next_;
  std::memcpy(place, text.data(), text.size());
  page_next_ += text.size();
  page_left_ -= text.size();
  return {place, text.size()};
}

InternTable::Interned InternTable::intern(std::string_view text) {
  if (text.empty()) return {0, false};
  if (const auto found = ids_.find(text); found != ids_.end()) return {found->second, false};
  const uint32_t id = append(text);
  ids_.emplace(texts_[id], id);
  return {id, true};
}

uint32_t InternTable::append(std::string_view text) {
  texts_.push_back(keep(text));
  return static_cast<uint32_t>(texts_.size() - 1);
}

}  // namespace loopscope
