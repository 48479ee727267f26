#include <gtest/gtest.h>

#include <string>

#include "engine/lang/compiler.hpp"

namespace loopscope::lang {
namespace {

struct Case {
  const char* source;
  const char* kind;
  const char* message;
  int line, offset, end_line, end_offset;
};

constexpr Case kCases[] = {
#include "syntax_errors.inc"
};

std::string kind_name(SyntaxErrorKind kind) {
  switch (kind) {
    case SyntaxErrorKind::kSyntaxError:
      return "SyntaxError";
    case SyntaxErrorKind::kIndentationError:
      return "IndentationError";
    case SyntaxErrorKind::kTabError:
      return "TabError";
  }
  return "?";
}

TEST(SyntaxErrors, SayWhatCPythonSays) {
  ASSERT_GT(std::size(kCases), 300U);
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.source);
    Result<CodePtr> result = compile(c.source, "case.py", Mode::kExec);
    ASSERT_EQ(result.ok(), c.kind == nullptr) << (result.ok() ? "compiles" : result.error().message);
    if (result.ok()) continue;
    const SyntaxError& e = result.error();
    EXPECT_EQ(kind_name(e.kind), c.kind);
    EXPECT_EQ(e.message, c.message);
    EXPECT_EQ(e.filename, "case.py");
    EXPECT_EQ(e.lineno, c.line);
    EXPECT_EQ(e.offset, c.offset);
    EXPECT_EQ(e.end_lineno, c.end_line);
    EXPECT_EQ(e.end_offset, c.end_offset);
  }
}

SyntaxError error_of(std::string_view source) {
  Result<CodePtr> result = compile(source, "case.py", Mode::kExec);
  EXPECT_FALSE(result.ok()) << source;
  return result.ok() ? SyntaxError{} : result.error();
}

TEST(SyntaxErrors, CarryTheLine) {
  SyntaxError e = error_of("x = 1\n  y = é ü\nz");
  EXPECT_EQ(e.text, "  y = é ü");
  e = error_of("a = (é ü)");
  EXPECT_EQ(e.offset, 6);
  EXPECT_EQ(e.end_offset, 9);
}

TEST(SyntaxErrors, NameWhatIsNotSupported) {
  EXPECT_NE(error_of("type X = int").message.find("'type' statements are not supported"), std::string::npos);
  EXPECT_NE(error_of("def f[T](): pass").message.find("type parameters"), std::string::npos);
  EXPECT_NE(error_of("class C[T]: pass").message.find("type parameters"), std::string::npos);
  EXPECT_NE(error_of("x = '\\N{CUNEIFORM SIGN A}'").message.find("CUNEIFORM SIGN A"), std::string::npos);
}

TEST(SyntaxErrors, BytesThatAreNoSource) {
  EXPECT_EQ(error_of(std::string_view("x\0y", 3)).message, "source code string cannot contain null bytes");
  EXPECT_NE(error_of("x = 1\ny = '\xff'").message.find("can't decode byte 0xff"), std::string::npos);
  EXPECT_EQ(error_of("x = 1\ny = '\xff'").lineno, 2);
  EXPECT_NE(error_of("# coding: latin-1\n").message.find("latin-1"), std::string::npos);
  EXPECT_TRUE(compile("# -*- coding: utf-8 -*-\nx = 'é'", "f", Mode::kExec).ok());
  EXPECT_TRUE(compile("\xEF\xBB\xBFx = 1\r\ny = 2\rz = 3", "f", Mode::kExec).ok());
}

TEST(SyntaxErrors, LimitsOfNesting) {
  auto repeat = [](std::string_view text, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += text;
    return out;
  };
  EXPECT_EQ(error_of(repeat("(", 10000)).message, "too many nested parentheses");
  EXPECT_EQ(error_of(repeat("-", 10000) + "1").message, "expression is nested too deeply");
  EXPECT_EQ(error_of(repeat("not ", 10000) + "x").message, "expression is nested too deeply");
  EXPECT_EQ(error_of(repeat("lambda: ", 10000) + "x").message, "expression is nested too deeply");
  EXPECT_EQ(error_of("x" + repeat("**x", 10000)).message, "expression is nested too deeply");
  EXPECT_EQ(error_of("x" + repeat(".x", 10000)).message, "expression is nested too deeply");
  EXPECT_EQ(error_of("x" + repeat("()", 10000)).message, "expression is nested too deeply");
  EXPECT_EQ(error_of("x" + repeat(" if x else x", 10000)).message, "expression is nested too deeply");
  EXPECT_EQ(error_of(repeat("f'{", 200)).message, "too many nested f-strings");
  EXPECT_TRUE(compile("x = 1" + repeat(" + 1", 20000), "f", Mode::kExec).ok());
  EXPECT_TRUE(compile("if x: pass\n" + repeat("elif x: pass\n", 20000), "f", Mode::kExec).ok());
  std::string blocks, indents;
  for (int i = 0; i < 100; ++i) {
    blocks += std::string(static_cast<size_t>(i), ' ') + "while x:\n";
    indents += std::string(static_cast<size_t>(i), ' ') + "if x:\n";
  }
  EXPECT_EQ(error_of(blocks.substr(0, blocks.find(std::string(30, ' '))) + std::string(30, ' ') + "pass\n").message,
            "too many statically nested blocks");
  SyntaxError e = error_of(indents + std::string(100, ' ') + "pass\n");
  EXPECT_EQ(e.message, "too many levels of indentation");
  EXPECT_EQ(kind_name(e.kind), "IndentationError");
}

}  // namespace
}  // namespace loopscope::lang
