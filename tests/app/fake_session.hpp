#pragma once

// A run made by hand: ten events at 10 ms each, a task step every second event, a tick every fifth.

#include <algorithm>
#include <string>
#include <vector>

#include "app/session/session.hpp"

namespace loopscope::app::testing {

class FakeSession : public Session {
 public:
  static constexpr std::uint32_t kLast = 9;

  FakeSession() {
    status_.events = kLast + 1;
    status_.last = instant(kLast);
    console_ = {{Stream::out, instant(2), "hello", "Task-1"},
                {Stream::err, instant(4), "Traceback (most recent call last):", "Task-2"},
                {Stream::log, instant(6), "Executing <Handle> took 0.150 seconds", ""}};
    findings_ = {{Severity::error,
                  "A task leaked",
                  "Task-2 was still pending when its loop closed.",
                  instant(8),
                  {Subject::task, 2, 0, 0},
                  {1, 3, "lesson.py", "main"}}};
  }

  bool pump(double) override { return false; }
  std::uint64_t revision() const override { return 1; }
  const RunStatus& status() const override { return status_; }
  const std::vector<ConsoleLine>& console() const override { return console_; }
  const std::vector<FindingRow>& findings() const override { return findings_; }
  const timeline::LaneSource* lanes() const override { return nullptr; }
  std::uint32_t trace_file() const override { return 1; }

  Instant first() const override { return instant(0); }
  Instant last() const override { return instant(kLast); }
  Instant instant(std::uint32_t seq) const override { return {std::int64_t{seq} * 10'000'000, seq}; }
  Instant at_time(std::int64_t ns) const override {
    return instant(static_cast<std::uint32_t>(std::clamp<std::int64_t>(ns / 10'000'000, 0, kLast)));
  }
  Instant next(Instant from, Stride stride) const override {
    const std::uint32_t step = width(stride);
    const std::uint32_t to = (from.seq / step + 1) * step;
    return to <= kLast ? instant(to) : from;
  }
  Instant previous(Instant from, Stride stride) const override {
    const std::uint32_t step = width(stride);
    return from.seq == 0 ? from : instant((from.seq - 1) / step * step);
  }
  std::optional<Instant> next_at_line(Instant, std::uint32_t, std::uint32_t line) const override {
    return line == 3 ? std::optional(instant(7)) : std::nullopt;
  }
  std::optional<Instant> at_tick(std::uint32_t tick) const override {
    return tick <= 1 ? std::optional(instant(tick * 5)) : std::nullopt;
  }
  Snapshot observe(Instant at, const Selection& selection) const override {
    Snapshot out;
    out.at = at;
    out.event_count = kLast + 1;
    out.frames = {{1, 3, "Task-1", {Subject::task, 1, 0, 0}, true, true, Color::running},
                  {1, 2, "Task-2", {Subject::task, 2, 0, 0}, false, true, Color::suspended}};
    out.loop.exists = true;
    out.loop.phase = "run";
    out.loop.tick = at.seq / 5;
    out.loop.ready = {{"Task-2", "wake-up", {Subject::task, 2, 0, 0}, false, false}};
    out.loop.timers = {{at.ns + 1'500'000, "sleep(0.1)", "Task-3", {Subject::task, 3, 0, 0}, false}};
    if (selection.subject == Subject::task) {
      out.inspector.title = "Task-" + std::to_string(selection.id);
      out.inspector.kind = "task";
      out.inspector.state = "suspended";
      out.inspector.why = {{instant(1), "It waits for Task-1, which has not ended.", Color::text, {}}};
      out.inspector.facts = {{"Created by", "Task-1", {Subject::task, 1, 0, 0}, {1, 2, "lesson.py", "main"}}};
      out.inspector.chain = {{{1, 2, "lesson.py", "main"}, "main()", false},
                             {{1, 3, "lesson.py", "work"}, "work()", true}};
      out.inspector.history = {{instant(1), "created", Color::text_dim, {}}, {instant(5), "woken", Color::ready, {}}};
    }
    return out;
  }
  std::vector<Target> targets() const override {
    return {{"Task-1", "main()", {Subject::task, 1, 0, 0}, instant(1), {}},
            {"Task-2", "work()", {Subject::task, 2, 0, 0}, instant(3), {}}};
  }
  void set_paused(bool paused) override { paused_ = paused; }
  void step_live(Stride) override { ++live_steps_; }
  void stop() override { stopped_ = true; }
  void interrupt() override { ++interrupts_; }

  RunStatus status_;
  std::vector<ConsoleLine> console_;
  std::vector<FindingRow> findings_;
  bool paused_ = false;
  bool stopped_ = false;
  int live_steps_ = 0;
  int interrupts_ = 0;

 private:
  static std::uint32_t width(Stride stride) {
    return stride == Stride::event ? 1 : stride == Stride::task_step ? 2 : 5;
  }
};

}  // namespace loopscope::app::testing
