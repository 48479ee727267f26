#include <gtest/gtest.h>

#include <string>

#include "engine/trace/channel.hpp"
#include "engine/trace/dump.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::trace {
namespace {

TEST(Dump, OneLineAnEventWithStringsAndContext) {
  Channel channel({2, true});
  int64_t now = 100;
  Recorder recorder(&channel, &now);
  recorder.emit(ev::HandleBegin{HandleId{4}, LoopId{1}});
  recorder.emit(ev::TaskStepBegin{TaskId{2}, recorder.intern("CancelledError()")});
  recorder.emit(ev::TaskDone{TaskId{2}, Outcome::kException, recorder.text("ValueError('a \"b\"\n')")});
  recorder.emit(ev::TimerScheduled{HandleId{5}, LoopId{1}, {}, 1'500'000'000'000});
  recorder.emit(ev::StdoutWritten{recorder.text("x"), Place(FileId{1}, 12)});
  recorder.emit(ev::ThreadStarted{ThreadId{2}, {}, true});
  recorder.close();
  Store store;
  store.drain(channel);
  std::string out;
  dump_json(store, out);
  const char* const expected[] = {
      R"j({"event":0,"ns":100,"in_thread":1,"in_handle":4,"type":"handle_begin","handle":4,"loop":1})j",
      R"j({"event":1,"ns":100,"in_thread":1,"in_handle":4,"in_task":2,"type":"task_step_begin","task":2,)j"
      R"j("thrown":"CancelledError()"})j",
      R"j({"event":2,"ns":100,"in_thread":1,"in_handle":4,"in_task":2,"type":"task_done","task":2,)j"
      R"j("outcome":"exception","value":"ValueError('a \"b\"\n')"})j",
      R"j({"event":3,"ns":100,"in_thread":1,"in_handle":4,"in_task":2,"type":"timer_scheduled","handle":5,)j"
      R"j("loop":1,"label":"","when":1500000000000})j",
      R"j({"event":4,"ns":100,"in_thread":1,"in_handle":4,"in_task":2,"type":"stdout_written","text":"x",)j"
      R"j("place":{"file":1,"line":12}})j",
      R"j({"event":5,"ns":100,"in_thread":1,"in_handle":4,"in_task":2,"type":"thread_started","thread":2,)j"
      R"j("name":"","daemon":true})j",
  };
  std::string all;
  for (const char* line : expected) all += std::string(line) + "\n";
  EXPECT_EQ(out, all);
}

TEST(Dump, StringsAreAlwaysValidJson) {
  const auto quoted = [](std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
  };
  EXPECT_EQ(quoted("tab\there\x01"), R"("tab\there\u0001")");
  EXPECT_EQ(quoted("naïve 🦀"), "\"naïve 🦀\"");
  EXPECT_EQ(quoted("\xFF\xC0\xAF"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  EXPECT_EQ(quoted("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // a surrogate
}

}  // namespace
}  // namespace loopscope::trace
