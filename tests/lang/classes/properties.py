class Temp:
    def __init__(self, c):
        self._c = c

    @property
    def c(self):
        "celsius"
        return self._c

    @c.setter
    def c(self, v):
        if v < -273:
            raise ValueError("too cold")
        self._c = v

    @c.deleter
    def c(self):
        print("deleted")

    @property
    def f(self):
        return self._c * 9 / 5 + 32


t = Temp(100)
t.c = 20
print(t.c, t.f, Temp.c.__doc__, Temp.c.fget(t))
del t.c
for bad in ["t.c = -300", "t.f = 1", "del t.f"]:
    try:
        exec(bad)
    except (AttributeError, ValueError) as e:
        print(type(e).__name__, e)

# expect: 20 68.0 celsius 20
# expect: deleted
# expect: ValueError too cold
# expect: AttributeError property 'f' of 'Temp' object has no setter
# expect: AttributeError property 'f' of 'Temp' object has no deleter
