#pragma once
// Events and things in plain English, for the text timeline, findings and causes.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/analysis/state.hpp"

namespace loopscope::trace {
class Store;
}

namespace loopscope::analysis {

/// How long the timer is to run when it is a sleep()'s, else -1.
int64_t sleep_of_timer(const trace::Store& store, uint32_t timer_scheduled);
/// "sleep(0.1)"
std::string sleep_text(int64_t ns);
/// "time.sleep(0.15)", "lock": on what a thread blocks.
std::string blocked_on(const trace::Store& store, uint32_t thread_blocked);
/// The async generator whose finalizer hook scheduled this handle, to have it closed; none for all others.
CoroId hooked(const trace::Store& store, uint32_t scheduled);
/// The callback is asyncio's own, not the program's.
bool is_internal_callback(const trace::Store& store, std::string_view label);
/// "for the garbage-collection hook", "by an explicit aclose()".
const char* closing_text(CoroEnd by);
/// "slow_cb()": the label of a callback, with parentheses when it is a plain name.
std::string callback_text(std::string_view label);
/// "Task-2", "sleep(0.1)", "Future 3".
std::string future_name(const trace::Store& store, FutureId future);
/// Who did an event: "Task-1", "slow_cb()", "the main program" or "thread clerk" when it was outside of the loop.
std::string actor(const trace::Store& store, uint32_t event);
/// "Task-2", "slow_cb()".
std::string handle_name(const trace::Store& store, HandleId handle);
/// The event that put the handle into the queue (a timer: into the heap), or kNoEvent.
uint32_t handle_origin(const trace::Store& store, HandleId handle);
/// "rows()".
std::string coro_name(const trace::Store& store, CoroId coro);
/// The file is Loopscope's own Python code, not the user's.
bool is_library(const trace::Store& store, FileId file);
bool is_library(const trace::Store& store, CoroId coro);
/// The place, or none when it is in library code.
Place user_place(const trace::Store& store, Place place);
/// The line of the program on which the event's thread stands: of its own code, not the library's.
Place standing_at(const trace::Store& store, uint32_t event);
/// "thread thermometer", "the main thread".
std::string thread_name(const trace::Store& store, ThreadId thread);
/// The text of a source line without its indentation, or "".
std::string_view source_line(const trace::Store& store, Place place);
/// What a task runs that has no coroutine of its own: "aclose of rows()"; else "main()".
std::string task_body(const trace::Store& store, TaskId task);
/// One line, at most `limit` characters, without control characters.
std::string one_line(std::string_view text, size_t limit);
/// Characters of valid UTF-8.
size_t width(std::string_view text);
/// "1 task", "3 tasks".
std::string counted(uint64_t count, std::string_view noun);

}  // namespace loopscope::analysis
