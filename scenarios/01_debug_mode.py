"""Debug mode: let the loop tell on you

The same museum opens twice; only in debug mode does the event loop say where its two mistakes are.

A visit counts its guest without awaiting the counter, and it prints the ticket on a printer that blocks for 200 ms.

Why it happens: asyncio checks little by default, because checking costs time. In debug mode each coroutine remembers
where it was created, so the warning about the lost one carries that place; and each callback is timed, so the slow one
is logged by name. `asyncio.run(debug=True)`, `loop.set_debug(True)`, `PYTHONASYNCIODEBUG=1` and `-X dev` all switch
it on.

Where to look: there are two event loops, one after the other, and the second one is marked "debug mode". Both lose
a coroutine and hold a slow step; only under the second one do the reports of both appear on the output lane.
"""
import asyncio
import time

visitors = []


async def count(name):
    visitors.append(name)


def print_ticket(name):
    time.sleep(0.2)  # stands for a printer that makes its caller wait
    print("ticket for", name)


async def visit(name):
    count(name)  # the await is missing
    print_ticket(name)
    await asyncio.sleep(0)


print("- as usual")
asyncio.run(visit("Ada"))
print("- in debug mode")
asyncio.run(visit("Lin"), debug=True)
print("visitors counted:", visitors)
