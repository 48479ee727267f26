// Text: UTF-8 with its length in code points, and the table of interned strings.

#include <cstring>

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

namespace {

uint32_t count_code_points(std::string_view text) {
  uint32_t n = 0;
  for (char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

/// FNV-1a with a final mix: the same in every run, so that sets of strings iterate alike.
uint64_t hash_bytes(std::string_view text) {
  uint64_t h = 0xcbf29ce484222325u;
  for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  h ^= h >> 32;
  h *= 0x9E3779B97F4A7C15u;
  h ^= h >> 29;
  return h ? h : 1;
}

Str* new_str(std::string_view text) {
  auto* s = static_cast<Str*>(state().heap.allocate(sizeof(Str) + text.size()));
  s->refs = 1;
  s->kind = Kind::kStr;
  s->flags = 0;
  s->aux = 0;
  s->type = current_vm->types.str;
  s->hash = 0;
  s->size = static_cast<uint32_t>(text.size());
  s->length = count_code_points(text);
  s->interned = false;
  if (!text.empty()) std::memcpy(s->data, text.data(), text.size());
  s->data[text.size()] = 0;
  return s;
}

void grow(InternTable& table) {
  std::vector<Str*> old = std::move(table.slots);
  table.slots.assign(old.empty() ? 1024 : old.size() * 2, nullptr);
  size_t mask = table.slots.size() - 1;
  for (Str* s : old) {
    if (!s) continue;
    size_t at = s->hash & mask;
    while (table.slots[at]) at = (at + 1) & mask;
    table.slots[at] = s;
  }
}

/// The place of an equal string, or the free one where it belongs.
Str*& place_of(InternTable& table, std::string_view text, uint64_t hash) {
  if (table.count * 2 >= table.slots.size()) grow(table);
  size_t mask = table.slots.size() - 1;
  size_t at = hash & mask;
  while (Str* s = table.slots[at]) {
    if (s->hash == hash && s->view() == text) break;
    at = (at + 1) & mask;
  }
  return table.slots[at];
}

/// The table owns one reference; interned strings never die before the VM does.
void enter(InternTable& table, Str*& place, Str* s, uint64_t hash) {
  s->hash = hash;
  s->interned = true;
  place = s;
  ++table.count;
}

}  // namespace

Ptr<Str> make_str(std::string_view utf8) {
  Vm::Impl& impl = state();
  if (utf8.size() <= 1) {
    Str*& cached = utf8.empty() ? impl.empty_str : impl.ascii[static_cast<unsigned char>(utf8[0]) & 0x7F];
    if (utf8.empty() || static_cast<unsigned char>(utf8[0]) < 0x80) {
      if (!cached) cached = intern(utf8);
      return Ptr<Str>::share(cached);
    }
  }
  return Ptr<Str>::steal(new_str(utf8));
}

Str* intern(std::string_view utf8) {
  InternTable& table = state().interned;
  uint64_t hash = hash_bytes(utf8);
  Str*& place = place_of(table, utf8, hash);
  if (!place) enter(table, place, new_str(utf8), hash);
  return place;
}

Str* intern(Str* s) {
  if (s->interned) return s;
  if (s->type != current_vm->types.str) return intern(s->view());
  InternTable& table = state().interned;
  uint64_t hash = hash_of(s);
  Str*& place = place_of(table, s->view(), hash);
  if (!place) {
    ++s->refs;
    enter(table, place, s, hash);
  }
  return place;
}

uint64_t hash_of(const Str* s) {
  if (s->hash == 0) s->hash = hash_bytes(s->view());
  return s->hash;
}

bool equal(const Str* a, const Str* b) {
  if (a == b) return true;
  if (a->interned && b->interned) return false;
  return a->size == b->size && std::memcmp(a->data, b->data, a->size) == 0;
}

size_t byte_offset(const Str* s, size_t i) {
  if (s->is_ascii()) return i;
  size_t at = 0;
  for (; i > 0 && at < s->size; --i) {
    ++at;
    while (at < s->size && (static_cast<unsigned char>(s->data[at]) & 0xC0) == 0x80) ++at;
  }
  return at;
}

uint32_t code_point_at(const Str* s, size_t i) {
  size_t at = byte_offset(s, i);
  auto byte = [&](size_t k) {
    return at + k < s->size ? static_cast<uint32_t>(static_cast<unsigned char>(s->data[at + k])) : 0u;
  };
  uint32_t lead = byte(0);
  if (lead < 0x80) return lead;
  if (lead < 0xE0) return ((lead & 0x1F) << 6) | (byte(1) & 0x3F);
  if (lead < 0xF0) return ((lead & 0x0F) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F);
  return ((lead & 0x07) << 18) | ((byte(1) & 0x3F) << 12) | ((byte(2) & 0x3F) << 6) | (byte(3) & 0x3F);
}

void append_code_point(std::string& out, uint32_t cp) {
  auto put = [&out](uint32_t byte) { out += static_cast<char>(byte); };
  if (cp < 0x80) {
    put(cp);
  } else if (cp < 0x800) {
    put(0xC0 | (cp >> 6));
    put(0x80 | (cp & 0x3F));
  } else if (cp < 0x10000) {
    put(0xE0 | (cp >> 12));
    put(0x80 | ((cp >> 6) & 0x3F));
    put(0x80 | (cp & 0x3F));
  } else {
    put(0xF0 | (cp >> 18));
    put(0x80 | ((cp >> 12) & 0x3F));
    put(0x80 | ((cp >> 6) & 0x3F));
    put(0x80 | (cp & 0x3F));
  }
}

}  // namespace loopscope::vm
