#include "engine/base/fiber.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace loopscope {
namespace {

struct PingPong {
  Fiber home;
  Fiber* other = nullptr;
  std::vector<int> order;
};

void pong(void* argument) {
  auto* p = static_cast<PingPong*>(argument);
  volatile char deep[100'000];  // its own stack, not the caller's
  deep[0] = 1;
  deep[sizeof(deep) - 1] = 1;
  for (int i = 1; i < 3; ++i) {
    p->order.push_back(10 * i);
    p->other->switch_to(p->home);
  }
  p->order.push_back(deep[0] + deep[sizeof(deep) - 1]);
  p->other->finish_into(p->home);
}

TEST(Fiber, GoesOnWhereItLeftOff) {
  PingPong p;
  Fiber other(1 << 20, pong, &p);
  ASSERT_TRUE(other.valid());
  p.other = &other;
  for (int i = 1; i < 4; ++i) {
    p.order.push_back(i);
    p.home.switch_to(other);
  }
  EXPECT_EQ(p.order, (std::vector<int>{1, 10, 2, 20, 3, 2}));
}

TEST(Fiber, OneThatWasNeverEnteredCostsNothing) {
  std::vector<std::unique_ptr<Fiber>> many;
  for (int i = 0; i < 500; ++i) many.push_back(std::make_unique<Fiber>(size_t{64} << 20, pong, nullptr));
  for (const auto& fiber : many) EXPECT_TRUE(fiber->valid());
}

TEST(Fiber, NoRoomForTheStackIsNoCrash) {
  Fiber huge(size_t{1} << 60, pong, nullptr);
  EXPECT_FALSE(huge.valid());
}

}  // namespace
}  // namespace loopscope
