#include "engine/trace/journal.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

namespace loopscope::trace {
namespace {

enum Op : unsigned {
  kString = 200,
  kRun,
  kYield,
  kBegin,
  kEnd,
  kPush,
  kDrop,
  kChain,
  kWait,
  kDone,
  kTimer,
  kTimerReady,
  kTimerGone,
};
// Words of each row, from kString on; what follows a string or a chain comes to it.
constexpr size_t kWords[] = {2, 3, 2, 3, 2, 4, 2, 3, 2, 3, 5, 2, 3};
constexpr size_t kPlainWords = 4;
// More strings or links than this no journal has: what claims more is damaged.
constexpr uint32_t kMostStrings = 1u << 28;
constexpr uint32_t kMostLinks = 256;
constexpr uint32_t kGap = 1u << 16;  // numbers that two threads handed out may come in any order, but near each other

uint32_t low(uint64_t word) { return static_cast<uint32_t>(word); }
uint32_t high(uint64_t word) { return static_cast<uint32_t>(word >> 32); }

}  // namespace

bool JournalExpander::fail(const char* what) {
  error_ = what;
  return false;
}

// A machine's clock counts from anywhere; a trace's from its beginning.
void JournalExpander::put(const Record& told) {
  if (events_ == 0) begin_ns_ = told.time_ns;
  const auto since = [this](int64_t ns) {
    return static_cast<int64_t>(static_cast<uint64_t>(ns) - static_cast<uint64_t>(begin_ns_));
  };
  Record record = told;
  record.time_ns = since(told.time_ns);
  if (static_cast<EventType>(record.type) == EventType::kTimerScheduled) {
    ev::TimerScheduled timer;
    decode(record.args, timer);
    timer.when = since(timer.when);
    encode(timer, record.args);
  } else if (static_cast<EventType>(record.type) == EventType::kThreadBlocked) {
    ev::ThreadBlocked blocked;
    decode(record.args, blocked);
    if (blocked.until >= 0) blocked.until = since(blocked.until);
    encode(blocked, record.args);
  }
  ++events_;
  sink_->on_event(record);
}

bool JournalExpander::expand(std::string_view body, file::EventSink& sink) {
  sink_ = &sink;
  if (body.size() % 8 != 0) return fail("it does not consist of whole words");
  std::vector<uint64_t> words(body.size() / 8);
  if (!body.empty()) std::memcpy(words.data(), body.data(), body.size());
  for (size_t at = 0; at < words.size();) {
    size_t used = 0;
    if (!row(&words[at], words.size() - at, used)) {
      error_ = fmt::format("word {}: {}", at, error_);
      return false;
    }
    at += used;
  }
  return true;
}

bool JournalExpander::define(const uint64_t* words, size_t left, size_t& used) {
  const uint32_t number = high(words[0]);
  const uint64_t size = words[1];
  if (size > (left - 2) * 8) return fail("a string is longer than what follows");
  if (number == 0 || number > kMostStrings || number > strings_.size() + kGap) return fail("a string has no number");
  if (number >= strings_.size()) strings_.resize(number + 1);
  strings_[number] = ++next_string_;
  sink_->on_string(next_string_, {reinterpret_cast<const char*>(words + 2), static_cast<size_t>(size)});
  used += (static_cast<size_t>(size) + 7) / 8;
  return true;
}

bool JournalExpander::plain(unsigned type, const uint64_t* words) {
  Record record{static_cast<int64_t>(words[1]),
                static_cast<uint16_t>(type),
                thread_number_,
                {high(words[0]), low(words[2]), high(words[2]), low(words[3]), high(words[3])}};
  const EventInfo* info = event_info(type);
  if (info == nullptr) return fail("an event has a number that this version does not know");
  for (const FieldInfo& field : info->fields) {
    if (field.kind == FieldKind::Str) record.args[field.cell] = string(record.args[field.cell]);
  }
  const int64_t time = record.time_ns;
  Thread& thread = threads_[thread_number_];
  switch (info->type) {
    case EventType::kLoopRunBegin:
      thread.loop = record.args[0];
      thread.mark_ns = time;
      break;
    case EventType::kLoopRunEnd:
      end_iteration(record.args[0], time);
      thread.loop = 0;
      break;
    case EventType::kSelectBegin:
      end_iteration(record.args[0], time);
      if (Loop& loop = loops_[record.args[0]]; true) {
        loop.in_iteration = true;
        emit(time, ev::IterationBegin{LoopId{record.args[0]}, ++loop.iteration});
      }
      break;
    case EventType::kSelectEnd:
      put(record);
      emit(time, ev::TimersBegin{LoopId{record.args[0]}});
      return true;
    case EventType::kLoopClosed:
      drop_all(record.args[0], time);
      break;
    case EventType::kTaskCreated:
      tasks_[record.args[0]].root = record.args[1];
      break;
    case EventType::kTaskFreed:
      tasks_.erase(record.args[0]);
      break;
    default:
      break;
  }
  put(record);
  return true;
}

void JournalExpander::end_iteration(uint32_t number, int64_t time_ns) {
  Loop& loop = loops_[number];
  if (!loop.in_iteration) return;
  loop.in_iteration = false;
  emit(time_ns, ev::IterationEnd{LoopId{number}, loop.iteration});
}

void JournalExpander::drop_all(uint32_t number, int64_t time_ns) {
  Loop& loop = loops_[number];
  for (const Queued& each : loop.ready) emit(time_ns, ev::HandleDropped{HandleId{each.handle}, LoopId{number}});
  loop.ready.clear();
}

void JournalExpander::schedule(uint32_t number, const Queued& queued, uint32_t label, uint32_t cause, bool threadsafe,
                               int64_t time_ns) {
  loops_[number].ready.push_back(queued);
  const HandleId handle{queued.handle};
  const LoopId loop{number};
  const TaskId task{queued.task};
  if (threadsafe) {
    emit(time_ns, ev::HandleScheduledThreadsafe{handle, loop, StringId{label}, task, FutureId{cause}});
  } else {
    emit(time_ns, ev::HandleScheduled{handle, loop, StringId{label}, task, FutureId{cause}});
  }
}

void JournalExpander::begin(Thread& thread, uint32_t task, int64_t time_ns) {
  Loop& loop = loops_[thread.loop];
  if (loop.ready.empty()) {  // the recording began while it was queued
    thread.handle = ++next_handle_;
  } else {
    thread.handle = loop.ready.front().handle;
    loop.ready.pop_front();
  }
  thread.begun = true;
  thread.task = task;
  emit(time_ns, ev::HandleBegin{HandleId{thread.handle}, LoopId{thread.loop}});
  if (task == 0) return;
  emit(time_ns, ev::TaskStepBegin{TaskId{task}, StringId{}});
  const TaskState& state = tasks_[task];
  const uint32_t innermost = state.chain.empty() ? state.root : state.chain.back().coro;
  if (innermost) emit(time_ns, ev::CoroResumed{CoroId{innermost}, ResumeHow::kSend});
}

void JournalExpander::end(Thread& thread, int64_t time_ns) {
  if (thread.task) emit(time_ns, ev::TaskStepEnd{TaskId{thread.task}});
  emit(time_ns, ev::HandleEnd{HandleId{thread.handle}});
  thread.begun = false;
  thread.task = thread.handle = 0;
  thread.mark_ns = time_ns;
}

// What the step says at its end: where its coroutines stand, and what the task waits for.
void JournalExpander::say_suspended(uint32_t task, int64_t time_ns) {
  const TaskState& state = tasks_[task];
  if (!state.chain.empty()) {
    const Link& last = state.chain.back();
    emit(time_ns, ev::CoroAwaitsFuture{CoroId{last.coro}, FutureId{state.future}, last.line, StringId{state.label}});
    emit(time_ns, ev::CoroSuspended{CoroId{last.coro}, last.line});
  }
  emit(time_ns, ev::TaskSuspended{TaskId{task}, FutureId{state.future}, StringId{state.label}});
}

bool JournalExpander::chain(uint32_t task, const uint64_t* words, size_t left, size_t& used) {
  const uint32_t count = low(words[1]);
  if (count > kMostLinks || count + 3 > left) return fail("a chain of coroutines is longer than what follows");
  const bool at_rest = high(words[2 + count]) & 1;  // found waiting, when the recording began
  Thread& thread = threads_[thread_number_];
  if (!at_rest && !thread.begun) begin(thread, task, thread.mark_ns);
  TaskState& state = tasks_[task];
  std::vector<Link> fresh(count);
  for (uint32_t i = 0; i < count; ++i) fresh[i] = {low(words[2 + i]), high(words[2 + i])};
  size_t same = 0;
  const auto& old = state.chain;
  while (same < old.size() && same < count && old[same].coro == fresh[same].coro) ++same;
  // The last one of the same ones now awaits something else.
  const int64_t time = thread.mark_ns;
  for (size_t i = old.size(); i-- > 0;) {
    if (i + 1 >= same && i + 1 < old.size()) emit(time, ev::CoroAwaitEnd{CoroId{old[i].coro}});
  }
  for (size_t i = same == 0 ? 0 : same - 1; i + 1 < count; ++i) {
    emit(time, ev::CoroAwaitBegin{CoroId{fresh[i].coro}, CoroId{fresh[i + 1].coro}, fresh[i].line});
  }
  state.chain = std::move(fresh);
  state.future = low(words[2 + count]);
  state.label = string(high(words[1]));
  used += count;
  if (at_rest && count) {
    const Link& last = state.chain.back();
    emit(time, ev::CoroAwaitsFuture{CoroId{last.coro}, FutureId{state.future}, last.line, StringId{state.label}});
  }
  return true;
}

bool JournalExpander::row(const uint64_t* words, size_t left, size_t& used) {
  const unsigned op = words[0] & 0xFF;
  const uint32_t a = high(words[0]);
  thread_number_ = static_cast<uint16_t>(words[0] >> 8);
  const bool macro = op >= kString;
  if (macro && op - kString >= std::size(kWords)) return fail("a row has a number that this version does not know");
  used = macro ? kWords[op - kString] : kPlainWords;
  if (used > left) return fail("a row is longer than what follows");
  if (!macro) return plain(op, words);
  Thread& thread = threads_[thread_number_];
  const int64_t time = static_cast<int64_t>(words[1]);
  const auto ensure_begun = [&](uint32_t task) {
    if (!thread.begun) begin(thread, task, thread.mark_ns);
  };
  switch (op) {
    case kString:
      return define(words, left, used);
    case kRun:
      thread.loop = a;
      thread.mark_ns = time;
      emit(time, ev::RunBegin{LoopId{a}, low(words[2])});
      return true;
    case kYield:
      ensure_begun(a);
      say_suspended(a, time);
      schedule(thread.loop, {++next_handle_, a}, 0, 0, false, time);
      end(thread, time);
      return true;
    case kBegin:
      thread.loop = low(words[2]);
      if (thread.begun) return fail("a handle begins within another one");
      begin(thread, a, time);
      thread.mark_ns = time;
      return true;
    case kEnd:
      ensure_begun(a);
      end(thread, time);
      return true;
    case kPush:
      schedule(a, {++next_handle_, high(words[2])}, string(low(words[2])), low(words[3]), high(words[3]) & 1, time);
      return true;
    case kDrop: {
      auto& ready = loops_[a].ready;
      if (!ready.empty()) {
        emit(time, ev::HandleDropped{HandleId{ready.front().handle}, LoopId{a}});
        ready.pop_front();
      }
      thread.mark_ns = time;
      return true;
    }
    case kChain:
      return chain(a, words, left, used);
    case kWait:
      ensure_begun(a);
      say_suspended(a, time);
      end(thread, time);
      return true;
    case kDone: {
      ensure_begun(a);
      TaskState& state = tasks_[a];
      for (size_t i = state.chain.size(); i-- > 1;) emit(time, ev::CoroAwaitEnd{CoroId{state.chain[i - 1].coro}});
      const auto outcome = static_cast<Outcome>(std::min(low(words[2]), 2u));
      const StringId value{string(high(words[2]))};
      const bool returned = outcome == Outcome::kResult;
      if (state.root) {
        emit(time, ev::CoroFinished{CoroId{state.root}, returned ? FinishHow::kReturned : FinishHow::kRaised,
                                    returned ? StringId{} : value});
      }
      emit(time, ev::TaskDone{TaskId{a}, outcome, value});
      state.chain.clear();
      // Its callbacks were queued before its end was noticed.
      end(thread, time);
      return true;
    }
    case kTimer: {
      const Timer timer{++next_handle_, a};
      timers_[low(words[2])] = timer;
      const HandleId handle{timer.handle};
      emit(time,
           ev::TimerScheduled{handle, LoopId{a}, StringId{string(high(words[2]))}, static_cast<int64_t>(words[3])});
      if (words[4]) emit(time, ev::TimerAimed{handle, FutureId{low(words[4])}});
      return true;
    }
    case kTimerReady:
    case kTimerGone: {
      const auto found = timers_.find(a);
      if (found == timers_.end()) return true;
      const Timer timer = found->second;
      if (op == kTimerReady) {
        emit(time, ev::TimerReady{HandleId{timer.handle}, LoopId{timer.loop}});
        loops_[timer.loop].ready.push_back({timer.handle, 0});
        timers_.erase(found);
      } else if (words[2] == 0) {
        emit(time, ev::HandleCancelled{HandleId{timer.handle}});
      } else {
        emit(time, ev::HandleDropped{HandleId{timer.handle}, LoopId{timer.loop}});
        timers_.erase(found);
      }
      return true;
    }
    default:
      return fail("a row has a number that this version does not know");
  }
}

}  // namespace loopscope::trace
