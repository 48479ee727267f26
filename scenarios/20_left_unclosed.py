"""Left unclosed: a loop and a pipe

An event loop and a transport are dropped without being closed; only a warning that is off by default tells.

A gauge sends its readings through a pipe. The program takes one, shows it in a second loop, and is done.

Why it happens: a loop and its transports own file descriptors. Nothing closes them but `close()`. When they are freed
unclosed, Python issues a `ResourceWarning`; it is shown in development mode (`-X dev`), with `-W default`, or, as here,
with a filter.

Where to look: the output lane has two warnings: for the pipe where the first loop has ended, for the second loop where
its last name is deleted. That loop's lane has no end.
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
    return await reading  # and nobody closes the transport


pressure = asyncio.run(read_gauge())
loop = asyncio.new_event_loop()
loop.run_until_complete(show(pressure))
del loop  # and nobody closed it
