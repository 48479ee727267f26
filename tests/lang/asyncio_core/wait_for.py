import asyncio
async def slow():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("slow cancelled"); raise
async def main():
    try:
        await asyncio.wait_for(slow(), 0.01)
    except TimeoutError as e:
        print("timeout", type(e) is asyncio.TimeoutError)
    print(await asyncio.wait_for(asyncio.sleep(0, "fast"), 1))
    try:
        async with asyncio.timeout(0.01) as cm:
            await slow()
    except TimeoutError:
        print("timed out", cm.expired())
    async with asyncio.timeout(None):
        print("no limit")
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(d, d)) for d in (0.01, 0.5)], timeout=0.1)
    print([t.result() for t in done], len(pending)); [t.cancel() for t in pending]
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(d, d)) for d in (0.01, 0.02)], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending))
    for c in asyncio.as_completed([asyncio.sleep(0.02, "b"), asyncio.sleep(0.01, "a")]):
        print(await c)
    t = asyncio.create_task(asyncio.sleep(0.01, "shielded"))
    try:
        await asyncio.wait_for(asyncio.shield(t), 0.001)
    except TimeoutError:
        print(await t)
asyncio.run(main())

# expect: slow cancelled
# expect: timeout True
# expect: fast
# expect: slow cancelled
# expect: timed out True
# expect: no limit
# expect: [0.01] 1
# expect: 1 1
# expect: a
# expect: b
# expect: shielded
