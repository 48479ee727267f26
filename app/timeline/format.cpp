#include "app/timeline/format.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace loopscope::timeline {
namespace {

struct Unit {
  std::int64_t ns;
  const char* name;
};
constexpr std::array<Unit, 4> kUnits = {{{1'000'000'000, "s"}, {1'000'000, "ms"}, {1'000, "\xC2\xB5s"}, {1, "ns"}}};

std::string print(const char* form, int digits, double value, const char* unit) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, form, digits, value, unit);
  return buffer;
}

}  // namespace

std::string format_duration(std::int64_t ns) {
  if (ns < 0) return ns == INT64_MIN ? "-" + format_duration(INT64_MAX) : "-" + format_duration(-ns);
  if (ns == 0) return "0";
  if (ns >= 60'000'000'000) {
    const std::int64_t seconds = ns / 1'000'000'000;
    char buffer[64];
    if (seconds >= 3600) {
      std::snprintf(buffer, sizeof buffer, "%lld h %02lld min", static_cast<long long>(seconds / 3600),
                    static_cast<long long>(seconds / 60 % 60));
    } else {
      std::snprintf(buffer, sizeof buffer, "%lld min %02lld s", static_cast<long long>(seconds / 60),
                    static_cast<long long>(seconds % 60));
    }
    return buffer;
  }
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    // What would be rounded to 1000 of a unit belongs to the next one up.
    const double value = static_cast<double>(ns) / static_cast<double>(kUnits[i].ns);
    if (value < 0.9995 && i + 1 < kUnits.size()) continue;
    if (kUnits[i].ns == 1) return print("%.*f %s", 0, value, kUnits[i].name);
    const int digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return print("%.*f %s", digits, value, kUnits[i].name);
  }
  return {};
}

std::string format_time(std::int64_t ns, std::int64_t step_ns) {
  if (ns == 0) return "0";
  if (step_ns < 1) step_ns = 1;
  const double size = std::abs(static_cast<double>(ns));
  for (const Unit& unit : kUnits) {
    if (size < static_cast<double>(unit.ns) && unit.ns > 1) continue;
    int digits = 0;
    for (std::int64_t part = unit.ns; part > step_ns && part > 1; part /= 10) ++digits;
    while (digits > 0) {
      // No more digits than the step has: a step of 20 ms wants hundredths of a second, one of 100 ms tenths.
      const double scaled = static_cast<double>(step_ns) / static_cast<double>(unit.ns) * std::pow(10, digits - 1);
      if (std::abs(scaled - std::round(scaled)) > 1e-9 || scaled < 0.5) break;
      --digits;
    }
    return print("%.*f %s", digits, static_cast<double>(ns) / static_cast<double>(unit.ns), unit.name);
  }
  return {};
}

std::string format_count(std::uint64_t n) {
  std::string s = std::to_string(n);
  for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(s.size()) - 3; i > 0; i -= 3)
    s.insert(static_cast<std::size_t>(i), 1, ',');
  return s;
}

}  // namespace loopscope::timeline
