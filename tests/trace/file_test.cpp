// Trace files: what is written is read again, and damage of any kind costs what it hit, nothing more.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "engine/trace/channel.hpp"
#include "engine/trace/dump.hpp"
#include "engine/trace/events.hpp"
#include "engine/trace/file/bytes.hpp"
#include "engine/trace/file/reader.hpp"
#include "engine/trace/file/writer.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::trace::file {
namespace {

namespace fs = std::filesystem;

class TraceFile : public testing::Test {
 protected:
  void SetUp() override {
    path_ = (fs::temp_directory_path() / ("loopscope-file-test-" + std::to_string(getpid()))).string();
  }
  void TearDown() override { fs::remove(path_); }

  // A trace of so many task steps, with names that repeat and output that does not.
  static void record(Store& store, int steps) {
    Channel channel({.unbounded = true});
    int64_t now = 5;
    Recorder recorder(&channel, &now);
    recorder.emit(ev::ProgramStarted{recorder.text("program.py")});
    for (int i = 0; i < steps; ++i) {
      const TaskId task{static_cast<uint32_t>(i % 7 + 1)};
      if (i < 7) recorder.emit(ev::TaskCreated{task, {}, LoopId{1}, recorder.intern("task"), {}});
      now += i % 13 * 20;
      recorder.emit(ev::HandleBegin{HandleId{static_cast<uint32_t>(i + 1)}, LoopId{1}});
      recorder.emit(ev::TaskStepBegin{task, {}});
      if (i % 50 == 0) recorder.emit(ev::StdoutWritten{recorder.text("line " + std::to_string(i) + "\n"), {}});
      if (i % 70 == 0) recorder.emit(ev::LoopSlowThresholdChanged{LoopId{1}, int64_t{-1} << (i % 60)});
      recorder.emit(ev::TaskStepEnd{task});
      recorder.emit(ev::HandleEnd{HandleId{static_cast<uint32_t>(i + 1)}});
    }
    recorder.close();
    store.drain(channel);
  }

  void write(const Store& store) {
    std::string error;
    const auto writer = Writer::create(path_, R"({"program":"program.py"})", &error);
    ASSERT_TRUE(writer) << error;
    write_store(store, 0, store.size(), *writer);
    ASSERT_TRUE(writer->close(R"({"exit_status":0})")) << writer->error();
  }

  std::string bytes() const {
    std::ostringstream out;
    out << std::ifstream(path_, std::ios::binary).rdbuf();
    return out.str();
  }
  void replace(const std::string& bytes) const { std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes; }

  std::unique_ptr<Reader> open(std::string* error = nullptr) const {
    std::string ignored;
    return Reader::open(path_, error ? error : &ignored);
  }
  static void load(Reader& reader, Store& store) {
    StoreSink sink(store);
    for (size_t i = 0; i < reader.chunks().size(); ++i) reader.read(i, sink);
  }
  static std::string dump(const Store& store) {
    std::string out;
    dump_json(store, out);
    return out;
  }

