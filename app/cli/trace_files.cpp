// `loopscope info`, `dump` and `cut`: what can be done with a trace file without a window.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/commands.hpp"
#include "engine/analysis/cut.hpp"
#include "engine/trace/dump.hpp"
#include "engine/trace/file/reader.hpp"
#include "engine/trace/file/writer.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

using trace::file::ChunkKind;
using trace::file::ChunkPlace;
using trace::file::Reader;

std::unique_ptr<Reader> open_or_tell(const std::string& path) {
  std::string error;
  std::unique_ptr<Reader> reader = Reader::open(path, &error);
  if (!reader) std::fprintf(stderr, "loopscope: %s\n", error.c_str());
  return reader;
}

void tell_notes(const Reader& reader) {
  for (const std::string& note : reader.notes()) {
    std::fprintf(stderr, "loopscope: %s: %s\n", reader.path().c_str(), note.c_str());
  }
}

// Everything that all META chunks say; later ones add to earlier ones.
nlohmann::json merged_meta(Reader& reader) {
  nlohmann::json all = nlohmann::json::object();
  for (const std::string& text : reader.meta()) {
    const nlohmann::json piece = nlohmann::json::parse(text, nullptr, false);
    if (piece.is_object()) all.update(piece);
  }
  return all;
}

constexpr double kForever = 9e9;  // seconds: about the largest time that fits

std::int64_t ns_of(double seconds) { return std::llround(std::clamp(seconds, -kForever, kForever) * 1e9); }

// Of a journal only reading tells how much it holds.
class Counter : public trace::file::EventSink {
 public:
  void on_string(uint32_t, std::string_view) override {}
  void on_event(const trace::Record& record) override {
    first_ = events_ == 0 ? record.time_ns : std::min(first_, record.time_ns);
    last_ = events_ == 0 ? record.time_ns : std::max(last_, record.time_ns);
    ++events_;
  }
  std::uint64_t events_ = 0;
  std::int64_t first_ = 0, last_ = 0;
};

class DumpSink : public trace::file::EventSink {
 public:
  void on_string(uint32_t id, std::string_view text) override { lines_.define(id, text); }
  void on_event(const trace::Record& record) override {
    lines_.line(record, piece_);
    if (piece_.size() > kPiece) flush();
  }
  void flush() {
    std::fwrite(piece_.data(), 1, piece_.size(), stdout);
    piece_.clear();
  }

 private:
  static constexpr std::size_t kPiece = std::size_t{64} << 10;
  trace::EventLines lines_;
  std::string piece_;
};

}  // namespace

