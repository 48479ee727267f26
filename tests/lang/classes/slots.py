class S:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1


s = S()
s.b = 2
print(s.a, s.b, hasattr(s, "__dict__"))  # expect: 1 2 False
del s.b
for bad in ["s.c = 1", "s.b"]:
    try:
        exec(bad)
    except AttributeError as e:
        print(type(e).__name__)
        # expect: AttributeError
        # expect: AttributeError


class Sub(S):
    pass


t = Sub()
t.c = 3
print(t.c, t.__dict__, t.a)  # expect: 3 {'c': 3} 1
