// Two traces aligned by meaning.

#include "engine/analysis/compare.hpp"

#include <gtest/gtest.h>

#include "tests/analysis/run_lesson.hpp"

namespace loopscope::analysis {
namespace {

class Compare : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(Compare, ARunIsLikeItself) {
  trace::Store left, right;
  testing::run_lesson(GetParam(), left);
  testing::run_lesson(GetParam(), right);
  const Comparison found = compare(left, right);
  EXPECT_TRUE(found.equal()) << explain(found, "left", "right");
  EXPECT_EQ(found.matching, found.steps);
  EXPECT_GT(found.steps, 0u);
}

INSTANTIATE_TEST_SUITE_P(Lessons, Compare, ::testing::ValuesIn(testing::lessons()),
                         [](const auto& lesson) { return "L" + lesson.param.stem().string(); });

constexpr const char* kProgram = R"(import asyncio

async def worker(name, pause):
    await asyncio.sleep(pause)
    print(name)

async def main():
    await asyncio.gather(worker("a", {}), worker("b", {}))

asyncio.run(main())
)";

trace::Store& run(std::string_view first, std::string_view second, trace::Store& store) {
  std::string source = kProgram;
  source.replace(source.find("{}"), 2, first);
  source.replace(source.find("{}"), 2, second);
  testing::run_source("demo.py", source, store);
  return store;
}

TEST(CompareSteps, NamesTasksByTheirWayFromTheProgram) {
  trace::Store store;
  const auto loops = steps_of(run("0.1", "0.2", store));
  ASSERT_EQ(loops.size(), 1u);
  ASSERT_GE(loops[0].size(), 6u);
  EXPECT_EQ(loops[0][0].who, "main()");
  EXPECT_EQ(loops[0][0].outcome, "waits at demo.py:8");
  EXPECT_EQ(loops[0][1].who, "main() > worker()");
  EXPECT_EQ(loops[0][1].outcome, "waits at demo.py:4");
  EXPECT_EQ(loops[0][2].who, "main() > worker()#2");
  EXPECT_EQ(loops[0][3].nth, 2u);
  EXPECT_EQ(loops[0][3].outcome, "returned");
}

TEST(CompareSteps, TheTimesDoNotMatterTheOrderDoes) {
  trace::Store first, slower, swapped;
  run("0.1", "0.2", first), run("0.5", "0.9", slower), run("0.2", "0.1", swapped);
  EXPECT_TRUE(compare(first, slower).equal());
  const Comparison found = compare(first, swapped);
  ASSERT_EQ(found.differences.size(), 1u);
  EXPECT_EQ(found.differences[0].left, 3u);
  EXPECT_EQ(found.matching, found.steps - 1);
  const std::string text = explain(found, "engine", "CPython");
  EXPECT_NE(text.find("> " + std::string("    4  main() > worker(), step 2, returned")), std::string::npos) << text;
  EXPECT_NE(text.find("> " + std::string("    4  main() > worker()#2, step 2, returned")), std::string::npos) << text;
}

TEST(CompareSteps, OneMayEndEarlier) {
  trace::Store whole, none;
  const Comparison found = compare(run("0.1", "0.2", whole), none);
  ASSERT_EQ(found.differences.size(), 1u);
  EXPECT_EQ(found.matching, 0u);
  EXPECT_NE(explain(found, "a", "b").find("nothing: the loop has ended"), std::string::npos);
}

}  // namespace
}  // namespace loopscope::analysis
