import asyncio


async def ticks(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i


async def double(x):
    await asyncio.sleep(0)
    return x * 2


async def main():
    print([x async for x in ticks(3)], {x async for x in ticks(2)}, {x: await double(x) async for x in ticks(3) if x})
    # expect: [0, 1, 2] {0, 1} {1: 2, 2: 4}
    print([await double(x) for x in (1, 2)], [y for x in [1, 2] for y in [await double(x)]])
    # expect: [2, 4] [2, 4]
    lazy = (x async for x in ticks(2))
    print(type(lazy).__name__, [x async for x in lazy])  # expect: async_generator [0, 1]
    async for x in ticks(5):
        if x == 2:
            break
    else:
        print("not reached")
    print("broke at", x)  # expect: broke at 2
    try:
        async for x in [1]:
            pass
    except TypeError as e:
        print(e)  # expect: 'async for' requires an object with __aiter__ method, got list
    try:
        async with 5:
            pass
    except TypeError as e:
        print(e)  # expect: 'int' object does not support the asynchronous context manager protocol


asyncio.run(main())
