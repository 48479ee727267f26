#include "app/cli/load_trace.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "app/cli/start.hpp"
#include "app/session/document.hpp"
#include "app/session/engine_options.hpp"
#include "engine/interchange/chrome_import.hpp"
#include "engine/runtime/session.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/file/reader.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

// As much of a trace as is kept in memory here: about 3 GB.
constexpr std::uint32_t kMostEvents = 40'000'000;
constexpr std::size_t kCellsAPiece = 65536;
constexpr std::int64_t kPollNs = 20'000'000;

bool read_trace(const std::string& path, trace::Store& store, std::string* error) {
  const auto reader = trace::file::Reader::open(path, error);
  if (!reader) return false;
  trace::file::StoreSink sink(store);
  for (std::size_t i = 0; i < reader->chunks().size() && store.size() < kMostEvents; ++i) reader->read(i, sink);
  if (store.size() >= kMostEvents) {
    std::fprintf(stderr, "loopscope: %s: only the first %u events are taken; loopscope cut makes a smaller trace\n",
                 path.c_str(), store.size());
  }
  for (const std::string& note : reader->notes()) {
    std::fprintf(stderr, "loopscope: %s: %s\n", path.c_str(), note.c_str());
  }
  return true;
}

bool read_foreign(const std::string& path, trace::Store& store, std::string* error) {
  std::vector<std::string> notes;
  trace::Channel channel;
  bool good = false;
  std::thread reader([&] {
    static constexpr std::int64_t kStart = 0;
    trace::Recorder recorder(&channel, &kStart);
    good = interchange::import_chrome(path, recorder, &notes, error);
    recorder.close();
  });
  store.drain(channel);
  reader.join();
  for (const std::string& note : notes) std::fprintf(stderr, "loopscope: %s: %s\n", path.c_str(), note.c_str());
  return good;
}

// What the program prints is in the trace; a program that fails is a trace as good as any.
void run_program(const CliOptions& options, trace::Store& store) {
  runtime::Control control;
  runtime::RunOptions run = engine_options(live_options(options, options.file));
  run.control = &control;
  run.on_stderr = [](std::string_view) {};
  run.on_stdout = [](std::string_view) {};
  trace::Channel channel;
  std::thread engine([&] {
    static constexpr std::int64_t kStart = 0;
    trace::Recorder recorder(&channel, &kStart);
    run.recorder = &recorder;
    runtime::run(run);
    recorder.close();
  });
  bool stopped = false;
  while (!channel.closed() || store.poll(channel, kCellsAPiece) > 0) {
    if (store.poll(channel, kCellsAPiece) == 0) channel.wait(kPollNs);
    if (!stopped && store.size() > kMostEvents) {
      stopped = true;
      control.stop();
    }
  }
  engine.join();
  if (stopped) {
    std::fprintf(stderr, "loopscope: stopped after %u events: a longer trace would not fit into memory\n",
                 store.size());
  }
}

}  // namespace

bool load_trace(const CliOptions& options, trace::Store& store, std::string* error) {
  const Document document = read_document(options.file);
  if (!document.error.empty()) {
    *error = document.error;
    return false;
  }
  if (document.is_foreign) return read_foreign(options.file, store, error);
  if (document.is_trace) return read_trace(options.file, store, error);
  run_program(options, store);
  return true;
}

}  // namespace loopscope::app
