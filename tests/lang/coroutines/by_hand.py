class Yield:
    def __await__(self):
        got = yield "suspended"
        return got
async def inner():
    x = await Yield()
    print("inner", x)
    try:
        await Yield()
    except ValueError as e:
        print("caught", e)
    return "inner result"
async def outer():
    return await inner()
c = outer()
print(c.send(None), c.send(5), repr(c).split(" at ")[0])
try:
    c.throw(ValueError("v"))
except StopIteration as e:
    print(e.value)
for use in (lambda: c.send(None), lambda: next(c), lambda: outer().send(1)):
    try:
        use()
    except (RuntimeError, TypeError) as e:
        print(type(e).__name__, e)
# stderr: any

# expect: inner 5
# expect: suspended suspended <coroutine object outer
# expect: caught v
# expect: inner result
# expect: RuntimeError cannot reuse already awaited coroutine
# expect: TypeError 'coroutine' object is not an iterator
# expect: TypeError can't send non-None value to a just-started coroutine
