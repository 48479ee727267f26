import asyncio
async def g():
    try:
        yield 1
    except GeneratorExit:
        yield 2
async def main():
    a = g(); await anext(a)
    try:
        await a.aclose()
    except RuntimeError as e:
        print(e)
    async def h():
        yield 1
        raise StopAsyncIteration
    try:
        async for x in h(): print(x)
    except RuntimeError as e:
        print(e)
asyncio.run(main())

# expect: async generator ignored GeneratorExit
# expect: 1
# expect: async generator raised StopAsyncIteration
