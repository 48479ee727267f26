import itertools as it
print(list(it.chain("ab", [1])), list(it.islice(it.count(5, 2), 3)), list(it.accumulate([1, 2, 3])), list(it.repeat("x", 2)))
# expect: ['a', 'b', 1] [5, 7, 9] [1, 3, 6] ['x', 'x']
print([(k, list(g)) for k, g in it.groupby("aabc")], list(it.product("ab", [0, 1]))[:3], list(it.combinations("abc", 2)))
# expect: [('a', ['a', 'a']), ('b', ['b']), ('c', ['c'])] [('a', 0), ('a', 1), ('b', 0)] [('a', 'b'), ('a', 'c'), ('b', 'c')]
print(list(it.permutations([1, 2])), list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.zip_longest("ab", "c", fillvalue="-")))
# expect: [(1, 2), (2, 1)] [1, 2] [('a', 'c'), ('b', '-')]
print(list(it.pairwise([1, 2, 3])), list(it.dropwhile(lambda x: x < 2, [1, 2, 1])), list(it.starmap(pow, [(2, 3)])), next(it.cycle("q")))
# expect: [(1, 2), (2, 3)] [2, 1] [8] q
