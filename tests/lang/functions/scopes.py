x = "global"


def outer():
    x = "outer"

    def inner():
        nonlocal x
        x = "changed"
        return x

    def reader():
        return x
    return inner(), reader(), x


def setter():
    global x, fresh
    x, fresh = "set", "made"


print(outer(), x)  # expect: ('changed', 'changed', 'changed') global
setter()
print(x, fresh)  # expect: set made


def unbound():
    print(y)
    y = 1


def deleted():
    z = 1
    del z
    return z


def free():
    def g():
        return later
    g()
    later = 1


for f in [unbound, deleted, free, lambda: nothing]:
    try:
        f()
    except NameError as e:
        print(type(e).__name__, e)
        # expect: UnboundLocalError cannot access local variable 'y' where it is not associated with a value
        # expect: UnboundLocalError cannot access local variable 'z' where it is not associated with a value
        # expect: NameError cannot access free variable 'later' where it is not associated with a value in enclosing scope
        # expect: NameError name 'nothing' is not defined
