#pragma once
// The ready queue and the timer heap as lists in order, whose front leaves without moving the rest.

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace loopscope::analysis {

template <class T>
class Queue {
 public:
  std::span<const T> items() const { return {items_.data() + head_, items_.size() - head_}; }
  size_t size() const { return items_.size() - head_; }

  void push_back(const T& item) { items_.push_back(item); }
  /// Behind all that do not compare greater.
  void insert_sorted(const T& item) {
    items_.insert(std::upper_bound(items_.begin() + static_cast<std::ptrdiff_t>(head_), items_.end(), item), item);
  }
  /// Removes the first item that satisfies the condition; it is mostly the front.
  template <class F>
  bool remove_if(F&& is_it) {
    for (size_t i = head_; i < items_.size(); ++i) {
      if (!is_it(items_[i])) continue;
      if (i == head_) {
        if (++head_ * 2 > items_.size()) {
          items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(head_));
          head_ = 0;
        }
      } else {
        items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(i));
      }
      return true;
    }
    return false;
  }
  void clear() { items_.clear(), head_ = 0; }

 private:
  std::vector<T> items_;
  size_t head_ = 0;
};

}  // namespace loopscope::analysis
