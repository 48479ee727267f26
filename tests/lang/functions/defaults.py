def collect(x, into=[]):
    into.append(x)
    return into


print(collect(1), collect(2), collect(3, []), collect.__defaults__)  # expect: [1, 2] [1, 2] [3] ([1, 2],)
i = 5


def late(n=i):
    return n


i = 6
print(late(), [f() for f in [lambda: k for k in range(3)]], [f() for f in [lambda k=k: k for k in range(3)]])
# expect: 5 [2, 2, 2] [0, 1, 2]
print((lambda *a, **k: (a, k))(1, 2, x=3), (lambda a, *, b=1: (a, b))(0, b=2))
# expect: ((1, 2), {'x': 3}) (0, 2)
