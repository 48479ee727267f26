#pragma once
// Running a lesson on the engine, into a store.

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "engine/runtime/session.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::analysis::testing {

/// Every lesson, in the order of their names.
inline std::vector<std::filesystem::path> lessons() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(LOOPSCOPE_SOURCE_DIR) / "scenarios")) {
    if (entry.path().extension() == ".py") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// `interrupt_ns`: virtual time at which Ctrl-C is pressed; negative: never.
inline void run_source(const std::string& path, const std::string& source, trace::Store& store,
                       int64_t interrupt_ns = -1) {
  trace::Channel channel;
  std::thread engine([&] {
    static constexpr int64_t kStart = 0;
    trace::Recorder recorder(&channel, &kStart);
    runtime::RunOptions options;
    options.path = path;
    options.source = source;
    options.recorder = &recorder;
    if (interrupt_ns >= 0) options.signals.emplace_back(interrupt_ns, SIGINT);
    runtime::run(options);
    recorder.close();
  });
  store.drain(channel);
  engine.join();
}

inline void run_lesson(const std::filesystem::path& path, trace::Store& store, int64_t interrupt_ns = -1) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  run_source(path.string(), text.str(), store, interrupt_ns);
}

}  // namespace loopscope::analysis::testing
