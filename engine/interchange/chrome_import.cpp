#include "engine/interchange/chrome_import.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <queue>
#include <tuple>
#include <unordered_map>

#include "engine/interchange/chrome_reader.hpp"
#include "engine/trace/recorder.hpp"

namespace loopscope::interchange {

namespace ev = trace::ev;
using Kind = ChromeEvent::Kind;

namespace {

constexpr int64_t kOpen = INT64_MAX;
constexpr uint32_t kMostThreads = 65'000;
constexpr int kInfo = 20;  // of logging

// A call: from when to when, on which thread.
struct Slice {
  int64_t begin, end;
  uint32_t name, thread;
};
struct Instant {
  int64_t ns;
  uint32_t name, category, thread;
};

// "run (dir/app.py:12)", as VizTracer names its slices.
struct NameParts {
  std::string_view function, path;
  uint32_t line = 0;
};
NameParts parts_of(std::string_view name) {
  const size_t open = name.rfind(" (");
  const size_t colon = name.rfind(':');
  if (open == std::string_view::npos || colon == std::string_view::npos || colon < open || !name.ends_with(')'))
    return {name, {}, 0};
  uint32_t line = 0;
  const char* end = name.data() + name.size() - 1;
  const auto [stopped, fault] = std::from_chars(name.data() + colon + 1, end, line);
  if (fault != std::errc() || stopped != end) return {name, {}, 0};
  return {name.substr(0, open), name.substr(open + 2, colon - open - 2), line};
}

class Import {
 public:
  Import(ChromeFile& file, trace::Recorder& recorder, const std::atomic<bool>* stop)
      : file_(file), recorder_(recorder), stop_(stop) {
    for (const ChromeTrackName& track : file_.tracks) names_.push_back(track.name);
  }

  void run(const std::string& path) {
    gather();
    number_threads();
    recorder_.set_clock(&now_);
    recorder_.set_thread(ThreadId{1});
    recorder_.emit(ev::ProgramStarted{recorder_.intern(path)});
    for (const ChromeFile::Source& source : file_.sources) file_id(source.path, source.text);
    play();
    const auto note = [&](uint64_t count, const char* what) {
      if (count > 0) file_.notes.push_back(fmt::format("{} {}", count, what));
    };
    note(cut_, "slices end with the one that they begin in: the file lets them overlap on one thread");
    note(unpaired_, "ends of slices are left out that have no beginning");
    note(threadless_, "slices are left out: there are more tracks than a trace has threads");
  }

 private:
  bool stopped() const { return stop_ && stop_->load(std::memory_order_relaxed); }
  void gather();
  void number_threads();
  void play();
  void begin(const Slice& slice);
  FileId file_id(std::string_view path, std::string_view text);
  CodeId code_id(uint32_t name, uint32_t* line);
  CodeId code_of(uint32_t name) const { return codes_.at(name).id; }

