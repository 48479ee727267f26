x = "outer"
print([x for x in range(3)], x, {k: v for k, v in zip("ab", [1, 2])}, {c for c in "aa"})
# expect: [0, 1, 2] outer {'a': 1, 'b': 2} {'a'}
print([[i * j for j in range(3)] for i in range(2)], [(a, b) for a in range(3) if a for b in "xy" if b != "x"])
# expect: [[0, 0, 0], [0, 1, 2]] [(1, 'y'), (2, 'y')]
print([f"{a}{b}" for a, b in [(1, 2), (3, 4)]], [y for x in [[1], [2, 3]] for y in x], [v if v else "zero" for v in (0, 1)])
# expect: ['12', '34'] [1, 2, 3] ['zero', 1]
fs = [lambda: i for i in range(3)]
print([f() for f in fs], [(lambda n: n * 2)(n) for n in range(3)])  # expect: [2, 2, 2] [0, 2, 4]


def f(n):
    return [n + m for m in range(n)], {n: [k for k in range(n)] for n in range(2)}, n


print(f(2))  # expect: ([2, 3], {0: [], 1: [0]}, 2)
