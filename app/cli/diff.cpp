// `loopscope diff`: two runs of a program, aligned by meaning.

#include <cstdio>

#include "app/cli/commands.hpp"
#include "app/cli/load_trace.hpp"
#include "engine/analysis/compare.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

// As diff's: 0 nothing differs, 1 something does, 2 trouble.
constexpr int kSame = 0, kDifferent = 1, kTrouble = 2;

}  // namespace

int diff_command(const CliOptions& options) {
  if (options.script_args.size() != 1) {
    std::fputs("loopscope diff: two files are needed, traces or Python programs: loopscope diff A B\n", stderr);
    return kTrouble;
  }
  CliOptions right_options = options;
  right_options.file = options.script_args[0];
  right_options.script_args.clear();
  CliOptions left_options = right_options;
  left_options.file = options.file;
  trace::Store left, right;
  std::string error;
  if (!load_trace(left_options, left, &error) || !load_trace(right_options, right, &error)) {
    std::fprintf(stderr, "loopscope: %s\n", error.c_str());
    return kTrouble;
  }
  const analysis::Comparison found = analysis::compare(left, right);
  std::fputs(analysis::explain(found, left_options.file, right_options.file).c_str(), stdout);
  return found.equal() ? kSame : kDifferent;
}

}  // namespace loopscope::app
