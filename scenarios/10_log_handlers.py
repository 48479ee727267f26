"""Log handlers: a line that costs 150 ms

Writing a log record looks harmless, but its handler talks to a slow server in the middle of a step.

A bakery logs each order to a collector in another town. The oven's timer is in the same event loop.

Why it happens: `logging` calls its handlers at once, in the thread that logs. A handler that writes to the network
blocks the loop just as `time.sleep()` would, only nobody sees it in the code of the task.

Where to look: the steps of `take_orders()` are long, and each one is blocked inside of `emit()`. The oven's timer is
due in the meantime and rings late.
"""
import asyncio
import logging
import time

log = logging.getLogger("bakery")
log.setLevel(logging.INFO)
collected = []


class CollectorHandler(logging.Handler):
    def emit(self, record):
        time.sleep(0.15)  # stands for a slow connection
        collected.append(record.getMessage())


async def take_orders():
    for bread in ("rye", "spelt"):
        log.info("order for %s", bread)
        await asyncio.sleep(0)


async def oven(loop):
    due = loop.time() + 0.05
    await asyncio.sleep(0.05)
    print("the oven rings", "LATE" if loop.time() - due > 0.1 else "on time")


async def main():
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        group.create_task(oven(loop), name="oven")
        group.create_task(take_orders(), name="orders")


log.addHandler(CollectorHandler())
asyncio.run(main())
print("collected:", collected)
