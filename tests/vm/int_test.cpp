#include <cmath>

#include "machine.hpp"

namespace loopscope::vm {
namespace {

using lang::BinaryOperator;

class IntTest : public MachineTest {
 protected:
  std::string calc(BinaryOperator op, const char* a, const char* b) {
    Ref x = big(a), y = big(b);
    Ref result = int_binary(vm, op, x, y);
    return result ? repr(result) : error();
  }
};

TEST_F(IntTest, SmallAndLargeMeetAtTheEdgeOfTheWord) {
  EXPECT_TRUE(make_int(Value::kMaxInt).get().is_small_int());
  EXPECT_FALSE(make_int(Value::kMaxInt + 1).get().is_small_int());
  EXPECT_EQ(calc(BinaryOperator::kAdd, "4611686018427387903", "1"), "4611686018427387904");
  EXPECT_EQ(calc(BinaryOperator::kSubtract, "-4611686018427387904", "1"), "-4611686018427387905");
  EXPECT_EQ(calc(BinaryOperator::kMultiply, "9223372036854775807", "9223372036854775807"),
            "85070591730234615847396907784232501249");
  // A result that fits again is small again.
  Ref shrunk = int_binary(vm, BinaryOperator::kSubtract, big("4611686018427387904"), big("1"));
  EXPECT_TRUE(shrunk.get().is_small_int());
  int64_t lowest;
  EXPECT_EQ(int_value(big("-9223372036854775808"), &lowest), 1);
  EXPECT_EQ(lowest, INT64_MIN);
  EXPECT_EQ(int_value(big("9223372036854775808"), &lowest), 0);
}

TEST_F(IntTest, DivisionRoundsDown) {
  EXPECT_EQ(calc(BinaryOperator::kFloorDivide, "-7", "2"), "-4");
  EXPECT_EQ(calc(BinaryOperator::kModulo, "-7", "2"), "1");
  EXPECT_EQ(calc(BinaryOperator::kModulo, "7", "-2"), "-1");
  EXPECT_EQ(calc(BinaryOperator::kFloorDivide, "-100000000000000000000000", "3"), "-33333333333333333333334");
  EXPECT_EQ(calc(BinaryOperator::kModulo, "-100000000000000000000000", "3"), "2");
  EXPECT_EQ(calc(BinaryOperator::kModulo, "5", "0"), "ZeroDivisionError: integer modulo by zero");
  EXPECT_EQ(calc(BinaryOperator::kFloorDivide, "100000000000000000000000", "0"),
            "ZeroDivisionError: integer division or modulo by zero");
}

TEST_F(IntTest, TrueDivisionIsCorrectlyRounded) {
  EXPECT_EQ(calc(BinaryOperator::kTrueDivide, "1", "3"), "0.3333333333333333");
  EXPECT_EQ(calc(BinaryOperator::kTrueDivide, "9007199254740993", "1"), "9007199254740992.0");
  EXPECT_EQ(calc(BinaryOperator::kTrueDivide, "100000000000000000000000000000000", "300000000000000000000"),
            "333333333333.3333");
}

TEST_F(IntTest, ShiftsAndBitsFollowTwosComplement) {
  EXPECT_EQ(calc(BinaryOperator::kLeftShift, "1", "100"), "1267650600228229401496703205376");
  EXPECT_EQ(calc(BinaryOperator::kRightShift, "-1267650600228229401496703205376", "200"), "-1");
  EXPECT_EQ(calc(BinaryOperator::kAnd, "-1", "1267650600228229401496703205377"), "1267650600228229401496703205377");
  EXPECT_EQ(calc(BinaryOperator::kLeftShift, "1", "-1"), "ValueError: negative shift count");
  EXPECT_TRUE(int_binary(vm, BinaryOperator::kAnd, kTrue, kFalse).get().is_false()) << "bools stay bools";
}

TEST_F(IntTest, HugeResultsAreRefusedAtOnce) {
  EXPECT_TRUE(calc(BinaryOperator::kPower, "10", "1000000000").starts_with("MemoryError"));
  EXPECT_TRUE(calc(BinaryOperator::kLeftShift, "1", "1000000000000").starts_with("MemoryError"));
  EXPECT_EQ(calc(BinaryOperator::kPower, "-1", "100000000000000000000001"), "-1");
  EXPECT_EQ(calc(BinaryOperator::kPower, "0", "-1"), "ZeroDivisionError: 0.0 cannot be raised to a negative power");
}

TEST_F(IntTest, HashesAgreeWithFloats) {
  for (double d : {0.0, 1.0, -1.0, 1e15, -123456789.0, 1e300}) {
    Ref i = int_from_double(vm, d);
    EXPECT_EQ(hash_int(i), hash_double(d)) << d;
  }
  EXPECT_EQ(static_cast<int64_t>(hash_int(Value::small_int(-1))), -2);
}

TEST_F(IntTest, LongTextsAreLimited) {
  std::string digits(4300, '9');
  EXPECT_EQ(repr(make_int_from_decimal(digits)), digits);
  Ref text = vm.repr(make_int_from_decimal(digits + "9"));
  EXPECT_FALSE(text);
  EXPECT_TRUE(error().starts_with("ValueError: Exceeds the limit (4300 digits)"));
}

TEST_F(IntTest, ConvertsToDoublesExactly) {
  bool overflow;
  EXPECT_EQ(int_to_double(vm, big("9007199254740993"), &overflow), 9007199254740992.0);  // ties to even
  EXPECT_EQ(int_to_double(vm, big("9007199254740995"), &overflow), 9007199254740996.0);
  EXPECT_FALSE(overflow);
  int_to_double(vm, make_int_from_decimal("1" + std::string(400, '0')), &overflow);
  EXPECT_TRUE(overflow);
}

}  // namespace
}  // namespace loopscope::vm
