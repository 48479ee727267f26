#pragma once
// Two traces of one program, aligned by meaning: not by time or number, but by who runs. Each loop's steps are listed
// as (which task, its n-th step, where it then waits), and the two lists compared.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analysis/lanes.hpp"

namespace loopscope::analysis {

/// One step of a task, or one run of a callback of the program. The library's own callbacks are left out: how many it
/// needs is its own business.
struct ComparedStep {
  uint32_t event = kNoEvent;  // its begin
  uint32_t end = kNoEvent;
  std::string who;      // the way from the program to the task: "main() > worker()#2"; a callback: "show()"
  uint32_t nth = 0;     // step of this task, from 1
  std::string outcome;  // "waits at demo.py:12", "returned", "raised ValueError", "was cancelled", "yields at …"

  /// Whether it is the same step, ended in the same way.
  bool same_as(const ComparedStep& other) const {
    return who == other.who && nth == other.nth && outcome == other.outcome;
  }
};

/// The steps of each loop, loops in the order in which they were first run.
std::vector<std::vector<ComparedStep>> steps_of(const trace::Store& store);

struct Difference {
  size_t loop = 0;
  size_t left = 0, right = 0;  // the first steps that differ, in their loops' lists; one may be its list's end
};

struct Comparison {
  std::vector<std::vector<ComparedStep>> left, right;
  size_t steps = 0;                     // of the longer side, all loops
  size_t matching = 0;                  // steps that stand in the same order on both sides
  std::vector<Difference> differences;  // the first one of each loop
  bool equal() const { return differences.empty(); }
};

Comparison compare(const trace::Store& left, const trace::Store& right);

/// "128 of 128 steps in the same order", or the first differences with what stands around them on both sides.
std::string explain(const Comparison& comparison, std::string_view left_name, std::string_view right_name);

}  // namespace loopscope::analysis
