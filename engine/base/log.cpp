#include "engine/base/log.hpp"

#include <atomic>
#include <cstdio>

namespace loopscope {

namespace {

void to_stderr(LogLevel level, std::string_view message) {
  if (level < LogLevel::kWarn) return;
  std::fprintf(stderr, "loopscope: %.*s\n", static_cast<int>(message.size()), message.data());
}

std::atomic<LogSink> g_sink{&to_stderr};

}  // namespace

void set_log_sink(LogSink sink) { g_sink = sink ? sink : &to_stderr; }

void log_message(LogLevel level, std::string_view message) { g_sink.load()(level, message); }

}  // namespace loopscope
