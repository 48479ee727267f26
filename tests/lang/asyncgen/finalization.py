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
    await asyncio.sleep(0.01)
    print("main ends")
asyncio.run(main())
print("run ended")

# expect: left a
# expect: slept
# expect: closed a
# expect: closed c
# expect: closed b
# expect: main ends
# expect: closed kept
# expect: run ended
