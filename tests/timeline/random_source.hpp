#pragma once

// Random rows that keep the promises of LaneSource: sorted, not overlapping, event numbers that grow with time. Gaps,
// intervals of no length and many events at one instant are frequent.

#include <random>

#include "app/timeline/memory_source.hpp"

namespace loopscope::timeline::test {

inline void fill_random(MemorySource& source, std::uint32_t seed, std::size_t count, bool open_end) {
  std::mt19937 random(seed);
  auto pick = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  auto& lane = source.add_lane(LaneKind::task, 1, "Task-1");
  std::int64_t ns = pick(1000);
  std::uint32_t seq = 0;
  const Instant first{ns, seq};
  for (std::size_t i = 0; i < count; ++i) {
    if (pick(4) == 0) ns += pick(2000), seq += 1 + pick(3);
    if (pick(7) == 0) source.add_tick_step({{ns, seq}, pick(3) == 0, static_cast<std::uint32_t>(i)});
    const Instant begin{ns, seq};
    const std::uint32_t shape = pick(10);
    if (shape < 6)
      ns += pick(50);
    else if (shape < 9)
      ns += pick(5000);
    else
      ns += pick(200'000);
    seq += 1 + pick(4);
    const bool open = open_end && i + 1 == count;
    lane.rows[0].push_back({begin, open ? Instant{0, kOpenSeq} : Instant{ns, seq}, static_cast<State>(pick(5)), 0, i});
    const std::uint32_t mark = pick(12);
    if (mark < 3)
      lane.marks.push_back({{ns, seq},
                            mark == 0   ? MarkKind::error
                            : mark == 1 ? MarkKind::leak
                                        : MarkKind::note,
                            End::open,
                            0,
                            0,
                            i});
  }
  source.set_range(first, {ns + 10, seq + 1});
}

}  // namespace loopscope::timeline::test
