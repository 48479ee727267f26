// `loopscope export`: a trace for other programs.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/cli/commands.hpp"
#include "app/cli/load_trace.hpp"
#include "app/export/html_page.hpp"
#include "app/export/svg_timeline.hpp"
#include "app/timeline/palette.hpp"
#include "engine/analysis/lanes.hpp"
#include "engine/interchange/chrome_export.hpp"
#include "engine/interchange/csv.hpp"
#include "engine/interchange/out_file.hpp"
#include "engine/interchange/piece.hpp"
#include "engine/interchange/sqlite_export.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

constexpr int kUsageError = 2;
constexpr double kForever = 9e9;  // seconds: about the largest time that fits

std::int64_t ns_of(double seconds) { return std::llround(std::clamp(seconds, -kForever, kForever) * 1e9); }

struct Suffix {
  const char* suffix;
  const char* format;
};
constexpr Suffix kSuffixes[] = {{".json", "perfetto"}, {".sqlite", "sqlite"}, {".sqlite3", "sqlite"}, {".db", "sqlite"},
                                {".csv", "csv"},       {".svg", "svg"},       {".html", "html"},      {".htm", "html"}};

// "" when the name does not tell.
std::string format_of(const std::string& path) {
  const std::string suffix = std::filesystem::path(path).extension().string();
  for (const Suffix& each : kSuffixes) {
    if (suffix == each.suffix) return each.format;
  }
  return {};
}

int fail(const std::string& text) {
  std::fprintf(stderr, "loopscope: %s\n", text.c_str());
  return kUsageError;
}

std::string title_of(const CliOptions& options) { return std::filesystem::path(options.file).filename().string(); }

SvgOptions svg_options(const CliOptions& options) {
  SvgOptions svg;
  // A picture is for paper first.
  svg.palette = options.theme == "dark" ? &timeline::dark_palette() : &timeline::light_palette();
  svg.ruler = options.shot.ruler;
  svg.title = title_of(options);
  return svg;
}

bool write(const std::string& format, const analysis::Model& model, const CliOptions& options, std::string* error) {
  if (format == "perfetto") return interchange::write_chrome(model, options.trace_out, error);
  if (format == "sqlite") return interchange::write_sqlite(model, options.trace_out, error);
  if (format == "html") {
    if (model.size() > kMostHtmlEvents) {
      *error = fmt::format("{} events are too many for one page; --from and --to take a piece", model.size());
      return false;
    }
    interchange::OutFile file(options.trace_out);
    file.write(html_page(model, {options.theme != "light", options.shot.ruler, title_of(options)}));
    return file.close(error);
  }
  if (format == "svg") {
    interchange::OutFile file(options.trace_out);
    file.write(svg_timeline(model, svg_options(options)));
    return file.close(error);
  }
  return interchange::write_csv(model, options.trace_out, error);
}

}  // namespace

int export_command(const CliOptions& options) {
  const std::string format = options.format.empty() ? format_of(options.trace_out) : options.format;
  if (format.empty()) {
    return fail(fmt::format(
        "{}: the name does not tell the format; end it in .json, .sqlite, .html, .svg or .csv, or give --format",
        options.trace_out));
  }
  std::error_code ignored;
  if (std::filesystem::equivalent(options.file, options.trace_out, ignored)) {
    return fail("the export cannot replace the file that it is made from; give --out another name");
  }
  const double to = options.to_s < 0 ? kForever : options.to_s;
  if (!(options.from_s < to)) {
    return fail(fmt::format("--from {} is not before --to {}: nothing would be left", options.from_s, to));
  }
  std::string error;
  auto store = std::make_unique<trace::Store>();
  if (!load_trace(options, *store, &error)) return fail(error);
  std::unique_ptr<trace::Store> whole;
  if (options.from_s > 0 || options.to_s >= 0) {
    whole = std::move(store);
    store = std::make_unique<trace::Store>();
    interchange::take_piece(*whole, ns_of(options.from_s), ns_of(to), *store);
  }
  analysis::Model model(*store);
  model.advance();
  return write(format, model, options, &error) ? 0 : fail(error);
}

}  // namespace loopscope::app
