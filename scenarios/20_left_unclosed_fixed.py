"""Left unclosed, fixed: who opens it closes it

The transport is closed in a `finally`, the loop by the `Runner` that made it.

The same gauge, and nothing is left over.

Why it works: `transport.close()` stops the watching and closes the pipe, in the loop's next iteration. A `Runner` closes
its loop when its block ends, after that iteration; both coroutines run in it. `asyncio.run()` is such a `Runner`.

Where to look: the loop's lane ends with its closing, and the output lane is free of warnings.
"""
import asyncio
import os
import warnings

warnings.simplefilter("default", ResourceWarning)


class Gauge(asyncio.Protocol):
    def __init__(self, reading):
        self.reading = reading

    def data_received(self, data):
        self.reading.set_result(data.decode())


async def show(reading):
    print("reading:", reading)


async def read_gauge():
    loop = asyncio.get_running_loop()
    source, sink = os.pipe()
    reading = loop.create_future()
    transport, _ = await loop.connect_read_pipe(lambda: Gauge(reading), os.fdopen(source, "rb"))
    os.write(sink, b"4.2 bar")
    try:
        return await reading
    finally:
        os.close(sink)
        transport.close()


with asyncio.Runner() as runner:
    pressure = runner.run(read_gauge())
    runner.run(show(pressure))
