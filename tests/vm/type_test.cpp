// Classes, slots and the collector, driven from C++ with functions that a program defines.

#include "machine.hpp"

namespace loopscope::vm {
namespace {

class TypeTest : public MachineTest {
 protected:
  /// type(name, bases, ns) with the functions that `source` defines.
  Ptr<Type> make(const char* name, std::vector<Value> bases, std::string_view source = "") {
    Ptr<Dict> ns = source.empty() ? make_dict() : run(source);
    EXPECT_FALSE(vm.failed());
    dict_remove(ns.get(), intern("__builtins__"));
    Ref made = vm.make_class(intern(name), make_tuple(std::span<const Value>(bases)).get(), ns.get(), vm.types.type);
    return made ? Ptr<Type>::steal(as<Type>(made.release())) : Ptr<Type>();
  }
};

TEST_F(TypeTest, MroIsC3) {
  Ptr<Type> a = make("A", {}), b = make("B", {a}), c = make("C", {a}), d = make("D", {b, c});
  std::string order;
  for (Value v : d->mro->view()) order += std::string(as<Type>(v)->name->view()) + " ";
  EXPECT_EQ(order, "D B C A object ");
  EXPECT_FALSE(make("E", {a, b}));
  EXPECT_EQ(error(), "TypeError: Cannot create a consistent method resolution order (MRO) for bases A, B");
  EXPECT_FALSE(make("F", {a, a}));
  EXPECT_EQ(error(), "TypeError: duplicate base class A");
}

TEST_F(TypeTest, LayoutsMustAgree) {
  EXPECT_FALSE(make("A", {vm.types.int_, vm.types.str}));
  EXPECT_EQ(error(), "TypeError: multiple bases have instance lay-out conflict");
  EXPECT_FALSE(make("A", {vm.types.bool_}));
  EXPECT_EQ(error(), "TypeError: type 'bool' is not an acceptable base type");
}

TEST_F(TypeTest, DunderMethodsFillSlotsAlsoLater) {
  Ptr<Type> base = make("Base", {});
  Ptr<Type> derived = make("Derived", {base});
  Ref obj = vm.call(derived);
  EXPECT_EQ(vm.length(obj), -1);
  EXPECT_EQ(error(), "TypeError: object of type 'Derived' has no len()");
  Ptr<Dict> functions = run("def f(self): return 7\n");
  ASSERT_TRUE(vm.setattr(base, "__len__", dict_get(functions.get(), "f")));
  EXPECT_EQ(vm.length(obj), 7);
  ASSERT_TRUE(vm.setattr(base, "__len__", kNull));
  EXPECT_EQ(vm.length(obj), -1);
  error();
}

TEST_F(TypeTest, TheSubclassReflectsFirst) {
  Ptr<Type> base =
      make("Base", {}, "def __add__(self, o): return 'base add'\ndef __radd__(self, o): return 'base radd'\n");
  Ptr<Type> derived = make("Derived", {base}, "def __radd__(self, o): return 'derived radd'\n");
  Ref x = vm.call(base), y = vm.call(derived);
  EXPECT_EQ(repr(vm.binary(lang::BinaryOperator::kAdd, x, y)), "'derived radd'");
  EXPECT_EQ(repr(vm.binary(lang::BinaryOperator::kAdd, y, x)), "'base add'");
  EXPECT_EQ(repr(vm.binary(lang::BinaryOperator::kAdd, make_int(1), x)), "'base radd'");
  EXPECT_FALSE(vm.binary(lang::BinaryOperator::kSubtract, x, y));
  EXPECT_EQ(error(), "TypeError: unsupported operand type(s) for -: 'Base' and 'Derived'");
}

TEST_F(TypeTest, EqWithoutHashIsUnhashable) {
  Ptr<Type> type = make("T", {}, "def __eq__(self, o): return True\n");
  Ref obj = vm.call(type);
  int64_t h;
  EXPECT_FALSE(vm.hash(obj, &h));
  EXPECT_EQ(error(), "TypeError: unhashable type: 'T'");
}

TEST_F(TypeTest, SlotsRefuseOtherNames) {
  Ptr<Type> type = make("T", {}, "__slots__ = ('a',)\n");
  Ref obj = vm.call(type);
  ASSERT_TRUE(vm.setattr(obj, "a", kTrue));
  EXPECT_TRUE(vm.getattr(obj, "a").get().is_true());
  EXPECT_FALSE(vm.setattr(obj, "b", kTrue));
  EXPECT_EQ(error(), "AttributeError: 'T' object has no attribute 'b' and no __dict__ for setting new attributes");
  // A subclass without __slots__ has a dict, and the slot does not show in it.
  Ptr<Type> open = make("Open", {type});
  Ref instance = vm.call(open);
  ASSERT_TRUE(vm.setattr(instance, "a", kFalse) && vm.setattr(instance, "c", kNone));
  EXPECT_EQ(repr(vm.getattr(instance, "__dict__")), "{'c': None}");
  EXPECT_TRUE(vm.getattr(instance, "a").get().is_false());
}

TEST_F(TypeTest, BuiltInTypesAreImmutableAndHaveWrappers) {
  EXPECT_FALSE(vm.setattr(vm.types.int_, "foo", kNone));
  EXPECT_EQ(error(), "TypeError: cannot set 'foo' attribute of immutable type 'int'");
  EXPECT_FALSE(vm.getattr(vm.types.int_, "foo"));
  EXPECT_EQ(error(), "AttributeError: type object 'int' has no attribute 'foo'");
  Ref add = vm.getattr(vm.types.int_, "__add__");
  EXPECT_EQ(repr(add), "<slot wrapper '__add__' of 'int' objects>");
  EXPECT_EQ(repr(vm.call(add, make_int(1), make_int(2))), "3");
  EXPECT_FALSE(vm.getattr_or_null(vm.types.str, intern("__sub__")));
  EXPECT_FALSE(vm.failed());
}

TEST_F(TypeTest, FinalizersRunWhenTheLastReferenceGoesAndOnce) {
  Ptr<Dict> space = run("log = []\ndef __del__(self):\n    log[0:0] = [1]\n    kept[0:0] = [self]\nkept = []\n");
  Ptr<Dict> ns = make_dict();
  dict_set(ns.get(), "__del__", dict_get(space.get(), "__del__"));
  Ref type = vm.make_class(intern("T"), make_tuple(0u).get(), ns.get(), vm.types.type);
  auto* log = as<List>(dict_get(space.get(), "log"));
  auto* kept = as<List>(dict_get(space.get(), "kept"));
  Ref obj = vm.call(type);
  Ref weak = make_weakref(vm, obj, kNone);
  obj.reset();
  EXPECT_EQ(log->items.size(), 1u);
  ASSERT_EQ(kept->items.size(), 1u) << "resurrected";
  Ref resurrected = Ref::steal(kept->items[0]);
  kept->items.clear();
  resurrected.reset();
  EXPECT_EQ(log->items.size(), 1u) << "not a second time";
  EXPECT_TRUE(vm.call(weak).is_none());
}

TEST_F(TypeTest, CyclesAreCollectedAndReachableOnesAreNot) {
  Ptr<Type> type = make("T", {});
  Ref kept = vm.call(type);
  Ref kept_weak;
  {
    Ref a = vm.call(type), b = vm.call(type);
    ASSERT_TRUE(vm.setattr(a, "other", b) && vm.setattr(b, "other", a));
    kept_weak = make_weakref(vm, a, kNone);
    ASSERT_TRUE(vm.setattr(kept, "cycle", a));
  }
  vm.collect();
  EXPECT_FALSE(vm.call(kept_weak).is_none());
  ASSERT_TRUE(vm.setattr(kept, "cycle", kNull));
  EXPECT_FALSE(vm.call(kept_weak).is_none()) << "a cycle outlives its last outer reference";
  EXPECT_GE(vm.collect(), 2);
  EXPECT_TRUE(vm.call(kept_weak).is_none());
}

TEST_F(TypeTest, DeepStructuresDieWithoutDeepStacks) {
  Ptr<List> list = make_list();
  for (int i = 0; i < 300000; ++i) {
    Ptr<List> outer = make_list();
    append(outer.get(), list);
    list = outer;
  }
  list.reset();
  // A repr of such a thing is refused, not a crash.
  for (int i = 0; i < 100000; ++i) {
    Ptr<List> outer = make_list();
    if (list) append(outer.get(), list);
    list = outer;
  }
  EXPECT_FALSE(vm.repr(list));
  EXPECT_EQ(error(), "RecursionError: maximum recursion depth exceeded while getting the repr of an object");
}

TEST_F(TypeTest, AnIndexMayShrinkTheSequenceThatItIndexes) {
  Ptr<Dict> space = run("items = [1, 2, 3]\ndef __index__(self):\n    items[:] = []\n    return 0\n");
  Ptr<Dict> ns = make_dict();
  dict_set(ns.get(), "__index__", dict_get(space.get(), "__index__"));
  Ref type = vm.make_class(intern("T"), make_tuple(0u).get(), ns.get(), vm.types.type);
  Ref key = vm.call(type);
  EXPECT_FALSE(vm.getitem(dict_get(space.get(), "items"), key));
  EXPECT_EQ(error(), "IndexError: list index out of range");
}

TEST_F(TypeTest, TuplesOfPlainValuesLeaveTheCollector) {
  Value items[] = {Value::small_int(1), vm.names.__add__};
  Ptr<Tuple> plain = make_tuple(std::span<const Value>(items));
  Ptr<List> list = make_list();
  Value with_list[] = {list};
  Ptr<Tuple> holder = make_tuple(std::span<const Value>(with_list));
  vm.collect();
  EXPECT_FALSE(plain->flags & kTracked);
  EXPECT_TRUE(holder->flags & kTracked);
}

TEST_F(TypeTest, TheMemoryCapIsAnError) {
  vm.limits.memory = 8 << 20;
  Ptr<List> list = make_list(std::vector<Value>{kNone});
  EXPECT_FALSE(vm.binary(lang::BinaryOperator::kMultiply, list, make_int(10'000'000)));
  EXPECT_TRUE(error().starts_with("MemoryError"));
}

}  // namespace
}  // namespace loopscope::vm
