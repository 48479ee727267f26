def g():
    x = yield 1
    print("got", x)
    try:
        y = yield 2
    except ValueError as e:
        print("caught", e)
        yield "handled"
    finally:
        print("cleanup")
    return "result"
it = g()
print(next(it), it.send("hello"), it.throw(ValueError("v")))
try:
    next(it)
except StopIteration as e:
    print("stop", e.value)
print(list(g()))
it = g(); next(it); it.close(); print("closed", next(it, "end"))
it = g(); next(it); next(it); it.close()
try:
    g().send(1)
except TypeError as e:
    print(e)
def bad():
    try:
        yield
    finally:
        yield
it = bad(); next(it)
try:
    it.close()
except RuntimeError as e:
    print(e)
def stop():
    yield 1
    raise StopIteration("x")
try:
    list(stop())
except RuntimeError as e:
    print(e, repr(e.__cause__))

# expect: got hello
# expect: caught v
# expect: 1 2 handled
# expect: cleanup
# expect: stop result
# expect: got None
# expect: cleanup
# expect: [1, 2]
# expect: closed end
# expect: got None
# expect: cleanup
# expect: can't send non-None value to a just-started generator
# expect: generator ignored GeneratorExit
# expect: generator raised StopIteration StopIteration('x')
