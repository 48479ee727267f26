"""Left open: break does not close an async generator

A loop over an async generator is left with `break`; its `finally` runs too late for the next user of the port.

A weather station reads one value from a serial port and then wants to calibrate the same port.

Why it happens: `async for` does not close what it iterates over. When the last reference goes, the event loop is asked
to close the generator in a task of its own. That task cannot run before the present one awaits, so the port is still
taken in the next line.

Where to look: `readings()` is closed by the garbage-collection hook, inside a task that nobody wrote. Its end comes
after the mark at which `calibrate()` finds the port taken.
"""
import asyncio

taken = set()


def take(port):
    if port in taken:
        raise OSError(f"{port} is taken")
    taken.add(port)


async def readings(port):
    take(port)
    try:
        for value in (18.2, 18.4, 18.3):
            await asyncio.sleep(0.01)
            yield value
    finally:
        taken.discard(port)
        print("port released")


def calibrate(port):
    try:
        take(port)
        print("calibrated")
    except OSError as error:
        print("not calibrated:", error)


async def main():
    async for value in readings("COM1"):
        print("first reading:", value)
        break
    calibrate("COM1")
    await asyncio.sleep(0.05)


asyncio.run(main())
