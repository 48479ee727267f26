def g():
    try:
        next(it)
    except ValueError as e:
        yield str(e)
it = g()
print(next(it))
it = g(); print(repr(it).split(" at ")[0], it.gi_running, it.gi_yieldfrom, it.__name__)

# expect: generator already executing
# expect: <generator object g False None g
