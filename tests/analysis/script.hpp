#pragma once
// Traces written by hand: what the engine would record, in a few words.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::analysis::testing {

namespace ev = trace::ev;

class Script {
 public:
  Script() { emit(ev::ProgramStarted{str("demo.py")}); }

  template <class E>
  uint32_t emit(const E& event) {
    recorder_.emit(event);
    return static_cast<uint32_t>(recorder_.event_count() - 1);
  }
  /// What follows happens on this thread.
  void on_thread(ThreadId thread) { recorder_.set_thread(thread); }
  StringId str(std::string_view text) { return recorder_.intern(text); }
  void at(int64_t ns) { now_ = ns; }
  int64_t now() const { return now_; }
  void pass(int64_t ns) { now_ += ns; }

  FileId file(std::string_view path, std::string_view text, bool library = false) {
    const FileId id{++files_};
    emit(ev::FileLoaded{id, str(path), str(text), library});
    return id;
  }
  CodeId code(std::string_view name, FileId file, uint32_t line) {
    const CodeId id{++codes_};
    emit(ev::CodeDefined{id, str(name), str(name), Place(file, line)});
    return id;
  }
  CoroId coro(CodeId code, trace::CoroKind kind = trace::CoroKind::kCoroutine, Place place = {}) {
    const CoroId id{++coros_};
    emit(ev::CoroCreated{id, kind, code, place});
    return id;
  }
  LoopId loop() {
    const LoopId id{++loops_};
    emit(ev::LoopCreated{id, {}});
    emit(ev::LoopSlowThresholdChanged{id, 100'000'000});
    return id;
  }
  FutureId future(std::string_view label = {}) {
    const FutureId id{++futures_};
    emit(ev::FutureCreated{id, LoopId{1}, str(label), {}});
    return id;
  }
  HandleId soon(TaskId task, FutureId cause = {}) {
    const HandleId id{++handles_};
    emit(ev::HandleScheduled{id, LoopId{1}, {}, task, cause});
    return id;
  }
  HandleId soon(std::string_view label, FutureId cause = {}) {
    const HandleId id{++handles_};
    emit(ev::HandleScheduled{id, LoopId{1}, str(label), {}, cause});
    return id;
  }
  HandleId timer(std::string_view label, int64_t when, FutureId future) {
    const HandleId id{++handles_};
    emit(ev::TimerScheduled{id, LoopId{1}, str(label), when});
    if (future) emit(ev::TimerAimed{id, future});
    return id;
  }
  /// Creates the task and schedules its first step.
  struct Made {
    TaskId task;
    HandleId handle;
  };
  Made task(std::string_view name, CoroId coro, Place place = {}) {
    const TaskId id{++futures_};
    emit(ev::TaskCreated{id, coro, LoopId{1}, str(name), place});
    return {id, soon(id)};
  }

  /// The phases of one iteration; `run` happens in the run phase.
  template <class F>
  void tick(uint32_t handles, F&& run, int64_t sleep_until = -1) {
    ++iterations_;
    emit(ev::IterationBegin{LoopId{1}, iterations_});
    emit(ev::SelectBegin{LoopId{1}, sleep_until < 0 ? 0 : sleep_until - now_});
    if (sleep_until > now_) now_ = sleep_until;
    emit(ev::SelectEnd{LoopId{1}, 0});
    emit(ev::TimersBegin{LoopId{1}});
    if (due_) emit(ev::TimerReady{due_, LoopId{1}});
    due_ = {};
    emit(ev::RunBegin{LoopId{1}, handles});
    run();
    emit(ev::IterationEnd{LoopId{1}, iterations_});
  }
  void due(HandleId timer) { due_ = timer; }
  template <class F>
  void handle(HandleId handle, F&& run) {
    emit(ev::HandleBegin{handle, LoopId{1}});
    run();
    emit(ev::HandleEnd{handle});
  }
  template <class F>
  void step(HandleId handle, TaskId task, F&& run, std::string_view thrown = {}) {
    this->handle(handle, [&] {
      emit(ev::TaskStepBegin{task, str(thrown)});
      run();
      emit(ev::TaskStepEnd{task});
    });
  }

  /// Everything recorded so far.
  const trace::Store& store() {
    store_.poll(channel_, SIZE_MAX);
    return store_;
  }

 private:
  trace::Channel channel_{{2, true}};
  int64_t now_ = 0;
  trace::Recorder recorder_{&channel_, &now_};
  trace::Store store_;
  uint32_t files_ = 0, codes_ = 0, coros_ = 0, loops_ = 0, futures_ = 0, handles_ = 0, iterations_ = 0;
  HandleId due_;
};

}  // namespace loopscope::analysis::testing
