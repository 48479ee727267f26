#pragma once

// analysis::Model as lanes. Reads the model where it stands, so it costs no copy; follows it while it grows.

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/timeline/scene.hpp"
#include "engine/base/ids.hpp"

namespace loopscope::analysis {
class Model;
struct LaneMark;
struct Moment;
struct Edge;
}  // namespace loopscope::analysis

namespace loopscope::timeline {

// A sentence about what happened on a lane: a mark where nothing else marks it, words under the pointer.
struct Told {
  LaneKey lane;
  Instant at, until;
  std::string sentence;
};

// Not for several threads: whoever advances the model also draws.
class ModelSource : public LaneSource {
 public:
  explicit ModelSource(const analysis::Model& model);  // the model must outlive it
  ~ModelSource() override;

  std::uint64_t revision() const override;
  std::uint64_t epoch() const override { return epoch_; }
  Instant first() const override;
  Instant last() const override;
  std::uint32_t lane_count() const override;
  LaneInfo lane(std::uint32_t lane) const override;
  std::size_t interval_count(std::uint32_t lane, std::uint8_t row) const override;
  Interval interval(std::uint32_t lane, std::uint8_t row, std::size_t index) const override;
  std::size_t mark_count(std::uint32_t lane) const override;
  Mark mark(std::uint32_t lane, std::size_t index) const override;
  std::size_t tick_step_count() const override;
  TickStep tick_step(std::size_t index) const override { return steps_[index]; }
  std::string_view text(std::uint32_t label) const override;
  void arrows(const Selection& selection, std::vector<Arrow>& out) const override;
  void describe(const Selection& thing, std::vector<std::string_view>& out) const override;
  Instant at_time(std::int64_t ns) const override;
  Instant at_event(std::uint32_t seq, Instant near) const override;
  std::uint32_t find(LaneKey key) const override;
  // Once the trace is whole.
  void set_told(std::vector<Told> told);

 private:
  struct Lane {
    LaneKey key;
    std::uint32_t index;  // in the model's vector of its kind
  };
  struct LoopProgress {
    std::size_t iterations = 0, runs = 0;
    bool closed = false;
  };

  void sync() const;  // takes over lanes and steps that have come
  void add_lane(LaneKind kind, std::uint32_t id, std::size_t index) const;
  std::uint32_t lane_of(LaneKind kind, std::uint32_t id) const;
  std::uint32_t first_loop() const;
  std::uint32_t awaited_by(TaskId task, std::uint32_t from, std::uint32_t to) const;
  Instant slow_begin(const Lane& lane, std::uint32_t event) const;
  Interval phase(std::size_t loop, std::size_t index) const;
  Mark mark_of(const analysis::LaneMark& mark, End end, std::uint16_t number) const;
  void add_edge(const analysis::Edge& edge, bool cause, std::uint32_t stand_in, std::vector<Arrow>& out) const;
  void add_rejection(const analysis::Edge& edge, LaneKey selected, std::vector<Arrow>& out) const;
  std::string_view keep(std::string text) const;
  std::string name_of_task(std::uint32_t id) const;

  std::size_t own_marks(std::uint32_t lane) const;
  void tell(std::uint32_t lane, Instant at, std::vector<std::string_view>& out) const;

  const analysis::Model& model_;
  std::uint64_t epoch_;
  std::vector<Told> told_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> told_of_;  // by lane, in order of time
  std::unordered_map<std::uint32_t, std::vector<Mark>> told_marks_;        // by lane, behind its own
  // Everything below follows the model and is brought up to date by whoever asks first.
  mutable std::uint64_t seen_ = ~std::uint64_t{0};
  mutable std::vector<Lane> lanes_;
  mutable std::unordered_map<std::uint64_t, std::uint32_t> by_key_;
  mutable std::size_t loops_ = 0, tasks_ = 0, coros_ = 0, threads_ = 0, syncs_ = 0;
  mutable bool has_output_ = false;
  mutable std::vector<LoopProgress> progress_;
  mutable std::vector<TickStep> steps_;
  mutable std::unordered_map<std::uint32_t, std::string> composed_;  // labels made here, by number
  mutable std::deque<std::string> scratch_;                          // of describe()
};

}  // namespace loopscope::timeline
