// Files in the Chrome trace format: honest ones become the calls that they tell of, all others a clear error or a part.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <unistd.h>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/lanes.hpp"
#include "engine/interchange/chrome_import.hpp"
#include "engine/interchange/chrome_reader.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::interchange {
namespace {

class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text, const char* name = "import_test.json")
      : path_(std::filesystem::temp_directory_path() / fmt::format("{}.{}", getpid(), name)) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

struct Imported {
  trace::Store store;
  std::vector<std::string> notes;
  std::string error;
  bool good = false;
  std::unique_ptr<analysis::Model> model;

  explicit Imported(const std::string& path) {
    trace::Channel channel({2, true});
    static constexpr int64_t kStart = 0;
    trace::Recorder recorder(&channel, &kStart);
    good = import_chrome(path, recorder, &notes, &error);
    recorder.close();
    store.drain(channel);
    model = std::make_unique<analysis::Model>(store);
    model->advance();
  }
  const analysis::ThreadLane* thread(std::string_view name) const {
    for (const auto& lane : model->threads())
      if (model->text(lane.name) == name) return &lane;
    return nullptr;
  }
  // "main 100-200, fib 110-120" for the calls of one depth; times in ns.
  std::string calls(std::string_view name, size_t depth) const {
    const analysis::ThreadLane* lane = thread(name);
    std::string all;
    if (!lane || depth >= lane->calls.size()) return all;
    for (const auto& call : lane->calls[depth]) {
      all += fmt::format("{}{} {}-", all.empty() ? "" : ", ", model->text(call.label), call.begin.ns);
      all += call.end.event == analysis::kNoEvent ? "open" : fmt::format("{}", call.end.ns);
    }
    return all;
  }
};

Imported import_text(const std::string& text) { return Imported(TemporaryFile(text).path()); }

TEST(ChromeImport, NestsWholeSlicesWhateverTheirOrder) {
  const Imported t = import_text(R"([
    {"ph":"X","pid":1,"tid":1,"ts":10,"dur":5,"name":"inner"},
    {"ph":"X","pid":1,"tid":1,"ts":10,"dur":20,"name":"outer"},
    {"ph":"X","pid":1,"tid":1,"ts":30,"dur":0.5,"name":"next"}])");
  ASSERT_TRUE(t.good) << t.error;
  EXPECT_EQ(t.calls("thread 1", 0), "outer 0-20000, next 20000-20500");
  EXPECT_EQ(t.calls("thread 1", 1), "inner 0-5000");
  EXPECT_TRUE(t.notes.empty());
}

TEST(ChromeImport, PairsBeginsWithEnds) {
  const Imported t = import_text(R"({"traceEvents":[
    {"ph":"B","pid":1,"tid":1,"ts":0,"name":"a"},{"ph":"B","pid":1,"tid":1,"ts":1,"name":"b"},
    {"ph":"E","pid":1,"tid":1,"ts":2},{"ph":"E","pid":1,"tid":1,"ts":3},
    {"ph":"E","pid":1,"tid":1,"ts":4},{"ph":"B","pid":1,"tid":1,"ts":5,"name":"never ends"},
    {"ph":"X","pid":1,"tid":1,"ts":6,"dur":1,"name":"c"}]})");
  ASSERT_TRUE(t.good) << t.error;
  EXPECT_EQ(t.calls("thread 1", 0), "a 0-3000, never ends 5000-open");
  EXPECT_EQ(t.calls("thread 1", 1), "b 1000-2000, c 6000-7000");
  ASSERT_EQ(t.notes.size(), 1U);
  EXPECT_EQ(t.notes[0], "1 ends of slices are left out that have no beginning");
}

TEST(ChromeImport, KeepsNanosecondsOfTimesSince1970) {
  const Imported t = import_text(R"([{"ph":"X","pid":1,"tid":1,"ts":1700000000000000.001,"dur":1.002,"name":"a"},
    {"ph":"X","pid":1,"tid":1,"ts":1700000000000005.25,"dur":1e-3,"name":"b"}])");
  ASSERT_TRUE(t.good) << t.error;
  EXPECT_EQ(t.calls("thread 1", 0), "a 0-1002, b 5249-5250");
}

