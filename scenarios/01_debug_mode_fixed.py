"""Debug mode, fixed: nothing left to tell

With both mistakes mended, the strict second opening is as quiet as the first one.

The visit awaits the counter, and a driver that awaits the printer instead of blocking.

Why it works: debug mode only reports; it does not change what runs or when. A program that is silent under it has
started all of its coroutines and has no callback over `loop.slow_callback_duration`. That makes it a good habit for
tests.

Where to look: no lane of a lost coroutine, no slow mark on either loop, and both guests are counted. While the printer
works, the visit is suspended and the loop idle.
"""
import asyncio

visitors = []


async def count(name):
    visitors.append(name)


async def print_ticket(name):
    await asyncio.sleep(0.2)  # stands for a driver that awaits its printer
    print("ticket for", name)


async def visit(name):
    await count(name)
    await print_ticket(name)


print("- as usual")
asyncio.run(visit("Ada"))
print("- in debug mode")
asyncio.run(visit("Lin"), debug=True)
print("visitors counted:", visitors)
