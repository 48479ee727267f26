#pragma once
// The events as C++ types, made from events.def.

#include <array>
#include <cstring>
#include <span>
#include <type_traits>

#include "engine/base/ids.hpp"
#include "engine/trace/vocabulary.hpp"

namespace loopscope::trace {

/// 64 bits in two argument words.
struct Ns {
  uint32_t low = 0;
  uint32_t high = 0;
  constexpr Ns() = default;
  constexpr Ns(int64_t v)  // NOLINT: a number is a duration
      : low(static_cast<uint32_t>(v)), high(static_cast<uint32_t>(static_cast<uint64_t>(v) >> 32)) {}
  constexpr int64_t value() const { return static_cast<int64_t>((static_cast<uint64_t>(high) << 32) | low); }
};

/// Field types as events.def names them.
namespace field {
using Thread = ThreadId;
using Loop = LoopId;
using Task = TaskId;
using Future = FutureId;
using Coro = CoroId;
using Handle = HandleId;
using Code = CodeId;
using File = FileId;
using Sync = SyncId;
using String = StringId;
using Process = ProcessId;
using Line = uint32_t;
using Count = uint32_t;
using Flag = uint32_t;
using Ns = trace::Ns;
using trace::BlockReason;
using trace::CallbackKind;
using trace::CauseKind;
using trace::CloseBy;
using trace::CoroKind;
using trace::HandleKind;
using trace::LoopPhase;
using trace::Outcome;
using trace::OutputKind;
using trace::SyncKind;
using trace::WaitKind;
}  // namespace field

enum class EventType : uint16_t {
  kNone = 0,
#define EVENT(number, Name, fields, prose) Name = number,
#include "engine/trace/events.def"
#undef EVENT
};

inline constexpr size_t kMaxArguments = 5;

/// One event as it is recorded: 32 bytes.
struct Record {
  int64_t time_ns = 0;
  uint16_t type = 0;    // EventType, or kStringRecord
  uint16_t thread = 0;  // ThreadId
  uint32_t arguments[kMaxArguments] = {};
};
static_assert(sizeof(Record) == 32);

/// Record::type of a string definition: arguments[0] is the StringId, [1] its bytes; the text follows in
/// ceil(bytes / 32) cells of 32 bytes.
inline constexpr uint16_t kStringRecord = 0xFFFF;

namespace ev {
#define FIELD(Type, name) field::Type name{};
#define EVENT(number, Name, fields, prose)                   \
  struct Name {                                              \
    static constexpr EventType kType = EventType::Name;      \
    fields                                                   \
  };                                                         \
  static_assert(sizeof(Name) <= sizeof(Record::arguments));  \
  static_assert(std::is_trivially_copyable_v<Name>);
#include "engine/trace/events.def"
#undef EVENT
#undef FIELD
}  // namespace ev

template <typename E>
void pack(const E& event, Record& record) {
  record.type = static_cast<uint16_t>(E::kType);
  std::memcpy(record.arguments, &event, sizeof(E));
}

/// The typed event in a record whose type is E's.
template <typename E>
E unpack(const uint32_t* arguments) {
  E event;
  std::memcpy(static_cast<void*>(&event), arguments, sizeof(E));
  return event;
}

}  // namespace loopscope::trace