  ChromeFile& file_;
  trace::Recorder& recorder_;
  const std::atomic<bool>* stop_;
  int64_t now_ = 0, origin_ = 0;
  std::vector<std::string> names_;  // of tracks: the file's, then those made for asynchronous slices
  std::vector<Slice> slices_;
  std::vector<Instant> instants_;
  // Lanes for what overlaps: those of one process and name share theirs.
  struct Lane {
    uint32_t track;
    bool busy;
  };
  std::map<std::pair<uint32_t, uint32_t>, std::vector<Lane>> lanes_;
  std::vector<uint32_t> numbers_;  // of threads, by track; 0: not yet
  std::vector<uint32_t> depth_;    // open calls, by thread
  std::vector<bool> born_;
  std::unordered_map<std::string, FileId> files_;
  struct Code {
    CodeId id;
    uint32_t line = 0;
  };
  std::unordered_map<uint32_t, Code> codes_;
  uint64_t cut_ = 0, unpaired_ = 0, threadless_ = 0;
};

// Begins and ends become slices, in the order of time; of one instant outer ones come first.
void Import::gather() {
  auto& events = file_.events;
  const auto key = [](const ChromeEvent& e) {
    const bool whole = e.kind == Kind::kWhole;
    return std::tuple(e.ns, whole ? 1 : 0, whole ? -e.dur_ns : 0);
  };
  std::stable_sort(events.begin(), events.end(),
                   [&](const ChromeEvent& a, const ChromeEvent& b) { return key(a) < key(b); });
  origin_ = events.front().ns;
  std::vector<std::vector<size_t>> open(file_.tracks.size());
  std::map<std::tuple<uint32_t, uint32_t, uint32_t, uint32_t>, std::vector<std::pair<size_t, size_t>>> open_async;
  for (const ChromeEvent& e : events) {
    const int64_t at = e.ns - origin_;
    switch (e.kind) {
      case Kind::kWhole:
        slices_.push_back({at, at + e.dur_ns, e.name, e.track});
        break;
      case Kind::kBegin:
        open[e.track].push_back(slices_.size());
        slices_.push_back({at, kOpen, e.name, e.track});
        break;
      case Kind::kEnd:
        if (open[e.track].empty()) {
          ++unpaired_;
        } else {
          slices_[open[e.track].back()].end = at;
          open[e.track].pop_back();
        }
        break;
      case Kind::kAsyncBegin: {
        auto& lanes = lanes_[{e.track, e.name}];
        auto lane = std::find_if(lanes.begin(), lanes.end(), [](const Lane& l) { return !l.busy; });
        if (lane == lanes.end()) {
          if (names_.size() >= kMostThreads) {
            ++threadless_;
            break;
          }
          lanes.push_back({static_cast<uint32_t>(names_.size()), false});
          lane = lanes.end() - 1;
          names_.push_back(fmt::format("{} (asynchronous)", file_.texts.text(e.name)));
        }
        lane->busy = true;
        open_async[{e.track, e.name, e.category, e.id}].emplace_back(slices_.size(), lane - lanes.begin());
        slices_.push_back({at, kOpen, e.name, lane->track});
        break;
      }
      case Kind::kAsyncEnd: {
        const auto found = open_async.find({e.track, e.name, e.category, e.id});
        if (found == open_async.end()) {
          ++unpaired_;
          break;
        }
        const auto [slice, lane] = found->second.back();
        slices_[slice].end = at;
        lanes_[{e.track, e.name}][lane].busy = false;
        found->second.pop_back();
        if (found->second.empty()) open_async.erase(found);
        break;
      }
      case Kind::kInstant:
        instants_.push_back({at, e.name, e.category, e.track});
        break;
    }
  }
  events.clear();
  events.shrink_to_fit();
}

// In the order in which something happens on them; a track where nothing does is no thread.
void Import::number_threads() {
  numbers_.assign(names_.size(), 0);
  uint32_t next = 1;
  size_t s = 0, i = 0;
  while (s < slices_.size() || i < instants_.size()) {
    const bool slice = i == instants_.size() || (s < slices_.size() && slices_[s].begin <= instants_[i].ns);
    const uint32_t track = slice ? slices_[s++].thread : instants_[i++].thread;
    if (numbers_[track] == 0 && next < kMostThreads) numbers_[track] = next++;
  }
  depth_.assign(next, 0);
  born_.assign(next, false);
  for (Slice& slice : slices_) slice.thread = numbers_[slice.thread];
  for (Instant& instant : instants_) instant.thread = numbers_[instant.thread];
  std::vector<std::string> by_number(next);
  for (size_t track = 0; track < names_.size(); ++track) by_number[numbers_[track]] = names_[track];
  names_ = std::move(by_number);
}

FileId Import::file_id(std::string_view path, std::string_view text) {
  const auto [at, is_new] = files_.try_emplace(std::string(path), FileId{static_cast<uint32_t>(files_.size() + 1)});
  if (is_new) recorder_.emit(ev::FileLoaded{at->second, recorder_.intern(path), recorder_.text(text), false});
  return at->second;
}

CodeId Import::code_id(uint32_t name, uint32_t* line) {
  const auto [at, is_new] = codes_.try_emplace(name, Code{CodeId{static_cast<uint32_t>(codes_.size() + 1)}});
  if (is_new) {
    const NameParts parts = parts_of(file_.texts.text(name));
    const FileId file = parts.path.empty() ? FileId{} : file_id(parts.path, {});
    at->second.line = parts.line;
    const StringId function = recorder_.intern(parts.function);
    recorder_.emit(ev::CodeDefined{at->second.id, function, function, file ? Place(file, parts.line) : Place()});
  }
  *line = at->second.line;
  return at->second.id;
}

void Import::begin(const Slice& slice) {
  const ThreadId thread{slice.thread};
  uint32_t line = 0;
  const CodeId code = code_id(slice.name, &line);
  recorder_.set_thread(thread);
  if (depth_[slice.thread]++ == 0 && born_[slice.thread]) recorder_.emit(ev::ThreadUnblocked{});
  if (!born_[slice.thread]) {
    born_[slice.thread] = true;
    recorder_.emit(ev::ThreadStarted{thread, recorder_.intern(names_[slice.thread]), false});
  }
  recorder_.emit(ev::FrameEntered{code, line});
}

void Import::play() {
  struct End {
    int64_t ns;
    size_t slice;
    // Of one instant, what began last ends first.
    bool operator<(const End& other) const { return std::tuple(-ns, slice) < std::tuple(-other.ns, other.slice); }
  };
  std::priority_queue<End> ends;
  std::vector<std::vector<int64_t>> open(depth_.size());  // ends of the open calls, by thread
  const auto end_until = [&](int64_t ns) {
    while (!ends.empty() && ends.top().ns <= ns) {
      const Slice& slice = slices_[ends.top().slice];
      now_ = ends.top().ns;
      ends.pop();
      open[slice.thread].pop_back();
      recorder_.set_thread(ThreadId{slice.thread});
      recorder_.emit(ev::FrameLeft{code_of(slice.name), false});
      // What the thread does between slices nobody knows.
      if (--depth_[slice.thread] == 0)
        recorder_.emit(ev::ThreadBlocked{trace::BlockReason::kOther, recorder_.intern("no slice"), -1});
    }
  };
  size_t i = 0;
  const auto tell_until = [&](int64_t ns) {
    for (; i < instants_.size() && instants_[i].ns <= ns; ++i) {
      const Instant& instant = instants_[i];
      end_until(instant.ns - 1);
      now_ = instant.ns;
      if (instant.thread == 0) continue;
      recorder_.set_thread(ThreadId{instant.thread});
      recorder_.emit(ev::LogRecorded{kInfo,
                                     recorder_.intern(file_.texts.text(instant.category)),
                                     recorder_.intern(file_.texts.text(instant.name)),
                                     {}});
    }
  };
  for (size_t s = 0; s < slices_.size() && !stopped(); ++s) {
    Slice& slice = slices_[s];
    tell_until(slice.begin - 1);
    end_until(slice.begin);
    now_ = slice.begin;
    if (slice.thread == 0) {
      ++threadless_;
      continue;
    }
    auto& around = open[slice.thread];
    if (!around.empty() && slice.end > around.back()) {
      if (slice.end != kOpen) ++cut_;
      slice.end = around.back();
    }
    begin(slice);
    around.push_back(slice.end);
    if (slice.end != kOpen) ends.push({slice.end, s});
  }
  if (stopped()) return;
  tell_until(kOpen - 1);
  end_until(kOpen - 1);
}

}  // namespace

bool import_chrome(const std::string& path, trace::Recorder& recorder, std::vector<std::string>* notes,
                   std::string* error, const std::atomic<bool>* stop) {
  ChromeFile file;
  if (!read_chrome(path, file, error, stop)) return false;
  Import(file, recorder, stop).run(path);
  static constexpr int64_t kStart = 0;
  recorder.set_clock(&kStart);
  *notes = std::move(file.notes);
  return true;
}

}  // namespace loopscope::interchange
