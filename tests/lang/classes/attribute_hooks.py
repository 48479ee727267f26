class A:
    def __getattr__(self, name):
        if name.startswith("_"): raise AttributeError(name)
        return "dyn " + name
    def __setattr__(self, name, value):
        super().__setattr__(name, ("set", value))
    def __delattr__(self, name):
        print("del", name)
a = A(); a.x = 1; print(a.x, a.y); del a.x
class D:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, owner): return self if obj is None else f"get {self.name}"
    def __set__(self, obj, value): print("set", self.name, value)
class B:
    d = D()
b = B(); print(b.d, B.d.name); b.d = 5; print(b.__dict__)
class S:
    __slots__ = ("a", "b")
s = S(); s.a = 1; print(s.a)
try:
    s.c = 1
except AttributeError as e:
    print(str(e)[:31])
class G:
    def __getattribute__(self, n): return "all " + n
print(G().anything)
class Meta(type):
    def __call__(cls, *a): return ("made", super().__call__(*a))
    def __new__(m, name, bases, ns): ns["added"] = 1; return super().__new__(m, name, bases, ns)
class M(metaclass=Meta): pass
print(M()[0], M.added, type(M).__name__)

# expect: ('set', 1) dyn y
# expect: del x
# expect: get d d
# expect: set d 5
# expect: {}
# expect: 1
# expect: 'S' object has no attribute 'c'
# expect: all anything
# expect: made 1 Meta
