"""Blocking code, fixed: hand it to threads

`asyncio.to_thread()` runs each blocking call in a thread of its own, so the downloads overlap and the loop stays free.

The same library, the same three pages; the tasks await a thread instead of stopping theirs.

Why it works: a thread that waits for the network does not hold the GIL. The loop's thread only starts the threads and
is told when they are done. All three downloads wait at the same time.

Where to look: three thread lanes are blocked side by side for 200 ms, and below them the loop's own lane is idle, which
is what it should be.
"""
import asyncio
import time


def fetch(page):
    time.sleep(0.2)  # stands for a library that waits for the network
    return f"<html>{page}</html>"


async def download(page):
    text = await asyncio.to_thread(fetch, page)
    return page, len(text)


async def main():
    loop = asyncio.get_running_loop()
    started = loop.time()
    pages = ("index", "news", "about")
    tasks = [asyncio.create_task(download(page), name=page) for page in pages]
    for page, size in await asyncio.gather(*tasks):
        print("got", page, size, "bytes")
    took = loop.time() - started
    print("all of them:", "one after the other" if took > 0.5 else "at the same time")


asyncio.run(main())
