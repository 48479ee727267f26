"""Fire and forget, fixed: keep it until it is done

A set holds each task as long as it runs, and a done callback takes it out.

The same shop with one set.

Why it works: the set is referred to by the module, so the task in it can be reached, and the collector leaves it alone.
`add_done_callback(running.discard)` lets it go when it has ended. A `TaskGroup` holds its tasks as well.

Where to look: `dispatch()` stays suspended across `gc.collect()`; the reply wakes it, and its lane ends with a result.
"""
import asyncio
import gc
import weakref

replies = weakref.WeakValueDictionary()  # order number -> future
running = set()


async def dispatch(number):
    replies[number] = reply = asyncio.get_running_loop().create_future()
    print("order", number, "was", await reply)


def courier_says(number, text):
    reply = replies.get(number)
    if reply is None:
        print("order", number, "was", text, "- but nobody waits for it")
    else:
        reply.set_result(text)


async def main():
    task = asyncio.create_task(dispatch(7), name="dispatch 7")
    running.add(task)
    task.add_done_callback(running.discard)
    del task
    await asyncio.sleep(0.01)
    gc.collect()
    await asyncio.sleep(0.01)
    courier_says(7, "delivered")
    await asyncio.sleep(0.01)


asyncio.run(main())
