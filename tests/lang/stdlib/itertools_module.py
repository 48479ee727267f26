import itertools as it
print(list(it.chain([1], "ab")), list(it.islice(it.count(5), 3)), list(it.accumulate([1, 2, 3])), list(it.product("ab", [1, 2])))
print(list(it.permutations([1, 2, 3], 2)), list(it.combinations("abc", 2)), [(k, list(g)) for k, g in it.groupby("aabbc")])
print(list(it.zip_longest([1], "ab", fillvalue=0)), list(it.takewhile(lambda x: x < 3, [1, 2, 5, 1])), list(it.dropwhile(lambda x: x < 3, [1, 5, 1])))
print(list(it.repeat("x", 2)), list(it.starmap(pow, [(2, 3)])), [next(c) for c in [it.cycle("ab")] * 3], list(it.pairwise("abc")))

# expect: [1, 'a', 'b'] [5, 6, 7] [1, 3, 6] [('a', 1), ('a', 2), ('b', 1), ('b', 2)]
# expect: [(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)] [('a', 'b'), ('a', 'c'), ('b', 'c')] [('a', ['a', 'a']), ('b', ['b', 'b']), ('c', ['c'])]
# expect: [(1, 'a'), (0, 'b')] [1, 2] [5, 1]
# expect: ['x', 'x'] [8] ['a', 'b', 'a'] [('a', 'b'), ('b', 'c')]
