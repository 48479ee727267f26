"""Slow callback, fixed: work in small steps

The same computation cut into pieces with `await asyncio.sleep(0)` between them lets the other tasks run in time.

The report does the same work in thirty pieces of 10 ms and lets the event loop take a turn after each.

Why it works: `await asyncio.sleep(0)` suspends the task for one iteration of the loop. Timers that have become due run
there. No single step comes near `loop.slow_callback_duration`. (Work that cannot be cut belongs in a thread:
`await asyncio.to_thread(render_chart)`.)

Where to look: the report's lane is a comb of short steps, the monitor's ticks fall between its teeth, and the loop lane
carries no slow mark.
"""
import asyncio
import time


async def monitor(started):
    loop = asyncio.get_running_loop()
    for number in range(1, 5):
        due = started + number * 0.05
        await asyncio.sleep(due - loop.time())
        late = loop.time() - due
        print("tick", number, "LATE" if late > 0.1 else "on time")


async def render_chart():
    for _ in range(30):
        time.sleep(0.01)  # stands for a part of the computation
        await asyncio.sleep(0)


async def build_report():
    await asyncio.sleep(0.06)
    print("report: start")
    await render_chart()
    print("report: done")


async def main():
    started = asyncio.get_running_loop().time()
    watching = asyncio.create_task(monitor(started), name="monitor")
    await asyncio.create_task(build_report(), name="report")
    await watching


asyncio.run(main(), debug=True)
