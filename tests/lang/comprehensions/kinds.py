print([x * y for x in range(3) for y in range(3) if x != y], {x % 3 for x in range(9)}, {k: v for k, v in zip("ab", (1, 2))})
print(list(x for x in "abc"), sum(x for x in range(5)), [[j for j in range(i)] for i in range(3)])
x = "outer"
print([x for x in range(3)], x)
fs = [lambda: i for i in range(3)]
print([f() for f in fs], [(lambda j=i: j)() for i in range(3)])
print([y := 5, y ** 2], y, [last := n for n in range(4)], last)
class A:
    n = 3
    items = [i for i in range(n)]
print(A.items)

# expect: [0, 0, 0, 2, 0, 2] {0, 1, 2} {'a': 1, 'b': 2}
# expect: ['a', 'b', 'c'] 10 [[], [0], [0, 1]]
# expect: [0, 1, 2] outer
# expect: [2, 2, 2] [0, 1, 2]
# expect: [5, 25] 5 [0, 1, 2, 3] 3
# expect: [0, 1, 2]
