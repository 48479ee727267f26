"""Never retrieved, fixed: look at the result

Awaiting the task brings its exception to a place where it can be handled, as soon as it happens.

The same shop and the same backup, inside a `TaskGroup`.

Why it works: the group awaits its tasks. When one fails, the others are cancelled and the exception is raised where the
group stands. A single task can be awaited as well, or asked for its `exception()`.

Where to look: the end of `backup` reaches the main task at once: select it and press `]`. The shop closes at 10 ms
instead of selling without a backup.
"""
import asyncio


async def back_up():
    await asyncio.sleep(0.01)
    raise OSError("the backup disk is full")


async def keep_shop():
    await asyncio.sleep(0.1)
    print("the shop closes as usual")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(back_up(), name="backup")
            group.create_task(keep_shop(), name="shop")
    except* OSError as group:
        print("the shop closes early:", group.exceptions[0])
    print("goodbye")


asyncio.run(main())
