"""10^6 items through an async generator that never suspends."""
import asyncio


async def numbers(count):
    for i in range(count):
        yield i


async def main():
    total = 0
    async for i in numbers(1_000_000):
        total += i
    print(total)


asyncio.run(main())