int info_command(const CliOptions& options) {
  const std::unique_ptr<Reader> reader = open_or_tell(options.file);
  if (!reader) return 2;
  nlohmann::json info;
  const nlohmann::json meta = merged_meta(*reader);
  std::uint64_t raw = 0;
  std::int64_t first = 0, last = 0;
  bool any = false;
  nlohmann::json kinds = nlohmann::json::object();
  Counter journal;
  for (const ChunkPlace& place : reader->chunks()) {
    raw += place.header.raw_size;
    const std::string kind = name_of(place.header.kind);
    kinds[kind] = kinds.value(kind, 0) + 1;
    if (place.header.kind == ChunkKind::kJournal) {
      reader->read(static_cast<std::size_t>(&place - reader->chunks().data()), journal);
    }
    if (place.header.kind != ChunkKind::kEvents || place.header.count == 0) continue;
    first = any ? std::min(first, place.range.first_time_ns) : place.range.first_time_ns;
    last = any ? std::max(last, place.range.last_time_ns) : place.range.last_time_ns;
    any = true;
  }
  info["file"] = options.file;
  info["bytes"] = reader->file_size();
  info["unpacked_bytes"] = raw;
  info["complete"] = reader->complete();
  if (journal.events_ > 0) {
    first = any ? std::min(first, journal.first_) : journal.first_;
    last = any ? std::max(last, journal.last_) : journal.last_;
  }
  const std::uint64_t all_events = reader->events() + journal.events_;
  info["events"] = all_events;
  info["begin_ns"] = first;
  info["end_ns"] = last;
  info["chunks"] = kinds;
  info["meta"] = meta;
  info["notes"] = reader->notes();
  if (options.json) {
    std::printf("%s\n", info.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    return 0;
  }
  const double bytes = static_cast<double>(reader->file_size());
  const auto events = static_cast<double>(all_events);
  const auto row = [](const char* name, const std::string& value) {
    std::fputs(fmt::format("{:<12}{}\n", name, value).c_str(), stdout);
  };
  row("file", options.file);
  for (const auto& [key, value] : meta.items()) {
    row(key.c_str(), value.is_string() ? value.get<std::string>()
                                       : value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  row("complete", reader->complete() ? "yes" : "no");
  row("events", fmt::format("{}", all_events));
  row("time", fmt::format("{:.6f} s to {:.6f} s", static_cast<double>(first) / 1e9, static_cast<double>(last) / 1e9));
  row("size", fmt::format("{} bytes, {:.2f} bytes an event, {:.1f} times smaller than unpacked", reader->file_size(),
                          events > 0 ? bytes / events : 0, bytes > 0 ? static_cast<double>(raw) / bytes : 0));
  std::string list;
  for (const auto& [kind, count] : kinds.items()) {
    list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count.get<int>(), kind);
  }
  row("chunks", list);
  for (const std::string& note : reader->notes()) row("note", note);
  return 0;
}

int dump_command(const CliOptions& options) {
  const std::unique_ptr<Reader> reader = open_or_tell(options.file);
  if (!reader) return 2;
  DumpSink sink;
  for (std::size_t i = 0; i < reader->chunks().size(); ++i) reader->read(i, sink);
  sink.flush();
  std::fflush(stdout);
  tell_notes(*reader);
  return 0;
}

int cut_command(const CliOptions& options) {
  const std::unique_ptr<Reader> reader = open_or_tell(options.file);
  if (!reader) return 2;
  const double to = options.to_s < 0 ? kForever : options.to_s;
  if (!(options.from_s < to)) {
    std::fprintf(stderr, "loopscope: --from %g is not before --to %g: nothing would be left\n", options.from_s, to);
    return 2;
  }
  std::error_code ignored;
  if (std::filesystem::equivalent(options.file, options.trace_out, ignored)) {
    std::fputs("loopscope: the piece cannot replace the file that it is cut from; give --out another name\n", stderr);
    return 2;
  }
  const std::int64_t to_ns = ns_of(to);
  trace::Store store;
  trace::file::StoreSink sink(store);
  for (std::size_t i = 0; i < reader->chunks().size(); ++i) {
    const ChunkPlace& place = reader->chunks()[i];
    // What is later than the piece is not even read.
    if (place.header.kind == ChunkKind::kEvents && place.header.count > 0 && place.range.first_time_ns > to_ns)
      continue;
    reader->read(i, sink);
  }
  tell_notes(*reader);
  nlohmann::json meta = merged_meta(*reader);
  meta["cut_from"] = {
      {"file", options.file}, {"from_s", options.from_s}, {"to_s", options.to_s < 0 ? nullptr : nlohmann::json(to)}};
  std::string error;
  const auto writer = trace::file::Writer::create(
      options.trace_out, meta.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), &error);
  if (!writer) {
    std::fprintf(stderr, "loopscope: %s\n", error.c_str());
    return 2;
  }
  const std::uint32_t events = analysis::write_cut(store, ns_of(options.from_s), to_ns, *writer);
  if (!writer->close()) {
    std::fprintf(stderr, "loopscope: %s could not be written whole: %s\n", options.trace_out.c_str(),
                 writer->error().c_str());
    return 2;
  }
  std::fprintf(stderr, "loopscope: %u of %u events are in the piece, beside what still lived when it begins\n", events,
               store.size());
  return 0;
}

}  // namespace loopscope::app
