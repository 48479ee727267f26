class Typed:
    def __set_name__(self, owner, name):
        self.name = name
        print("named", owner.__name__, name)  # expect: named C n

    def __get__(self, obj, owner=None):
        return self if obj is None else obj.__dict__.get(self.name, "unset")

    def __set__(self, obj, value):
        if not isinstance(value, int):
            raise TypeError(f"{self.name} wants int")
        obj.__dict__[self.name] = value


class NonData:
    def __get__(self, obj, owner):
        return "non-data"


class C:
    n = Typed()
    m = NonData()


c = C()
print(c.n, type(C.n).__name__, c.m)  # expect: unset Typed non-data
c.n = 5
c.m = "instance wins"
print(c.n, c.m, c.__dict__)  # expect: 5 instance wins {'n': 5, 'm': 'instance wins'}
try:
    c.n = "x"
except TypeError as e:
    print(e)  # expect: n wants int
