"""Worker processes, fixed: an interpreter each

In a pool of processes each worker has its own interpreter and its own lock, so they compute at the same time.

The same sales, the same clock; only the pool is another one.

Why it works: nothing is shared. The function and its argument are pickled, sent through a pipe and called in the other
process; the result comes back the same way. That is why the function must be one that can be imported by its name, and
why the program must not start on import.

Where to look: the two years are computed side by side, each in a process of its own, and the loop's thread never waits
for the GIL: every tick is on time.
"""
import asyncio
from concurrent.futures import ProcessPoolExecutor


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
    with ProcessPoolExecutor(2) as pool:
        sums = [loop.run_in_executor(pool, total_of, year) for year in (2023, 2024)]
        for year, total in zip((2023, 2024), await asyncio.gather(*sums)):
            print(year, "sales:", total)
    ticking.cancel()


if __name__ == "__main__":
    asyncio.run(main())
