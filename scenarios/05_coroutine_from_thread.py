"""Coroutine from a thread: an order nobody hears

A thread starts a coroutine with `loop.create_task()` and waits for an answer that cannot come in time.

The shop's event loop looks after the stock. The clerk at the counter is an ordinary thread and needs to know about it.

Why it happens: a task belongs to its loop's thread. `create_task()` from another thread leaves the task's first step in
the ready queue without waking the loop, which sleeps until its own next timer. The clerk cannot wait for a task either:
`await` does not exist in a thread.

Where to look: the task `look_up()` is created on the clerk's lane, with the mark of a wrong-thread call, and then stays
ready, dotted, until the loop wakes up for reasons of its own.
"""
import asyncio
import threading
import time


async def look_up(article):
    await asyncio.sleep(0.05)  # stands for the stock database
    return {"tea": 12, "milk": 0}[article]


def clerk(loop):
    time.sleep(0.05)
    answer = loop.create_task(look_up("tea"))
    time.sleep(0.2)
    print("clerk:", f"{answer.result()} left" if answer.done() else "no answer, the customer leaves")


async def main():
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=clerk, args=(loop,), name="clerk")
    thread.start()
    await asyncio.sleep(0.6)  # the shop is quiet
    thread.join()


asyncio.run(main())
