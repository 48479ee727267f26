"""Slow selector, fixed: note it down, write it later

The selector only remembers the wake-up, which is quick; the slow writing happens once, when the sensors are done.

The same two sensors and the same audit, but the selector keeps its notes in memory.

Why it works: appending to a list takes no time that counts. The disk is only touched after the event loop has closed,
when nobody waits for it any more. (In a program that runs for long, a thread would write the notes.)

Where to look: the phase "select" now only lasts as long as there is nothing to do, and it has no mark. Both sensors
run at the instant at which their timers fall due.
"""
import asyncio
import selectors
import time

audit = []


class AuditedSelector(selectors.DefaultSelector):
    def select(self, timeout=None):
        ready = super().select(timeout)
        audit.append(len(ready))
        return ready


def write_audit():
    time.sleep(0.15)  # stands for a line written to a slow disk


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
write_audit()
print("audited:", len(audit) > 0)
