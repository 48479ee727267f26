#pragma once
// Printing of exceptions and tracebacks in CPython 3.13's form.

#include <string>
#include <string_view>
#include <vector>

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

/// One line of a traceback. Columns are UTF-8 bytes from 0, -1: unknown.
struct FrameSummary {
  std::string filename;
  std::string name;
  int32_t line = 0;
  int32_t end_line = 0;
  int32_t column = -1;
  int32_t end_column = -1;
};

/// `limit` > 0: the first so many entries, < 0: the last so many.
std::vector<FrameSummary> extract_traceback(vm::Vm& vm, const vm::Traceback* traceback, int64_t limit = INT64_MAX);
/// The stack from `frame` outwards, outermost first.
std::vector<FrameSummary> extract_stack(vm::Vm& vm, vm::Frame* frame, int64_t limit = INT64_MAX);
FrameSummary summarize(const vm::CodeObject* code, uint32_t instruction, int32_t line);
/// `  File "...", line N, in NAME` with the source and carets below.
std::string format_frame(vm::Vm& vm, const FrameSummary& frame, bool carets = true);
/// With "[Previous line repeated N more times]".
std::vector<std::string> format_stack(vm::Vm& vm, const std::vector<FrameSummary>& frames, bool carets = true);
/// The last lines: type, message, notes; for SyntaxErrors the place too.
/// `with_frames` false: names in the traceback's frames are not looked at for suggestions.
std::string format_exception_only(vm::Vm& vm, vm::Value exception, bool with_frames = true);
/// Everything, chained exceptions included.
std::string format_exception(vm::Vm& vm, vm::Value exception);
std::string format_exception(vm::Vm& vm, vm::Value exception, int64_t limit, bool chain);
/// As the interpreter itself shows errors that nobody can handle: no carets, no chain, no notes.
std::string format_unraisable(vm::Vm& vm, vm::Value exception);
/// ". Did you mean: 'x'?" or empty; never leaves an exception pending.
std::string suggestion_for(vm::Vm& vm, vm::Value exception, bool with_frames);

}  // namespace loopscope::runtime
