// Sorting: a stable natural merge sort. Runs that stand in order already are found first, short ones are extended by
// binary insertion, neighbours are merged while their sizes call for it.

#include <algorithm>

#include "engine/runtime/builtins.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

struct Item {
  Value key;  // borrowed from `keys` or the value itself
  Value value;
};

class Sorter {
 public:
  Sorter(Vm& vm, std::vector<Item>& items) : vm_(vm), items_(items) {}

  bool run() {
    size_t n = items_.size();
    size_t minimum = n;
    size_t odd = 0;
    while (minimum >= 64) {
      odd |= minimum & 1;
      minimum >>= 1;
    }
    minimum += odd;
    for (size_t start = 0; start < n;) {
      size_t length = count_run(start);
      if (failed_) return false;
      size_t wanted = std::min(minimum, n - start);
      if (length < wanted) {
        if (!insertion(start, start + wanted, start + length)) return false;
        length = wanted;
      }
      runs_.push_back({start, length});
      if (!collapse()) return false;
      start += length;
    }
    while (runs_.size() > 1) {
      size_t at = runs_.size() - 2;
      if (at > 0 && runs_[at - 1].length < runs_[at + 1].length) --at;
      if (!merge(at)) return false;
    }
    return true;
  }

 private:
  struct Run {
    size_t start, length;
  };

  bool less(const Item& a, const Item& b) {
    if ((++compared_ & 4095) == 0) {
      vm_.charge(4096);
      if (vm_.safe_point_due() && !vm_.at_safe_point()) failed_ = true;
      if (failed_) return false;
    }
    if (a.key.is_small_int() && b.key.is_small_int()) return a.key.small_int() < b.key.small_int();
    if (a.key.is(Kind::kStr) && b.key.is(Kind::kStr) && type_of(a.key) == vm_.types.str &&
        type_of(b.key) == vm_.types.str) {
      return view(a.key) < view(b.key);  // UTF-8 orders as code points do
    }
    Ref verdict = vm_.compare(lang::CompareOperator::kLess, a.key, b.key);
    int truth = verdict ? vm_.truth(verdict) : -1;
    if (truth < 0) failed_ = true;
    return truth == 1;
  }

  size_t count_run(size_t start) {
    size_t n = items_.size();
    if (start + 1 >= n) return n - start;
    size_t end = start + 2;
    bool descending = less(items_[start + 1], items_[start]);
    while (end < n && !failed_ && less(items_[end], items_[end - 1]) == descending) ++end;
    if (descending)
      std::reverse(items_.begin() + static_cast<ptrdiff_t>(start), items_.begin() + static_cast<ptrdiff_t>(end));
    return end - start;
  }

  bool insertion(size_t start, size_t end, size_t next) {
    for (; next < end; ++next) {
      Item pivot = items_[next];
      size_t low = start, high = next;
      while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool before = less(pivot, items_[middle]);
        if (failed_) return false;
        (before ? high : low) = before ? middle : middle + 1;
      }
      std::move_backward(items_.begin() + static_cast<ptrdiff_t>(low), items_.begin() + static_cast<ptrdiff_t>(next),
                         items_.begin() + static_cast<ptrdiff_t>(next) + 1);
      items_[low] = pivot;
    }
    return true;
  }

  bool collapse() {
    while (runs_.size() > 1) {
      size_t at = runs_.size() - 2;
      if (at > 0 && runs_[at - 1].length <= runs_[at].length + runs_[at + 1].length) {
        if (runs_[at - 1].length < runs_[at + 1].length) --at;
      } else if (runs_[at].length > runs_[at + 1].length) {
        return true;
      }
      if (!merge(at)) return false;
    }
    return true;
  }

  bool merge(size_t at) {
    Run a = runs_[at], b = runs_[at + 1];
    runs_[at].length += b.length;
    runs_.erase(runs_.begin() + static_cast<ptrdiff_t>(at) + 1);
    scratch_.assign(items_.begin() + static_cast<ptrdiff_t>(a.start),
                    items_.begin() + static_cast<ptrdiff_t>(a.start + a.length));
    size_t i = 0, j = b.start, end = b.start + b.length, out = a.start;
    while (i < scratch_.size() && j < end) {
      bool take_right = less(items_[j], scratch_[i]);
      if (failed_) break;
      items_[out++] = take_right ? items_[j++] : scratch_[i++];
    }
    while (i < scratch_.size()) items_[out++] = scratch_[i++];
    return !failed_;
  }

  Vm& vm_;
  std::vector<Item>& items_;
  std::vector<Item> scratch_;
  std::vector<Run> runs_;
  uint64_t compared_ = 0;
  bool failed_ = false;
};

}  // namespace

bool sort_list(Vm& vm, List* list, Args args, const char* function) {
  Value bound[2];
  if (!vm.bind(function, args, {"$key", "$reverse"}, 0, bound)) return false;
  Value key = bound[0].is_none() ? kNull : bound[0];
  int reverse = bound[1] ? vm.truth(bound[1]) : 0;
  if (reverse < 0) return false;
  // The list looks empty while it is sorted, so that comparisons cannot harm it.
  Values values = std::move(list->items);
  list->items.clear();
  std::vector<Item> items;
  std::vector<Ref> keys;
  items.reserve(values.size());
  bool ok = true;
  if (key) {
    keys.reserve(values.size());
    for (Value v : values) {
      Ref k = vm.call(key, v);
      if (!k) {
        ok = false;
        break;
      }
      items.push_back({k, v});
      keys.push_back(std::move(k));
    }
  } else {
    for (Value v : values) items.push_back({v, v});
  }
  if (ok) {
    if (reverse) std::reverse(items.begin(), items.end());
    ok = Sorter(vm, items).run();
    if (reverse) std::reverse(items.begin(), items.end());
    for (size_t i = 0; i < items.size(); ++i) values[i] = items[i].value;
  }
  bool modified = !list->items.empty();
  Values intruders = std::move(list->items);
  list->items = std::move(values);
  for (Value v : intruders) decref(v);
  if (ok && modified) {
    vm.raise(vm.exc.ValueError, "list modified during sort");
    return false;
  }
  return ok;
}

}  // namespace loopscope::runtime
