class One:
    only = None

    def __new__(cls, *a):
        if cls.only is None:
            cls.only = super().__new__(cls)
            print("new")  # expect: new
        return cls.only

    def __init__(self, n):
        self.n = n


a, b = One(1), One(2)
print(a is b, a.n)  # expect: True 2


class Inch(float):
    def __new__(cls, v):
        return super().__new__(cls, v * 2.54)


class Other:
    def __new__(cls):
        return 42

    def __init__(self):
        print("never")


print(Inch(2), Inch(1) + 1, type(Inch(1) + 1).__name__, Other())  # expect: 5.08 3.54 float 42
for bad in [lambda: One(), lambda: object(1), lambda: Inch()]:
    try:
        bad()
    except TypeError as e:
        print(str(e).split("'")[0].strip())
        # expect: One.__init__() missing 1 required positional argument:
        # expect: object() takes no arguments
        # expect: Inch.__new__() missing 1 required positional argument:


class Ret:
    def __init__(self):
        return 1


try:
    Ret()
except TypeError as e:
    print(e)  # expect: __init__() should return None, not 'int'
