#include "engine/interchange/chrome_reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <istream>
#include <memory>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "engine/interchange/guarded_input.hpp"

namespace loopscope::interchange {

namespace {

using Json = nlohmann::json;
using Kind = ChromeEvent::Kind;

constexpr size_t kDeepest = 256;
constexpr size_t kLongestId = 256;
constexpr size_t kMostText = 8 * kLongestText;
constexpr size_t kMostTracks = 60'000;
constexpr int64_t kLargestNs = int64_t{1} << 62;

// Microseconds as they are written, to the nanosecond: a double could not hold those since 1970. False: no such time.
bool nanoseconds(std::string_view text, double value, int64_t& ns) {
  if (!std::isfinite(value) || std::abs(value) > 4e15) return false;
  if (text.find_first_of("eE") != std::string_view::npos) {
    ns = std::llround(value * 1000);
    return true;
  }
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  int64_t whole = 0, part = 0, unit = 100;
  size_t i = 0;
  for (; i < text.size() && text[i] != '.'; ++i) whole = whole * 10 + (text[i] - '0');
  for (++i; i < text.size() && unit > 0; ++i, unit /= 10) part += (text[i] - '0') * unit;
  if (i < text.size() && text[i] >= '5') ++part;
  ns = (whole * 1000 + part) * (negative ? -1 : 1);
  return true;
}

// What the parser is within.
enum class Within : uint8_t { kTop, kEvents, kEvent, kArgs, kFileInfo, kFiles, kFile, kSkipped };

class Handler : public nlohmann::json_sax<Json> {
 public:
  Handler(ChromeFile& file, const std::atomic<bool>* stop) : file_(file), stop_(stop) {}

  // --- what the parser calls; false ends the parsing -----------------------------------------------------------------
  bool null() override { return scalar(); }
  bool boolean(bool) override { return scalar(); }
  bool number_integer(number_integer_t v) override { return number(fmt::format("{}", v), static_cast<double>(v)); }
  bool number_unsigned(number_unsigned_t v) override { return number(fmt::format("{}", v), static_cast<double>(v)); }
  bool number_float(number_float_t v, const string_t& text) override { return number(text, v); }
  bool string(string_t& text) override;
  bool start_object(std::size_t) override;
  bool end_object() override;
  bool start_array(std::size_t) override;
  bool end_array() override {
    within_.pop_back();
    return true;
  }
  bool key(string_t& name) override {
    if (within_.back() != Within::kSkipped) key_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
    at_ = position;
    problem_ = error.what();
    // "[json.exception.parse_error.101] parse error at line 1, column 2: the reason": the reason is enough.
    if (const size_t colon = problem_.find(": "); colon != std::string::npos) problem_.erase(0, colon + 2);
    return false;
  }
  // Text has none.
  bool binary(Json::binary_t&) override { return true; }

  bool found_events() const { return found_events_; }
  bool in_array() const { return bare_array_; }
  const std::string& problem() const { return problem_; }
  std::size_t position() const { return at_; }
  void finish();

 private:
  bool fail(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }
  bool enter(Within within);
  bool scalar();
  bool number(const std::string& text, double value);
  bool take();
  uint32_t track(const std::string& pid, const std::string& tid);
  bool intern(std::string_view text, uint32_t& id);

  struct Raw {
    std::string phase, name, category, pid, tid, id, arg_name;
    int64_t ns = 0, dur_ns = 0;
    bool has_ns = false, bad_time = false;
  };

