#pragma once
// What a trace shows that its author should know. One class per finding, listed in findings.def; what each says comes
// from the trace alone.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/analysis/lanes.hpp"

namespace loopscope::analysis {

enum class Severity : uint8_t { kInfo, kWarning, kError };
const char* text_of(Severity severity);

class FindingKind;

struct Finding {
  const FindingKind* kind = nullptr;
  Moment at;
  Moment until;  // of what lasts; else as `at`
  TaskId task;   // what it is about: whichever are known
  CoroId coro;
  HandleId handle;
  FutureId future;
  LoopId loop;
  ThreadId thread;
  uint32_t event = kNoEvent;  // the record that tells it
  Place place;
};

class FindingKind {
 public:
  virtual ~FindingKind() = default;
  virtual const char* name() const = 0;   // "slow-callback": for scripts
  virtual const char* title() const = 0;  // "Slow callback"
  virtual Severity severity() const = 0;
  /// Appends what the trace has of this kind, in the order of the trace.
  virtual void check(const Model& model, std::vector<Finding>& out) const = 0;
  /// One plain sentence about one of them.
  virtual std::string explain(const Model& model, const Finding& finding) const = 0;
  /// One plain sentence about `count` of them.
  virtual std::string summarise(size_t count) const = 0;
};

/// All kinds there are, in the order of findings.def.
const std::vector<std::unique_ptr<FindingKind>>& finding_kinds();
/// Everything, in the order of the trace.
std::vector<Finding> find_all(const Model& model);

}  // namespace loopscope::analysis
