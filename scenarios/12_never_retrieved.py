"""Never retrieved: an error that waits for a reader

A task fails early, nobody asks for its result, and the error is only reported when the task is thrown away.

A backup runs beside the shop. It fails after 10 ms. The shop is open for another 100 ms without knowing.

Why it happens: an exception that ends a task is stored in it, for whoever awaits the task. If nobody ever does, the
event loop's exception handler logs it when the last reference to the task goes, which may be much later.

Where to look: the lane of `backup` ends with the mark of an exception at 10 ms; the report on the output lane stands
where the name `backup` is dropped. The distance between the two is the time in which the error was invisible.
"""
import asyncio


async def back_up():
    await asyncio.sleep(0.01)
    raise OSError("the backup disk is full")


async def keep_shop():
    await asyncio.sleep(0.1)
    print("the shop closes as usual")


async def main():
    backup = asyncio.create_task(back_up(), name="backup")
    await keep_shop()
    del backup
    print("goodbye")


asyncio.run(main())
