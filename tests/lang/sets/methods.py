s = {3, 1, 2}
s.add(2)
s.discard(9)
print(len(s), sorted(s | {5}), s & {1, 9}, sorted(s - {1}), sorted(s ^ {1, 7}), s <= {1, 2, 3, 4}, s > {1}, s.isdisjoint({8}))
# expect: 3 [1, 2, 3, 5] {1} [2, 3] [2, 3, 7] True True True
s.update([7, 8], (9,))
s -= {7}
s &= {1, 2, 8, 9}
print(sorted(s), sorted(s.union([0])), s.issuperset([1]), {1, 2} == {2, 1}, set() == frozenset(), frozenset([1]) in {frozenset([1])})
# expect: [1, 2, 8, 9] [0, 1, 2, 8, 9] True True True True
print(set(), frozenset(), {1}, frozenset({1}), bool(set()), {x % 2 for x in range(2, 4)})
# expect: set() frozenset() {1} frozenset({1}) False {0, 1}
for bad in [lambda: s.remove(99), lambda: set().pop(), lambda: {[]}, lambda: s | [1], lambda: hash(s), lambda: s[0]]:
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
        # expect: KeyError 99
        # expect: KeyError 'pop from an empty set'
        # expect: TypeError unhashable type: 'list'
        # expect: TypeError unsupported operand type(s) for |: 'set' and 'list'
        # expect: TypeError unhashable type: 'set'
        # expect: TypeError 'set' object is not subscriptable
