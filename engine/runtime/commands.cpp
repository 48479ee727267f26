// The commands of the simulated shell. Each works on the three files it is given.

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "engine/loop/asyncio.hpp"
#include "engine/runtime/child.hpp"

namespace loopscope::runtime {

namespace {

using Words = std::vector<std::string>;

/// False: the command is to end; nobody reads, or it was killed.
bool put(Surroundings& around, int fd, std::string_view text) {
  int64_t n = loop::write_file(around.vm, around.files[static_cast<size_t>(fd)], fd, text);
  if (n >= 0) return true;
  if (n == -EPIPE) loop::asyncio_of(around.vm).world.die_of(around.vm, SIGPIPE);
  return false;
}

int complain(Surroundings& around, int status, std::string_view text) {
  put(around, 2, text);
  return status;
}

/// \n and the like, as the shell's own echo writes them. False: \c ends the output.
bool unescape(std::string_view word, std::string* out) {
  for (size_t i = 0; i < word.size(); ++i) {
    static constexpr std::string_view kNames = "abfnrtv\\", kValues = "\a\b\f\n\r\t\v\\";
    size_t known = word[i] == '\\' && i + 1 < word.size() ? kNames.find(word[i + 1]) : std::string_view::npos;
    if (word[i] == '\\' && i + 1 < word.size() && word[i + 1] == 'c') return false;
    if (known == std::string_view::npos) {
      out->push_back(word[i]);
    } else {
      out->push_back(kValues[known]);
      ++i;
    }
  }
  return true;
}

int echo(Surroundings& around, const Words& words) {
  bool newline = true, escapes = around.in_shell;
  size_t first = 1;
  for (; first < words.size(); ++first) {
    const std::string& word = words[first];
    if (word == "-n") {
      newline = false;
    } else if (!around.in_shell && word == "-e") {
      escapes = true;
    } else {
      break;
    }
  }
  std::string out;
  for (size_t i = first; i < words.size(); ++i) {
    if (i > first) out.push_back(' ');
    if (!escapes) {
      out += words[i];
    } else if (!unescape(words[i], &out)) {
      newline = false;
      break;
    }
  }
  if (newline) out.push_back('\n');
  return put(around, 1, out) ? 0 : 1;
}

int cat(Surroundings& around, const Words& words) {
  constexpr size_t kAtOnce = 65536;
  int status = 0;
  Words sources(words.begin() + 1, words.end());
  if (sources.empty()) sources.emplace_back("-");
  for (const std::string& source : sources) {
    if (source == "/dev/null") continue;
    if (source != "-") {
      const char* reason =
          source.starts_with('-') ? "options are not supported by Loopscope" : "No such file or directory";
      status = complain(around, 1, fmt::format("cat: {}: {}\n", source, reason));
      continue;
    }
    for (;;) {
      std::string part;
      int64_t n = loop::read_file(around.vm, around.files[0], 0, kAtOnce, &part);
      if (n == 0) break;
      if (n < 0) {
        if (n == loop::kIoFailed) return 1;
        status = complain(around, 1, fmt::format("cat: -: {}\n", std::strerror(static_cast<int>(-n))));
        break;
      }
      around.vm.charge(n / 8);
      if (!put(around, 1, part)) return 1;
    }
  }
  return status;
}

int sleep(Surroundings& around, const Words& words) {
  if (words.size() < 2) {
    return complain(around, 1, "sleep: missing operand\nTry 'sleep --help' for more information.\n");
  }
  double seconds = 0;
  for (size_t i = 1; i < words.size(); ++i) {
    char* end = nullptr;
    double n = std::strtod(words[i].c_str(), &end);
    std::string_view unit(end);
    double factor = unit.empty() || unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : unit == "d" ? 86400 : -1;
    if (end == words[i].c_str() || factor < 0 || !(n >= 0)) {
      return complain(
          around, 1,
          fmt::format("sleep: invalid time interval ‘{}’\nTry 'sleep --help' for more information.\n", words[i]));
    }
    seconds += n * factor;
  }
  constexpr double kLongest = 1e9;
  loop::World& world = loop::asyncio_of(around.vm).world;
  return world.sleep(around.vm, std::llround(std::min(seconds, kLongest) * 1e9)) ? 0 : 1;
}

int leave(Surroundings& around, const Words& words) {
  around.left = true;
  if (words.size() < 2) return around.last_status;
  char* end = nullptr;
  long status = std::strtol(words[1].c_str(), &end, 10);
  if (*end || end == words[1].c_str() || status < 0) {
    return complain(around, 2, fmt::format("/bin/sh: 1: exit: Illegal number: {}\n", words[1]));
  }
  return static_cast<int>(status & 0xFF);
}

int succeed(Surroundings&, const Words&) { return 0; }
int fail(Surroundings&, const Words&) { return 1; }

const struct {
  std::string_view name;
  int (*run)(Surroundings&, const Words&);
  bool only_shell = false;
} kCommands[] = {
    {"cat", cat},     {"echo", echo},    {"exit", leave, true}, {"false", fail},
    {"sleep", sleep}, {"true", succeed}, {":", succeed, true},
};

std::string_view base_name(std::string_view name) {
  for (std::string_view folder : {"/bin/", "/usr/bin/"}) {
    if (name.starts_with(folder)) return name.substr(folder.size());
  }
  return name;
}

}  // namespace

bool is_command(std::string_view name) {
  for (const auto& command : kCommands) {
    if (command.name == base_name(name)) return true;
  }
  return false;
}

int run_command(Surroundings& around, const Words& words) {
  std::string_view name = base_name(words[0]);
  for (const auto& command : kCommands) {
    if (command.name == name && (around.in_shell || !command.only_shell)) return command.run(around, words);
  }
  return complain(
      around, 127,
      fmt::format("/bin/sh: 1: {}: not found\nloopscope: the simulated world has {}\n", words[0], kCommandNames));
}

}  // namespace loopscope::runtime
