import asyncio
async def g(name):
    try:
        yield 1
    finally:
        await asyncio.sleep(0)
        print("closed", name)
async def main():
    async for _ in g("a"):
        break
    print("left a")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("slept")
    global kept
    kept = g("kept")
    await kept.__anext__()
    async for _ in g("b"):
        async for _ in g("c"):
            break
        break
    print("main ends")
asyncio.run(main())
print("run ended")

# expect-error: AttributeError: partially initialized module 'asyncio' has no attribute 'run' (most likely due to a circular import)
