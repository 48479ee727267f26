#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "engine/trace/postings.hpp"

namespace loopscope::trace {
namespace {

TEST(Postings, AgreeWithPlainVectors) {
  std::mt19937 random(7);
  Postings postings;
  std::vector<std::vector<uint32_t>> expected(5);
  for (uint32_t event = 0; event < 30'000; ++event) {
    // Entity 1 often, entity 4 rarely: blocks of all sizes.
    const uint32_t entity = random() % 3 ? 1 : random() % 100 ? 2 : 4;
    postings.add(entity, event);
    postings.add(entity, event);  // mentioned twice by one event
    expected[entity].push_back(event);
  }
  for (uint32_t entity = 0; entity < 5; ++entity) {
    const auto& list = expected[entity];
    ASSERT_EQ(postings.count(entity), list.size());
    EXPECT_EQ(postings.first(entity), list.empty() ? Postings::kNone : list.front());
    EXPECT_EQ(postings.last(entity), list.empty() ? Postings::kNone : list.back());
    std::vector<uint32_t> all;
    postings.each(entity, [&](uint32_t event) { all.push_back(event); });
    EXPECT_EQ(all, list);
    for (int i = 0; i < 500; ++i) {
      const uint32_t at = random() % 30'100;
      const auto after = std::upper_bound(list.begin(), list.end(), at);
      const auto before = std::lower_bound(list.begin(), list.end(), at);
      EXPECT_EQ(postings.after(entity, at), after == list.end() ? Postings::kNone : *after);
      EXPECT_EQ(postings.before(entity, at), before == list.begin() ? Postings::kNone : *(before - 1));
    }
  }
}

TEST(Postings, AnUnknownEntityHasNone) {
  const Postings postings;
  EXPECT_EQ(postings.count(9), 0u);
  EXPECT_EQ(postings.after(9, 0), Postings::kNone);
  EXPECT_EQ(postings.before(9, 100), Postings::kNone);
}

}  // namespace
}  // namespace loopscope::trace
