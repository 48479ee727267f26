#include "app/timeline/fold.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/timeline/random_source.hpp"

namespace loopscope::timeline {
namespace {

Interval closed(const MemorySource& source, std::size_t i) {
  Interval interval = source.interval(0, 0, i);
  if (interval.end.seq == kOpenSeq) interval.end = source.last();
  return interval;
}

TEST(RowSummary, TellsWhatAWalkWouldTell) {
  MemorySource source;
  test::fill_random(source, 7, 16 * 16 * 16 + 100, true);
  RowSummary summary;
  summary.update(source, 0, 0);
  ASSERT_EQ(summary.level_count(), 3u);
  for (std::size_t level = 0; level < summary.level_count(); ++level) {
    const std::size_t span = RowSummary::span_of(level);
    for (std::size_t n = 0; n < summary.level(level).size(); ++n) {
      const RowSummary::Node& node = summary.level(level)[n];
      Sums sums;
      for (std::size_t i = n * span; i < (n + 1) * span; ++i) sums.add(closed(source, i), source.last());
      EXPECT_EQ(node.sums.count, sums.count);
      for (std::size_t k = 0; k < kSlots; ++k) EXPECT_NEAR(node.sums.ns[k], sums.ns[k], 1 + 1e-5 * sums.ns[k]);
      EXPECT_EQ(node.begin, source.interval(0, 0, n * span).begin);
      EXPECT_EQ(node.end, closed(source, (n + 1) * span - 1).end);
    }
  }
}

TEST(RowSummary, TheOpenTailIsNotSummedUpYet) {
  MemorySource source;
  test::fill_random(source, 3, 32, true);
  RowSummary summary;
  summary.update(source, 0, 0);
  ASSERT_EQ(summary.level_count(), 1u);
  EXPECT_EQ(summary.level(0).size(), 1u) << "the second sixteen end with the open one";
  source.at(0).rows[0].back().end = source.last();
  source.at(0).rows[0].push_back({source.last(), source.last(), State::running, 0, 0});
  source.touch();
  summary.update(source, 0, 0);
  EXPECT_EQ(summary.level(0).size(), 2u);
}

// The heart of it: against the plain way, for random rows and windows by both rulers.
TEST(Fold, NothingVisibleIsLost) {
  std::mt19937 random(42);
  for (std::uint32_t round = 0; round < 300; ++round) {
    MemorySource source;
    const std::size_t count = 1 + random() % 3000;
    test::fill_random(source, round, count, round % 3 == 0);
    TickMap ticks;
    ticks.update(source);
    const bool by_tick = round % 2 == 1;
    const std::int64_t begin = by_tick ? 0 : source.first().ns;
    const std::int64_t end = by_tick ? ticks.end() : source.last().ns;
    const double total = static_cast<double>(end - begin);
    const double length = std::max(4.0, total * std::pow(10.0, -3.0 * static_cast<double>(random() % 1000) / 1000));
    Window window{begin, 0, length};
    window = moved(window, (total - length) * static_cast<double>(random() % 1000) / 1000);
    const Scale scale{window, 800};
    const Projection projection(scale, by_tick ? &ticks : nullptr);
    RowSummary summary;
    summary.update(source, 0, 0);
    FoldedRow out;
    fold_row(source, 0, 0, summary, projection, source.last(), 1.5, 2, out);

    std::map<std::size_t, int> wide;
    for (const WideInterval& w : out.wide) {
      ++wide[w.index];
      EXPECT_GE(w.x1 - w.x0, 1.5);
      EXPECT_DOUBLE_EQ(w.x0, projection.px(closed(source, w.index).begin));
    }
    std::uint32_t folded = 0;
    double folded_ns = 0;
    for (const Bin& bin : out.bins) {
      folded += bin.sums.total_count();
      for (const float ns : bin.sums.ns) folded_ns += ns;
      EXPECT_GE(bin.at, bin.x0 - 1e-6);
      EXPECT_LT(bin.at, bin.x1 + 1e-6);
    }
    std::uint32_t narrow = 0, narrow_near = 0;
    double narrow_ns = 0;
    for (std::size_t i = 0; i < source.interval_count(0, 0); ++i) {
      const Interval interval = closed(source, i);
      const double x0 = projection.px(interval.begin), x1 = projection.px(interval.end);
      if (x1 < -20 || x0 > 820) {
        EXPECT_FALSE(wide.contains(i)) << "out of sight";
        continue;
      }
      const bool inside = x1 > 0 && x0 < 800;
      if (x1 - x0 >= 1.5) {
        if (inside) {
          EXPECT_EQ(wide[i], 1) << "round " << round << " interval " << i;
        }
      } else {
        ++narrow_near;
        if (inside) ++narrow, narrow_ns += static_cast<double>(interval.end.ns - interval.begin.ns);
      }
    }
    // What lies in the margins may or may not be counted.
    EXPECT_GE(folded, narrow) << "round " << round;
    EXPECT_LE(folded, narrow_near) << "round " << round;
    EXPECT_GE(folded_ns, narrow_ns * (1 - 1e-4) - 1);
  }
}

TEST(Fold, CostsWhatItsPixelsCost) {
  // A source that counts how often it is asked.
  struct Counting : MemorySource {
    mutable std::size_t asked = 0;
    Interval interval(std::uint32_t lane, std::uint8_t row, std::size_t i) const override {
      ++asked;
      return MemorySource::interval(lane, row, i);
    }
  } source;
  auto& lane = source.add_lane(LaneKind::task, 1, "Task-1");
  const std::uint32_t n = 1'000'000;
  lane.rows[0].reserve(n);
  for (std::uint32_t i = 0; i < n; ++i)
    lane.rows[0].push_back({{i * 10, i}, {i * 10 + 10, i + 1}, i % 2 ? State::running : State::ready, 0, 0});
  source.set_range({0, 0}, {n * 10, n});
  RowSummary summary;
  summary.update(source, 0, 0);
  source.asked = 0;
  FoldedRow out;
  const Projection projection(Scale{{0, 0, n * 10.0}, 1000}, nullptr);
  fold_row(source, 0, 0, summary, projection, source.last(), 1.5, 2, out);
  EXPECT_LT(source.asked, 200u);
  EXPECT_LE(out.bins.size(), 502u);
  std::uint64_t total = 0;
  for (const Bin& bin : out.bins) total += bin.sums.total_count();
  EXPECT_EQ(total, n);
}

TEST(Fold, BisectsToWhatHoldsAnInstant) {
  MemorySource source;
  test::fill_random(source, 11, 500, true);
  for (std::int64_t ns = source.first().ns - 5; ns < source.last().ns; ns += 997) {
    const Instant at{ns, 0};
    std::size_t expected = source.interval_count(0, 0);
    std::size_t ending = expected;
    for (std::size_t i = 0; i < source.interval_count(0, 0); ++i) {
      const Interval interval = source.interval(0, 0, i);
      const bool open = interval.end.seq == kOpenSeq;
      if (ending == source.interval_count(0, 0) && (open || before(at, interval.end))) ending = i;
      if (!before(at, interval.begin) && (open || before(at, interval.end)) && expected == source.interval_count(0, 0))
        expected = i;
    }
    EXPECT_EQ(first_ending_after(source, 0, 0, at), ending);
    EXPECT_EQ(interval_at(source, 0, 0, at), expected);
  }
}

TEST(FoldMarks, EachMarkIsCountedOnceAndKindsDoNotMix) {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    MemorySource source;
    test::fill_random(source, seed, 800, false);
    TickMap ticks;
    ticks.update(source);
    MarkIndex index;
    index.update(source, 0);
    const bool by_tick = seed % 2 == 0;
    const double total = by_tick ? static_cast<double>(ticks.end()) : static_cast<double>(source.last().ns);
    for (const double zoom : {1.0, 0.1, 0.003}) {
      const Window window = moved({0, 0, total * zoom}, total * 0.4);
      const Projection projection(Scale{window, 600}, by_tick ? &ticks : nullptr);
      for (const MarkKind kind : {MarkKind::error, MarkKind::leak, MarkKind::note}) {
        std::vector<FoldedMark> out;
        fold_marks(source, 0, index.of(kind), projection, 10, out);
        std::uint32_t counted = 0, inside = 0, near = 0;
        for (const FoldedMark& m : out) {
          counted += m.count;
          EXPECT_EQ(m.mark.kind, kind);
        }
        for (std::size_t i = 0; i < source.mark_count(0); ++i) {
          if (source.mark(0, i).kind != kind) continue;
          const double x = projection.px(source.mark(0, i).at);
          if (x >= 0 && x < 600) {
            ++inside;
            // There is a sprite no further away than one stretch.
            double nearest = 1e9;
            for (const FoldedMark& m : out) nearest = std::min(nearest, std::abs(m.x - x));
            EXPECT_LE(nearest, 10 + 1e-6);
          }
          if (x > -40 && x < 640) ++near;
        }
        EXPECT_GE(counted, inside);
        EXPECT_LE(counted, near);
      }
    }
  }
}

}  // namespace
}  // namespace loopscope::timeline
