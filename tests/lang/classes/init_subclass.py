class Plugin:
    seen = []

    def __init_subclass__(cls, /, kind="none", **kw):
        super().__init_subclass__(**kw)
        cls.kind = kind
        Plugin.seen.append(cls.__name__)


class One(Plugin, kind="first"):
    pass


class Two(One):
    pass


print(Plugin.seen, One.kind, Two.kind)  # expect: ['One', 'Two'] first none
T = type("T", (One,), {"x": 1, "f": lambda self: self.x})
print(T().f(), T.__name__, Plugin.seen, T.kind)  # expect: 1 T ['One', 'Two', 'T'] none
try:
    class Bad(Plugin, nope=1):
        pass
except TypeError as e:
    print(e)  # expect: Bad.__init_subclass__() takes no keyword arguments
