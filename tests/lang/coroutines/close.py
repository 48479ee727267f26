class Yield:
    def __await__(self): yield
async def f():
    try:
        await Yield()
    finally:
        print("cleanup f")
async def g():
    try:
        await f()
    except GeneratorExit:
        print("exit g")
        raise
c = g(); c.send(None); c.close(); print("closed", c.cr_running, c.cr_frame)
c = g(); c.send(None); print(c.cr_await.__name__, c.cr_suspended if hasattr(c, "cr_suspended") else True); del c; print("deleted")
async def bad():
    try:
        await Yield()
    except GeneratorExit:
        await Yield()
c = bad(); c.send(None)
try:
    c.close()
except RuntimeError as e:
    print(e)
del c

# expect: cleanup f
# expect: exit g
# expect: closed False None
# expect: f True
# expect: cleanup f
# expect: exit g
# expect: deleted
# expect: coroutine ignored GeneratorExit
