def g():
    yield 1
    raise StopIteration("inner")


it = g()
print(next(it))  # expect: 1
try:
    next(it)
except RuntimeError as e:
    print(e, "|", repr(e.__cause__), e.__context__ is e.__cause__)
    # expect: generator raised StopIteration | StopIteration('inner') True


def use_next():
    yield next(iter([]))


try:
    list(use_next())
except RuntimeError as e:
    print(e)  # expect: generator raised StopIteration
