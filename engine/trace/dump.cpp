#include "engine/trace/dump.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "engine/trace/store.hpp"

namespace loopscope::trace {

namespace {

// What is said of an event, wherever it comes from; text(id) resolves strings.
struct Event {
  uint64_t number;
  int64_t time_ns;
  uint32_t thread, handle, task;
  unsigned type;
  const uint32_t* args;
};

template <class Text>
void append_field(const Text& text_of_id, const FieldInfo& field, const uint32_t* args, std::string& out) {
  const auto to = std::back_inserter(out);
  const uint32_t value = args[field.cell];
  fmt::format_to(to, ",\"{}\":", field.name);
  switch (field.kind) {
    case FieldKind::Str:
      append_json_string(out, text_of_id(value));
      break;
    case FieldKind::Bool:
      out += value ? "true" : "false";
      break;
    case FieldKind::Ns:
      fmt::format_to(to, "{}", static_cast<int64_t>(uint64_t{value} | (uint64_t{args[field.cell + 1]} << 32)));
      break;
    case FieldKind::Place: {
      Place place;
      place.packed = value;
      fmt::format_to(to, "{{\"file\":{},\"line\":{}}}", place.file().value, place.line());
      break;
    }
    default:
      if (const char* text = enum_text(field.kind, value)) {
        append_json_string(out, text);
      } else {
        fmt::format_to(to, "{}", value);
      }
  }
}

template <class Text>
void append_event(const Event& event, const Text& text_of_id, std::string& out) {
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "{{\"event\":{},\"ns\":{},\"in_thread\":{}", event.number, event.time_ns, event.thread);
  if (event.handle) fmt::format_to(to, ",\"in_handle\":{}", event.handle);
  if (event.task) fmt::format_to(to, ",\"in_task\":{}", event.task);
  if (const EventInfo* info = event_info(event.type)) {
    fmt::format_to(to, ",\"type\":\"{}\"", info->name);
    for (const FieldInfo& field : info->fields) append_field(text_of_id, field, event.args, out);
  } else {
    fmt::format_to(to, ",\"type\":{},\"args\":[{},{},{},{},{}]", event.type, event.args[0], event.args[1],
                   event.args[2], event.args[3], event.args[4]);
  }
  out += "}\n";
}

}  // namespace

size_t utf8_length(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto tail = [&](size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF && tail(1)) return 2;
  if ((lead & 0xF0u) == 0xE0 && tail(1) && tail(2)) {
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
    return overlong || surrogate ? 0 : 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4 && tail(1) && tail(2) && tail(3)) {
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool too_large = lead == 0xF4 && byte(1) >= 0x90;
    return overlong || too_large ? 0 : 4;
  }
  return 0;
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const size_t length = utf8_length(text);
    const char c = text.front();
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
      continue;
    }
    if (length > 1) {
      out += text.substr(0, length);
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
    text.remove_prefix(length);
  }
  out += '"';
}

void dump_event(const Store& store, uint32_t event, std::string& out) {
  const std::array<uint32_t, kMaxArgs> args = store.args(event);
  append_event(
      {event, store.time(event), store.thread(event).value, store.handle(event).value, store.task(event).value,
       static_cast<unsigned>(store.type(event)), args.data()},
      [&store](uint32_t id) { return store.text(StringId{id}); }, out);
}

void EventLines::define(uint32_t id, std::string_view text) {
  if (id < strings_.size()) return;
  while (strings_.size() < id) strings_.append({});
  strings_.append(text);
}

void EventLines::line(const Record& record, std::string& out) {
  const Context& now = contexts_.before(record);
  last_time_ns_ = std::max(last_time_ns_, record.time_ns);  // as a Store has it
  append_event(
      {next_++, last_time_ns_, record.thread, now.handle, now.task, record.type, record.args},
      [this](uint32_t id) { return strings_.text(id); }, out);
  contexts_.after(record);
}

void dump_json(const Store& store, void (*write)(void* context, const char* data, size_t size), void* context) {
  constexpr size_t kPiece = size_t{64} << 10;
  std::string piece;
  for (uint32_t event = 0; event < store.size(); ++event) {
    dump_event(store, event, piece);
    if (piece.size() >= kPiece) {
      write(context, piece.data(), piece.size());
      piece.clear();
    }
  }
  if (!piece.empty()) write(context, piece.data(), piece.size());
}

void dump_json(const Store& store, std::string& out) {
  for (uint32_t event = 0; event < store.size(); ++event) dump_event(store, event, out);
}

}  // namespace loopscope::trace
