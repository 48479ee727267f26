"""Executor: a thread, and still everybody waits

The slow work is in a thread, but the coroutine waits for it with `result()`, which blocks the whole loop.

A photo service makes thumbnails in a pool of threads, while a progress bar should move every 50 ms.

Why it happens: `Future.result()` of `concurrent.futures` stops the thread that calls it. Here that is the thread of the
event loop. The pool works, the loop stands still, and nothing was won by using threads.

Where to look: the lanes of the pool's threads are busy, and during all of that time the loop's own thread is blocked.
The progress bar's step is ready and has to wait.
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
    for work in [pool.submit(make_thumbnail, photo) for photo in photos]:
        print("done:", work.result())  # blocks the loop


async def main():
    started = asyncio.get_running_loop().time()
    bar = asyncio.create_task(progress_bar(started), name="progress bar")
    await asyncio.sleep(0)
    with ThreadPoolExecutor(2, thread_name_prefix="darkroom") as pool:
        await develop(pool, ["beach", "forest"])
    await bar


asyncio.run(main())