TEST(ChromeImport, OverlappingSlicesEndWithTheOneTheyBeginIn) {
  const Imported t = import_text(R"([{"ph":"X","pid":1,"tid":1,"ts":0,"dur":10,"name":"a"},
    {"ph":"X","pid":1,"tid":1,"ts":5,"dur":10,"name":"b"}])");
  EXPECT_EQ(t.calls("thread 1", 1), "b 5000-10000");
  ASSERT_EQ(t.notes.size(), 1U);
  EXPECT_NE(t.notes[0].find("1 slices end with the one"), std::string::npos) << t.notes[0];
}

TEST(ChromeImport, AsynchronousSlicesShareTracksByName) {
  const Imported t = import_text(R"([
    {"ph":"b","cat":"net","id":"1","pid":1,"tid":1,"ts":0,"name":"get"},
    {"ph":"b","cat":"net","id":"2","pid":1,"tid":1,"ts":1,"name":"get"},
    {"ph":"e","cat":"net","id":"1","pid":1,"tid":2,"ts":2,"name":"get"},
    {"ph":"b","cat":"net","id":3,"pid":1,"tid":1,"ts":3,"name":"get"},
    {"ph":"e","cat":"net","id":"2","pid":1,"tid":1,"ts":4,"name":"get"},
    {"ph":"e","cat":"net","id":3,"pid":1,"tid":1,"ts":5,"name":"get"}])");
  ASSERT_TRUE(t.good) << t.error;
  EXPECT_EQ(t.calls("get (asynchronous)", 0), "get 0-2000, get 3000-5000");
  std::map<std::string, int> lanes;
  for (const auto& lane : t.model->threads()) ++lanes[std::string(t.model->text(lane.name))];
  EXPECT_EQ(lanes["get (asynchronous)"], 2) << "the two that overlap stand on two tracks";
}

TEST(ChromeImport, VizTracersFilesBringNamesPlacesAndSources) {
  const Imported t(LOOPSCOPE_TEST_DATA "/viztracer.json");
  ASSERT_TRUE(t.good) << t.error;
  EXPECT_EQ(t.calls("MainThread", 0), "<module> 0-300000");
  EXPECT_EQ(t.calls("MainThread", 2), "fib 100500-120750, fib 130500-170500");
  EXPECT_EQ(t.calls("Thread-1 (work)", 0), "work 150000-210000, work 250000-270000");
  const auto file = t.store.get<trace::ev::FileLoaded>(t.store.nth(trace::EventType::kFileLoaded, 0));
  EXPECT_EQ(t.store.text(file.path), "app.py");
  EXPECT_TRUE(t.store.text(file.text).starts_with("def fib(n):"));
  EXPECT_EQ(t.thread("MainThread")->calls[1][0].place, Place(file.file, 6));
  ASSERT_EQ(t.model->output().size(), 1U) << "the instant";
  EXPECT_EQ(t.store.text(t.model->output()[0].text), "checkpoint");
  ASSERT_EQ(t.notes.size(), 1U);
  EXPECT_TRUE(t.notes[0].starts_with("1 counter")) << t.notes[0];
  EXPECT_TRUE(analysis::find_all(*t.model).empty()) << "nothing is known that could be wrong";
}

TEST(ChromeImport, ThreadsOfSeveralProcessesAreToldApart) {
  const Imported t = import_text(R"([{"ph":"M","pid":1,"name":"process_name","args":{"name":"server"}},
    {"ph":"M","pid":1,"tid":5,"name":"thread_name","args":{"name":"main"}},
    {"ph":"X","pid":1,"tid":5,"ts":0,"dur":1,"name":"a"},{"ph":"X","pid":"two","tid":5,"ts":0,"dur":1,"name":"b"}])");
  EXPECT_EQ(t.calls("main (server)", 0), "a 0-1000");
  EXPECT_EQ(t.calls("thread 5 (process two)", 0), "b 0-1000");
}

