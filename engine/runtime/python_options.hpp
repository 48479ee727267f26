#pragma once

// Python's own options and environment variables, for both executables and for the processes of a program.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::runtime {

struct Program;

/// The variables of this process that configure Python; nothing else of its environment reaches a program, so that a
/// trace does not depend on the machine.
std::map<std::string, std::string> python_environment();

/// What is wrong with the argument of a -X option, in words; empty when it is one of those known.
std::string check_x_option(std::string_view option);

/// -X dev in any of its forms, or PYTHONDEVMODE.
bool in_dev_mode(const Program& program);

/// sys.warnoptions: what development mode, PYTHONWARNINGS and -W ask for, the weakest first.
std::vector<std::string> warning_options(const Program& program);

}  // namespace loopscope::runtime
