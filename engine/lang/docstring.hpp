#pragma once

#include <string>
#include <string_view>

namespace loopscope::lang {

/// A docstring as Python 3.13 stores it: tabs expanded, the indentation common to all lines but the first removed.
std::string clean_docstring(std::string_view text);

}  // namespace loopscope::lang
