"""Before the loop, fixed: create and use it inside

One coroutine creates the generator, asks it and closes it, all of it while the loop runs.

The same newsroom; what touches the feed has moved into `first_headline()`.

Why it works: the first iteration happens inside the running loop, whose hooks adopt the generator. And it does not come
to that, because `aclosing` closes it before the coroutine ends.

Where to look: the mark of the first iteration is inside a step of the task; the lane ends there too, closed by
aclosing, after the feed has signed off.
"""
import asyncio
from contextlib import aclosing


async def sign_off():
    await asyncio.sleep(0.01)
    print("signed off")


async def headlines():
    try:
        for line in ("rain in the north", "a cat elected mayor"):
            yield line
    finally:
        await sign_off()


async def first_headline():
    async with aclosing(headlines()) as feed:
        return await anext(feed)


async def print_paper(headline):
    await asyncio.sleep(0.01)
    print("printed:", headline)


with asyncio.Runner() as runner:
    first = runner.run(first_headline())
    runner.run(print_paper(first))
