import asyncio
async def g(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i
async def main():
    print([i async for i in g(4) if i % 2], {i: i async for i in g(2)}, [x async for x in g(3)])
    async for i in g(5):
        if i == 1: continue
        if i == 3: break
        print(i)
    else:
        print("no")
    async for i in g(1):
        pass
    else:
        print("else")
    print(sum([i async for i in (x * 2 async for x in g(3))]))
    it = g(2)
    print(await anext(it), await it.__anext__(), await anext(it, "default"))
    try:
        await anext(it)
    except StopAsyncIteration as e:
        print("stop", e.args)
    try:
        async for x in [1]: pass
    except TypeError as e:
        print(e)
asyncio.run(main())

# expect: [1, 3] {0: 0, 1: 1} [0, 1, 2]
# expect: 0
# expect: 2
# expect: else
# expect: 6
# expect: 0 1 default
# expect: stop ()
# expect: 'async for' requires an object with __aiter__ method, got list
