class A:
    def hi(self):
        return ["A"]


class B(A):
    def hi(self):
        return ["B"] + super().hi()


class C(A):
    def hi(self):
        return ["C"] + super().hi()


class D(B, C):
    def hi(self):
        return ["D"] + super().hi()


print(D().hi(), [k.__name__ for k in D.__mro__], D.__bases__ == (B, C), issubclass(D, A), isinstance(D(), (int, C)))
# expect: ['D', 'B', 'C', 'A'] ['D', 'B', 'C', 'A', 'object'] True True True
print(super(B, D()).hi(), D.hi(D()), A.hi(D()))  # expect: ['C', 'A'] ['D', 'B', 'C', 'A'] ['A']


class Meta(type):
    def __call__(cls, *a):
        print("making", cls.__name__)  # expect: making E
        return super().__call__(*a)


class E(metaclass=Meta):
    def __init__(self, x):
        self.x = x


print(E(3).x, type(E).__name__)  # expect: 3 Meta
try:
    class X(A, B):
        pass
except TypeError as e:
    print(" ".join(str(e).split()))
    # expect: Cannot create a consistent method resolution order (MRO) for bases A, B
