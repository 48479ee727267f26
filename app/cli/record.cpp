// `loopscope record`: a real Python runs a program under the recorder. `loopscope fidelity`: the same program there and
// on the engine, compared.

#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "app/cli/commands.hpp"
#include "app/cli/load_trace.hpp"
#include "app/gallery/gallery.hpp"
#include "engine/analysis/compare.hpp"
#include "engine/trace/file/reader.hpp"
#include "engine/trace/file/writer.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

namespace fs = std::filesystem;
constexpr int kTrouble = 2;
constexpr int kCannotStart = 127;  // as a shell says it

// The folder that holds the package loopscope_recorder: beside the lessons.
fs::path recorder_folder() {
  if (const char* told = std::getenv("LOOPSCOPE_RECORDER"); told != nullptr && told[0] != '\0') return told;
  return scenarios_folder().parent_path() / "recorder";
}

// Runs a command and waits for its end. Ctrl-C is the program's: this process waits on.
int run_and_wait(const std::vector<std::string>& command, bool quiet) {
  std::vector<char*> arguments;
  for (const std::string& each : command) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child < 0) return kCannotStart;
  if (child == 0) {
    const fs::path folder = recorder_folder();
    const char* before = std::getenv("PYTHONPATH");
    setenv("PYTHONPATH", before ? (folder.string() + ":" + before).c_str() : folder.c_str(), 1);
    if (quiet && (!std::freopen("/dev/null", "w", stdout) || !std::freopen("/dev/null", "w", stderr)))
      _exit(kCannotStart);
    execvp(arguments[0], arguments.data());
    std::fprintf(stderr, "loopscope: cannot start %s: %s\n", arguments[0], std::strerror(errno));
    _exit(kCannotStart);
  }
  std::signal(SIGINT, SIG_IGN);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  std::signal(SIGINT, SIG_DFL);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

class Repack : public trace::file::EventSink {
 public:
  explicit Repack(trace::file::Writer& writer) : writer_(writer) {}
  void on_string(uint32_t id, std::string_view text) override { writer_.on_string(id, text); }
  void on_event(const trace::Record& record) override { writer_.on_event(record); }

 private:
  trace::file::Writer& writer_;
};

// From a recorder's journal to columns: smaller, and with an index. False, with the reason, when it cannot be.
bool repack(const std::string& from, const std::string& to, std::string* error) {
  const auto reader = trace::file::Reader::open(from, error);
  if (!reader) return false;
  std::string meta;
  std::string end;
  for (const std::string& each : reader->meta()) (meta.empty() ? meta : end) = each;
  const auto writer = trace::file::Writer::create(to, meta, error);
  if (!writer) return false;
  Repack sink(*writer);
  for (std::size_t i = 0; i < reader->chunks().size(); ++i) reader->read(i, sink);
  for (const std::string& note : reader->notes())
    std::fprintf(stderr, "loopscope: %s: %s\n", from.c_str(), note.c_str());
  if (writer->close(end)) return true;
  *error = fmt::format("{} could not be written whole: {}", to, writer->error());
  return false;
}

// Records `program`, as python3 would run it, into `out`. The program's exit status, or -1 with an error told.
int record(const std::vector<std::string>& python, const std::vector<std::string>& program, const std::string& out,
           bool quiet) {
  const std::string journal = out + ".part";
  std::error_code ignored;
  fs::remove(journal, ignored);
  std::vector<std::string> command = python;
  command.insert(command.end(), {"-m", "loopscope_recorder", "-o", journal});
  command.insert(command.end(), program.begin(), program.end());
  const int status = run_and_wait(command, quiet);
  if (!fs::exists(journal, ignored)) {
    std::fprintf(stderr,
                 "loopscope: %s recorded nothing; the recorder is looked for in %s (LOOPSCOPE_RECORDER names "
                 "another folder)\n",
                 python[0].c_str(), recorder_folder().c_str());
    return -1;
  }
  std::string error;
  if (!repack(journal, out, &error)) {
    std::fprintf(stderr, "loopscope: %s; the recorder's own file is %s\n", error.c_str(), journal.c_str());
    return -1;
  }
  fs::remove(journal, ignored);
  return status;
}

}  // namespace

int record_command(const CliOptions& options) {
  // [PYTHON [ITS OPTIONS]] PROGRAM [ARGS]: what ends in .py is the program, what stands before it the interpreter.
  std::vector<std::string> words{options.file};
  words.insert(words.end(), options.script_args.begin(), options.script_args.end());
  const auto is_program = [](const std::string& word) { return word.ends_with(".py"); };
  const auto program = std::find_if(words.begin(), words.end(), is_program);
  if (program == words.end()) {
    std::fputs("loopscope record: no program: loopscope record [-o OUT] -- python3 app.py ARGS\n", stderr);
    return kTrouble;
  }
  std::vector<std::string> python(words.begin(), program);
  if (python.empty()) python = {"python3"};
  const std::string out =
      options.trace_out.empty() ? fs::path(*program).stem().string() + ".loopscope" : options.trace_out;
  const int status = record(python, {program, words.end()}, out, false);
  if (status >= 0) std::fprintf(stderr, "loopscope: recorded in %s\n", out.c_str());
  return status < 0 ? kTrouble : status;
}

int fidelity_command(const CliOptions& options) {
  const fs::path recorded = fs::temp_directory_path() / fmt::format("loopscope-fidelity-{}.loopscope", getpid());
  std::vector<std::string> program{options.file};
  program.insert(program.end(), options.script_args.begin(), options.script_args.end());
  const std::string python = options.python.empty() ? "python3" : options.python;
  trace::Store engine, real;
  std::string error;
  if (!load_trace(options, engine, &error)) {
    std::fprintf(stderr, "loopscope: %s\n", error.c_str());
    return kTrouble;
  }
  if (record({python}, program, recorded.string(), true) < 0) return kTrouble;
  CliOptions of_file = options;
  of_file.file = recorded.string();
  const bool read = load_trace(of_file, real, &error);
  std::error_code ignored;
  fs::remove(recorded, ignored);
  if (!read) {
    std::fprintf(stderr, "loopscope: %s\n", error.c_str());
    return kTrouble;
  }
  const analysis::Comparison found = analysis::compare(engine, real);
  std::fputs(analysis::explain(found, "engine", python).c_str(), stdout);
  return found.equal() ? 0 : 1;
}

}  // namespace loopscope::app
