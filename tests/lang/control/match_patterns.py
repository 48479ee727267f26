class P:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def what(v):
    match v:
        case 0 | 1:
            return "small"
        case int(n) if n < 0:
            return f"negative {n}"
        case str() as s:
            return f"text {s}"
        case []:
            return "empty"
        case [a]:
            return f"one {a}"
        case [a, *_, b]:
            return f"ends {a} {b}"
        case {"kind": k, **rest}:
            return f"kind {k} {rest}"
        case P(0, y=b):
            return f"on axis {b}"
        case P(x=a):
            return f"P {a}"
        case None | True:
            return "constant"
        case _:
            return "other"


for v in [0, -5, "x", [], [1], (1, 2, 3), {"kind": 1, "z": 2}, P(0, 2), P(3, 4), None, 2.5, {"no": 1}, 7]:
    print(what(v))
    # expect: small
    # expect: negative -5
    # expect: text x
    # expect: empty
    # expect: one 1
    # expect: ends 1 3
    # expect: kind 1 {'z': 2}
    # expect: on axis 2
    # expect: P 3
    # expect: constant
    # expect: other
    # expect: other
    # expect: other
