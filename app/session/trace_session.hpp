#pragma once

// Everything that is known of one trace, as the window asks for it: navigation, snapshots, console, findings. How the
// trace comes in is the business of who derives from it.

#include <memory>
#include <string>
#include <vector>

#include "app/session/session.hpp"

namespace loopscope::trace {
class Store;
}

namespace loopscope::app {

class TraceSession : public Session {
 public:
  TraceSession();
  ~TraceSession() override;

  std::uint64_t revision() const override;
  const RunStatus& status() const override;
  const std::vector<ConsoleLine>& console() const override;
  const std::vector<FindingRow>& findings() const override;
  const timeline::LaneSource* lanes() const override;
  std::uint32_t trace_file() const override;
  std::string source_text() const override;
  std::string source_path() const override;

  Instant first() const override;
  Instant last() const override;
  Instant instant(std::uint32_t seq) const override;
  Instant at_time(std::int64_t ns) const override;
  Instant next(Instant from, Stride stride) const override;
  Instant previous(Instant from, Stride stride) const override;
  std::optional<Instant> next_at_line(Instant from, std::uint32_t file, std::uint32_t line) const override;
  std::optional<Instant> at_tick(std::uint32_t tick) const override;

  Snapshot observe(Instant at, const Selection& selection) const override;
  std::vector<Target> targets() const override;

  // A trace that only stands there: nothing to take over, nothing to steer.
  bool pump(double budget_ms) override;
  void set_paused(bool) override {}
  void step_live(Stride) override {}
  void stop() override {}
  void interrupt() override {}

 protected:
  trace::Store& store();
  RunStatus& mutable_status();
  // Takes over at most so many events that stand in the store; true when there were any.
  bool advance(std::uint32_t most);
  bool behind() const;  // the store has more than what was taken over
  void finish();        // the trace is complete: looks for findings
  void changed();       // counts the revision up

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loopscope::app
