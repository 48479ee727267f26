"""Coroutine from a thread, fixed: run_coroutine_threadsafe()

`run_coroutine_threadsafe()` gives the coroutine to the loop, wakes it, and returns a future on which a thread can wait.

The same shop, the same clerk, and a question that reaches the loop.

Why it works: the task is created inside the loop's own thread, by a callback that `call_soon_threadsafe()` brought
there. Its result is copied into a `concurrent.futures.Future`, whose `result()` blocks the thread, and only the thread.

Where to look: the clerk's lane is blocked while the task runs on the loop's lane; the task's end is what lets the clerk
go on.
"""
import asyncio
import threading
import time


async def look_up(article):
    await asyncio.sleep(0.05)  # stands for the stock database
    return {"tea": 12, "milk": 0}[article]


def clerk(loop):
    time.sleep(0.05)
    answer = asyncio.run_coroutine_threadsafe(look_up("tea"), loop)
    print("clerk:", answer.result(timeout=5), "left")


async def main():
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=clerk, args=(loop,), name="clerk")
    thread.start()
    await asyncio.sleep(0.6)  # the shop is quiet
    thread.join()


asyncio.run(main())
