"""10^6 task switches: 100 tasks that give way with sleep(0) 10,000 times each."""
import asyncio


async def worker(rounds):
    for _ in range(rounds):
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(*[worker(10_000) for _ in range(100)])


asyncio.run(main())
