import asyncio
async def producer(q):
    for i in range(5):
        await q.put(i); print("put", i)
    await q.put(None)
async def consumer(q):
    while (item := await q.get()) is not None:
        print("got", item); q.task_done()
async def main():
    q = asyncio.Queue(maxsize=2)
    await asyncio.gather(producer(q), consumer(q))
    print(q.qsize(), q.empty(), q.full())
    try:
        q.get_nowait()
    except asyncio.QueueEmpty as e:
        print(type(e).__name__)
    p = asyncio.PriorityQueue(); [p.put_nowait(x) for x in (3, 1, 2)]; print([p.get_nowait() for _ in range(3)])
    l = asyncio.LifoQueue(); [l.put_nowait(x) for x in (3, 1, 2)]; print([l.get_nowait() for _ in range(3)])
    q = asyncio.Queue(1); q.put_nowait(1)
    try:
        q.put_nowait(2)
    except asyncio.QueueFull as e:
        print(type(e).__name__)
asyncio.run(main())

# expect: put 0
# expect: put 1
# expect: got 0
# expect: got 1
# expect: put 2
# expect: put 3
# expect: got 2
# expect: got 3
# expect: put 4
# expect: got 4
# expect: 0 True False
# expect: QueueEmpty
# expect: [1, 2, 3]
# expect: [2, 1, 3]
# expect: QueueFull
