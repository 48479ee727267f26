#include "engine/lang/caret_anchors.hpp"

#include <gtest/gtest.h>

#include <string>

namespace loopscope::lang {
namespace {

// The line under a one-line segment: '~' and, between the anchors, '^'.
std::string carets(std::string_view segment) {
  std::optional<CaretAnchors> anchors = caret_anchors(segment);
  if (!anchors) return "none";
  std::string out(segment.size(), '~');
  for (size_t i = anchors->left_offset; i < anchors->right_offset; ++i) out[i] = '^';
  return out;
}

TEST(CaretAnchors, OnOneLine) {
  EXPECT_EQ(carets("asyncio.run(amain())"), "~~~~~~~~~~~^^^^^^^^^");
  EXPECT_EQ(carets("a + b"), "~~^~~");
  EXPECT_EQ(carets("(a) ** (b)"), "~~~~^^~~~~");
  EXPECT_EQ(carets("a+-b"), "~^~~");
  EXPECT_EQ(carets("x[1][2]"), "~~~~^^^");
  EXPECT_EQ(carets("(f) (x)"), "~~~~^^^");
  EXPECT_EQ(carets("await x"), "none");
  EXPECT_EQ(carets("a.b"), "none");
  EXPECT_EQ(carets("x = 1"), "none");
  EXPECT_EQ(carets("a b"), "none");
}

TEST(CaretAnchors, OverLines) {
  std::optional<CaretAnchors> anchors = caret_anchors("(a  # (\n) \\\n  // b");
  ASSERT_TRUE(anchors.has_value());
  EXPECT_EQ(anchors->left_line, 2);
  EXPECT_EQ(anchors->left_offset, 2U);
  EXPECT_EQ(anchors->right_offset, 4U);
  anchors = caret_anchors("f(\n  x,\n)");
  ASSERT_TRUE(anchors.has_value());
  EXPECT_EQ(anchors->left_line, 0);
  EXPECT_EQ(anchors->left_offset, 1U);
  EXPECT_EQ(anchors->right_line, 2);
  EXPECT_EQ(anchors->right_offset, 1U);
}

TEST(CaretAnchors, PlainCalls) {
  EXPECT_TRUE(is_plain_call_statement("return f(x)\n", 7, 1, 11));
  EXPECT_TRUE(is_plain_call_statement("y = a.f(\n  x)\n", 4, 2, 4));
  EXPECT_FALSE(is_plain_call_statement("return a.f(x)\n", 7, 1, 13));
  EXPECT_FALSE(is_plain_call_statement("y = f(g(x))\n", 6, 1, 10));
  EXPECT_FALSE(is_plain_call_statement("a.y = f(x)\n", 6, 1, 10));
  EXPECT_FALSE(is_plain_call_statement("f(x)\n", 0, 1, 4));
}

}  // namespace
}  // namespace loopscope::lang
