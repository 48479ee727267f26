# The order of steps of tasks, callbacks and done callbacks.
import asyncio


async def worker(name, rounds):
    for i in range(rounds):
        print(name, i)
        await asyncio.sleep(0)
    return name.upper()


async def immediate():
    print('immediate')
    return 1


async def nested():
    print('nested before')
    value = await immediate()
    print('nested after', value)
    return value + 1


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(print, 'soon 1')
    a = asyncio.create_task(worker('a', 3))
    b = asyncio.create_task(worker('b', 2))
    loop.call_soon(print, 'soon 2')
    a.add_done_callback(lambda t: print('done', t.result()))
    print('main before')
    await asyncio.sleep(0)
    print('main after one')
    print(await b, await a)
    print(await a)  # done: does not yield
    loop.call_soon(print, 'soon 3')
    print(await nested())
    done = loop.create_future()
    done.set_result('done already')
    print(await done)
    print('no switch so far')
    await asyncio.sleep(0)
    waiter = loop.create_future()

    async def resolve():
        print('resolving')
        waiter.set_result('resolved')
        print('still resolving')

    t = asyncio.create_task(resolve())
    t.add_done_callback(lambda _: print('resolve() ended'))
    print(await waiter)
    await t


asyncio.run(main())

# expect: main before
# expect: soon 1
# expect: a 0
# expect: b 0
# expect: soon 2
# expect: main after one
# expect: a 1
# expect: b 1
# expect: a 2
# expect: B A
# expect: A
# expect: nested before
# expect: immediate
# expect: nested after 1
# expect: 2
# expect: done already
# expect: no switch so far
# expect: done A
# expect: soon 3
# expect: resolving
# expect: still resolving
# expect: resolved
# expect: resolve() ended
