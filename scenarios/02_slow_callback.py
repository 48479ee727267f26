"""Slow callback: everybody waits for one

A step that computes for a long time without awaiting holds up every other task; debug mode names the culprit.

A monitor wants to tick every 50 ms. Meanwhile a report is built by code that blocks for 300 ms.

Why it happens: the event loop runs one callback at a time, to its next `await`. Nothing interrupts it. Timers that
become due in the meantime are simply late. In debug mode asyncio logs each callback that takes longer than
`loop.slow_callback_duration`, 100 ms by default.

Where to look: the report's step is marked on the loop lane. Select it: the ticks that it delayed light up, and their
lanes show how long they were ready before they ran.
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


def render_chart():
    time.sleep(0.3)  # stands for a long computation


async def build_report():
    await asyncio.sleep(0.06)
    print("report: start")
    render_chart()
    print("report: done")


async def main():
    started = asyncio.get_running_loop().time()
    watching = asyncio.create_task(monitor(started), name="monitor")
    await asyncio.create_task(build_report(), name="report")
    await watching


asyncio.run(main(), debug=True)
