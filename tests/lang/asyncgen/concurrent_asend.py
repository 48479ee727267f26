import asyncio
async def g():
    while True:
        await asyncio.sleep(0.01)
        x = yield "v"
        print("message", x)
async def use(a, m):
    try:
        print(m, await a.asend(m))
    except RuntimeError as e:
        print(m, e)
async def main():
    a = g()
    await a.asend(None)
    await asyncio.gather(use(a, "A"), use(a, "B"))
    t = asyncio.create_task(use(a, "C"))
    await asyncio.sleep(0)
    for op in (a.aclose, lambda: a.athrow(ValueError)):
        try:
            await op()
        except RuntimeError as e:
            print(e)
    await t
    await a.aclose()
asyncio.run(main())

# expect: message A
# expect: B anext(): asynchronous generator is already running
# expect: A v
# expect: message C
# expect: aclose(): asynchronous generator is already running
# expect: athrow(): asynchronous generator is already running
# expect: C v
