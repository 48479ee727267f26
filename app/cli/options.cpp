#include "app/cli/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include "engine/runtime/python_options.hpp"

#ifndef LOOPSCOPE_VERSION
#define LOOPSCOPE_VERSION "0"
#endif

namespace loopscope::app {
namespace {

// "1600x1000"
std::string check_size(const std::string& text) {
  const std::size_t x = text.find('x');
  int width = 0, height = 0;
  const char* begin = text.data();
  const char* end = begin + text.size();
  if (x != std::string::npos) {
    const auto w = std::from_chars(begin, begin + x, width);
    const auto h = std::from_chars(begin + x + 1, end, height);
    if (w.ec == std::errc() && w.ptr == begin + x && h.ec == std::errc() && h.ptr == end && width >= 320 &&
        height >= 200 && width <= 16384 && height <= 16384) {
      return "";
    }
  }
  return "SIZE must be WIDTHxHEIGHT in pixels, from 320x200 to 16384x16384, not '" + text + "'";
}

void add_engine_options(CLI::App* command, CliOptions& out) {
  command->add_option("--seed", out.seed, "Seed of everything arbitrary; the same seed gives the same trace")
      ->type_name("N");
  command
      ->add_option_function<std::string>(
          "--clock", [&out](const std::string& kind) { out.wall_clock = kind == "wall"; },
          "virtual jumps over sleeps, wall paces them in real time")
      ->check(CLI::IsMember({"virtual", "wall"}))
      ->type_name("KIND");
  command->add_option("--interrupt-at", out.interrupts, "Press Ctrl-C after so many seconds of the program's time")
      ->check(CLI::Range(0.0, 1e9))
      ->type_name("SECONDS");
  command->add_option("--max-instructions", out.max_instructions, "End the program beyond so many instructions")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  command->add_option("--max-memory", out.max_memory, "MemoryError beyond so much, such as 512MB")
      ->transform(CLI::AsSizeValue(false))
      ->type_name("SIZE");
  command->add_option("--max-recursion", out.max_recursion, "RecursionError beyond so many frames")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  command->add_flag("--dev", out.dev, "Python development mode: asyncio debug mode and every warning");
  command->add_flag("--log-slow-select", out.log_slow_select,
                    "Debug mode logs a slow selector, as the documentation says and newer Pythons do not");
  command->add_option("-X", out.x_options, "An option as Python's -X, such as dev")
      ->check([](const std::string& option) { return runtime::check_x_option(option); })
      ->type_name("OPTION")
      ->take_all();
  command->add_option("-W", out.warning_filters, "A warning filter as Python's -W, such as error or ignore")
      ->type_name("FILTER")
      ->take_all();
}

void add_look_options(CLI::App* command, CliOptions& out) {
  command->add_option("--scale", out.scale, "Size of the interface, 0.75 to 4")
      ->check(CLI::Range(0.75, 4.0))
      ->type_name("S");
  command->add_option("--theme", out.theme, "dark or light")->check(CLI::IsMember({"dark", "light"}))->type_name("T");
}

struct Split {
  std::vector<std::string> ours;
  std::vector<std::string> script;
};

// Ours is everything up to FILE and the options of ours directly behind it; from the first thing that is none on, or
// behind "--", it is the script's.
Split split_command_line(const CLI::App& app, int argc, char** argv) {
  Split split;
  const CLI::App* command = &app;
  bool file_seen = false;
  int i = 1;
  for (; i < argc; ++i) {
    const std::string token = argv[i];
    if (token == "--") {
      ++i;
      if (file_seen) break;
      split.ours.push_back(token);
      if (i < argc) split.ours.emplace_back(argv[i]);
      file_seen = true;
      continue;
    }
    if (token.size() > 1 && token[0] == '-') {
      const std::size_t equals = token.find('=');
      const std::string name = token.substr(0, equals);
      const CLI::Option* option = command->get_option_no_throw(name);
      if (option == nullptr) option = app.get_option_no_throw(name);
      if (option == nullptr && file_seen) break;
      split.ours.push_back(token);
      const bool takes_value = option != nullptr && option->get_expected_max() > 0;
      if (takes_value && equals == std::string::npos && i + 1 < argc) split.ours.emplace_back(argv[++i]);
      continue;
    }
    if (file_seen) break;
    const CLI::App* sub = nullptr;
    if (command == &app) {
      for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (each->get_name() == token) sub = each;
      }
    }
    if (sub != nullptr) {
      command = sub;
    } else {
      file_seen = true;
    }
    split.ours.push_back(token);
  }
  for (; i < argc; ++i) split.script.emplace_back(argv[i]);
  return split;
}

}  // namespace

