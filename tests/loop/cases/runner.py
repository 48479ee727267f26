# asyncio.run, Runner and loops run by hand.
import asyncio
import contextvars

var = contextvars.ContextVar('var', default='unset')


async def leftover():
    try:
        await asyncio.sleep(100)
    finally:
        print('leftover cleaned')


async def main():
    asyncio.create_task(leftover())
    await asyncio.sleep(0)
    return 'result'


print(asyncio.run(main()))


async def setter(value):
    var.set(value)
    return var.get()


async def getter():
    return var.get()


with asyncio.Runner() as runner:
    print(runner.run(setter('a')))
    print(runner.run(getter()))
    print(type(runner.get_loop()).__name__)
late = getter()
try:
    runner.run(late)
except RuntimeError as e:
    print(e)
late.close()

loop = asyncio.new_event_loop()
print(loop)
loop.call_soon(lambda: (print('callback'), loop.stop()))
loop.run_forever()
print(loop.run_until_complete(getter()))
fut = loop.create_future()
loop.call_later(0.1, fut.set_result, 'late')
print(loop.run_until_complete(fut))
loop.close()
print(loop.is_closed(), loop)
try:
    loop.call_soon(print)
except RuntimeError as e:
    print(e)


async def nested():
    c = getter()
    try:
        asyncio.run(c)
    except RuntimeError as e:
        print(e)
        c.close()


asyncio.run(nested())
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
try:
    asyncio.run(3)
except ValueError as e:
    print(e)


async def fail():
    raise LookupError('from main')

try:
    asyncio.run(fail())
except LookupError as e:
    print(repr(e))


async def contexts():
    var.set('outer')

    async def child():
        print('child sees', var.get())
        var.set('inner')
    await asyncio.create_task(child())
    print(var.get())
    await child()
    print(var.get())
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: print('callback sees', var.get()))
    var.set('later')
    await asyncio.sleep(0)

asyncio.run(contexts())

# expect: leftover cleaned
# expect: result
# expect: a
# expect: a
# expect: _UnixSelectorEventLoop
# expect: Runner is closed
# expect: <_UnixSelectorEventLoop running=False closed=False debug=False>
# expect: callback
# expect: unset
# expect: late
# expect: True <_UnixSelectorEventLoop running=False closed=True debug=False>
# expect: Event loop is closed
# expect: asyncio.run() cannot be called from a running event loop
# expect: no running event loop
# expect: a coroutine was expected, got 3
# expect: LookupError('from main')
# expect: child sees outer
# expect: outer
# expect: child sees outer
# expect: inner
# expect: callback sees inner
