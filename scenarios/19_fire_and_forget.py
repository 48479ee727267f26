"""Fire and forget: collected while it waits

A task that nobody holds can be swept away by the garbage collector before it is done.

A shop sends each order off and forgets the task, which waits for the courier's reply.

Why it happens: the event loop holds its tasks only weakly. What usually keeps a waiting task alive is the thing it waits
for: a timer, a socket. Here task and future hold each other, and nothing else holds them: the desk keeps its futures in
a `WeakValueDictionary`. The collector finds such a cycle and frees both.

Where to look: the lane of `dispatch()` is torn off where `gc.collect()` runs. The reply that comes 10 ms later finds
nobody.
"""
import asyncio
import gc
import weakref

replies = weakref.WeakValueDictionary()  # order number -> future


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
    asyncio.create_task(dispatch(7), name="dispatch 7")
    await asyncio.sleep(0.01)
    gc.collect()
    await asyncio.sleep(0.01)
    courier_says(7, "delivered")
    await asyncio.sleep(0.01)


asyncio.run(main())
