#include <map>

#include "machine.hpp"

namespace loopscope::vm {
namespace {

class DictTest : public MachineTest {};

TEST_F(DictTest, KeepsInsertionOrderThroughGrowthAndDeletion) {
  Ptr<Dict> d = make_dict();
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(dict_set(vm, d.get(), make_int(i * 7), make_int(i)));
  for (int i = 0; i < 100; i += 2) EXPECT_EQ(dict_remove(vm, d.get(), make_int(i * 7)), 1);
  ASSERT_TRUE(dict_set(vm, d.get(), make_int(0), make_int(-1)));
  EXPECT_EQ(d->live, 51u);
  size_t position = 0;
  for (int i = 1; i < 100; i += 2) EXPECT_EQ(dict_next(d.get(), &position)->value, Value::small_int(i));
  EXPECT_EQ(dict_next(d.get(), &position)->value, Value::small_int(-1)) << "a key that comes back comes last";
  EXPECT_EQ(dict_next(d.get(), &position), nullptr);
}

TEST_F(DictTest, MatchesAModelUnderRandomOperations) {
  Ptr<Dict> d = make_dict();
  std::map<int, int> model;
  uint32_t seed = 1;
  for (int step = 0; step < 20000; ++step) {
    seed = seed * 1664525u + 1013904223u;
    int key = static_cast<int>(seed >> 20) % 60;
    if (seed & 0x400) {
      ASSERT_TRUE(dict_set(vm, d.get(), make_int(key), make_int(step)));
      model[key] = step;
    } else {
      EXPECT_EQ(dict_remove(vm, d.get(), make_int(key)), static_cast<int>(model.erase(key)));
    }
    ASSERT_EQ(d->live, model.size());
  }
  for (int key = 0; key < 60; ++key) {
    Value found;
    bool there = dict_find(vm, d.get(), make_int(key), &found) == 1;
    ASSERT_EQ(there, model.count(key) == 1);
    if (there) {
      EXPECT_EQ(found, Value::small_int(model[key]));
    }
  }
}

TEST_F(DictTest, AQueueDoesNotGrow) {
  Ptr<Dict> d = make_dict();
  for (int i = 0; i < 100000; ++i) {
    ASSERT_TRUE(dict_set(vm, d.get(), make_int(i), kNone));
    if (i >= 10) {
      ASSERT_EQ(dict_remove(vm, d.get(), make_int(i - 10)), 1);
    }
  }
  EXPECT_LT(d->entries.capacity(), 100u);
}

TEST_F(DictTest, KeyVersionsChangeWithKeysAndNeverRepeat) {
  Ptr<Dict> a = make_dict(), b = make_dict();
  dict_set(a.get(), "x", kNone);
  dict_set(b.get(), "y", kNone);
  EXPECT_NE(a->keys_version, b->keys_version) << "two dicts of one size must not pass for each other in a cache";
  uint32_t version = a->keys_version;
  dict_set(a.get(), "x", kTrue);
  EXPECT_EQ(a->keys_version, version) << "a new value is no new key";
  dict_remove(a.get(), intern("x"));
  EXPECT_NE(a->keys_version, version);
}

TEST_F(DictTest, EqualNumbersAreOneKey) {
  Ptr<Dict> d = make_dict();
  ASSERT_TRUE(dict_set(vm, d.get(), make_int(1), intern("int")));
  ASSERT_TRUE(dict_set(vm, d.get(), make_float(1.0), intern("float")));
  ASSERT_TRUE(dict_set(vm, d.get(), kTrue, intern("bool")));
  EXPECT_EQ(repr(d), "{1: 'bool'}");
}

TEST_F(DictTest, UnhashableKeysAreRefused) {
  Ptr<Dict> d = make_dict();
  EXPECT_FALSE(dict_set(vm, d.get(), make_list(), kNone));
  EXPECT_EQ(error(), "TypeError: unhashable type: 'list'");
}

TEST_F(DictTest, StrKeysAreFoundByContent) {
  Ptr<Dict> d = make_dict();
  for (int i = 0; i < 20; ++i) dict_set(d.get(), intern(fmt::format("key{}", i)), make_int(i));
  Ptr<Str> key = make_str("key13");
  EXPECT_FALSE(key->interned);
  EXPECT_EQ(dict_get(d.get(), key.get()), Value::small_int(13));
  EXPECT_TRUE(dict_get(d.get(), "key20").is_null());
}

TEST_F(DictTest, SetsOfNumbersComeOutAsInCPython) {
  Ptr<Set> set = make_set();
  for (int n : {50, 40, 30, 20, 10}) ASSERT_TRUE(set_add(vm, set.get(), make_int(n)));
  EXPECT_EQ(repr(set), "{40, 10, 50, 20, 30}");
  ASSERT_EQ(set_remove(vm, set.get(), make_int(10)), 1);
  EXPECT_EQ(repr(set), "{40, 50, 20, 30}") << "removing moves nothing";
  Ptr<Set> words = make_set();
  for (const char* word : {"one", "two", "three"}) ASSERT_TRUE(set_add(vm, words.get(), intern(word)));
  EXPECT_EQ(repr(words), "{'one', 'two', 'three'}") << "sets of text keep the order of insertion";
}

}  // namespace
}  // namespace loopscope::vm
