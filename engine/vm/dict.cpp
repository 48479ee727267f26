// The hash table behind dicts, sets, namespaces and instance attributes. Slots of the type are in dict_type.cpp.

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

namespace {

constexpr size_t kLinear = 8;  // up to so many entries are searched without an index
constexpr int32_t kEmpty = -1;
constexpr int32_t kDeleted = -2;

/// Versions are unique over all dicts, so that caches need not remember which dict they speak of.
constinit thread_local uint32_t last_keys_version = 0;
inline void keys_changed(Dict* d) { d->keys_version = ++last_keys_version; }

inline size_t start_slot(uint64_t hash, size_t mask) {
  return static_cast<size_t>(hash * 0x9E3779B97F4A7C15ull >> 32) & mask;
}

void insert_index(Dict* d, uint64_t hash, int32_t entry) {
  size_t mask = d->index.size() - 1;
  size_t i = start_slot(hash, mask);
  while (d->index[i] >= 0) i = (i + 1) & mask;
  d->index[i] = entry;
}

/// Drops deleted entries and sizes the index for one more entry (none for small dicts).
void rebuild(Dict* d) {
  if (d->live < d->entries.size()) {
    size_t to = 0;
    for (const Dict::Entry& entry : d->entries) {
      if (entry.key) d->entries[to++] = entry;
    }
    d->entries.resize(to);
    keys_changed(d);  // entries moved: caches by index are void
  }
  if (d->entries.size() < kLinear) {
    d->index.clear();
  } else {
    size_t size = 16;
    while (size * 2 < (d->entries.size() + 1) * 4) size *= 2;
    d->index.assign(size, kEmpty);
    for (size_t i = 0; i < d->entries.size(); ++i) insert_index(d, d->entries[i].hash, static_cast<int32_t>(i));
    d->entries.reserve(size * 2 / 3 + 1);
  }
}

/// Appends an entry for a key that is not there; takes the references.
void append_entry(Dict* d, uint64_t hash, Value key, Value value) {
  bool full = d->index.empty() ? d->entries.size() >= kLinear : (d->entries.size() + 1) * 3 > d->index.size() * 2;
  if (full) {
    // Grow by what lives, so that a dict used as a queue does not.
    rebuild(d);
  }
  if (d->entries.capacity() == 0) d->entries.reserve(4);
  d->entries.push_back({hash, key, value});
  if (!d->index.empty()) insert_index(d, hash, static_cast<int32_t>(d->entries.size() - 1));
  ++d->live;
  keys_changed(d);
}

inline bool matches(const Dict::Entry& entry, const Str* key, uint64_t hash) {
  if (entry.key == Value(key)) return true;
  return entry.hash == hash && entry.key.is(Kind::kStr) && equal(as<Str>(entry.key), key);
}

/// Place of a str key, or -1.
int32_t find_str(const Dict* d, const Str* key, uint64_t hash) {
  if (d->index.empty()) {
    const Dict::Entry* entries = d->entries.data();
    size_t n = d->entries.size();
    if (key->interned) {
      for (size_t i = 0; i < n; ++i) {
        if (entries[i].key == Value(key)) return static_cast<int32_t>(i);
      }
    }
    for (size_t i = 0; i < n; ++i) {
      if (entries[i].hash == hash && matches(entries[i], key, hash)) return static_cast<int32_t>(i);
    }
    return -1;
  }
  size_t mask = d->index.size() - 1;
  for (size_t i = start_slot(hash, mask); d->index[i] != kEmpty; i = (i + 1) & mask) {
    int32_t at = d->index[i];
    if (at >= 0 && matches(d->entries[static_cast<size_t>(at)], key, hash)) return at;
  }
  return -1;
}

bool is_plain_str(Value v) { return v.is(Kind::kStr) && v.object()->type == current_vm->types.str; }

/// 1: the keys are equal; 0: not; -1: failed; 2: the table changed while Python code compared.
int same_key(Vm& vm, Dict* d, size_t at, Value key) {
  Value other = d->entries[at].key;
  if (other == key) return 1;
  if (other.is_small_int() && key.is_small_int()) return 0;
  if (is_plain_str(other) && is_plain_str(key)) return equal(as<Str>(other), as<Str>(key));
  uint32_t version = d->keys_version;
  Ref keep = Ref::share(other);
  int same = vm.equals(other, key);
  if (same < 0) return -1;
  return d->keys_version == version ? same : 2;
}

/// Place of any key: -1 absent, -2 failed.
int32_t find_any(Vm& vm, Dict* d, Value key, uint64_t hash) {
  if (is_plain_str(key)) {
    // Unless an entry's own __eq__ has a say, nothing here runs Python code.
    int32_t at = find_str(d, as<Str>(key), hash);
    if (at >= 0) return at;
  }
restart:
  if (d->index.empty()) {
    for (size_t i = 0; i < d->entries.size(); ++i) {
      if (d->entries[i].hash != hash || !d->entries[i].key) continue;
      int same = same_key(vm, d, i, key);
      if (same == 1) return static_cast<int32_t>(i);
      if (same < 0) return -2;
      if (same == 2) goto restart;
    }
    return -1;
  }
  size_t mask = d->index.size() - 1;
  for (size_t i = start_slot(hash, mask); d->index[i] != kEmpty; i = (i + 1) & mask) {
    int32_t at = d->index[i];
    if (at < 0 || d->entries[static_cast<size_t>(at)].hash != hash) continue;
    int same = same_key(vm, d, static_cast<size_t>(at), key);
    if (same == 1) return at;
    if (same < 0) return -2;
    if (same == 2) goto restart;
  }
  return -1;
}

/// Takes the entry at `at` out; returns its value (owned). The key is dropped.
Value remove_at(Dict* d, int32_t at) {
  Dict::Entry& entry = d->entries[static_cast<size_t>(at)];
  Value key = entry.key, value = entry.value;
  if (!d->index.empty()) {
    size_t mask = d->index.size() - 1;
    size_t i = start_slot(entry.hash, mask);
    while (d->index[i] != at) i = (i + 1) & mask;
    d->index[i] = kDeleted;
  }
  entry = {0, kNull, kNull};
  --d->live;
  keys_changed(d);
  if (d->live == 0) {
    d->entries.clear();
    for (int32_t& slot : d->index) slot = kEmpty;
  } else if (d->index.empty()) {
    while (d->entries.back().key.is_null()) d->entries.pop_back();
  }
  decref(key);
  return value;
}

void store(Dict* d, int32_t at, Value value) {
  incref(value);
  decref(std::exchange(d->entries[static_cast<size_t>(at)].value, value));
}

}  // namespace

