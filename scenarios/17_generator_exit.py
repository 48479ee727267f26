"""GeneratorExit ignored: it will not be told to stop

A generator that catches everything also catches the request to close, and goes on.

A radio stream reconnects whenever something goes wrong. The listener switches off.

Why it happens: `aclose()` throws `GeneratorExit` into the generator at its `yield`. `except BaseException` takes it for
one more failure of the network and yields again. A generator that is being closed must not yield, so `aclose()` raises
`RuntimeError`.

Where to look: the lane of `stream()` has the close call and then a mark where it ignores `GeneratorExit`; the error
goes to the task that asked it to close.
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
        except BaseException:
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
