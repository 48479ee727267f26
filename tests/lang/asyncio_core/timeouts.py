import asyncio


async def main():
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError as e:
        print("timeout", repr(e))  # expect: timeout TimeoutError()
    async with asyncio.timeout(1) as t:
        print(await asyncio.sleep(0, "in time"), t.expired())  # expect: in time False
    try:
        async with asyncio.timeout(None) as t:
            t.reschedule(asyncio.get_running_loop().time() + 0.01)
            await asyncio.sleep(5)
    except TimeoutError:
        print("rescheduled", t.expired())  # expect: rescheduled True
    try:
        await asyncio.wait_for(asyncio.sleep(1), 0.01)
    except TimeoutError:
        print("wait_for")  # expect: wait_for
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(d, d)) for d in (0.01, 1)], timeout=0.05)
    print(len(done), len(pending), done.pop().result())  # expect: 1 1 0.01
    for f in asyncio.as_completed([asyncio.sleep(0.02, "slow"), asyncio.sleep(0.01, "fast")]):
        print(await f)
        # expect: fast
        # expect: slow
    for p in pending:
        p.cancel()


asyncio.run(main())
