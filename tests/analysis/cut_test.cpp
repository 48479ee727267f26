// Pieces of traces: each lesson is cut at many points, and the state at every event of the piece is the state that the
// whole trace has there.

#include "engine/analysis/cut.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <random>

#include "engine/analysis/checkpoint.hpp"
#include "engine/analysis/findings.hpp"
#include "engine/analysis/state_index.hpp"
#include "engine/trace/file/reader.hpp"
#include "engine/trace/file/writer.hpp"
#include "tests/analysis/run_lesson.hpp"

namespace loopscope::analysis {
namespace {

namespace fs = std::filesystem;
using trace::EventType;

class Cut : public ::testing::TestWithParam<fs::path> {
 protected:
  void SetUp() override { path_ = fs::temp_directory_path() / ("loopscope-cut-test-" + std::to_string(getpid())); }
  void TearDown() override { fs::remove(path_); }

  uint32_t cut(const trace::Store& store, int64_t from, int64_t to, trace::Store& piece) {
    std::string error;
    const auto writer = trace::file::Writer::create(path_.string(), "{}", &error);
    EXPECT_TRUE(writer) << error;
    const uint32_t events = write_cut(store, from, to, *writer);
    EXPECT_TRUE(writer->close());
    const auto reader = trace::file::Reader::open(path_.string(), &error);
    EXPECT_TRUE(reader) << error;
    trace::file::StoreSink sink(piece);
    for (size_t i = 0; i < reader->chunks().size(); ++i) EXPECT_TRUE(reader->read(i, sink));
    return events;
  }

  fs::path path_;
};

// Everything of a state but the numbers of events.
std::string text_of(const State& state) { return encode_state(state, {}); }

TEST_P(Cut, KeepsTheStateOfEveryInstant) {
  trace::Store store;
  testing::run_lesson(GetParam(), store);
  ASSERT_GT(store.size(), 0u);
  std::mt19937 random(3);
  for (int round = 0; round < 6; ++round) {
    const uint32_t at = random() % store.size();
    const int64_t from = store.time(at), to = round % 2 ? INT64_MAX : from + 1 + random() % 200'000'000;
    trace::Store piece;
    const uint32_t events = cut(store, from, to, piece);
    ASSERT_GT(events, 0u);
    ASSERT_LE(events, piece.size());
    const uint32_t first = store.at_time(from - 1) == kNoEvent ? 0 : store.at_time(from - 1) + 1;
    const uint32_t offset = piece.size() - events;
    StateIndex whole(store), part(piece);
    for (uint32_t i = 0; i < events; i += 1 + events / 40) {
      ASSERT_EQ(piece.time(offset + i), store.time(first + i));
      ASSERT_EQ(piece.task(offset + i), store.task(first + i)) << "event " << first + i;
      ASSERT_EQ(piece.handle(offset + i), store.handle(first + i));
      ASSERT_EQ(text_of(part.at(offset + i)), text_of(whole.at(first + i))) << "event " << first + i;
    }
    Model model(piece);
    model.advance(piece.size());
    find_all(model);
  }
}

TEST_P(Cut, DamagedCheckpointsAreRefused) {
  trace::Store store;
  testing::run_lesson(GetParam(), store);
  StateIndex index(store);
  const State& state = index.at(store.size() / 2);
  const std::string whole = encode_state(state, {});
  State again;
  ASSERT_TRUE(decode_state(whole, again));
  EXPECT_EQ(encode_state(again, {}), whole);
  for (size_t size = 0; size < whole.size(); size += 1 + whole.size() / 50) {
    State untouched;
    EXPECT_FALSE(decode_state(std::string_view(whole).substr(0, size), untouched));
    EXPECT_EQ(untouched.entities(), 0u);
  }
  std::mt19937 random(4);
  for (int i = 0; i < 200; ++i) {
    std::string damaged = whole;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    State any;
    decode_state(damaged, any);  // whatever it says: no crash, and nothing that is larger than the bytes
    EXPECT_LE(any.entities(), damaged.size());
  }
}

INSTANTIATE_TEST_SUITE_P(Lessons, Cut, ::testing::ValuesIn(testing::lessons()),
                         [](const auto& lesson) { return "L" + lesson.param.stem().string(); });

}  // namespace
}  // namespace loopscope::analysis
