"""Slow selector: late before anything runs

A selector that does work of its own makes every callback late, and no callback is to blame.

Somebody wanted an audit of all wake-ups and put it into the selector, where it writes to a slow disk each time.

Why it happens: once in each iteration the loop asks its selector what is ready, and waits for the answer. Whatever the
selector does beyond that is added to the waiting time of all timers. The documentation promises that debug mode logs
such a selector; CPython 3.11 and 3.13 no longer do.

Where to look: on the loop lane the phase "select" is marked slow, over and over, while the steps of the sensors are
short. Select a sensor: it was ready when the selector was still writing.
"""
import asyncio
import selectors
import time

audit = []


class AuditedSelector(selectors.DefaultSelector):
    def select(self, timeout=None):
        ready = super().select(timeout)
        time.sleep(0.15)  # stands for a line written to a slow disk
        audit.append(len(ready))
        return ready


async def sensor(name, due):
    loop = asyncio.get_running_loop()
    await asyncio.sleep(due - loop.time())
    late = loop.time() - due
    print(name, "read LATE" if late > 0.1 else "read on time")


async def main():
    now = asyncio.get_running_loop().time()
    await asyncio.gather(sensor("door", now + 0.2), sensor("window", now + 0.6))


loop = asyncio.SelectorEventLoop(AuditedSelector())
loop.set_debug(True)
loop.run_until_complete(main())
loop.close()
print("audited:", len(audit) > 0)
