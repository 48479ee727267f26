#pragma once
// The lines that the simulated shell understands: commands with arguments, pipelines, lists, a few redirections.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::runtime {

/// Where one descriptor of a command leads.
struct Redirection {
  int fd = 0;
  int from = -1;  // a descriptor; -1: /dev/null
};

/// A program, or a command of the shell, with its arguments. In words, kStatusMark stands for the status of the command
/// before, which is not known until it is run.
struct SimpleCommand {
  static constexpr char kStatusMark = '\x01';
  std::vector<std::string> words;
  std::vector<Redirection> redirections;
};

/// a | b | c
struct Pipeline {
  enum class When : uint8_t { kAlways, kAfterSuccess, kAfterFailure };
  When when = When::kAlways;  // in view of what came before
  bool negated = false;
  std::vector<SimpleCommand> commands;
};

struct ShellLine {
  std::vector<Pipeline> pipelines;
  std::string error;  // not empty: what the shell cannot do
};

ShellLine parse_shell_line(std::string_view text, const std::map<std::string, std::string>& environment);

}  // namespace loopscope::runtime
