#include "tests/timeline/preview_scene.hpp"

#include <algorithm>
#include <string>

namespace loopscope::timeline::test {
namespace {

constexpr std::int64_t kMs = 1'000'000;

// Builds lanes with time in milliseconds; every point gets an event number of its own, in order of time.
struct Builder {
  MemorySource& source;
  Instant at(double ms) { return {static_cast<std::int64_t>(ms * kMs), static_cast<std::uint32_t>(ms * 100)}; }
  void put(MemorySource::Lane& lane, std::size_t row, double from, double to, State state, const char* label = "") {
    Interval i{at(from), at(to), state, 0, 0};
    if (to < 0) i.end = {0, kOpenSeq};
    if (*label) i.label = source.add_text(label);
    while (lane.rows.size() <= row) lane.rows.emplace_back();
    lane.rows[row].push_back(i);
  }
  void mark(MemorySource::Lane& lane, double ms, MarkKind kind, const char* label = "", End end = End::open,
            std::uint16_t number = 0) {
    Mark m{at(ms), kind, end, number, 0, 0};
    if (*label) m.label = source.add_text(label);
    lane.marks.push_back(m);
  }
  void live(MemorySource::Lane& lane, double from, double to, End end) {
    lane.info.birth = at(from);
    lane.info.death = at(to);
    lane.info.end = end;
    mark(lane, from, MarkKind::birth);
  }
};

}  // namespace

void fill_lesson(MemorySource& source) {
  Builder b{source};
  auto& loop = source.add_lane(LaneKind::loop, 1, "Loop", "debug, slow over 100 ms");
  auto& main = source.add_lane(LaneKind::task, 1, "Task-1", "main()");
  auto& fetch = source.add_lane(LaneKind::task, 2, "Task-2", "fetch_rows_from_the_warehouse()");
  auto& late = source.add_lane(LaneKind::task, 3, "Task-3", "worker()");
  auto& broken = source.add_lane(LaneKind::task, 4, "Task-4", "broken()");
  auto& leak = source.add_lane(LaneKind::task, 5, "heartbeat", "beat()");
  auto& rows = source.add_lane(LaneKind::asyncgen, 6, "rows()", "iterated by Task-2");
  auto& ticks = source.add_lane(LaneKind::asyncgen, 7, "ticks()", "iterated by Task-1");
  auto& never = source.add_lane(LaneKind::coroutine, 8, "forgotten()", "never awaited");
  auto& pool = source.add_lane(LaneKind::thread, 1, "pool-0", "executor");
  auto& output = source.add_lane(LaneKind::output, 1, "Output");

  b.live(main, 2, 392, End::returned);
  b.live(fetch, 22, 250, End::cancelled);
  b.live(late, 24, 330, End::returned);
  b.live(broken, 26, 180, End::raised);
  b.live(leak, 60, 396, End::leaked);
  b.live(rows, 40, 300, End::closed_gc_hook);
  b.live(ticks, 30, 360, End::closed_shutdown);
  b.live(never, 110, 110, End::never_awaited);

  for (auto* lane : {&fetch, &late, &broken, &leak, &ticks, &never}) lane->info.parent = 1;
  rows.info.parent = 2;

  // The loop: iteration, phases, handles.
  struct Tick {
    double select, timers, run, end;
  };
  const Tick all[] = {{0, 0, 2, 30},        {30, 32, 34, 70},     {70, 100, 102, 150},
                      {150, 152, 153, 300}, {300, 303, 305, 340}, {340, 380, 382, 396}};
  std::vector<TickStep> steps;
  std::uint32_t number = 0;
  for (const Tick& t : all) {
    ++number;
    steps.push_back({b.at(t.select), true, number});
    if (t.timers > t.select) b.put(loop, 0, t.select, t.timers, State::select, "select");
    if (t.run > t.timers) {
      b.put(loop, 0, t.timers, t.run, State::timers, "timers");
      steps.push_back({b.at(t.timers), false, number});
    }
    b.put(loop, 0, t.run, t.end, State::run, number == 4 ? "run: 3 handles" : "run");
  }
  const auto step = [&](double from, double to, const char* what, bool slow = false) {
    b.put(loop, 1, from, to, slow ? State::slow_handle : State::handle, what);
    steps.push_back({b.at(from), false, 0});
  };
  step(2, 29, "Task-1 step");
  step(34, 44, "Task-2 step");
  step(44, 55, "Task-3 step");
  step(55, 69, "Task-4 step");
  step(102, 120, "Task-1 step");
  step(120, 148, "heartbeat step");
  step(153, 180, "Task-4 step");
  step(180, 290, "Task-3 step: time.sleep(0.1)", true);
  step(290, 299, "Task-2 step");
  step(305, 330, "Task-3 step");
  step(330, 339, "call_soon finalizer");
  step(382, 392, "Task-1 step");
  std::stable_sort(steps.begin(), steps.end(), [](const TickStep& x, const TickStep& y) { return before(x.at, y.at); });
  for (const TickStep& s : steps) source.add_tick_step(s);
  b.mark(loop, 180, MarkKind::slow, "Executing <Handle ...> took 0.110 seconds");

  b.put(main, 0, 2, 29, State::running);
  b.put(main, 0, 29, 100, State::suspended, "gather(fetch, worker, broken)");
  b.put(main, 0, 100, 102, State::ready);
  b.put(main, 0, 102, 120, State::running);
  b.put(main, 0, 120, 220, State::suspended, "sleep(0.1)");
  b.put(main, 0, 220, 382, State::ready);
  b.put(main, 0, 382, 392, State::running);
  b.put(main, 1, 2, 392, State::frame_waiting, "main()  app.py:31");
  b.put(main, 2, 29, 100, State::frame_waiting, "gather(...)  app.py:34");
  b.put(main, 2, 120, 220, State::frame_waiting, "sleep(0.1)  tasks.py:655");
  b.mark(main, 392, MarkKind::end, "", End::returned);

  b.put(fetch, 0, 22, 34, State::ready);
  b.put(fetch, 0, 34, 44, State::running);
  b.put(fetch, 0, 44, 150, State::suspended, "Event.wait()");
  b.put(fetch, 0, 150, 180, State::cancelling, "cancelling");
  b.put(fetch, 0, 180, 250, State::cancelling, "cleanup: await close()");
  b.mark(fetch, 150, MarkKind::cancel_request);
  b.mark(fetch, 250, MarkKind::end, "", End::cancelled);

  b.put(late, 0, 24, 44, State::ready, "ready");
  b.put(late, 0, 44, 55, State::running);
  b.put(late, 0, 55, 150, State::suspended, "sleep(0.1)");
  b.put(late, 0, 150, 180, State::ready);
  b.put(late, 0, 180, 290, State::running, "time.sleep(0.1)");
  b.put(late, 0, 290, 305, State::ready);
  b.put(late, 0, 305, 330, State::running);
  b.mark(late, 330, MarkKind::end, "", End::returned);

  b.put(broken, 0, 26, 55, State::ready);
  b.put(broken, 0, 55, 69, State::running);
  b.put(broken, 0, 69, 120, State::suspended, "queue.get()");
  b.put(broken, 0, 120, 153, State::ready);
  b.put(broken, 0, 153, 180, State::running);
  b.mark(broken, 180, MarkKind::error, "ZeroDivisionError: division by zero");
  b.mark(broken, 180, MarkKind::end, "", End::raised);

  b.put(leak, 0, 60, 120, State::ready);
  b.put(leak, 0, 120, 148, State::running);
  b.put(leak, 0, 148, 396, State::suspended, "sleep(3600)");
  b.mark(leak, 396, MarkKind::leak, "Task was destroyed but it is pending!");

  b.put(rows, 0, 40, 44, State::gen_created);
  b.put(rows, 0, 44, 60, State::gen_running);
  b.put(rows, 0, 60, 110, State::gen_suspended, "yield 1");
  b.put(rows, 0, 110, 122, State::gen_running);
  b.put(rows, 0, 122, 200, State::gen_awaiting, "connection.read()");
  b.put(rows, 0, 200, 210, State::gen_running);
  b.put(rows, 0, 210, 290, State::gen_suspended, "yield 2");
  b.put(rows, 0, 290, 300, State::gen_running);
  b.mark(rows, 44, MarkKind::first_iteration);
  b.mark(rows, 160, MarkKind::rejected, "anext(): asynchronous generator is already running");
  b.mark(rows, 290, MarkKind::close_call);
  b.mark(rows, 300, MarkKind::end, "", End::closed_gc_hook, 1);

  b.put(ticks, 0, 30, 50, State::gen_created);
  b.put(ticks, 0, 50, 66, State::gen_running);
  b.put(ticks, 0, 66, 350, State::gen_suspended, "yield 0");
  b.put(ticks, 0, 350, 360, State::gen_running);
  b.mark(ticks, 360, MarkKind::end, "", End::closed_shutdown, 2);
  b.put(never, 0, 110, 110, State::created);
  b.mark(never, 111, MarkKind::finding, "coroutine 'forgotten' was never awaited");

  b.put(pool, 0, 60, 90, State::thread_gil);
  b.put(pool, 0, 90, 140, State::thread_running, "blocking_io()");
  b.put(pool, 0, 140, 240, State::thread_blocked, "read()");
  b.put(pool, 0, 240, 262, State::thread_running);
  for (const double t : {8.0, 38.0, 48.0, 50.0, 52.0, 105.0, 190.0, 310.0, 385.0})
    b.mark(output, t, MarkKind::stdout_text, "row 1");
  b.mark(output, 178, MarkKind::stderr_text, "Traceback (most recent call last):");
  b.mark(output, 292, MarkKind::log_record, "WARNING asyncio");
  b.mark(output, 396, MarkKind::warning, "RuntimeWarning: coroutine 'forgotten' was never awaited");

  source.add_arrow({ArrowKind::created, 1, 3, b.at(24), b.at(24), true});
  source.add_arrow({ArrowKind::created, 1, 2, b.at(22), b.at(22), true});
  source.add_arrow({ArrowKind::woke, 0, 3, b.at(150), b.at(150), true});
  source.add_arrow({ArrowKind::woke, 1, 3, b.at(290), b.at(305), true});
  source.add_arrow({ArrowKind::cancelled, 1, 2, b.at(118), b.at(150), true});
  source.set_range(b.at(0), b.at(396));
}

void fill_many(MemorySource& source, std::uint32_t lanes, std::uint32_t steps) {
  const std::uint32_t first = source.lane_count();
  source.add_lane(LaneKind::loop, 1000, "Loop");
  source.at(first).rows.resize(2);
  for (std::uint32_t i = 0; i < lanes; ++i)
    source.add_lane(LaneKind::task, 1000 + i, "Task-" + std::to_string(i + 1), "worker()");
  std::uint32_t seq = 0;
  std::int64_t ns = 0;
  std::uint32_t random = 12345;
  std::vector<Instant> since(lanes, Instant{0, 0});
  std::uint32_t tick = 0;
  for (std::uint32_t i = 0; i < steps; ++i) {
    const std::uint32_t which = i % lanes;
    random = random * 1664525U + 1013904223U;
    if (which == 0) {
      source.add_tick_step({{ns, seq}, true, ++tick});
      const Instant from{ns, seq++};
      ns += 1000 + (random >> 20);
      if (random % 64 == 0) ns += 400'000;
      source.at(first).rows[0].push_back({from, {ns, seq}, State::select, 0, 0});
    }
    auto& lane = source.at(first + 1 + which);
    const Instant begin{ns, seq++};
    ns += 300 + (random >> 22);
    const Instant end{ns, seq};
    source.add_tick_step({begin, false, tick});
    lane.rows[0].push_back({since[which], begin, State::suspended, 0, 0});
    lane.rows[0].push_back({begin, end, i % 977 == 0 ? State::cancelling : State::running, 0, 0});
    source.at(first).rows[1].push_back({begin, end, State::handle, 0, 0});
    if (i % 5000 == 4999) lane.marks.push_back({end, MarkKind::error, End::open, 0, 0, 0});
    since[which] = end;
  }
  source.set_range({0, 0}, {ns, seq});
}

}  // namespace loopscope::timeline::test
