"""Executor, fixed: await run_in_executor()

`loop.run_in_executor()` gives the work to the same pool and returns something that a coroutine can await.

The same photos and the same pool; only the waiting is different.

Why it works: the coroutine is suspended on an asyncio future. When a thread of the pool is done, it tells the loop by
`call_soon_threadsafe()`, and the future's result wakes the task. Meanwhile the loop is free. (`asyncio.to_thread()` is
the same with a default pool.)

Where to look: the lanes of the pool's threads work below a loop that keeps ticking; the end of each piece of work is
what wakes `develop()`.
"""
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def make_thumbnail(photo):
    time.sleep(0.3)  # stands for decoding and scaling
    return photo + " (small)"


async def progress_bar(started):
    loop = asyncio.get_running_loop()
    for step in range(1, 4):
        due = started + step * 0.05
        await asyncio.sleep(due - loop.time())
        print("progress", step, "LATE" if loop.time() - due > 0.1 else "on time")


async def develop(pool, photos):
    loop = asyncio.get_running_loop()
    for work in [loop.run_in_executor(pool, make_thumbnail, photo) for photo in photos]:
        print("done:", await work)


async def main():
    started = asyncio.get_running_loop().time()
    bar = asyncio.create_task(progress_bar(started), name="progress bar")
    await asyncio.sleep(0)
    with ThreadPoolExecutor(2, thread_name_prefix="darkroom") as pool:
        await develop(pool, ["beach", "forest"])
    await bar


asyncio.run(main())
