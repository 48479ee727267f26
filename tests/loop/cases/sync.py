# cpython: >=3.13
# Locks, events, semaphores, conditions, queues, barriers.
import asyncio


async def locker(lock, name):
    async with lock:
        print(name, 'in')
        await asyncio.sleep(0)
        print(name, 'out')


async def producer(q):
    for i in range(5):
        await q.put(i)
        print('put', i, q.qsize())
    q.shutdown()


async def consumer(q, name):
    try:
        while True:
            item = await q.get()
            print(name, 'got', item)
            await asyncio.sleep(0)
            q.task_done()
    except asyncio.QueueShutDown:
        print(name, 'shut down')


async def waiter(cond, name):
    async with cond:
        print(name, 'waits')
        await cond.wait()
        print(name, 'woken')


async def party(barrier, name):
    n = await barrier.wait()
    print(name, 'passed', n)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(locker(lock, n) for n in 'abc'))
    print(lock.locked())
    sem = asyncio.Semaphore(2)
    await asyncio.gather(*(locker(sem, n) for n in 'abcd'))
    q = asyncio.Queue(2)
    await asyncio.gather(producer(q), consumer(q, 'c1'), consumer(q, 'c2'))
    await q.join()
    pq = asyncio.PriorityQueue()
    for x in (3, 1, 2):
        pq.put_nowait(x)
    print([pq.get_nowait() for _ in range(3)], pq.empty())
    lq = asyncio.LifoQueue()
    for x in (3, 1, 2):
        lq.put_nowait(x)
    print([await lq.get() for _ in range(3)])
    try:
        lq.get_nowait()
    except asyncio.QueueEmpty:
        print('empty')
    cond = asyncio.Condition()
    ws = [asyncio.create_task(waiter(cond, n)) for n in 'xyz']
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    async with cond:
        cond.notify(1)
    await asyncio.sleep(0.01)
    async with cond:
        cond.notify_all()
    await asyncio.gather(*ws)
    b = asyncio.Barrier(3)
    await asyncio.gather(*(party(b, n) for n in 'pqr'))
    ev = asyncio.Event()
    t = asyncio.create_task(ev.wait())
    await asyncio.sleep(0)
    ev.set()
    print(await t, ev.is_set())
    t = asyncio.create_task(lock.acquire())
    await t
    w = asyncio.create_task(lock.acquire())
    v = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    w.cancel()
    lock.release()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(w.cancelled(), v.done(), lock.locked())
    bs = asyncio.BoundedSemaphore(1)
    try:
        bs.release()
    except ValueError as e:
        print(e)
    try:
        lock.release()
        lock.release()
    except RuntimeError as e:
        print(e)


asyncio.run(main())

# expect: a in
# expect: a out
# expect: b in
# expect: b out
# expect: c in
# expect: c out
# expect: False
# expect: a in
# expect: b in
# expect: a out
# expect: b out
# expect: c in
# expect: d in
# expect: c out
# expect: d out
# expect: put 0 1
# expect: put 1 2
# expect: c1 got 0
# expect: c2 got 1
# expect: put 2 1
# expect: put 3 2
# expect: c1 got 2
# expect: c2 got 3
# expect: put 4 1
# expect: c1 got 4
# expect: c2 shut down
# expect: c1 shut down
# expect: [1, 2, 3] True
# expect: [2, 1, 3]
# expect: empty
# expect: x waits
# expect: y waits
# expect: z waits
# expect: x woken
# expect: y woken
# expect: z woken
# expect: r passed 2
# expect: p passed 0
# expect: q passed 1
# expect: True True
# expect: True True True
# expect: BoundedSemaphore released too many times
# expect: Lock is not acquired.
