// Small traces for the fuzzers to begin with: make_seeds FOLDER.

#include <cstdio>
#include <filesystem>
#include <random>

#include "engine/analysis/cut.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/file/writer.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

using namespace loopscope;

namespace {

// Events of all types. Their ids are small, so that they mean one another.
void record_any(trace::Recorder& recorder, std::mt19937& random, int64_t& now, int events) {
  for (const char* text : {"a", "Task-1", "sleep(0.1)", "line\n"}) recorder.intern(text);
  for (int i = 0; i < events; ++i) {
    now += random() % 1000;
    const auto any = [&] { return static_cast<uint32_t>(random() % 5); };
    switch (random() % trace::kEventTypeLimit) {
#define LOOPSCOPE_EVENT(number, Name, ...)                                \
  case number: {                                                          \
    trace::ev::Name event{};                                              \
    uint32_t args[trace::kMaxArgs] = {any(), any(), any(), any(), any()}; \
    trace::decode(args, event);                                           \
    recorder.emit(event);                                                 \
    break;                                                                \
  }
#include "engine/trace/events.def"
#undef LOOPSCOPE_EVENT
      default:
        break;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: fuzz_make_seeds FOLDER\n", stderr);
    return 2;
  }
  std::filesystem::create_directories(argv[1]);
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    trace::Store store;
    trace::Channel channel({.unbounded = true});
    int64_t now = 0;
    trace::Recorder recorder(&channel, &now);
    record_any(recorder, random, now, 20 << (i % 5));
    recorder.close();
    store.drain(channel);
    std::string error;
    const auto writer = trace::file::Writer::create(std::string(argv[1]) + "/seed-" + std::to_string(i),
                                                    R"({"source":"engine"})", &error);
    if (!writer) {
      std::fprintf(stderr, "%s\n", error.c_str());
      return 1;
    }
    if (i % 3 == 0) {
      analysis::write_cut(store, now / 2, now, *writer);
    } else {
      trace::file::write_store(store, 0, store.size(), *writer);
    }
    if (!writer->close()) return 1;
  }
  return 0;
}
