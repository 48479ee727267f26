class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + (o.x if isinstance(o, V) else o)) if isinstance(o, (V, int)) else NotImplemented
    def __radd__(self, o): return V(o + self.x)
    def __iadd__(self, o): self.x += 100; return self
    def __eq__(self, o): return isinstance(o, V) and self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __neg__(self): return V(-self.x)
    def __len__(self): return self.x
    def __getitem__(self, i): return self.x * i
    def __contains__(self, i): return i == self.x
    def __call__(self, *a): return sum(a) + self.x
    def __bool__(self): return self.x != 0
    def __repr__(self): return f"V({self.x})"
    def __hash__(self): return hash(self.x)
    def __format__(self, spec): return f"<{spec}>"
    def __index__(self): return self.x
v = V(2)
print(v + V(3), v + 1, 10 + v, -v, v == V(2), v != V(3), v < V(9), V(9) > v, len(v), v[5], 2 in v, v(1, 2), bool(V(0)))
v += 1; print(v, {V(1): "a"}[V(1)], f"{v:abc}", [0, 1, 2, 3][V(1)], hex(V(16)))
for bad in (lambda: v + "s", lambda: v * 2, lambda: v <= v, lambda: {v: 1}[3], lambda: iter(5), lambda: len(5), lambda: (0).x, lambda: -"a"):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__ + ":", e)

# expect: V(5) V(3) V(12) V(-2) True True True True 2 10 True 5 False
# expect: V(102) a <abc> 1 0x10
# expect: TypeError: unsupported operand type(s) for +: 'V' and 'str'
# expect: TypeError: unsupported operand type(s) for *: 'V' and 'int'
# expect: TypeError: '<=' not supported between instances of 'V' and 'V'
# expect: KeyError: 3
# expect: TypeError: 'int' object is not iterable
# expect: TypeError: object of type 'int' has no len()
# expect: AttributeError: 'int' object has no attribute 'x'
# expect: TypeError: bad operand type for unary -: 'str'
