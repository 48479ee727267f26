// `loopscope_cli run FILE [ARGS...]`: runs a program without a window; needs no GUI package. For tests and tools.

#include <unistd.h>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <thread>

#include "engine/runtime/session.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"

namespace {

using namespace loopscope;

int usage() {
  std::fputs(
      "usage: loopscope_cli run [--record=none|memory] [--max-instructions N] [--log-slow-select] [-X dev] [-W FILTER] "
      "FILE.py [ARGS...]\n"
      "  --record=memory records a trace and drops it, to measure what recording costs\n",
      stderr);
  return 2;
}

/// Reads what is there and throws it away.
void drop(trace::Channel& channel) {
  while (trace::Block* block = channel.front()) {
    if (block->published.load(std::memory_order_acquire) < trace::Block::kCapacity) break;
    channel.release();
  }
}

void write_to(std::FILE* file, std::string_view out) { std::fwrite(out.data(), 1, out.size(), file); }

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || std::strcmp(argv[1], "run") != 0) return usage();
  runtime::RunOptions options;
  bool record = false;
  int i = 2;
  for (; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'; ++i) {
    std::string option = argv[i];
    if (option == "--record=memory") {
      record = true;
    } else if (option == "--record=none") {
      record = false;
    } else if (option == "--max-instructions" && i + 1 < argc) {
      options.limits.instructions = std::atoll(argv[++i]);
    } else if (option == "--log-slow-select") {
      options.log_slow_select = true;
    } else if (option == "-X" && i + 1 < argc && std::strcmp(argv[i + 1], "dev") == 0) {
      options.dev_mode = true;
      ++i;
    } else if (option == "-W" && i + 1 < argc) {
      options.warning_filters.emplace_back(argv[++i]);
    } else if (option == "-X" && i + 1 < argc && std::strcmp(argv[i + 1], "dev") == 0) {
      options.dev_mode = true;
      ++i;
    } else {
      return usage();
    }
  }
  // What configures Python itself; nothing else of the machine's environment reaches a program.
  for (char** entry = environ; *entry; ++entry) {
    const char* equals = std::strchr(*entry, '=');
    if (equals && std::strncmp(*entry, "PYTHON", 6) == 0) {
      options.environment.emplace(std::string(*entry, static_cast<size_t>(equals - *entry)), equals + 1);
    }
  }
  if (i >= argc) return usage();
  options.path = argv[i];
  for (char** variable = environ; *variable; ++variable) {
    // Only what Python programs and asyncio look at: a trace must not depend on the machine.
    std::string text = *variable;
    if (text.starts_with("PYTHON"))
      options.environment[text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
  }
  options.argv.assign(argv + i + 1, argv + argc);
  options.on_stdout = [](std::string_view out) { write_to(stdout, out); };
  options.on_stderr = [](std::string_view out) { write_to(stderr, out); };
  runtime::RunResult result;
  if (record) {
    trace::Channel channel;
    int64_t start = 0;
    trace::Recorder recorder(&channel, &start);
    std::thread reader([&] {
      for (bool closed = false; !closed;) {
        closed = channel.wait(100'000'000);
        drop(channel);
      }
      drop(channel);
    });
    options.recorder = &recorder;
    result = runtime::run(options);
    recorder.close();
    reader.join();
  } else {
    result = runtime::run(options);
  }
  std::fflush(stdout);
  return result.exit_status;
}
