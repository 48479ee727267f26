"""Left open, fixed: aclosing() closes at the end of the block

`contextlib.aclosing` awaits the generator's `aclose()` when its block is left, in the same task, before the next line.

The same weather station, with a block around the loop.

Why it works: `async with` runs its exit code however the block is left: by `break`, by `return`, by an exception.
`aclosing` uses that to await `aclose()`, which raises `GeneratorExit` at the `yield` and so runs the `finally`.

Where to look: `readings()` is closed by aclosing, inside the main task; only then does `calibrate()` begin.
"""
import asyncio
from contextlib import aclosing

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
    async with aclosing(readings("COM1")) as values:
        async for value in values:
            print("first reading:", value)
            break
    calibrate("COM1")
    await asyncio.sleep(0.05)


asyncio.run(main())
