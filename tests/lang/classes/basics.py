class A:
    count = 0
    def __init__(self, x):
        self.x = x
        A.count += 1
    def method(self):
        return self.x
    @classmethod
    def make(cls, x):
        return cls(x)
    @staticmethod
    def add(a, b):
        return a + b
    @property
    def double(self):
        return self.x * 2
    @double.setter
    def double(self, v):
        self.x = v // 2
a = A(3)
print(a.method(), A.make(4).x, A.add(1, 2), a.double, A.count, a.__dict__, A.__name__, type(a) is A)
a.double = 10; print(a.x, isinstance(a, A), hasattr(a, "y"), getattr(a, "y", 0), A.method(a))
m = a.method; print(m(), m.__self__ is a, m.__func__ is A.method)
a.extra = 1; del a.extra
for bad in (lambda: a.nope, lambda: A.nope, lambda: A(), lambda: a(), lambda: setattr(a, "double", "x")):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__ + ":", e)

# expect: 3 4 3 6 2 {'x': 3} A True
# expect: 5 True False 0 5
# expect: 5 True True
# expect: AttributeError: 'A' object has no attribute 'nope'
# expect: AttributeError: type object 'A' has no attribute 'nope'
# expect: TypeError: A.__init__() missing 1 required positional argument: 'x'
# expect: TypeError: 'A' object is not callable
# expect: TypeError: unsupported operand type(s) for //: 'str' and 'int'
