class A:
    def who(self): return "A"
    def __repr__(self): return f"<{type(self).__name__}>"
class B(A):
    def who(self): return "B" + super().who()
class C(A):
    def who(self): return "C" + super().who()
class D(B, C):
    def who(self): return "D" + super().who()
print(D().who(), D.__mro__, D(), issubclass(D, A), isinstance(D(), (int, C)), D.__bases__)
class Base:
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
class Sub(Base, tag="x"): pass
print(Sub.tag, Sub.__subclasses__(), Base.__subclasses__())
try:
    class X(A, B): pass
except TypeError as e:
    print(str(e).split()[:6])
class L(list):
    def __init__(self, *a):
        super().__init__(*a); self.name = "L"
l = L([1, 2]); l.append(3); print(l, l.name, len(l), isinstance(l, list))
class S(str):
    def shout(self): return self.upper() + "!"
print(S("hi").shout(), S("a") + "b", {S("k"): 1}["k"])
class I(int):
    def __add__(self, o): return I(int(self) + o + 1)
print(I(3) + 4, I(5), I(2) * 3)

# expect: DBCA (<class '__main__.D'>, <class '__main__.B'>, <class '__main__.C'>, <class '__main__.A'>, <class 'object'>) <D> True True (<class '__main__.B'>, <class '__main__.C'>)
# expect: x [] [<class '__main__.Sub'>]
# expect: ['Cannot', 'create', 'a', 'consistent', 'method', 'resolution']
# expect: [1, 2, 3] L 3 True
# expect: HI! ab 1
# expect: 8 5 6
