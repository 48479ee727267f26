class M:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value)
        return self.swallow


with M("a") as a, M("b") as b:
    print(a, b)
with M("outer", swallow=True):
    with M("inner"):
        raise ValueError("boom")
print("on")


def leave():
    with M("r"):
        return "returned"


print(leave())
for bad in [5, object()]:
    try:
        with bad:
            pass
    except TypeError as e:
        print(e)

# expect: enter a
# expect: enter b
# expect: a b
# expect: exit b None None
# expect: exit a None None
# expect: enter outer
# expect: enter inner
# expect: exit inner ValueError boom
# expect: exit outer ValueError boom
# expect: on
# expect: enter r
# expect: exit r None None
# expect: returned
# expect: 'int' object does not support the context manager protocol
# expect: 'object' object does not support the context manager protocol
