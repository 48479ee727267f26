"""Concurrent asend, fixed: one at a time

A lock around `asend()` lets the second writer wait for its turn, so no message is lost.

The same two cashiers and the same `ledger()`, but whoever wants to send holds the lock until the answer is there.

Why it works: `asyncio.Lock` hands itself to its waiters in the order in which they came. While Ann's order is being
written, Ben's task is suspended in the lock's queue instead of being refused.

Where to look: Ben's lane shows a suspension on the lock where the broken lesson shows an error; the generator's lane
has two separate stretches of work.
"""
import asyncio


async def ledger():
    total = 0
    order = yield total
    while True:
        await asyncio.sleep(0.01)  # writing to disk
        total += order
        print("booked", order)
        order = yield total


async def cashier(name, book, turn, amount):
    async with turn:
        total = await book.asend(amount)
    print(name, "sold for", amount, "- total is", total)


async def main():
    book = ledger()
    await book.asend(None)
    turn = asyncio.Lock()
    first = asyncio.create_task(cashier("Ann", book, turn, 30), name="Ann")
    second = asyncio.create_task(cashier("Ben", book, turn, 12), name="Ben")
    await first
    await second
    await book.aclose()


asyncio.run(main())
