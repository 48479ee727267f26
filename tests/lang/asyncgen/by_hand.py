async def g():
    try:
        x = yield 1
        print("got", x)
        y = yield 2
        print("got", y)
    except ValueError as e:
        print("caught", e)
        yield "handled"
    finally:
        print("cleanup")
def run(aw):
    try:
        aw.send(None)
    except StopIteration as e:
        return e.value
    except StopAsyncIteration:
        return "stop"
a = g(); print(run(a.__anext__()), run(a.asend("s")), run(a.athrow(ValueError("v"))), run(a.__anext__()), run(a.__anext__()))
a = g(); print(run(a.asend(None)), run(a.aclose()), run(a.__anext__()), run(a.aclose()))
a = g(); print(run(a.aclose()), run(a.asend(None)), a.ag_running, a.ag_frame)
try:
    g().asend(5).send(None)
except TypeError as e:
    print(e)
aw = g().asend(None)
run(aw)
try:
    aw.send(None)
except RuntimeError as e:
    print(e)

# expect: got s
# expect: caught v
# expect: cleanup
# expect: 1 2 handled stop stop
# expect: cleanup
# expect: 1 None stop None
# expect: None stop False None
# expect: can't send non-None value to a just-started async generator
# expect: cannot reuse already awaited __anext__()/asend()
# expect: cleanup
