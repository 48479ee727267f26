#pragma once
// Entities by dense id, cheap to copy: a vector sorted by id (they are mostly created in that order). Erased ones stay
// as gaps until half of the vector is gaps.

#include <algorithm>
#include <cstdint>
#include <vector>

namespace loopscope::analysis {

/// T has `id` (an Id<>) and `bool gone`.
template <class T>
class IdMap {
 public:
  T* find(uint32_t id) {
    const size_t i = position(id);
    return i < items_.size() && items_[i].id.value == id && !items_[i].gone ? &items_[i] : nullptr;
  }
  const T* find(uint32_t id) const { return const_cast<IdMap*>(this)->find(id); }

  /// A fresh entity; one of the same id is replaced.
  T& add(uint32_t id) {
    const size_t i = position(id);
    if (i == items_.size() || items_[i].id.value != id) {
      items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(i), T{});
    } else {
      gaps_ -= items_[i].gone;
      items_[i] = T{};
    }
    items_[i].id.value = id;
    return items_[i];
  }

  void erase(uint32_t id) {
    T* item = find(id);
    if (!item) return;
    item->gone = true;
    if (++gaps_ > items_.size() / 2 + 16) {
      std::erase_if(items_, [](const T& each) { return each.gone; });
      gaps_ = 0;
    }
  }

  size_t size() const { return items_.size() - gaps_; }

  template <class F>
  void each(F&& f) const {
    for (const T& item : items_) {
      if (!item.gone) f(item);
    }
  }
  template <class F>
  void each(F&& f) {
    for (T& item : items_) {
      if (!item.gone) f(item);
    }
  }

 private:
  size_t position(uint32_t id) const {
    if (items_.empty() || items_.back().id.value < id) return items_.size();
    const auto found = std::lower_bound(items_.begin(), items_.end(), id,
                                        [](const T& item, uint32_t value) { return item.id.value < value; });
    return static_cast<size_t>(found - items_.begin());
  }

  std::vector<T> items_;
  size_t gaps_ = 0;
};

}  // namespace loopscope::analysis
