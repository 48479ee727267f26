#pragma once

// Numbers as people read them.

#include <cstdint>
#include <string>

namespace loopscope::timeline {

// A duration in the unit that gives three digits: "0", "850 ns", "1.20 ms", "12.4 s", "3 min 05 s".
std::string format_duration(std::int64_t ns);

// A point of the clock with as many digits as a step of `step_ns` needs: format_time(1500000, 100000) is "1.5 ms".
std::string format_time(std::int64_t ns, std::int64_t step_ns);

// 1234567 as "1,234,567".
std::string format_count(std::uint64_t n);

}  // namespace loopscope::timeline
