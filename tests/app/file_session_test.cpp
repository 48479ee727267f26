#include "app/session/file_session.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/app/demo_trace.hpp"

namespace loopscope::app {
namespace {

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() / ("loopscope-files-" + std::to_string(::getpid()));
    ASSERT_TRUE(demo_.save(path_.string()));
    events_ = demo_.last().seq + 1;
  }
  void TearDown() override { std::filesystem::remove(path_); }
  static void read_all(FileSession& session) {
    while (session.status().catching_up) session.pump(5);
  }

  testing::DemoTrace demo_;
  std::filesystem::path path_;
  std::uint32_t events_ = 0;
};

TEST_F(Files, AreShownLikeARun) {
  FileSession session(path_.string());
  EXPECT_TRUE(session.status().catching_up);
  read_all(session);
  EXPECT_TRUE(session.status().from_file);
  EXPECT_FALSE(session.status().running);
  EXPECT_EQ(session.status().message, "");
  EXPECT_EQ(session.status().events, events_);
  EXPECT_EQ(session.last().seq, events_ - 1);
  EXPECT_EQ(session.targets().size(), demo_.targets().size());
  EXPECT_EQ(session.console().size(), demo_.console().size());
  EXPECT_EQ(session.source_text(), "import asyncio\n");
  EXPECT_EQ(session.source_path(), "lesson.py");
  for (std::uint32_t seq = 0; seq < events_; ++seq) {
    const Snapshot here = session.observe(session.instant(seq), {}), there = demo_.observe(demo_.instant(seq), {});
    EXPECT_EQ(here.loop.phase, there.loop.phase);
    EXPECT_EQ(here.loop.ready.size(), there.loop.ready.size());
    EXPECT_EQ(here.frames.size(), there.frames.size());
  }
}

TEST_F(Files, SayWhatIsMissing) {
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) - 10);
  FileSession session(path_.string());
  read_all(session);
  EXPECT_EQ(session.status().events, events_);
  EXPECT_NE(session.status().message.find("was not closed"), std::string::npos);
}

TEST_F(Files, ThatAreNoTracesGiveAnError) {
  std::ofstream(path_, std::ios::trunc) << "print(1)\n";
  FileSession session(path_.string());
  read_all(session);
  EXPECT_EQ(session.status().events, 0U);
  EXPECT_NE(session.status().message.find("no Loopscope trace"), std::string::npos);
}

}  // namespace
}  // namespace loopscope::app
