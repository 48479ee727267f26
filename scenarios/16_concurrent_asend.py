"""Concurrent asend: two writers, one async generator

Two tasks send into the same async generator; while the first one's message is being worked on, the second one is refused.

A `ledger()` takes orders by `asend()` and answers with a running total. Two cashiers share it and both send at once.

Why it happens: an async generator has one frame. From the moment that `asend()` starts it until it hands out its next
value, the generator is busy, also while it awaits something inside. A second `asend()` in that time raises
`RuntimeError: anext(): asynchronous generator is already running`, and its message is never seen.

Where to look: the generator's lane is "awaiting inside" when the second cashier's arrow hits it. The
ledger never books the second cashier's order.
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


async def cashier(name, book, amount):
    try:
        total = await book.asend(amount)
        print(name, "sold for", amount, "- total is", total)
    except RuntimeError as error:
        print(name, "could not book", amount, "-", error)


async def main():
    book = ledger()
    await book.asend(None)
    first = asyncio.create_task(cashier("Ann", book, 30), name="Ann")
    second = asyncio.create_task(cashier("Ben", book, 12), name="Ben")
    await first
    await second
    await book.aclose()


asyncio.run(main())