Ptr<Dict> make_dict() { return Ptr<Dict>::steal(static_cast<Dict*>(current_vm->new_object(current_vm->types.dict))); }

Value dict_get(const Dict* d, const Str* key) {
  int32_t at = find_str(d, key, hash_of(key));
  return at < 0 ? kNull : d->entries[static_cast<size_t>(at)].value;
}

void dict_set(Dict* d, Str* key, Value value) {
  uint64_t hash = hash_of(key);
  int32_t at = find_str(d, key, hash);
  if (at >= 0) return store(d, at, value);
  ++key->refs;
  incref(value);
  append_entry(d, hash, key, value);
}

bool dict_remove(Dict* d, const Str* key) {
  int32_t at = find_str(d, key, hash_of(key));
  if (at < 0) return false;
  decref(remove_at(d, at));
  return true;
}

Value dict_get(const Dict* d, const char* key) { return dict_get(d, intern(key)); }
void dict_set(Dict* d, const char* key, Value value) { dict_set(d, intern(key), value); }

int dict_find(Vm& vm, Dict* d, Value key, Value* out) {
  int64_t hash;
  if (!vm.hash(key, &hash)) return -1;
  int32_t at = find_any(vm, d, key, static_cast<uint64_t>(hash));
  if (at < 0) return at == -2 ? -1 : 0;
  *out = d->entries[static_cast<size_t>(at)].value;
  return 1;
}

bool dict_set(Vm& vm, Dict* d, Value key, Value value) {
  int64_t hash;
  if (!vm.hash(key, &hash)) return false;
  int32_t at = find_any(vm, d, key, static_cast<uint64_t>(hash));
  if (at == -2) return false;
  if (at >= 0) {
    store(d, at, value);
    return true;
  }
  if (d->entries.size() == d->entries.capacity() && d->entries.size() > 4096 &&
      !vm.reserve(d->entries.size() * (sizeof(Dict::Entry) + 8))) {
    return false;
  }
  incref(key);
  incref(value);
  append_entry(d, static_cast<uint64_t>(hash), key, value);
  return true;
}

int dict_remove(Vm& vm, Dict* d, Value key, Ref* removed) {
  int64_t hash;
  if (!vm.hash(key, &hash)) return -1;
  int32_t at = find_any(vm, d, key, static_cast<uint64_t>(hash));
  if (at < 0) return at == -2 ? -1 : 0;
  Ref value = Ref::steal(remove_at(d, at));
  if (removed) *removed = std::move(value);
  return 1;
}

void dict_clear(Dict* d) {
  decltype(d->entries) entries;
  entries.swap(d->entries);
  d->index.clear();
  d->live = 0;
  keys_changed(d);
  for (const Dict::Entry& entry : entries) {
    decref(entry.key);
    decref(entry.value);
  }
}

Ptr<Dict> dict_copy(const Dict* d) {
  Ptr<Dict> copy = make_dict();
  copy->entries.reserve(d->live);
  for (const Dict::Entry& entry : d->entries) {
    if (!entry.key) continue;
    incref(entry.key);
    incref(entry.value);
    copy->entries.push_back(entry);
  }
  copy->live = d->live;
  if (copy->live > 0) keys_changed(copy.get());
  if (copy->entries.size() > kLinear) rebuild(copy.get());
  return copy;
}

void dict_reorder(Dict* d, std::span<const Dict::Entry> entries) {
  d->entries.assign(entries.begin(), entries.end());
  rebuild(d);
  keys_changed(d);
}

const Dict::Entry* dict_next(const Dict* d, size_t* position) {
  while (*position < d->entries.size()) {
    const Dict::Entry& entry = d->entries[(*position)++];
    if (entry.key) return &entry;
  }
  return nullptr;
}

}  // namespace loopscope::vm
