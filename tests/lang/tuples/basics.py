t = (1, 2, 3)
print(t + (4,), t * 2, t[1], t[::-1], t.index(2), t.count(1), 2 in t, len(t), (), (1,))
a, *rest = t; *init, last = t; x, (y, z) = 1, (2, 3); print(a, rest, init, last, x, y, z)
print((1, 2) < (1, 3), (1, 2) == (1, 2), hash((1, 2)) == hash((1, 2)), max([(1, "b"), (1, "a")]))
for bad in (lambda: (lambda a, b: 0)(*t), lambda: t.__setitem__):
    try:
        bad()
    except (TypeError, AttributeError) as e:
        print(e)
try:
    a, b = t
except ValueError as e:
    print(e)
try:
    a, b, c, d = t
except ValueError as e:
    print(e)

# expect: (1, 2, 3, 4) (1, 2, 3, 1, 2, 3) 2 (3, 2, 1) 1 1 True 3 () (1,)
# expect: 1 [2, 3] [1, 2] 3 1 2 3
# expect: True True True (1, 'b')
# expect: <lambda>.<locals>.<lambda>() takes 2 positional arguments but 3 were given
# expect: 'tuple' object has no attribute '__setitem__'
# expect: too many values to unpack (expected 2)
# expect: not enough values to unpack (expected 4, got 3)
