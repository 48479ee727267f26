// `loopscope_cli run FILE [ARGS...]`: runs a program without a window; needs no GUI package. For tests and tools.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <thread>

#include "engine/runtime/python_options.hpp"
#include "engine/runtime/session.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"

namespace {

using namespace loopscope;

int usage() {
  std::fputs(
      "usage: loopscope_cli run [--record=none|memory] [--max-instructions N] [--log-slow-select] [-X OPTION] "
      "[-W FILTER] FILE.py [ARGS...]\n"
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
    } else if (option.starts_with("-W") || option.starts_with("-X")) {
      if (option.size() == 2 && i + 1 >= argc) return usage();
      std::string value = option.size() > 2 ? option.substr(2) : argv[++i];
      if (option[1] == 'W') {
        options.warning_filters.push_back(value);
        continue;
      }
      if (std::string wrong = runtime::check_x_option(value); !wrong.empty()) {
        std::fprintf(stderr, "loopscope_cli: %s\n", wrong.c_str());
        return 2;
      }
      options.x_options.push_back(value);
    } else {
      return usage();
    }
  }
  options.environment = runtime::python_environment();
  if (i >= argc) return usage();
  options.path = argv[i];
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
