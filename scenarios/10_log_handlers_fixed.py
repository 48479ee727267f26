"""Log handlers, fixed: QueueHandler and QueueListener

The loop only puts the record into a queue; a listener in a thread of its own does the slow writing.

The same bakery, the same collector, with a queue between them.

Why it works: `QueueHandler.emit()` puts the record into a `queue.Queue`, which takes no time. `QueueListener` runs a
thread that takes records out and calls the slow handler there. `stop()` waits until all of them are written.

Where to look: the steps of `take_orders()` are short; what blocks is the listener's lane. The oven rings when it should.
"""
import asyncio
import logging
import logging.handlers
import queue
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


records = queue.Queue()
log.addHandler(logging.handlers.QueueHandler(records))
listener = logging.handlers.QueueListener(records, CollectorHandler())
listener.start()
asyncio.run(main())
listener.stop()
print("collected:", collected)
