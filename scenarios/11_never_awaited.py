"""Never awaited: the call that did nothing

Calling a coroutine function runs none of its code; without `await` the letter is never sent.

A library reminds its readers of overdue books. The program ends well, and no reminder has left the house.

Why it happens: `remind(...)` only makes a coroutine object. Its body starts when something awaits it or makes a task
of it. Here nothing keeps the object, so it is freed at the end of its line, and that is when Python warns.

Where to look: the lane of `remind()` has a birth and, directly after, its torn end; there is no step in it. Its warning
stands at the very instant at which the last reference went.
"""
import asyncio

sent = []


async def remind(reader, book):
    await asyncio.sleep(0.01)  # stands for the mail server
    sent.append((reader, book))


async def close_the_day(overdue):
    for reader, book in overdue:
        remind(reader, book)  # the await is missing
        print("reminded", reader)


async def main():
    await close_the_day([("Mia", "Dune"), ("Tom", "Emma")])
    print("letters sent:", len(sent))


asyncio.run(main())
