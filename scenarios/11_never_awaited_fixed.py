"""Never awaited, fixed: await it, or make it a task

With `await` each coroutine runs to its end before the next line, and the reminders are sent.

The same library with one word more.

Why it works: `await` drives the coroutine inside the task that runs already. Where the reminders should overlap,
`asyncio.create_task()` or a `TaskGroup` would run each in a task of its own.

Where to look: `remind()` has no lane of its own any more: it stands in the await chain of the task, twice, each time as
long as the mail server takes.
"""
import asyncio

sent = []


async def remind(reader, book):
    await asyncio.sleep(0.01)  # stands for the mail server
    sent.append((reader, book))


async def close_the_day(overdue):
    for reader, book in overdue:
        await remind(reader, book)
        print("reminded", reader)


async def main():
    await close_the_day([("Mia", "Dune"), ("Tom", "Emma")])
    print("letters sent:", len(sent))


asyncio.run(main())
