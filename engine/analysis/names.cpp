#include <fmt/core.h>

#include "engine/analysis/state.hpp"
#include "engine/trace/store.hpp"

// Names of what a trace talks about, found through its index; they need no State.

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

namespace {

// The engine numbers code objects and files in the order of their definition; other traces may not.
template <class E, class IdOf>
uint32_t find_definition(const trace::Store& store, uint32_t id, IdOf id_of) {
  if (id == 0) return kNoEvent;
  const uint32_t guess = store.nth(E::kType, id - 1);
  if (guess != kNoEvent && id_of(store.get<E>(guess)) == id) return guess;
  for (uint32_t k = 0; k < store.count(E::kType); ++k) {
    const uint32_t event = store.nth(E::kType, k);
    if (id_of(store.get<E>(event)) == id) return event;
  }
  return kNoEvent;
}

}  // namespace

CodeName find_code(const trace::Store& store, CodeId code) {
  const uint32_t event =
      find_definition<ev::CodeDefined>(store, code.value, [](const auto& e) { return e.code.value; });
  if (event == kNoEvent) return {};
  const auto definition = store.get<ev::CodeDefined>(event);
  return {definition.name, definition.qualname, definition.first_line};
}

std::string function_text(const trace::Store& store, const CodeName& code) {
  // "main.<locals>.worker" is "worker" to whoever reads it.
  constexpr std::string_view kLocals = "<locals>.";
  const std::string_view name = store.text(code.qualname);
  const size_t at = name.rfind(kLocals);
  return std::string(at == std::string_view::npos ? name : name.substr(at + kLocals.size()));
}

std::string coro_function(const trace::Store& store, CoroId coro) {
  const uint32_t event = store.of_coro().first(coro.value);
  if (event != kNoEvent && store.type(event) == EventType::kCoroCreated) {
    std::string name = function_text(store, find_code(store, store.get<ev::CoroCreated>(event).code));
    if (!name.empty()) return name;
  }
  return fmt::format("coroutine {}", coro.value);
}

std::string task_name(const trace::Store& store, TaskId task) {
  const trace::Postings& events = store.of_future();
  // Renaming comes lately, or right after the creation: few events are looked at.
  for (uint32_t event = events.last(task.value), seen = 0; event != kNoEvent && seen < 64;
       event = events.before(task.value, event), ++seen) {
    if (store.type(event) == EventType::kTaskRenamed) {
      const auto renamed = store.get<ev::TaskRenamed>(event);
      if (renamed.task == task) return std::string(store.text(renamed.name));
    }
  }
  StringId name;
  for (uint32_t event = events.first(task.value), seen = 0; event != kNoEvent && seen < 64;
       event = events.after(task.value, event), ++seen) {
    if (store.type(event) == EventType::kTaskCreated) {
      const auto created = store.get<ev::TaskCreated>(event);
      if (created.task == task) name = created.name;
    } else if (store.type(event) == EventType::kTaskRenamed) {
      const auto renamed = store.get<ev::TaskRenamed>(event);
      if (renamed.task == task) name = renamed.name;
    }
  }
  if (name) return std::string(store.text(name));
  return fmt::format("task {}", task.value);
}

std::string_view file_path(const trace::Store& store, FileId file) {
  const uint32_t event = find_definition<ev::FileLoaded>(store, file.value, [](const auto& e) { return e.file.value; });
  return event == kNoEvent ? std::string_view{} : store.text(store.get<ev::FileLoaded>(event).path);
}

std::string place_text(const trace::Store& store, Place place) {
  if (!place) return {};
  std::string_view path = file_path(store, place.file());
  if (const size_t slash = path.rfind('/'); slash != std::string_view::npos) path.remove_prefix(slash + 1);
  return fmt::format("{}:{}", path, place.line());
}

std::string time_text(int64_t ns) {
  const auto number = [](double value, const char* unit) {
    std::string text = fmt::format("{:.3f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text + unit;
  };
  if (ns == 0) return "0 s";
  const double value = static_cast<double>(ns);
  const double size = value < 0 ? -value : value;
  if (size >= 100'000'000) return number(value / 1e9, " s");
  if (size >= 1'000'000) return number(value / 1e6, " ms");
  if (size >= 1'000) return number(value / 1e3, " µs");
  return fmt::format("{} ns", ns);
}

std::string clock_text(int64_t ns) {
  constexpr int64_t kMillisecond = 1'000'000;
  return time_text(ns >= kMillisecond ? ns / kMillisecond * kMillisecond : ns);
}

}  // namespace loopscope::analysis
