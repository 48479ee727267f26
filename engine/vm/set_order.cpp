// The order in which sets of numbers come out. CPython's depends on hashes and table sizes alone, so programs show it;
// that of other sets depends on addresses or on a random seed there, and is the order of insertion here.

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

namespace {

constexpr size_t kSmallest = 8;
constexpr size_t kLinearProbes = 9;

/// A table that places hashes as CPython's sets do: items stand at hash & mask, then up to nine places on, then at
/// places that all bits of the hash decide.
class Placement {
 public:
  Placement() : slots_(kSmallest, -1) {}

  void add(const std::vector<uint64_t>& hashes, int32_t item) {
    place(hashes[static_cast<size_t>(item)], item);
    ++used_;
    size_t mask = slots_.size() - 1;
    if (used_ * 5 < mask * 3) return;
    std::vector<int32_t> old = std::move(slots_);
    size_t wanted = used_ > 50000 ? used_ * 2 : used_ * 4;
    size_t size = kSmallest;
    while (size <= wanted) size *= 2;
    slots_.assign(size, -1);
    for (int32_t other : old) {
      if (other >= 0) place(hashes[static_cast<size_t>(other)], other);
    }
  }
  const std::vector<int32_t>& slots() const { return slots_; }

 private:
  void place(uint64_t hash, int32_t item) {
    size_t mask = slots_.size() - 1;
    size_t i = hash & mask;
    for (uint64_t perturb = hash;;) {
      size_t last = i + kLinearProbes <= mask ? i + kLinearProbes : i;
      for (size_t k = i; k <= last; ++k) {
        if (slots_[k] >= 0) continue;
        slots_[k] = item;
        return;
      }
      perturb >>= 5;
      i = (i * 5 + 1 + perturb) & mask;
    }
  }

  std::vector<int32_t> slots_;
  size_t used_ = 0;
};

bool is_number(Value v) { return is_int(v) || v.is(Kind::kFloat); }

}  // namespace

void settle_set_order(Set* set) {
  Dict* table = set->table;
  if (table->live < 2 || set->settled_version == table->keys_version) return;
  std::vector<Dict::Entry> entries;
  std::vector<uint64_t> hashes;
  for (const Dict::Entry& entry : table->entries) {
    if (!entry.key) continue;
    if (!is_number(entry.key)) return;
    entries.push_back(entry);
    hashes.push_back(entry.hash);
  }
  Placement placement;
  for (size_t i = 0; i < entries.size(); ++i) placement.add(hashes, static_cast<int32_t>(i));
  std::vector<Dict::Entry> ordered;
  ordered.reserve(entries.size());
  for (int32_t item : placement.slots()) {
    if (item >= 0) ordered.push_back(entries[static_cast<size_t>(item)]);
  }
  dict_reorder(table, ordered);
  set->settled_version = table->keys_version;
}

}  // namespace loopscope::vm
