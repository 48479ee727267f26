# cpython: >=3.13
# Cancellation: delivery, messages, counts, suppression, shields.
import asyncio


async def sleeper(name):
    try:
        print(name, 'starts')
        await asyncio.sleep(10)
    except asyncio.CancelledError as e:
        print(name, 'cancelled', e.args)
        raise
    finally:
        print(name, 'finally')


async def stubborn():
    for i in range(3):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print('ignored', i, asyncio.current_task().cancelling())
            asyncio.current_task().uncancel()
            if i == 1:
                break
    return 'survived'


async def main():
    t = asyncio.create_task(sleeper('never started'), name='n')
    t.cancel('early')
    try:
        await t
    except asyncio.CancelledError as e:
        print('main saw', e.args)
    print(t.cancelled(), t.done(), t.cancelling())
    t = asyncio.create_task(sleeper('started'))
    await asyncio.sleep(0)
    print(t.cancel('msg'), t.cancelling(), t.cancelled())
    try:
        await t
    except asyncio.CancelledError as e:
        print('main saw', e.args)
    print(t.cancel(), t.cancelled(), repr(t).split(" coro=")[0])
    t = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.sleep(0)
    t.cancel()
    print(await t)
    inner = asyncio.create_task(sleeper('shielded'))
    outer = asyncio.shield(inner)
    await asyncio.sleep(0)
    outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        print('outer cancelled', inner.done())
    inner.cancel()
    await asyncio.wait([inner])
    print(inner.cancelled())

    async def swallow_at_end():
        asyncio.current_task().cancel()
        return 'x'
    t = asyncio.create_task(swallow_at_end())
    await asyncio.wait([t])
    print(t.cancelled())
    try:
        async with asyncio.timeout(0.5):
            await asyncio.sleep(10)
    except TimeoutError as e:
        print('timeout', repr(e), repr(e.__cause__))
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.25)
    except TimeoutError as e:
        print('wait_for', repr(e))
    g = asyncio.gather(sleeper('g1'), sleeper('g2'))
    await asyncio.sleep(0)
    g.cancel()
    try:
        await g
    except asyncio.CancelledError:
        print('gather cancelled', g.cancelled())


asyncio.run(main())

# expect: main saw ('early',)
# expect: True True 1
# expect: started starts
# expect: True 1 False
# expect: started cancelled ('msg',)
# expect: started finally
# expect: main saw ('msg',)
# expect: False True <Task cancelled name='Task-2'
# expect: ignored 0 1
# expect: ignored 1 1
# expect: survived
# expect: shielded starts
# expect: outer cancelled False
# expect: shielded cancelled ()
# expect: shielded finally
# expect: True
# expect: True
# expect: timeout TimeoutError() CancelledError()
# expect: wait_for TimeoutError()
# expect: g1 starts
# expect: g2 starts
# expect: g1 cancelled ()
# expect: g1 finally
# expect: g2 cancelled ()
# expect: g2 finally
# expect: gather cancelled False
