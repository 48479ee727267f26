class M:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb): print("exit", self.n, t and t.__name__, v); return self.swallow
with M(1) as a, M(2) as b:
    print(a, b)
with M(3, True):
    raise ValueError("x")
print("swallowed")
try:
    with (M(4), M(5)):
        raise KeyError("y")
except KeyError as e:
    print("out", e)
def f():
    with M(6):
        return "returned"
print(f())
for i in range(2):
    with M(i + 7):
        if i == 0: continue
        break
try:
    with 5: pass
except TypeError as e:
    print(e)

# expect: enter 1
# expect: enter 2
# expect: 1 2
# expect: exit 2 None None
# expect: exit 1 None None
# expect: enter 3
# expect: exit 3 ValueError x
# expect: swallowed
# expect: enter 4
# expect: enter 5
# expect: exit 5 KeyError 'y'
# expect: exit 4 KeyError 'y'
# expect: out 'y'
# expect: enter 6
# expect: exit 6 None None
# expect: returned
# expect: enter 7
# expect: exit 7 None None
# expect: enter 8
# expect: exit 8 None None
# expect: 'int' object does not support the context manager protocol
