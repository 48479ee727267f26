// Tracebacks in CPython 3.13's form, carets included.

#include <gtest/gtest.h>

#include "tests/runtime/run_program.hpp"

namespace loopscope::runtime {
namespace {

std::string error_of(std::string_view source) { return run_program(source).err; }

TEST(Traceback, CaretsPointAtTheOperator) {
  EXPECT_EQ(error_of("def half(x):\n    return x / 0\nhalf(1)\n"),
            "Traceback (most recent call last):\n"
            "  File \"program.py\", line 3, in <module>\n"
            "    half(1)\n"
            "    ~~~~^^^\n"
            "  File \"program.py\", line 2, in half\n"
            "    return x / 0\n"
            "           ~~^~~\n"
            "ZeroDivisionError: division by zero\n");
}

TEST(Traceback, ALineThatIsAllToBlameHasNoCarets) {
  EXPECT_EQ(error_of("raise ValueError('x')\n"),
            "Traceback (most recent call last):\n"
            "  File \"program.py\", line 1, in <module>\n"
            "    raise ValueError('x')\n"
            "ValueError: x\n");
}

TEST(Traceback, ChainsTellHowTheyCame) {
  std::string err = error_of(
      "try:\n    try:\n        1 / 0\n    except ZeroDivisionError as e:\n        raise KeyError('k') from e\n"
      "except KeyError:\n    raise OSError(2, 'No', 'f')\n");
  EXPECT_NE(err.find("\nThe above exception was the direct cause of the following exception:\n\n"), std::string::npos)
      << err;
  EXPECT_NE(err.find("\nDuring handling of the above exception, another exception occurred:\n\n"), std::string::npos)
      << err;
  EXPECT_TRUE(err.ends_with("FileNotFoundError: [Errno 2] No: 'f'\n")) << err;
}

TEST(Traceback, RepeatedLinesAreCounted) {
  std::string err = error_of("def f(n):\n    return f(n + 1)\nf(0)\n");
  EXPECT_NE(err.find("  [Previous line repeated 99"), std::string::npos) << err;
  EXPECT_TRUE(err.ends_with("RecursionError: maximum recursion depth exceeded\n")) << err;
}

TEST(Traceback, GroupsAreTrees) {
  EXPECT_EQ(error_of("raise ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [KeyError('k')])])\n"),
            "  + Exception Group Traceback (most recent call last):\n"
            "  |   File \"program.py\", line 1, in <module>\n"
            "  |     raise ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [KeyError('k')])])\n"
            "  | ExceptionGroup: g (2 sub-exceptions)\n"
            "  +-+---------------- 1 ----------------\n"
            "    | ValueError: 1\n"
            "    +---------------- 2 ----------------\n"
            "    | ExceptionGroup: h (1 sub-exception)\n"
            "    +-+---------------- 1 ----------------\n"
            "      | KeyError: 'k'\n"
            "      +------------------------------------\n");
}

TEST(Traceback, NotesAndSuggestionsFollowTheMessage) {
  std::string err =
      error_of("counter = 1\ntry:\n    countre\nexcept NameError as e:\n    e.add_note('see line 1')\n    raise\n");
  EXPECT_TRUE(err.ends_with("NameError: name 'countre' is not defined. Did you mean: 'counter'?\nsee line 1\n")) << err;
  EXPECT_TRUE(error_of("[].apend(1)\n")
                  .ends_with("AttributeError: 'list' object has no attribute 'apend'. Did you mean: 'append'?\n"));
  EXPECT_TRUE(error_of("asyncio.run(1)\n")
                  .ends_with("NameError: name 'asyncio' is not defined. Did you forget to import 'asyncio'?\n"));
}

TEST(Traceback, SyntaxErrorsShowThePlace) {
  EXPECT_EQ(error_of("def f(:\n    pass\n"),
            "  File \"program.py\", line 1\n"
            "    def f(:\n"
            "          ^\n"
            "SyntaxError: invalid syntax\n");
}

TEST(Traceback, ExcepthookIsTheProgramsToChange) {
  Ran ran =
      run_program("import sys\nsys.excepthook = lambda t, v, tb: print('hook', t.__name__, v, tb.tb_lineno)\n1 / 0\n");
  EXPECT_EQ(ran.out, "hook ZeroDivisionError division by zero 3\n");
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(ran.result.exit_status, 1);
}

}  // namespace
}  // namespace loopscope::runtime