TEST(ChromeImport, AFileWithoutItsEndIsReadUpToThere) {
  const Imported t = import_text(R"([{"ph":"X","pid":1,"tid":1,"ts":0,"dur":1,"name":"a"},
    {"ph":"X","pid":1,"tid":1,"ts":2,"du)");
  ASSERT_TRUE(t.good) << t.error;
  EXPECT_EQ(t.calls("thread 1", 0), "a 0-1000");
  ASSERT_EQ(t.notes.size(), 1U);
  EXPECT_TRUE(t.notes[0].starts_with("the file is read up to a fault only: 1 events;")) << t.notes[0];
}

TEST(ChromeImport, WhatIsNoTraceIsRefusedWithAReason) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "not a Chrome trace"},
      {"[", "not a Chrome trace"},
      {"[]", "without slices or instants"},
      {"{}", "an object with traceEvents"},
      {"3", "neither an object nor a list"},
      {"[1]", "something that is no event"},
      {"[[]]", "something that is no event"},
      {R"({"traceEvents":"x"})", "an object with traceEvents"},
      {R"([{"ph":"X","name":"no time"}])", "without slices or instants"},
      {R"([{"ph":"X","ts":1e300,"dur":1}])", "without slices or instants"},
      {"[{\"ph\":\"X\",\"ts\":1,\"pid\":\"" + std::string(300, 'x') + "\"}]", "no number and no name"},
      {R"([{"ph":"X","ts":1,"dur":-1}])", "without slices or instants"},
      {"[{\"ph\":\"X\",\"ts\":1,\"name\":\"\xFF\"}]", "not a Chrome trace"},
      {std::string(1'000'000, '['), "something that is no event"},
      {"{\"a\":" + std::string(1'000'000, '['), "nested more than 256 deep"},
      {"[{\"args\":" + std::string(100'000, '['), "nested more than 256 deep"},
      {"[{\"name\":\"" + std::string((33U << 20), 'x') + "\"}]", "a text of more than 32 MiB"},
      {"[" + std::string((33U << 20), '9') + "]", "a text of more than 32 MiB"},
  };
  for (const auto& [text, reason] : cases) {
    const Imported t = import_text(text);
    EXPECT_FALSE(t.good) << text.substr(0, 60);
    EXPECT_NE(t.error.find(reason), std::string::npos) << text.substr(0, 60) << "\n gives: " << t.error;
    EXPECT_NE(t.error.find("import_test.json"), std::string::npos) << "the file's name stands in " << t.error;
  }
  const Imported missing("/nowhere/at all.json");
  EXPECT_EQ(missing.error, "/nowhere/at all.json: No such file or directory");
}

// Every prefix, and every byte changed: an answer each time, and never one that a model chokes on.
TEST(ChromeImport, DamagedFilesEndInAnAnswer) {
  std::ifstream in(LOOPSCOPE_TEST_DATA "/viztracer.json");
  const std::string good{std::istreambuf_iterator<char>(in), {}};
  size_t refused = 0, taken = 0;
  for (size_t i = 0; i < good.size(); i += 3) {
    for (const char c : {'\0', '"', '{', '9', '-', ']'}) {
      std::string bad = good;
      bad[i] = c;
      const Imported t = import_text(bad);
      EXPECT_NE(t.good, t.error.size() > 0);
      ++(t.good ? taken : refused);
    }
    const Imported part = import_text(good.substr(0, i));
    EXPECT_NE(part.good, part.error.size() > 0);
  }
  EXPECT_GT(refused, 10U);
  EXPECT_GT(taken, 1000U);
}

TEST(ChromeImport, ALargeFileGoesThroughInOnePass) {
  std::string text = "{\"traceEvents\":[";
  constexpr int kSlices = 200'000;
  for (int i = 0; i < kSlices; ++i)
    text += fmt::format(
        "{}{{\"ph\":\"X\",\"pid\":1,\"tid\":{},\"ts\":{},\"dur\":{},\"name\":\"f{}\",\"args\":{{\"deep\":[{}]}}}}",
        i ? "," : "", i % 7, i, i % 3 ? 0.5 : 20, i % 100, i);
  text += "]}";
  const Imported t = import_text(text);
  ASSERT_TRUE(t.good) << t.error;
  EXPECT_EQ(t.store.count(trace::EventType::kFrameEntered), uint32_t{kSlices});
  EXPECT_EQ(t.store.count(trace::EventType::kFrameLeft), uint32_t{kSlices});
  EXPECT_EQ(t.store.count(trace::EventType::kCodeDefined), 100U);
  EXPECT_EQ(t.model->threads().size(), 7U);
}

}  // namespace
}  // namespace loopscope::interchange