  std::string path_;
};

TEST_F(TraceFile, GivesBackWhatWasWritten) {
  Store store, again;
  record(store, 40'000);  // more than one chunk
  write(store);
  const auto reader = open();
  ASSERT_TRUE(reader);
  EXPECT_TRUE(reader->complete());
  EXPECT_TRUE(reader->notes().empty());
  EXPECT_EQ(reader->events(), store.size());
  load(*reader, again);
  EXPECT_EQ(dump(again), dump(store));
  ASSERT_EQ(reader->meta().size(), 2u);
  EXPECT_EQ(reader->meta()[0], R"({"program":"program.py"})");
  EXPECT_EQ(reader->schema(), schema_json());
}

TEST_F(TraceFile, TakesFourBytesAnEventAtMost) {
  Store store;
  record(store, 40'000);
  write(store);
  EXPECT_LT(fs::file_size(path_), store.size() * 4u);
}

TEST_F(TraceFile, CellsMayBeCutAnywhere) {
  Store store;
  record(store, 300);
  std::vector<Record> cells;
  {
    Channel channel({.unbounded = true});
    int64_t now = 0;
    Recorder recorder(&channel, &now);
    for (int i = 0; i < 200; ++i) recorder.emit(ev::StdoutWritten{recorder.text(std::string(i, 'x')), {}});
    recorder.close();
    while (Block* block = channel.front()) {
      cells.insert(cells.end(), block->records, block->records + block->published.load());
      channel.release();
    }
  }
  Store whole, pieces;
  whole.ingest(cells.data(), cells.size());
  std::string error;
  const auto writer = Writer::create(path_, "{}", &error);
  for (const Record& cell : cells) writer->write(&cell, 1);
  ASSERT_TRUE(writer->close());
  const auto reader = open();
  load(*reader, pieces);
  EXPECT_EQ(dump(pieces), dump(whole));
}

TEST_F(TraceFile, EndsAtTheLastWholeChunkWhereverItIsCut) {
  Store store;
  record(store, 60'000);
  write(store);
  const std::string all = bytes();
  const std::string full = dump(store);
  std::mt19937 random(1);
  for (int i = 0; i < 60; ++i) {
    const size_t size = kFileHeaderSize + random() % (all.size() - kFileHeaderSize);
    replace(all.substr(0, size));
    const auto reader = open();
    ASSERT_TRUE(reader);
    EXPECT_FALSE(reader->complete());
    ASSERT_FALSE(reader->notes().empty());
    EXPECT_NE(reader->notes().back().find("was not closed"), std::string::npos);
    Store again;
    load(*reader, again);
    const std::string got = dump(again);
    EXPECT_EQ(got, full.substr(0, got.size())) << "cut at " << size;
  }
}

TEST_F(TraceFile, LosesOnlyTheChunkThatIsDamaged) {
  Store store;
  record(store, 60'000);
  write(store);
  const std::string all = bytes();
  std::unique_ptr<Reader> reader = open();
  // A bit within the body of the second chunk of events.
  std::vector<ChunkPlace> chunks;
  for (const ChunkPlace& place : reader->chunks()) {
    if (place.header.kind == ChunkKind::kEvents) chunks.push_back(place);
  }
  ASSERT_GE(chunks.size(), 3u);
  std::string damaged = all;
  damaged[chunks[1].offset + kChunkHeaderSize + 100] ^= 4;
  replace(damaged);
  reader = open();
  ASSERT_TRUE(reader);
  Store again;
  load(*reader, again);
  EXPECT_EQ(again.size(), store.size() - chunks[1].header.count);
  ASSERT_EQ(reader->notes().size(), 1u);
  EXPECT_NE(reader->notes()[0].find("65536 events between"), std::string::npos);
  EXPECT_NE(reader->notes()[0].find("checksum"), std::string::npos);

  // Its header, in a file without an index: the next chunk is found.
  damaged = all.substr(0, all.size() - kTrailerSize);
  damaged[chunks[1].offset + 13] ^= 4;
  replace(damaged);
  reader = open();
  ASSERT_TRUE(reader);
  Store third;
  load(*reader, third);
  EXPECT_EQ(third.size(), store.size() - chunks[1].header.count);
  EXPECT_NE(reader->notes()[0].find("damaged and were skipped"), std::string::npos);
}

TEST_F(TraceFile, SurvivesAnyFlippedByte) {
  Store store;
  record(store, 2'000);
  write(store);
  const std::string all = bytes();
  std::mt19937 random(2);
  for (int i = 0; i < 400; ++i) {
    std::string damaged = all;
    for (int k = 0; k <= i % 4; ++k) damaged[random() % damaged.size()] = static_cast<char>(random());
    replace(damaged);
    std::string error;
    const auto reader = open(&error);
    if (!reader) {
      EXPECT_FALSE(error.empty());
      continue;
    }
    Store again;
    load(*reader, again);
    EXPECT_LE(again.size(), store.size());
    if (again.size() < store.size()) {
      EXPECT_FALSE(reader->notes().empty());
    }
  }
}

TEST_F(TraceFile, SaysWhyItCannotBeRead) {
  std::string error;
  EXPECT_FALSE(Reader::open(path_ + "-not-there", &error));
  EXPECT_NE(error.find("No such file"), std::string::npos);
  replace("print('hello')\n");
  EXPECT_FALSE(open(&error));
  EXPECT_NE(error.find("no Loopscope trace"), std::string::npos);
  replace("");
  EXPECT_FALSE(open(&error));
  EXPECT_NE(error.find("no Loopscope trace"), std::string::npos);
  Store store;
  record(store, 10);
  write(store);
  std::string all = bytes();
  std::string as_text = all;
  as_text.replace(4, 4, "\n\x1a\n");  // CR LF became LF
  replace(as_text);
  EXPECT_FALSE(open(&error));
  EXPECT_NE(error.find("line ends"), std::string::npos);
  all[8] = 9;
  replace(all);
  EXPECT_FALSE(open(&error));
  EXPECT_NE(error.find("version 9"), std::string::npos);
}

TEST_F(TraceFile, KeepsTheBeginningOfATextThatIsTooLong) {
  std::string error;
  const auto writer = Writer::create(path_, "{}", &error);
  const std::string text(kMaxText + 1000, 'a');
  writer->on_string(1, text);
  Record record{};
  encode(ev::StdoutWritten{StringId{1}, {}}, record.args);
  record.type = static_cast<uint16_t>(EventType::kStdoutWritten);
  record.thread = 1;
  writer->on_event(record);
  ASSERT_TRUE(writer->close());
  Store store;
  load(*open(), store);
  const std::string_view kept = store.text(StringId{1});
  EXPECT_EQ(kept.substr(0, kMaxText), std::string_view(text).substr(0, kMaxText));
  EXPECT_TRUE(kept.ends_with("(1000 more bytes were not kept)"));
}

TEST_F(TraceFile, TellsWhenTheDiskIsFull) {
  std::string error;
  const auto writer = Writer::create("/dev/full", "{}", &error);
  ASSERT_TRUE(writer) << error;
  writer->on_string(1, std::string(1 << 20, 'x'));
  EXPECT_FALSE(writer->close());
  EXPECT_NE(writer->error().find("No space left"), std::string::npos);
  EXPECT_FALSE(Writer::create("/no/such/folder/t.loopscope", "{}", &error));
  EXPECT_NE(error.find("/no/such/folder/t.loopscope"), std::string::npos);
}

TEST(TraceFileBytes, NumbersComeBack) {
  std::string out;
  ByteWriter to(out);
  const int64_t numbers[] = {0, -1, 1, 63, -64, 64, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
  for (const int64_t n : numbers) to.zigzag(n);
  ByteReader from(out);
  for (const int64_t n : numbers) EXPECT_EQ(from.zigzag(), n);
  EXPECT_EQ(from.left(), 0u);
  EXPECT_FALSE(from.bad());
  from.u32();
  EXPECT_TRUE(from.bad());
  ByteReader endless("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff");
  endless.varint();
  EXPECT_TRUE(endless.bad());
}

}  // namespace
}  // namespace loopscope::trace::file
