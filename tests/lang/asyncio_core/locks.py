import asyncio
async def user(n, lock, log):
    async with lock:
        log.append(f"in{n}"); await asyncio.sleep(0.001); log.append(f"out{n}")
async def main():
    log = []; lock = asyncio.Lock()
    await asyncio.gather(*[user(i, lock, log) for i in range(3)]); print(log, lock.locked())
    sem = asyncio.Semaphore(2); log = []
    await asyncio.gather(*[user(i, sem, log) for i in range(3)]); print(log)
    ev = asyncio.Event()
    async def waiter(i): await ev.wait(); print("woken", i)
    ts = [asyncio.create_task(waiter(i)) for i in range(2)]; await asyncio.sleep(0); ev.set(); await asyncio.gather(*ts); print(ev.is_set())
    cond = asyncio.Condition()
    async def c():
        async with cond:
            await cond.wait(); print("notified")
    t = asyncio.create_task(c()); await asyncio.sleep(0)
    async with cond: cond.notify()
    await t
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    b = asyncio.Barrier(2)
    print(sorted(await asyncio.gather(b.wait(), b.wait())))
    bs = asyncio.BoundedSemaphore(1)
    try:
        bs.release()
    except ValueError as e:
        print(e)
asyncio.run(main())

# expect: ['in0', 'out0', 'in1', 'out1', 'in2', 'out2'] False
# expect: ['in0', 'in1', 'out0', 'out1', 'in2', 'out2']
# expect: woken 0
# expect: woken 1
# expect: True
# expect: notified
# expect: Lock is not acquired.
# expect: [0, 1]
# expect: BoundedSemaphore released too many times
