class Box:
    def __init__(self, *v):
        self.v = list(v)

    def __len__(self):
        return len(self.v)

    def __getitem__(self, i):
        return self.v[i]

    def __setitem__(self, i, x):
        self.v[i] = x

    def __delitem__(self, i):
        del self.v[i]

    def __contains__(self, x):
        return x == "magic" or x in self.v

    def __call__(self, *a):
        return ("called", a)

    def __bool__(self):
        return self.v != [0]

    def __eq__(self, o):
        return isinstance(o, Box) and self.v == o.v

    def __repr__(self):
        return f"Box{tuple(self.v)}"

    def __format__(self, spec):
        return f"<{spec}>"

    def __index__(self):
        return 1

    def __int__(self):
        return 7

    def __round__(self, n=None):
        return ("round", n)


b = Box(1, 2, 3)
b[0] = 9
del b[1]
print(len(b), b[0], b[-1], "magic" in b, 5 in b, b(1), bool(Box(0)), b == Box(9, 3), b, f"{b:x}", list(b), b[0:1])
# expect: 2 9 3 True False ('called', (1,)) False True Box(9, 3) <x> [9, 3] [9]
print([10, 20][b], int(b), round(b), round(b, 1), hex(b), str(b), [b], b != Box(), "%s" % b, range(b))
# expect: 20 7 ('round', None) ('round', 1) 0x1 Box(9, 3) [Box(9, 3)] True Box(9, 3) range(0, 1)
try:
    hash(b)
except TypeError as e:
    print(e)  # expect: unhashable type: 'Box'
