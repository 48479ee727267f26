#pragma once
// Runs a program given as text and keeps what it printed.

#include <string>
#include <string_view>

#include "engine/runtime/session.hpp"

namespace loopscope::runtime {

struct Ran {
  RunResult result;
  std::string out;
  std::string err;
};

inline Ran run_program(std::string_view source, RunOptions options = {}) {
  Ran ran;
  options.path = "program.py";
  options.source = std::string(source);
  options.on_stdout = [&](std::string_view text) { ran.out += text; };
  options.on_stderr = [&](std::string_view text) { ran.err += text; };
  ran.result = run(options);
  return ran;
}

}  // namespace loopscope::runtime
