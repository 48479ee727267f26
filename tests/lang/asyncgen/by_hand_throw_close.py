async def agen():
    try:
        got = yield 1
        print("got", got)
        yield 2
    except ValueError as e:
        print("caught", e)
        yield 3
    finally:
        print("finally")


def drive(awaitable):
    try:
        while True:
            awaitable.send(None)
    except StopIteration as e:
        return e.value


g = agen()
print(drive(g.asend(None)), drive(g.asend("x")), drive(g.athrow(ValueError("v"))))
try:
    drive(g.__anext__())
except StopAsyncIteration as e:
    print("end", e.args)
print(drive(g.aclose()), g.ag_running, g.ag_frame)
h = agen()
print(drive(h.__anext__()))
drive(h.aclose())
try:
    drive(agen().asend(1))
except TypeError as e:
    print(e)
k = agen()
first = k.asend(None)
drive(first)
try:
    first.send(None)
except RuntimeError as e:
    print(e)
print(drive(k.aclose()))

# expect: got x
# expect: caught v
# expect: 1 2 3
# expect: finally
# expect: end ()
# expect: None False None
# expect: 1
# expect: finally
# expect: can't send non-None value to a just-started async generator
# expect: cannot reuse already awaited __anext__()/asend()
# expect: finally
# expect: None
