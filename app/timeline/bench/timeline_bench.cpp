// Layout of ten million intervals: the cost of a frame must be that of its pixels.

#include <benchmark/benchmark.h>

#include "app/timeline/layout.hpp"
#include "app/timeline/memory_source.hpp"
#include "app/timeline/overview.hpp"

namespace loopscope::timeline {
namespace {

constexpr std::uint32_t kLanes = 20;
constexpr std::uint32_t kIntervals = 10'000'000;

MemorySource& source() {
  static MemorySource* made = [] {
    auto* s = new MemorySource;
    std::uint32_t random = 1;
    std::int64_t last = 0;
    for (std::uint32_t l = 0; l < kLanes; ++l) {
      auto& lane = s->add_lane(LaneKind::task, l + 1, "Task");
      auto& row = lane.rows[0];
      row.reserve(kIntervals / kLanes);
      std::int64_t ns = l * 100;
      std::uint32_t seq = l;
      for (std::uint32_t i = 0; i < kIntervals / kLanes; ++i) {
        random = random * 1664525U + 1013904223U;
        const std::int64_t length = random % 1000 == 0 ? 2'000'000 : 200 + (random >> 22);
        row.push_back({{ns, seq}, {ns + length, seq + kLanes}, static_cast<State>(1 + i % 3), 0, 0});
        ns += length;
        seq += kLanes;
        if (l == 0 && i % 4 == 0) s->add_tick_step({{ns, seq}, i % 16 == 0, i / 16});
      }
      last = std::max(last, ns);
    }
    s->set_range({0, 0}, {last, kIntervals});
    return s;
  }();
  return *made;
}

// The argument: how far in, as a power of ten.
void frame(benchmark::State& state, bool by_tick) {
  Layout layout;
  layout.update(source(), {}, {}, 1);
  LayoutInput input;
  input.width = 1800;
  input.height = 900;
  input.by_tick = by_tick;
  input.window = whole_trace(layout, by_tick, input.width, 1);
  double length = input.window.length;
  for (std::int64_t i = 0; i < state.range(0); ++i) length /= 10;
  input.window = moved({input.window.origin, 0, length}, input.window.length * 0.4);
  layout.compute(input);  // makes the summaries
  std::size_t quads = 0;
  for (auto _ : state) {
    input.window = moved(input.window, length / 1800);
    const Frame& f = layout.compute(input);
    benchmark::DoNotOptimize(quads = f.quads.size());
  }
  state.counters["quads"] = static_cast<double>(quads);
}

void BM_FrameByTime(benchmark::State& state) { frame(state, false); }
void BM_FrameByTick(benchmark::State& state) { frame(state, true); }
BENCHMARK(BM_FrameByTime)->DenseRange(0, 6)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_FrameByTick)->DenseRange(0, 6)->Unit(benchmark::kMillisecond);

void BM_Overview(benchmark::State& state) {
  Layout layout;
  layout.update(source(), {}, {}, 1);
  Overview overview;
  lay_overview(layout, false, 1800, 44, 1, 256, overview);
  for (auto _ : state) lay_overview(layout, false, 1800, 44, 1, 256, overview);
}
BENCHMARK(BM_Overview)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace loopscope::timeline
