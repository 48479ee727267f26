a, b = {1, 2, 3}, {2, 3, 4}
print(a | b, a & b, a - b, a ^ b, a <= b, {2} < a, a.isdisjoint({9}), len(a))
a.add(5); a.discard(99); a.remove(1); print(sorted(a), 5 in a)
a |= {7}; a -= {2}; print(sorted(a), sorted(a.union([9], (10,))), frozenset([1]) == {1})
print({frozenset({1}): "x"}[frozenset({1})], set("aab") == {"a", "b"}, {*range(3)})
try:
    a.remove(1000)
except KeyError as e:
    print(repr(e))

# expect: {1, 2, 3, 4} {2, 3} {1} {1, 4} False True True 3
# expect: [2, 3, 5] True
# expect: [3, 5, 7] [3, 5, 7, 9, 10] True
# expect: x True {0, 1, 2}
# expect: KeyError(1000)
