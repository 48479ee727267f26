import asyncio


async def worker(n, lock, sem, log):
    async with lock:
        log.append(f"lock {n}")
        await asyncio.sleep(0)
    async with sem:
        log.append(f"in {n}")
        await asyncio.sleep(0.01)
        log.append(f"out {n}")


async def main():
    log = []
    lock, sem = asyncio.Lock(), asyncio.Semaphore(2)
    await asyncio.gather(*(worker(n, lock, sem, log) for n in range(3)))
    print(log)  # expect: ['lock 0', 'in 0', 'lock 1', 'in 1', 'lock 2', 'out 0', 'out 1', 'in 2', 'out 2']
    event, cond, got = asyncio.Event(), asyncio.Condition(), []

    async def waiter(n):
        await event.wait()
        async with cond:
            await cond.wait()
            got.append(n)

    tasks = [asyncio.create_task(waiter(n)) for n in range(3)]
    await asyncio.sleep(0)
    event.set()
    await asyncio.sleep(0.01)
    async with cond:
        cond.notify(2)
    await asyncio.sleep(0.01)
    print(got, event.is_set(), lock.locked())  # expect: [0, 1] True False
    async with cond:
        cond.notify_all()
    await asyncio.gather(*tasks)
    print(got)  # expect: [0, 1, 2]
    for bad in [lock.release, cond.notify]:
        try:
            bad()
        except RuntimeError as e:
            print(e)
            # expect: Lock is not acquired.
            # expect: cannot notify on un-acquired lock


asyncio.run(main())
