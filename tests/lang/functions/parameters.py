def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw
print(f(1, c=3), f(1, 2, 3, 4, c=5, e=6), f(*[1, 2], **{"c": 3, "z": 9}))
def g(a, /, b, *, c=0):
    return a, b, c
print(g(1, 2), g(1, b=2, c=3), f.__name__, f.__defaults__, f.__kwdefaults__)
for call in (lambda: f(), lambda: f(1), lambda: g(a=1, b=2), lambda: g(1, 2, 3), lambda: g(1, 2, x=1), lambda: g(1), lambda: f(1, a=2, c=3)):
    try:
        call()
    except TypeError as e:
        print(e)
def acc(x, cache=[]):
    cache.append(x); return cache
print(acc(1), acc(2))

# expect: (1, 2, (), 3, 4, {}) (1, 2, (3, 4), 5, 4, {'e': 6}) (1, 2, (), 3, 4, {'z': 9})
# expect: (1, 2, 0) (1, 2, 3) f (2,) {'d': 4}
# expect: f() missing 1 required positional argument: 'a'
# expect: f() missing 1 required keyword-only argument: 'c'
# expect: g() got some positional-only arguments passed as keyword arguments: 'a'
# expect: g() takes 2 positional arguments but 3 were given
# expect: g() got an unexpected keyword argument 'x'
# expect: g() missing 1 required positional argument: 'b'
# expect: f() got multiple values for argument 'a'
# expect: [1, 2] [1, 2]
