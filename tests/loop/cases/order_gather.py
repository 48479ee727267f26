# cpython: >=3.13
# How many iterations gather, wait, wait_for, shield, timeout and TaskGroup take.
import asyncio

ticks = 0


def tick(loop):
    global ticks
    ticks += 1
    loop.call_soon(tick, loop)


async def value(x):
    return x


async def slow(x, n):
    for _ in range(n):
        await asyncio.sleep(0)
    return x


async def show(label, awaitable):
    before = ticks
    try:
        result = await awaitable
    except BaseException as e:
        result = repr(e)
    print(label, result, ticks - before)


async def with_timeout(aw):
    async with asyncio.timeout(10):
        return await aw


async def group(n):
    async with asyncio.TaskGroup() as tg:
        tasks = [tg.create_task(slow(i, i)) for i in range(n)]
    return [t.result() for t in tasks]


async def failing_group():
    async def fail():
        await asyncio.sleep(0)
        raise ValueError('fail')
    async with asyncio.TaskGroup() as tg:
        tg.create_task(fail())
        tg.create_task(slow('x', 50))


async def wait_first():
    tasks = [asyncio.create_task(slow(i, 3 * i + 1)) for i in range(3)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    n = len(done), len(pending)
    for t in pending:
        t.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    return n


async def completed():
    out = []
    async for f in asyncio.as_completed([slow('s', 4), slow('f', 1)]):
        out.append(f.result())
    for c in asyncio.as_completed([slow('s', 4), slow('f', 1)]):
        out.append(await c)
    return out


async def main():
    loop = asyncio.get_running_loop()
    tick(loop)
    await show('value', value(1))
    await show('task', asyncio.create_task(value(2)))
    await show('sleep0', asyncio.sleep(0, 's'))
    await show('gather', asyncio.gather(value(1), value(2), slow(3, 2)))
    await show('gather none', asyncio.gather())
    await show('gather exc', asyncio.gather(value(1), asyncio.sleep('x')))
    await show('wait_for', asyncio.wait_for(slow(1, 3), 5))
    await show('wait_for none', asyncio.wait_for(slow(1, 3), None))
    await show('wait_for 0', asyncio.wait_for(slow(1, 3), 0))
    await show('shield', asyncio.shield(slow(1, 2)))
    await show('timeout', with_timeout(slow(1, 2)))
    await show('group', group(4))
    await show('failing', failing_group())
    await show('wait', wait_first())
    await show('as_completed', completed())
    await show('ensure_future', asyncio.ensure_future(value(4)))
    lock = asyncio.Lock()
    await show('lock', lock.acquire())
    await show('lock timeout', asyncio.wait_for(lock.acquire(), -1))
    q = asyncio.Queue()
    getter = asyncio.create_task(q.get())
    await asyncio.sleep(0)
    q.put_nowait('item')
    await show('get', getter)
    ev = asyncio.Event()
    w = asyncio.create_task(ev.wait())
    await asyncio.sleep(0)
    ev.set()
    await show('event', w)
    asyncio.get_running_loop().stop() if False else None


asyncio.run(main())

# expect: value 1 0
# expect: task 2 2
# expect: sleep0 s 1
# expect: gather [1, 2, 3] 5
# expect: gather none [] 0
# expect: gather exc TypeError("'<=' not supported between instances of 'str' and 'int'") 3
# expect: wait_for 1 3
# expect: wait_for none 1 3
# expect: wait_for 0 TimeoutError() 3
# expect: shield 1 5
# expect: timeout 1 2
# expect: group [0, 1, 2, 3] 6
# expect: failing ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('fail')]) 5
# expect: wait (1, 2) 6
# expect: as_completed ['f', 's', 'f', 's'] 14
# expect: ensure_future 4 2
# expect: lock True 0
# expect: lock timeout TimeoutError() 3
# expect: get item 2
# expect: event True 2
