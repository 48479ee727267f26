async def f():
    raise StopIteration(3)
try:
    f().send(None)
except RuntimeError as e:
    print(e, repr(e.__cause__))
import types
@types.coroutine
def gen():
    x = yield "from gen"
    return x * 2
async def user():
    return await gen()
c = user(); print(c.send(None))
try:
    c.send(21)
except StopIteration as e:
    print(e.value)

# expect: coroutine raised StopIteration StopIteration(3)
# expect: from gen
# expect: 42
