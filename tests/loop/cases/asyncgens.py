# Async generators and the loop: hooks, shutdown order, aclosing.
import asyncio
import contextlib


async def rows(name):
    try:
        for i in range(5):
            yield i
    finally:
        print(name, 'closing')
        await asyncio.sleep(0)
        print(name, 'closed')


async def take(agen, n):
    async for x in agen:
        n -= 1
        if n == 0:
            break


async def main():
    await take(rows('dropped'), 2)
    await asyncio.sleep(0)
    print('after drop')
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    async with contextlib.aclosing(rows('aclosing')) as agen:
        async for x in agen:
            break
    global kept
    kept = rows('kept')
    print(await anext(kept))
    g = rows('explicit')
    await anext(g)
    await g.aclose()
    try:
        await anext(g)
    except StopAsyncIteration:
        print('stopped')
    print('main ends')


asyncio.run(main())
print('run is over')

# expect: after drop
# expect: dropped closing
# expect: dropped closed
# expect: aclosing closing
# expect: aclosing closed
# expect: 0
# expect: explicit closing
# expect: explicit closed
# expect: stopped
# expect: main ends
# expect: kept closing
# expect: kept closed
# expect: run is over
