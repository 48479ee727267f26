#include "engine/analysis/words.hpp"

#include <fmt/core.h>

#include "engine/trace/store.hpp"

namespace loopscope::analysis {

namespace ev = trace::ev;
using trace::EventType;

int64_t sleep_of_timer(const trace::Store& store, uint32_t timer_scheduled) {
  const auto e = store.get<ev::TimerScheduled>(timer_scheduled);
  // The callback by which sleep(), and nothing else, ends its future.
  if (!store.text(e.label).ends_with("_set_result_unless_cancelled")) return -1;
  return e.when > store.time(timer_scheduled) ? e.when - store.time(timer_scheduled) : 0;
}

std::string sleep_text(int64_t ns) {
  // The call itself takes some of the clock: four digits are what was asked for.
  return fmt::format("sleep({:.4g})", static_cast<double>(ns) / 1e9);
}

std::string blocked_on(const trace::Store& store, uint32_t thread_blocked) {
  const auto e = store.get<ev::ThreadBlocked>(thread_blocked);
  if (e.what) return std::string(store.text(e.what));
  if (e.reason == trace::BlockReason::kSleep && e.until >= store.time(thread_blocked)) {
    return "time." + sleep_text(e.until - store.time(thread_blocked));
  }
  return trace::text_of(e.reason);
}

CoroId hooked(const trace::Store& store, uint32_t scheduled) {
  if (scheduled == 0 || scheduled == kNoEvent || store.type(scheduled - 1) != EventType::kAsyncgenHookCalled) return {};
  return store.get<ev::AsyncgenHookCalled>(scheduled - 1).coro;
}

bool is_internal_callback(const trace::Store& store, std::string_view label) {
  for (uint32_t k = 0; k < store.count(EventType::kCodeDefined); ++k) {
    const auto e = store.get<ev::CodeDefined>(store.nth(EventType::kCodeDefined, k));
    if (store.text(e.qualname) == label && !is_library(store, e.first_line.file())) return false;
  }
  if (const size_t dot = label.rfind('.'); dot != std::string_view::npos) {
    if (label.starts_with("BaseEventLoop.")) return true;
    label.remove_prefix(dot + 1);
  }
  return label.starts_with('_') && !label.starts_with("__");
}

const char* closing_text(CoroEnd by) {
  switch (by) {
    case CoroEnd::kClosedAclosing:
      return "for aclosing()";
    case CoroEnd::kClosedGcHook:
      return "for the garbage-collection hook";
    case CoroEnd::kClosedShutdown:
      return "for shutdown_asyncgens()";
    case CoroEnd::kClosedDealloc:
      return "because it is freed";
    default:
      return "by an explicit aclose()";
  }
}

std::string callback_text(std::string_view label) {
  constexpr std::string_view kLocals = "<locals>.";
  if (const size_t at = label.rfind(kLocals); at != std::string_view::npos) label.remove_prefix(at + kLocals.size());
  const bool plain = !label.empty() && label.find_first_of(" ()<>") == std::string_view::npos;
  return fmt::format("{}{}", label, plain ? "()" : "");
}

std::string future_name(const trace::Store& store, FutureId future) {
  const uint32_t first = store.of_future().first(future.value);
  if (first != kNoEvent && store.type(first) == EventType::kFutureCreated) {
    const std::string_view label = store.text(store.get<ev::FutureCreated>(first).label);
    if (!label.empty()) return std::string(label);
    uint32_t event = first;
    for (int seen = 0; seen < 4 && event != kNoEvent; ++seen) {  // a sleep's timer is aimed right after
      event = store.of_future().after(future.value, event);
      if (event == kNoEvent || store.type(event) != EventType::kTimerAimed) continue;
      const uint32_t timer = handle_origin(store, store.get<ev::TimerAimed>(event).handle);
      if (timer == kNoEvent || store.type(timer) != EventType::kTimerScheduled) continue;
      if (const int64_t ns = sleep_of_timer(store, timer); ns >= 0) return sleep_text(ns);
    }
    return fmt::format("Future {}", future.value);
  }
  if (first != kNoEvent && store.type(first) == EventType::kTaskCreated) return task_name(store, as_task(future));
  return fmt::format("Future {}", future.value);
}

uint32_t handle_origin(const trace::Store& store, HandleId handle) {
  if (!handle) return kNoEvent;
  const trace::Postings& events = store.of_handle();
  for (uint32_t event = events.first(handle.value); event != kNoEvent; event = events.after(handle.value, event)) {
    switch (store.type(event)) {
      case EventType::kHandleScheduled:
      case EventType::kHandleScheduledThreadsafe:
      case EventType::kTimerScheduled:
      case EventType::kSelectorReady:
        return event;
      case EventType::kHandleBegin:
        return kNoEvent;
      default:
        break;
    }
  }
  return kNoEvent;
}

std::string handle_name(const trace::Store& store, HandleId handle) {
  const uint32_t origin = handle_origin(store, handle);
  if (origin != kNoEvent) {
    const EventType type = store.type(origin);
    if (type == EventType::kTimerScheduled) {
      const uint32_t next = store.of_handle().after(handle.value, origin);
      if (next != kNoEvent && store.type(next) == EventType::kTimerAimed) {
        return fmt::format("timer of {}", future_name(store, store.get<ev::TimerAimed>(next).future));
      }
      const std::string_view label = store.text(store.get<ev::TimerScheduled>(origin).label);
      if (!label.empty()) return callback_text(label);
    } else if (type == EventType::kSelectorReady) {
      // Named where the descriptor was registered.
      const trace::Postings& events = store.of_handle();
      const uint32_t registered = events.first(handle.value);
      if (store.type(registered) == EventType::kSelectorRegistered) {
        const std::string_view what = store.text(store.get<ev::SelectorRegistered>(registered).what);
        if (!what.empty()) return callback_text(what);
      }
    } else {
      const auto e = store.get<ev::HandleScheduled>(origin);
      if (e.task) return task_name(store, e.task);
      if (const CoroId dropped = hooked(store, origin)) {
        return fmt::format("finalizer hook of {}", coro_name(store, dropped));
      }
      if (const std::string_view label = store.text(e.label); !label.empty()) return callback_text(label);
    }
  }
  return fmt::format("handle {}", handle.value);
}

std::string actor(const trace::Store& store, uint32_t event) {
  if (const TaskId task = store.task(event)) return task_name(store, task);
  if (const HandleId handle = store.handle(event)) return handle_name(store, handle);
  return store.thread(event).value <= 1 ? "the main program" : thread_name(store, store.thread(event));
}

std::string coro_name(const trace::Store& store, CoroId coro) { return coro_function(store, coro) + "()"; }

bool is_library(const trace::Store& store, FileId file) {
  const uint32_t count = store.count(EventType::kFileLoaded);
  for (uint32_t k = 0; k < count; ++k) {
    const auto e = store.get<ev::FileLoaded>(store.nth(EventType::kFileLoaded, k));
    if (e.file == file) return e.library;
  }
  return false;
}

bool is_library(const trace::Store& store, CoroId coro) {
  const uint32_t event = store.of_coro().first(coro.value);
  if (event == kNoEvent || store.type(event) != EventType::kCoroCreated) return false;
  return is_library(store, find_code(store, store.get<ev::CoroCreated>(event).code).first_line.file());
}

Place user_place(const trace::Store& store, Place place) { return is_library(store, place.file()) ? Place{} : place; }

Place standing_at(const trace::Store& store, uint32_t event) {
  constexpr int kMostLines = 500;
  const ThreadId thread = store.thread(event);
  for (int looked = 0; looked < kMostLines; ++looked) {
    const uint32_t line = store.before(EventType::kLineReached, event);
    if (line == kNoEvent) break;
    event = line;
    if (store.thread(line) != thread) continue;
    const auto e = store.get<ev::LineReached>(line);
    const FileId file = find_code(store, e.code).first_line.file();
    if (file && !is_library(store, file)) return Place(file, e.line);
  }
  return {};
}

std::string thread_name(const trace::Store& store, ThreadId thread) {
  std::string name;
  for (uint32_t k = 0; k < store.count(EventType::kThreadStarted); ++k) {
    const auto e = store.get<ev::ThreadStarted>(store.nth(EventType::kThreadStarted, k));
    if (e.thread == thread) name = store.text(e.name);
  }
  for (uint32_t k = 0; k < store.count(EventType::kThreadRenamed); ++k) {
    const auto e = store.get<ev::ThreadRenamed>(store.nth(EventType::kThreadRenamed, k));
    if (e.thread == thread) name = store.text(e.name);
  }
  if (!name.empty()) return "thread " + name;
  return thread.value <= 1 ? "the main thread" : fmt::format("thread {}", thread.value);
}

std::string_view source_line(const trace::Store& store, Place place) {
  if (place.line() == 0) return {};
  const uint32_t count = store.count(EventType::kFileLoaded);
  for (uint32_t k = 0; k < count; ++k) {
    const auto e = store.get<ev::FileLoaded>(store.nth(EventType::kFileLoaded, k));
    if (e.file != place.file()) continue;
    std::string_view text = store.text(e.text);
    for (uint32_t line = 1; line < place.line(); ++line) {
      const size_t end = text.find('\n');
      if (end == std::string_view::npos) return {};
      text.remove_prefix(end + 1);
    }
    text = text.substr(0, text.find('\n'));
    const size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") + 1 - first);
  }
  return {};
}

std::string task_body(const trace::Store& store, TaskId task) {
  const uint32_t made = store.of_future().first(task.value);
  if (made != kNoEvent && store.type(made) == EventType::kTaskCreated) {
    const CoroId coro = store.get<ev::TaskCreated>(made).coro;
    const uint32_t born = store.of_coro().first(coro.value);
    const bool is_generator = born != kNoEvent && store.type(born) == EventType::kCoroCreated &&
                              store.get<ev::CoroCreated>(born).kind == trace::CoroKind::kAsyncGenerator;
    if (coro && !is_generator) return coro_name(store, coro);
  }
  // A task around asend() or aclose(): the operation it began tells.
  for (uint32_t k = 0; k < store.count(EventType::kAsyncgenOpBegin); ++k) {
    const uint32_t event = store.nth(EventType::kAsyncgenOpBegin, k);
    if (store.task(event) != task) continue;
    const auto e = store.get<ev::AsyncgenOpBegin>(event);
    return fmt::format("{} of {}", trace::text_of(e.op), coro_name(store, e.coro));
  }
  for (uint32_t k = 0; k < store.count(EventType::kAsyncgenBusy); ++k) {
    const uint32_t event = store.nth(EventType::kAsyncgenBusy, k);
    if (store.task(event) != task) continue;
    const auto e = store.get<ev::AsyncgenBusy>(event);
    return fmt::format("{} of {}", trace::text_of(e.op), coro_name(store, e.coro));
  }
  return {};
}

size_t width(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  return count;
}

std::string one_line(std::string_view text, size_t limit) {
  std::string out;
  size_t used = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool starts = (c & 0xC0u) != 0x80u;
    if (starts && used == limit) {
      // Back to make room for the ellipsis: the last character goes.
      while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0u) == 0x80u) out.pop_back();
      if (!out.empty()) out.pop_back();
      return out + "…";
    }
    used += starts;
    if (c == '\n') {
      if (i + 1 == text.size()) break;
      out += ' ';
    } else {
      out += c < 0x20 || c == 0x7F ? ' ' : static_cast<char>(c);
    }
  }
  return out;
}

std::string counted(uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace loopscope::analysis
