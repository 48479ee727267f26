#pragma once

// A run as the window sees it. LiveSession is the real one; tests make their own.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/session/document.hpp"
#include "app/session/snapshot.hpp"

namespace loopscope::timeline {
class LaneSource;
}

namespace loopscope::app {

enum class Stride : std::uint8_t { event, task_step, tick };

// Something that has a name: for "go to" and for search.
struct Target {
  std::string label;
  std::string detail;
  Selection subject;
  std::optional<Instant> at;
  SourcePlace place;
};

class Session {
 public:
  virtual ~Session() = default;

  // Takes over what the engine has recorded, for at most about `budget_ms`. True when anything changed.
  virtual bool pump(double budget_ms) = 0;
  // Counts up with every change that a snapshot could show.
  virtual std::uint64_t revision() const = 0;

  virtual const RunStatus& status() const = 0;
  virtual const std::vector<ConsoleLine>& console() const = 0;
  virtual const std::vector<FindingRow>& findings() const = 0;
  virtual const timeline::LaneSource* lanes() const = 0;
  virtual std::uint32_t trace_file() const = 0;  // FileId of the program's own file, 0 until it is known
  // The text of that file as the trace has it, and its name.
  virtual std::string source_text() const { return {}; }
  virtual std::string source_path() const { return {}; }

  virtual Instant first() const = 0;
  virtual Instant last() const = 0;
  // The instant of an event, and the last event that is not later than a time.
  virtual Instant instant(std::uint32_t seq) const = 0;
  virtual Instant at_time(std::int64_t ns) const = 0;
  // The next or the previous boundary, or where we stand when there is none.
  virtual Instant next(Instant from, Stride stride) const = 0;
  virtual Instant previous(Instant from, Stride stride) const = 0;
  // The next instant after `from` (going around) at which a frame comes to this line.
  virtual std::optional<Instant> next_at_line(Instant from, std::uint32_t file, std::uint32_t line) const = 0;
  // The tick-th iteration of the first loop.
  virtual std::optional<Instant> at_tick(std::uint32_t tick) const = 0;

  virtual Snapshot observe(Instant at, const Selection& selection) const = 0;
  virtual std::vector<Target> targets() const = 0;

  // The engine: gate it at the live end, let it run one stride, stop it.
  virtual void set_paused(bool paused) = 0;
  virtual void step_live(Stride stride) = 0;
  virtual void stop() = 0;
  // SIGINT for the program that runs.
  virtual void interrupt() = 0;
};

}  // namespace loopscope::app
