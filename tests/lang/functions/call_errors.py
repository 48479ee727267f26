def f(a, b=2, *, c, d=4):
    return a, b, c, d


def pos(a, b, /, c):
    return a, b, c


print(f(1, c=3), f(1, 5, c=6, d=7), f(*[1], **{"c": 2}), pos(1, 2, c=3))
# expect: (1, 2, 3, 4) (1, 5, 6, 7) (1, 2, 2, 4) (1, 2, 3)
for bad in [lambda: f(), lambda: f(1), lambda: f(1, 2, 3), lambda: f(1, c=3, e=5), lambda: f(1, a=2, c=3),
            lambda: pos(1, b=2, c=3), lambda: pos(1), lambda: pos(a=1, b=2, c=3), lambda: (lambda: 1)(2), lambda: len(), lambda: len(1, 2)]:
    try:
        bad()
    except TypeError as e:
        print(e)
        # expect: f() missing 1 required positional argument: 'a'
        # expect: f() missing 1 required keyword-only argument: 'c'
        # expect: f() takes from 1 to 2 positional arguments but 3 were given
        # expect: f() got an unexpected keyword argument 'e'
        # expect: f() got multiple values for argument 'a'
        # expect: pos() got some positional-only arguments passed as keyword arguments: 'b'
        # expect: pos() missing 2 required positional arguments: 'b' and 'c'
        # expect: pos() got some positional-only arguments passed as keyword arguments: 'a, b'
        # expect: <lambda>.<locals>.<lambda>() takes 0 positional arguments but 1 was given
        # expect: len() takes exactly one argument (0 given)
        # expect: len() takes exactly one argument (2 given)
