#pragma once
// Loopscope's own diagnostics, never the script's output. The libraries only call log(); the application plugs in
// where it goes (spdlog). Without a sink, warnings and errors go to stderr.

#include <fmt/core.h>

#include <cstdint>
#include <string_view>
#include <utility>

namespace loopscope {

enum class LogLevel : uint8_t { kTrace, kDebug, kInfo, kWarn, kError };

using LogSink = void (*)(LogLevel level, std::string_view message);

/// nullptr restores the default. Set it before any thread is started.
void set_log_sink(LogSink sink);
void log_message(LogLevel level, std::string_view message);

template <class... Args>
void log(LogLevel level, fmt::format_string<Args...> format, Args&&... args) {
  log_message(level, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace loopscope
