"""Blocking code: one call, everybody waits

Three downloads are started at once and still run one after the other, because each one blocks the only thread.

A library that knows nothing of asyncio fetches pages. It is called from three tasks, in the hope that they overlap.

Why it happens: tasks take turns at `await`, and nowhere else. `fetch()` does not await: it stops the thread for 200 ms,
and with it the loop, its timers and every other task. Starting more tasks only makes the queue longer.

Where to look: the three steps stand like stairs, each as long as a download. While one of them runs, the other lanes
are dotted: ready, waiting for their turn. Select a step to see who was late because of it.
"""
import asyncio
import time


def fetch(page):
    time.sleep(0.2)  # stands for a library that waits for the network
    return f"<html>{page}</html>"


async def download(page):
    text = fetch(page)
    print("got", page, len(text), "bytes")


async def main():
    loop = asyncio.get_running_loop()
    started = loop.time()
    pages = ("index", "news", "about")
    await asyncio.gather(*(asyncio.create_task(download(page), name=page) for page in pages))
    took = loop.time() - started
    print("all of them:", "one after the other" if took > 0.5 else "at the same time")


asyncio.run(main())
