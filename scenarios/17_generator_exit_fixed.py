"""GeneratorExit ignored, fixed: catch what you mean

Catching only `ConnectionError` lets `GeneratorExit` pass, and the generator ends when it is asked to.

The same radio, which reconnects after failures of the network and after nothing else.

Why it works: `GeneratorExit` and `CancelledError` derive from `BaseException`, so that `except Exception` does not stop
them by accident. A `finally` may still clean up; it must not yield.

Where to look: the lane of `stream()` ends directly behind the close call, and the listener's task goes on.
"""
import asyncio


async def packets():
    await asyncio.sleep(0.01)
    return ["news", "jazz"]


async def stream(station):
    while True:
        try:
            for packet in await packets():
                yield packet
            raise ConnectionError("end of the packets")
        except ConnectionError:
            print("connecting again to", station)


async def listen(station):
    radio = stream(station)
    heard = [await anext(radio) for _ in range(3)]
    print("heard", heard)
    try:
        await radio.aclose()
        print("switched off")
    except RuntimeError as error:
        print("cannot switch off:", error)


asyncio.run(listen("Radio One"))
