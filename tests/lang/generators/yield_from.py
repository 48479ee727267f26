def inner():
    r = yield "a"
    print("inner got", r)
    try:
        yield "b"
    except KeyError:
        yield "k"
    return "inner result"
def outer():
    v = yield from inner()
    print("v =", v)
    yield from [1, 2]
    yield from (c for c in "xy")
    return "done"
o = outer()
print(next(o), o.send(5), o.throw(KeyError()), next(o), list(o))
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(3)))
def deep(n):
    if n == 0:
        yield "bottom"
    else:
        yield from deep(n - 1)
print(list(deep(200)), o.gi_frame, o.gi_running)

# expect: inner got 5
# expect: v = inner result
# expect: a b k 1 [2, 'x', 'y']
# expect: [1, 2, 1, 3, 1, 2, 1]
# expect: ['bottom'] None False
