#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/cli/options.hpp"

namespace loopscope::app {
namespace {

using Args = std::vector<std::string>;

CliOptions parse(Args args) {
  args.insert(args.begin(), "loopscope");
  std::vector<char*> argv;
  for (std::string& arg : args) argv.push_back(arg.data());
  return parse_command_line(static_cast<int>(argv.size()), argv.data());
}

TEST(CommandLine, NothingOpensTheGallery) {
  const CliOptions o = parse({});
  EXPECT_EQ(o.mode, Mode::window);
  EXPECT_EQ(o.file, "");
}

TEST(CommandLine, AFileOpensTheWindowAndTakesWhatFollows) {
  const CliOptions o = parse({"--theme", "light", "x.py", "one", "--two", "-3"});
  EXPECT_EQ(o.mode, Mode::window);
  EXPECT_EQ(o.file, "x.py");
  EXPECT_EQ(o.theme, "light");
  EXPECT_EQ(o.script_args, (Args{"one", "--two", "-3"}));
}

TEST(CommandLine, RunTakesOurOptionsBeforeAndDirectlyAfterTheFile) {
  for (const Args& args :
       {Args{"run", "--dump", "--seed", "7", "x.py"}, Args{"run", "x.py", "--dump", "--seed", "7"}}) {
    const CliOptions o = parse(args);
    EXPECT_EQ(o.mode, Mode::run);
    EXPECT_EQ(o.file, "x.py");
    EXPECT_TRUE(o.dump);
    EXPECT_EQ(o.seed, 7U);
    EXPECT_TRUE(o.script_args.empty());
  }
}

TEST(CommandLine, BehindTheScriptsFirstArgumentEverythingIsTheScripts) {
  const CliOptions o = parse({"run", "x.py", "one", "--dump", "--seed", "7"});
  EXPECT_FALSE(o.dump);
  EXPECT_EQ(o.seed, 0U);
  EXPECT_EQ(o.script_args, (Args{"one", "--dump", "--seed", "7"}));
}

TEST(CommandLine, TwoDashesGiveTheScriptWhatLooksLikeOurs) {
  const CliOptions o = parse({"run", "x.py", "--", "--dump", "-x"});
  EXPECT_FALSE(o.dump);
  EXPECT_EQ(o.script_args, (Args{"--dump", "-x"}));
}

TEST(CommandLine, AnOptionOfTheScriptNeedsNoDashes) {
  EXPECT_EQ(parse({"run", "x.py", "--verbose", "--dump"}).script_args, (Args{"--verbose", "--dump"}));
}

TEST(CommandLine, Limits) {
  const CliOptions o = parse({"run", "--max-memory", "512MB", "--max-instructions", "1000", "--clock=wall", "x.py"});
  EXPECT_EQ(o.max_memory, std::uint64_t{512} << 20);
  EXPECT_EQ(o.max_instructions, 1000);
  EXPECT_TRUE(o.wall_clock);
}

TEST(CommandLine, Shot) {
  const CliOptions o = parse({"shot", "x.py", "--out", "p.png", "--size", "800x600", "--scale", "2", "--at", "tick:3"});
  EXPECT_EQ(o.mode, Mode::shot);
  EXPECT_EQ(o.shot.width, 800);
  EXPECT_EQ(o.shot.height, 600);
  EXPECT_EQ(o.shot.at, "tick:3");
  EXPECT_EQ(o.shot.out, "p.png");
  EXPECT_EQ(o.scale, 2.0F);
  EXPECT_TRUE(parse({"shot", "--gallery", "--out", "p.png"}).gallery);
}

TEST(CommandLine, WrongUseEndsWithStatusTwo) {
  for (const Args& args : {Args{"run"}, Args{"shot", "x.py"}, Args{"shot", "--out", "p.png"}, Args{"--nonsense"},
                           Args{"shot", "x.py", "--out", "p.png", "--size", "big"},
                           Args{"shot", "x.py", "--out", "p.png", "--size", "1x1"}, Args{"--scale", "9", "x.py"},
                           Args{"run", "--seed", "seven", "x.py"}, Args{"--log-level", "loud"}}) {
    const CliOptions o = parse(args);
    EXPECT_EQ(o.mode, Mode::finished) << args[0];
    EXPECT_EQ(o.status, 2) << args[0];
  }
}

TEST(CommandLine, HelpAndVersionEndWithStatusZero) {
  for (const char* arg : {"--help", "--version"}) {
    const CliOptions o = parse({arg});
    EXPECT_EQ(o.mode, Mode::finished);
    EXPECT_EQ(o.status, 0);
  }
}

}  // namespace
}  // namespace loopscope::app
