#include "engine/trace/events.hpp"

#include <array>

namespace loopscope::trace {

namespace {

constexpr uint8_t cells_of(FieldKind kind) { return kind == FieldKind::Ns ? 2 : 1; }

// Every event's fields, one array each, with a first entry that keeps the array of an event without fields legal.
#define LOOPSCOPE_FIELD(Kind, name) \
  , FieldInfo { FieldKind::Kind, #name, 0 }
#define LOOPSCOPE_EVENT(number, Name, text, prose, ...) \
  constexpr FieldInfo kFields##Name##Raw[] = {FieldInfo{FieldKind::U32, "", 0} __VA_ARGS__};
#include "engine/trace/events.def"
#undef LOOPSCOPE_EVENT
#undef LOOPSCOPE_FIELD

template <size_t N>
struct Fields {
  std::array<FieldInfo, N> info{};
  uint8_t cells = 0;
  constexpr explicit Fields(const FieldInfo (&raw)[N]) {
    for (size_t i = 0; i < N; ++i) info[i] = raw[i];
    for (size_t i = 1; i < N; ++i) {
      info[i].cell = cells;
      cells = static_cast<uint8_t>(cells + cells_of(info[i].kind));
    }
  }
  constexpr std::span<const FieldInfo> span() const { return {info.data() + 1, N - 1}; }
};

#define LOOPSCOPE_EVENT(number, Name, text, prose, ...)                                \
  constexpr Fields kFields##Name{kFields##Name##Raw};                                  \
  static_assert(kFields##Name.cells <= kMaxArgs, #Name " needs more than five cells"); \
  static_assert(number > 0 && number < kEventTypeLimit, #Name " has a number out of range");
#include "engine/trace/events.def"
#undef LOOPSCOPE_EVENT

constexpr auto make_table() {
  std::array<EventInfo, kEventTypeLimit> table{};
#define LOOPSCOPE_EVENT(number, Name, text, prose, ...) \
  table[number] = EventInfo{EventType::k##Name, #Name, text, prose, kFields##Name.span(), kFields##Name.cells};
#include "engine/trace/events.def"
#undef LOOPSCOPE_EVENT
  return table;
}

constexpr auto kTable = make_table();

#define LOOPSCOPE_ITEM(name, text) text,
#define LOOPSCOPE_ENUM(Name, ...) constexpr const char* kTexts##Name[] = {__VA_ARGS__};
#include "engine/trace/enums.def"
#undef LOOPSCOPE_ENUM
#undef LOOPSCOPE_ITEM

constexpr const char* kKindNames[] = {
    "Thread", "Loop", "Task",    "Coro",  "Future", "Handle", "Sync", "Code",
    "File",   "Str",  "Process", "Place", "U32",    "Bool",   "Ns",
#define LOOPSCOPE_ENUM(Name, ...) #Name,
#include "engine/trace/enums.def"
#undef LOOPSCOPE_ENUM
};

}  // namespace

const EventInfo* event_info(unsigned type) {
  return type < kEventTypeLimit && kTable[type].struct_name ? &kTable[type] : nullptr;
}

const char* kind_name(FieldKind kind) { return kKindNames[static_cast<unsigned>(kind)]; }

const char* enum_text(FieldKind kind, uint32_t value) {
  switch (kind) {
#define LOOPSCOPE_ENUM(Name, ...) \
  case FieldKind::Name:           \
    return value < std::size(kTexts##Name) ? kTexts##Name[value] : nullptr;
#include "engine/trace/enums.def"
#undef LOOPSCOPE_ENUM
    default:
      return nullptr;
  }
}

}  // namespace loopscope::trace
