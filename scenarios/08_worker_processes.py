"""Worker processes: threads take turns

Computing in threads does not free the event loop: all of them need the one interpreter lock.

Two years of sales are added up in a pool of threads, while a clock should tick every 20 ms.

Why it happens: the interpreter lock, the GIL, lets one thread run Python code at a time. A thread that computes gives
it up only when another one has asked for 5 ms. So two threads compute no faster than one, and each time that the loop
wakes up it stands in line first.

Where to look: the lanes of the threads are dotted where they wait for the GIL, the loop's thread among them. The
clock's steps begin later than their timers.
"""
import asyncio
from concurrent.futures import ThreadPoolExecutor


def total_of(year):
    total = 0
    for sale in range(60_000):
        total += sale * year % 97
    return total


async def clock():
    ticks = 0
    while True:
        await asyncio.sleep(0.02)
        ticks += 1


async def main():
    loop = asyncio.get_running_loop()
    ticking = asyncio.create_task(clock(), name="clock")
    with ThreadPoolExecutor(2) as pool:
        sums = [loop.run_in_executor(pool, total_of, year) for year in (2023, 2024)]
        for year, total in zip((2023, 2024), await asyncio.gather(*sums)):
            print(year, "sales:", total)
    ticking.cancel()


if __name__ == "__main__":
    asyncio.run(main())