CliOptions parse_command_line(int argc, char** argv) {
  CliOptions out;
  CLI::App app("Watch an asyncio event loop think: run a Python program and see every task step, and why it happened.",
               "loopscope");
  app.footer(
      "Without FILE the window opens on the lessons. Arguments after FILE belong to the script; put -- before them\n"
      "when they look like options of loopscope.");
  app.set_version_flag("--version", "loopscope " LOOPSCOPE_VERSION);
  app.add_option("--log-level", out.log_level, "loopscope's own messages on stderr, never the script's output")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
      ->type_name("LEVEL");
  app.add_option("FILE", out.file, "Python file or trace to open in the window");
  add_engine_options(&app, out);
  add_look_options(&app, out);
  app.add_option("--state-out", out.state_out, "Write the window's state there as JSON whenever it changes, for tests")
      ->type_name("FILE");

  CLI::App* run = app.add_subcommand("run", "Run FILE as Python would: same output, same exit status");
  run->add_option("FILE", out.file, "Python file")->required();
  run->add_flag("--dump", out.dump, "Print the trace instead of the output, one event a line as JSON");
  run->add_flag("--text", out.text, "Print a timeline for the terminal instead of the output");
  run->add_option("--trace", out.trace_out, "Write the trace there, for loopscope view")->type_name("OUT.loopscope");
  add_engine_options(run, out);
  run->fallthrough();

  CLI::App* view = app.add_subcommand(
      "view", "Open recorded traces, Chrome traces (.json) or Python files in the window, a tab each");
  view->add_option("FILE", out.file, "Trace or Python file; more may follow")->required();
  add_look_options(view, out);
  view->fallthrough();

  CLI::App* info = app.add_subcommand("info", "Say what a trace file holds, and what of it is missing");
  info->add_option("FILE", out.file, "Trace")->required();
  info->add_flag("--json", out.json, "As JSON");
  CLI::App* dump = app.add_subcommand("dump", "Print a trace file's events, one a line as JSON");
  dump->add_option("FILE", out.file, "Trace")->required();
  CLI::App* cut = app.add_subcommand("cut", "Write a piece of a trace file as a trace of its own");
  cut->add_option("FILE", out.file, "Trace")->required();
  cut->add_option("--from", out.from_s, "Begin, in seconds of the trace")->type_name("SECONDS");
  cut->add_option("--to", out.to_s, "End, in seconds of the trace")->type_name("SECONDS");
  cut->add_option("--out,-o", out.trace_out, "Where to write the piece")->required()->type_name("OUT.loopscope");

  CLI::App* record =
      app.add_subcommand("record", "Record what a real Python does: record [-o OUT] -- python3 app.py ARGS");
  record->add_option("COMMAND", out.file, "python3 app.py ARGS; app.py alone is run by python3")->required();
  record->add_option("--out,-o", out.trace_out, "The trace; else the program's name with .loopscope, here")
      ->type_name("OUT.loopscope");

  CLI::App* fidelity =
      app.add_subcommand("fidelity", "Run FILE on the engine and on a real Python, and compare who runs when");
  fidelity->add_option("FILE", out.file, "Python file")->required();
  fidelity->add_option("--python", out.python, "The interpreter, else python3")->type_name("PYTHON");
  add_engine_options(fidelity, out);
  fidelity->fallthrough();

  CLI::App* diff = app.add_subcommand(
      "diff", "Compare two runs by who runs when, not by times: exit status 0 the same order, 1 another one");
  diff->add_option("FILE", out.file, "Trace, or a Python file to run; the other one follows")->required();
  add_engine_options(diff, out);
  diff->fallthrough();

  CLI::App* convert =
      app.add_subcommand("export", "Write FILE's trace for other programs: Perfetto, SQL, spreadsheets");
  convert->add_option("FILE", out.file, "Trace, or a Python file to run")->required();
  convert->add_option("--out,-o", out.trace_out, "Where to write it")->required()->type_name("OUT");
  convert->add_option("--format", out.format, "perfetto, sqlite, html, svg or csv; else what OUT's suffix says")
      ->check(CLI::IsMember({"perfetto", "sqlite", "html", "svg", "csv"}))
      ->type_name("FORMAT");
  convert->add_option("--from", out.from_s, "Begin, in seconds of the trace")->type_name("SECONDS");
  convert->add_option("--to", out.to_s, "End, in seconds of the trace")->type_name("SECONDS");
  convert->add_option("--ruler", out.shot.ruler, "Of a picture or page: time or tick; else what suits the trace")
      ->check(CLI::IsMember({"time", "tick"}))
      ->type_name("KIND");
  convert->add_option("--theme", out.theme, "Of a picture or page: light or dark")
      ->check(CLI::IsMember({"dark", "light"}))
      ->type_name("T");
  add_engine_options(convert, out);
  convert->fallthrough();

  CLI::App* shot = app.add_subcommand("shot", "Render the window to a PNG, with no window shown");
  shot->add_option("FILE", out.file, "Python file or trace");
  shot->add_flag("--gallery", out.gallery, "The gallery of lessons instead of a file");
  shot->add_option("--out,-o", out.shot.out, "Where to write the picture")->required()->type_name("P.png");
  shot->add_option("--at", out.shot.at,
                   "Where the cursor stands: a time (0.12, 120ms), tick:N, event:N, finding:N, start or end")
      ->type_name("T");
  shot->add_option_function<std::string>(
          "--size",
          [&out](const std::string& text) {
            const std::size_t x = text.find('x');
            out.shot.width = std::atoi(text.c_str());
            out.shot.height = std::atoi(text.c_str() + x + 1);
          },
          "Size of the picture in pixels")
      ->check(check_size)
      ->type_name("WxH");
  shot->add_option("--select", out.shot.select, "Select what has this name, such as Task-2")->type_name("NAME");
  shot->add_option("--maximise", out.maximise, "Give one panel the whole window, such as timeline")->type_name("PANEL");
  shot->add_option("--ruler", out.shot.ruler, "time or tick; else what suits the trace")
      ->check(CLI::IsMember({"time", "tick"}))
      ->type_name("KIND");
  shot->add_flag("--help-overlay", out.shot.help, "With the overlay of keys and commands");
  shot->add_flag("--command-palette", out.shot.palette, "With the command palette");
  add_engine_options(shot, out);
  add_look_options(shot, out);
  shot->fallthrough();

  Split split = split_command_line(app, argc, argv);
  out.script_args = std::move(split.script);
  try {
    std::reverse(split.ours.begin(), split.ours.end());  // as CLI11 wants them
    app.parse(split.ours);
  } catch (const CLI::ParseError& error) {
    out.mode = Mode::finished;
    out.status = app.exit(error) == 0 ? 0 : 2;
    return out;
  }
  out.view = view->parsed();
  out.mode = run->parsed()        ? Mode::run
             : shot->parsed()     ? Mode::shot
             : info->parsed()     ? Mode::info
             : dump->parsed()     ? Mode::dump
             : cut->parsed()      ? Mode::cut
             : diff->parsed()     ? Mode::diff
             : record->parsed()   ? Mode::record
             : fidelity->parsed() ? Mode::fidelity
             : convert->parsed()  ? Mode::export_trace
                                  : Mode::window;
  if (out.mode == Mode::shot && out.file.empty() && !out.gallery) {
    std::fputs("loopscope shot: a FILE or --gallery is needed\n", stderr);
    out.mode = Mode::finished;
    out.status = 2;
  }
  return out;
}

}  // namespace loopscope::app
