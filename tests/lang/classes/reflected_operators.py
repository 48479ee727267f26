class N:
    def __init__(self, v):
        self.v = v

    def __add__(self, o):
        return NotImplemented if isinstance(o, str) else f"{self.v}+{o}"

    def __radd__(self, o):
        return f"{o}+r{self.v}"

    def __iadd__(self, o):
        self.v += o
        return self

    def __neg__(self):
        return f"-{self.v}"

    def __matmul__(self, o):
        return "mat"

    def __lt__(self, o):
        return "lt"

    def __gt__(self, o):
        return "gt"

    def __rpow__(self, o):
        return "rpow"


class M(N):
    def __radd__(self, o):
        return "sub first"


n = N(1)
print(n + 2, 2 + n, -n, n @ n, n < 1, 1 < n, n > 1, 2 ** n, N(1) + M(2), sum([N(5)]))
# expect: 1+2 2+r1 -1 mat lt gt gt rpow sub first 0+r5
m = n
n += 5
print(n.v, m is n)  # expect: 6 True
for bad in [lambda: n + "x", lambda: n - 1, lambda: 1 - n, lambda: n <= 1, lambda: +n, lambda: n["x"], lambda: n(), lambda: len(n)]:
    try:
        bad()
    except TypeError as e:
        print(e)
        # expect: unsupported operand type(s) for +: 'N' and 'str'
        # expect: unsupported operand type(s) for -: 'N' and 'int'
        # expect: unsupported operand type(s) for -: 'int' and 'N'
        # expect: '<=' not supported between instances of 'N' and 'int'
        # expect: bad operand type for unary +: 'N'
        # expect: 'N' object is not subscriptable
        # expect: 'N' object is not callable
        # expect: object of type 'N' has no len()
