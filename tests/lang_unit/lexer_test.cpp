#include <gtest/gtest.h>

#include <string>

#include "engine/lang/lexer.hpp"

namespace loopscope::lang {
namespace {

// Kinds and texts of all tokens: names and literals as written, layout in words.
std::string tokens(std::string_view text) {
  Result<Source> source = Source::decode(text, "f");
  if (!source.ok()) return source.error().message;
  TokenStream stream = tokenize(source.value());
  std::string out;
  for (const Token& token : stream.tokens) {
    if (!out.empty()) out += " ";
    bool literal = token.kind >= Tok::kName && token.kind <= Tok::kFStringEnd;
    out += literal ? source.value().text().substr(token.begin, token.end - token.begin)
                   : std::string(token_text(token.kind));
  }
  if (stream.error) out += " ! " + stream.error->message;
  return out;
}

TEST(Lexer, Indentation) {
  EXPECT_EQ(tokens("if a:\n  b\n\n  # c\n  d\ne"),
            "if a : NEWLINE INDENT b NEWLINE d NEWLINE DEDENT e NEWLINE end of file");
  EXPECT_EQ(tokens("if a:\n\tb\n        c"),
            "if a : NEWLINE INDENT b NEWLINE end of file ! inconsistent use of tabs and spaces in indentation");
}

TEST(Lexer, LineJoining) {
  EXPECT_EQ(tokens("a = (1,\n  2)\nb = 1 + \\\n  2"), "a = ( 1 , 2 ) NEWLINE b = 1 + 2 NEWLINE end of file");
}

TEST(Lexer, LongestOperatorWins) {
  EXPECT_EQ(tokens("a**=b//c<<=d->e:=f!=g...@h"), "a **= b // c <<= d -> e := f != g ... @ h NEWLINE end of file");
}

TEST(Lexer, NumbersAndTheWordsBehindThem) {
  EXPECT_EQ(tokens("1_0.5e-3j 0xFf 0b1 .5 5. 1if 2else 3"),
            "1_0.5e-3j 0xFf 0b1 .5 5. 1 if 2 else 3 NEWLINE end of file");
}

TEST(Lexer, FStringsNest) {
  EXPECT_EQ(tokens("f'a{b:{c}d}{{e}}{f'{g!r}'}'"),
            "f' a { b : { c } d } {{e}} { f' { g ! r } ' } ' NEWLINE end of file");
  EXPECT_EQ(tokens("f'{x!=y}{(lambda: 1)}{a[1:2]}'"),
            "f' { x != y } { ( lambda : 1 ) } { a [ 1 : 2 ] } ' NEWLINE end of file");
}

TEST(Lexer, ReportsTheBracketLeftOpen) {
  Result<Source> source = Source::decode("a = [\n  (1, 2)\n", "f");
  ASSERT_TRUE(source.ok());
  TokenStream stream = tokenize(source.value());
  ASSERT_TRUE(stream.unclosed.has_value());
  EXPECT_EQ(stream.unclosed->bracket, '[');
  EXPECT_EQ(stream.unclosed->line, 1);
  EXPECT_EQ(stream.unclosed->column, 4);
}

TEST(Lexer, UnicodeNames) {
  EXPECT_EQ(tokens("größe = naïve2"), "größe = naïve2 NEWLINE end of file");
  EXPECT_NE(tokens("a×b").find("invalid character '×' (U+00D7)"), std::string::npos);
}

}  // namespace
}  // namespace loopscope::lang
