def f(x):
    match x:
        case 0: return "zero"
        case 1 | 2: return "small"
        case str() as s if len(s) > 3: return "long " + s
        case "abc": return "abc"
        case [a, b]: return ("pair", a, b)
        case [first, *rest]: return ("seq", first, rest)
        case {"k": v, **others}: return ("map", v, others)
        case P(x=0, y=y): return ("P0", y)
        case P(a, b): return ("P", a, b)
        case None: return "none"
        case _: return "other"
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
for v in (0, 2, "abc", "abcd", [1, 2], (1, 2, 3), {"k": 1, "z": 2}, P(0, 5), P(1, 2), None, 3.5):
    print(f(v))

# expect: zero
# expect: small
# expect: abc
# expect: long abcd
# expect: ('pair', 1, 2)
# expect: ('seq', 1, [2, 3])
# expect: ('map', 1, {'z': 2})
# expect: ('P0', 5)
# expect: ('P', 1, 2)
# expect: none
# expect: other
