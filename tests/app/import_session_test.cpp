// A foreign trace in the window: read beside it, lanes with the calls, and a reason when it cannot be read.

#include <gtest/gtest.h>

#include <unistd.h>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "app/session/document.hpp"
#include "app/session/import_session.hpp"
#include "app/timeline/scene.hpp"

namespace loopscope::app {
namespace {

constexpr const char* kData = LOOPSCOPE_SOURCE_DIR "/tests/interchange/data/viztracer.json";

void pump_to_the_end(ImportSession& session) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (session.status().catching_up && std::chrono::steady_clock::now() < until) {
    session.pump(5);
    std::this_thread::yield();
  }
  ASSERT_FALSE(session.status().catching_up);
}

TEST(ImportSession, ShowsThreadsWithTheirCalls) {
  const Document document = read_document(kData);
  EXPECT_TRUE(document.is_trace);
  EXPECT_TRUE(document.is_foreign);
  ImportSession session(kData);
  pump_to_the_end(session);
  const timeline::LaneSource& lanes = *session.lanes();
  const std::uint32_t thread = lanes.find({timeline::LaneKind::thread, 1});
  ASSERT_NE(thread, timeline::kNoLane);
  EXPECT_EQ(lanes.lane(thread).name, "MainThread");
  ASSERT_EQ(lanes.lane(thread).rows, 4) << "its state, and three calls deep";
  ASSERT_EQ(lanes.interval_count(thread, 3), 2U);
  const timeline::Interval call = lanes.interval(thread, 3, 1);
  EXPECT_EQ(lanes.text(call.label), "fib");
  EXPECT_EQ(call.end.ns - call.begin.ns, 40'000);
  EXPECT_TRUE(session.source_text().starts_with("def fib(n):"));
  EXPECT_TRUE(session.status().message.starts_with("1 counter values")) << session.status().message;
}

TEST(ImportSession, SaysWhyAFileCannotBeRead) {
  const auto path = std::filesystem::temp_directory_path() / (std::to_string(getpid()) + ".not_a_trace.json");
  std::ofstream(path) << "{\"a\": 1}";
  ImportSession session(path.string());
  pump_to_the_end(session);
  EXPECT_NE(session.status().message.find("an object with traceEvents"), std::string::npos) << session.status().message;
  EXPECT_EQ(session.lanes()->lane_count(), 0U);
  std::filesystem::remove(path);
}

TEST(ImportSession, EndsWhileItReads) {
  const auto path = std::filesystem::temp_directory_path() / (std::to_string(getpid()) + ".long.json");
  {
    std::ofstream out(path);
    out << '[';
    for (int i = 0; i < 300'000; ++i)
      out << "{\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":" << i << ",\"dur\":1,\"name\":\"f\"},\n";
  }
  const auto begin = std::chrono::steady_clock::now();
  { ImportSession session(path.string()); }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(500));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace loopscope::app