  ChromeFile& file_;
  const std::atomic<bool>* stop_;
  std::vector<Within> within_;
  std::string key_, problem_, source_path_;
  std::size_t at_ = 0;
  bool found_events_ = false, bare_array_ = false;
  Raw raw_;
  size_t text_bytes_ = 0;
  std::unordered_map<std::string, uint32_t> tracks_;
  std::unordered_map<std::string, std::string> process_names_;
  uint64_t counters_ = 0, flows_ = 0, unknown_ = 0, bad_times_ = 0, beyond_ = 0;
};

bool Handler::enter(Within within) {
  if (within_.size() >= kDeepest) return fail(fmt::format("it is nested more than {} deep", kDeepest));
  within_.push_back(within);
  return true;
}

bool Handler::scalar() {
  if (within_.empty()) return fail("it is JSON, but neither an object nor a list of events");
  if (within_.back() == Within::kEvents) return fail("its list of events holds something that is no event");
  return true;
}

bool Handler::start_object(std::size_t) {
  if (within_.empty()) return enter(Within::kTop);
  switch (within_.back()) {
    case Within::kEvents:
      raw_ = {};
      return enter(Within::kEvent);
    case Within::kEvent:
      return enter(key_ == "args" ? Within::kArgs : Within::kSkipped);
    case Within::kTop:
      return enter(key_ == "file_info" ? Within::kFileInfo : Within::kSkipped);
    case Within::kFileInfo:
      return enter(key_ == "files" ? Within::kFiles : Within::kSkipped);
    default:
      return enter(Within::kSkipped);
  }
}

bool Handler::start_array(std::size_t) {
  if (within_.empty()) {
    bare_array_ = found_events_ = true;
    return enter(Within::kEvents);
  }
  if (within_.back() == Within::kTop && key_ == "traceEvents") {
    found_events_ = true;
    return enter(Within::kEvents);
  }
  if (within_.back() == Within::kEvents) return scalar();
  if (within_.back() == Within::kFiles) {
    source_path_ = key_;
    return enter(Within::kFile);
  }
  return enter(Within::kSkipped);
}

bool Handler::end_object() {
  const Within ended = within_.back();
  within_.pop_back();
  return ended != Within::kEvent || take();
}

bool Handler::string(string_t& text) {
  if (!scalar()) return false;
  if (within_.back() == Within::kEvent) {
    if (key_ == "ph") raw_.phase = text;
    if (key_ == "name") raw_.name = std::move(text);
    if (key_ == "cat") raw_.category = std::move(text);
    if (key_ == "pid") raw_.pid = std::move(text);
    if (key_ == "tid") raw_.tid = std::move(text);
    if (key_ == "id") raw_.id = std::move(text);
    if (key_ == "ts" || key_ == "dur") raw_.bad_time = true;
  } else if (within_.back() == Within::kArgs) {
    if (key_ == "name") raw_.arg_name = std::move(text);
  } else if (within_.back() == Within::kFile && !source_path_.empty()) {
    text_bytes_ += text.size();
    if (text_bytes_ > kMostText) return fail("its texts are too large together");
    file_.sources.push_back({source_path_, std::move(text)});
    source_path_.clear();
  }
  return true;
}

bool Handler::number(const std::string& text, double value) {
  if (!scalar()) return false;
  if (within_.back() != Within::kEvent) return true;
  if (key_ == "ts") raw_.has_ns = nanoseconds(text, value, raw_.ns);
  if (key_ == "dur" && !nanoseconds(text, value, raw_.dur_ns)) raw_.bad_time = true;
  if (key_ == "pid") raw_.pid = text;
  if (key_ == "tid") raw_.tid = text;
  if (key_ == "id") raw_.id = text;
  return true;
}

bool Handler::intern(std::string_view text, uint32_t& id) {
  const InternTable::Interned interned = file_.texts.intern(text);
  id = interned.id;
  if (interned.is_new) text_bytes_ += text.size();
  return text_bytes_ <= kMostText || fail("its names are too large together");
}

uint32_t Handler::track(const std::string& pid, const std::string& tid) {
  const auto [at, is_new] = tracks_.try_emplace(pid + '\0' + tid, static_cast<uint32_t>(file_.tracks.size()));
  if (is_new) file_.tracks.push_back({pid, "thread " + (tid.empty() ? std::string("?") : tid)});
  return at->second;
}

bool Handler::take() {
  if (stop_ && stop_->load(std::memory_order_relaxed)) return fail("stopped");
  const char phase = raw_.phase.size() == 1 ? raw_.phase[0] : '?';
  // Texts that are kept beside the names of events: they count too.
  if (raw_.pid.size() + raw_.tid.size() > kLongestId) return fail("its pid or tid is no number and no name");
  if (phase == 'M') {
    const bool room = tracks_.size() < kMostTracks && process_names_.size() < kMostTracks;
    text_bytes_ += raw_.arg_name.size();
    if (text_bytes_ > kMostText) return fail("its names are too large together");
    if (room && raw_.name == "process_name") process_names_[raw_.pid] = raw_.arg_name;
    if (room && raw_.name == "thread_name") file_.tracks[track(raw_.pid, raw_.tid)].name = raw_.arg_name;
    return true;
  }
  ChromeEvent event;
  switch (phase) {
    case 'X':
      event.kind = Kind::kWhole;
      break;
    case 'B':
      event.kind = Kind::kBegin;
      break;
    case 'E':
      event.kind = Kind::kEnd;
      break;
    case 'b':
    case 'S':
      event.kind = Kind::kAsyncBegin;
      break;
    case 'e':
    case 'F':
      event.kind = Kind::kAsyncEnd;
      break;
    case 'i':
    case 'I':
    case 'R':
    case 'n':
      event.kind = Kind::kInstant;
      break;
    case 'C':
      ++counters_;
      return true;
    case 's':
    case 't':
    case 'f':
      ++flows_;
      return true;
    default:
      ++unknown_;
      return true;
  }
  if (!raw_.has_ns || raw_.bad_time || raw_.dur_ns < 0 || raw_.ns > kLargestNs - raw_.dur_ns) {
    ++bad_times_;
    return true;
  }
  const bool async = event.kind == Kind::kAsyncBegin || event.kind == Kind::kAsyncEnd;
  if (file_.events.size() >= kMostChromeEvents || tracks_.size() >= kMostTracks) {
    ++beyond_;
    return true;
  }
  event.ns = raw_.ns;
  event.dur_ns = raw_.dur_ns;
  event.track = track(raw_.pid, async ? "async" : raw_.tid);
  if (!intern(raw_.name, event.name) || !intern(raw_.category, event.category)) return false;
  if (async && !intern(raw_.id, event.id)) return false;
  file_.events.push_back(event);
  return true;
}

void Handler::finish() {
  // Where there are several processes, a thread's name alone does not tell which it is.
  std::unordered_map<std::string, bool> pids;
  for (const ChromeTrackName& each : file_.tracks) pids[each.process] = true;
  for (ChromeTrackName& each : file_.tracks) {
    const auto name = process_names_.find(each.process);
    if (pids.size() < 2) continue;
    each.name += fmt::format(
        " ({})", name != process_names_.end() && !name->second.empty() ? name->second : "process " + each.process);
  }
  const auto note = [&](uint64_t count, const char* what) {
    if (count > 0) file_.notes.push_back(fmt::format("{} {}", count, what));
  };
  note(counters_, "counter values are left out: a trace here has no counters");
  note(flows_, "flow events are left out: a trace here has causes of tasks only");
  note(unknown_, "events of an unknown kind (ph) are left out");
  note(bad_times_, "events without a usable time (ts, dur) are left out");
  note(beyond_, "events are left out: the file is larger than what is taken of one");
}

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

bool looks_like_chrome(const std::string& path) {
  if (!path.ends_with(".json")) return false;
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (!file) return false;
  for (int i = 0; i < 64; ++i) {
    const int c = std::fgetc(file.get());
    if (c == '{' || c == '[') return true;
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != 0xEF && c != 0xBB && c != 0xBF) return false;
  }
  return false;
}

bool read_chrome(const std::string& path, ChromeFile& file, std::string* error, const std::atomic<bool>* stop) {
  const std::unique_ptr<std::FILE, Close> opened(std::fopen(path.c_str(), "rb"));
  if (!opened) {
    *error = fmt::format("{}: {}", path, std::strerror(errno));
    return false;
  }
  GuardedInput input(opened.get(), kLongestText);
  std::istream stream(&input);
  Handler handler(file, stop);
  const bool whole = Json::sax_parse(stream, &handler);
  std::string problem = handler.problem();
  if (input.failed()) problem = "it cannot be read to its end";
  if (input.too_long()) problem = fmt::format("it holds a text of more than {} MiB", kLongestText >> 20);
  if (whole && !handler.found_events())
    problem = "it is JSON, but no trace: an object with traceEvents, or a list of events, is expected";
  if (!problem.empty()) {
    const std::string where = handler.position() > 0 ? fmt::format(" (at byte {})", handler.position()) : "";
    if (file.events.empty()) {
      *error = fmt::format("{}: not a Chrome trace that can be read: {}{}", path, problem, where);
      return false;
    }
    // A list may lack its end: whoever wrote it was killed, or did not care.
    file.notes.push_back(
        fmt::format("the file is read up to a fault only: {} events; {}{}", file.events.size(), problem, where));
  }
  handler.finish();
  if (file.events.empty()) {
    *error = fmt::format("{}: a Chrome trace without slices or instants: there is nothing to show", path);
    return false;
  }
  return true;
}

}  // namespace loopscope::interchange
