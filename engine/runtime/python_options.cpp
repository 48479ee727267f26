#include "engine/runtime/python_options.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include "engine/runtime/state.hpp"

namespace loopscope::runtime {

namespace {

enum class Argument { kAny, kZeroOrOne, kOnOrOff };

struct XOption {
  std::string_view name;
  Argument argument;
  const char* form;
};

/// Those that configure a CPython that Loopscope is not (its caches, its crash reports) are accepted and change
/// nothing.
constexpr XOption kXOptions[] = {
    {"dev", Argument::kAny, "dev"},
    {"faulthandler", Argument::kAny, "faulthandler"},
    {"frozen_modules", Argument::kOnOrOff, "frozen_modules[=on|off]"},
    {"pycache_prefix", Argument::kAny, "pycache_prefix=PATH"},
    {"utf8", Argument::kZeroOrOne, "utf8[=0|1]"},
};

bool fits(Argument argument, std::string_view value) {
  if (argument == Argument::kZeroOrOne) return value == "0" || value == "1";
  if (argument == Argument::kOnOrOff) return value == "on" || value == "off";
  return true;
}

}  // namespace

std::map<std::string, std::string> python_environment() {
  std::map<std::string, std::string> found;
  for (char** entry = environ; *entry; ++entry) {
    std::string_view text = *entry;
    size_t equals = text.find('=');
    if (!text.starts_with("PYTHON") || equals == std::string_view::npos) continue;
    found.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return found;
}

std::string check_x_option(std::string_view option) {
  size_t equals = option.find('=');
  std::string_view name = option.substr(0, equals);
  std::string known;
  for (const XOption& each : kXOptions) {
    if (each.name == name) {
      bool good = equals == std::string_view::npos || fits(each.argument, option.substr(equals + 1));
      return good ? std::string() : fmt::format("-X {}: the form is -X {}", option, each.form);
    }
    known += fmt::format("{}{}", known.empty() ? "" : ", ", each.form);
  }
  return fmt::format("-X {} is not known; known are {}", option, known);
}

bool in_dev_mode(const Program& program) {
  if (program.dev_mode) return true;
  for (const std::string& option : program.x_options) {
    if (option == "dev" || option.starts_with("dev=")) return true;
  }
  auto variable = program.environment.find("PYTHONDEVMODE");
  return variable != program.environment.end() && !variable->second.empty();
}

std::vector<std::string> warning_options(const Program& program) {
  std::vector<std::string> options;
  if (in_dev_mode(program)) options.emplace_back("default");
  auto variable = program.environment.find("PYTHONWARNINGS");
  std::string_view rest = variable == program.environment.end() ? std::string_view() : variable->second;
  while (!rest.empty()) {
    size_t comma = rest.find(',');
    if (comma != 0) options.emplace_back(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  options.insert(options.end(), program.warning_filters.begin(), program.warning_filters.end());
  return options;
}

}  // namespace loopscope::runtime
