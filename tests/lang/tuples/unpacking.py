(a, b), c = (1, 2), 3
first, *rest = range(4)
*init, last = "abc"
x, (y, *z), w = 1, (2, 3, 4), 5
print(a, b, c, first, rest, init, last, x, y, z, w)  # expect: 1 2 3 0 [1, 2, 3] ['a', 'b'] c 1 2 [3, 4] 5
a, b = b, a
print(a, b, [*range(2), *"ab"], (*[1], 2), {*[1], 1}, {**{"a": 1}, "b": 2})
# expect: 2 1 [0, 1, 'a', 'b'] (1, 2) {1} {'a': 1, 'b': 2}
i = 0
values = [0, 0]
i, values[i] = 1, 5
print(i, values)  # expect: 1 [0, 5]
for bad in ["a, b = 1", "a, b = 1, 2, 3", "a, b, *c = [1]", "a, b = {}"]:
    try:
        exec(bad)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, str(e).split(" (expected")[0] if "too many" in str(e) else e)
        # expect: TypeError cannot unpack non-iterable int object
        # expect: ValueError too many values to unpack
        # expect: ValueError not enough values to unpack (expected at least 2, got 1)
        # expect: ValueError not enough values to unpack (expected 2, got 0)
