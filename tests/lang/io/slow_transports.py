# cpython: >=3.13
# Debug mode names the callbacks of transports and readers as asyncio does.
import asyncio
import logging
import os
import re
import socket
import sys
import time


class Names(logging.Handler):
    def emit(self, record):
        found = re.search(r"Executing <(?:Handle|TimerHandle) (.*?)\(", record.getMessage())
        if found:
            print(found[1])


class Slow(asyncio.Protocol):
    def data_received(self, data):
        time.sleep(0.1)

    def connection_lost(self, exc):
        time.sleep(0.1)

    def pipe_data_received(self, fd, data):
        time.sleep(0.1)

    def process_exited(self):
        pass

    def pipe_connection_lost(self, fd, exc):
        pass


async def main():
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 0.1
    r, w = os.pipe()
    read, _ = await loop.connect_read_pipe(Slow, os.fdopen(r, "rb"))
    write, _ = await loop.connect_write_pipe(Slow, os.fdopen(w, "wb"))
    write.write(b"x")
    await asyncio.sleep(0.3)
    write.close()
    await asyncio.sleep(0.3)
    a, b = socket.socketpair()
    one, _ = await loop.create_connection(Slow, sock=a)
    b.send(b"x")
    await asyncio.sleep(0.3)
    one.close()
    b.close()
    await asyncio.sleep(0.3)
    r, w = os.pipe()

    def readable():
        time.sleep(0.1)
        loop.remove_reader(r)

    loop.add_reader(r, readable)
    os.write(w, b"x")
    await asyncio.sleep(0.3)
    os.close(r)
    os.close(w)
    process, _ = await loop.subprocess_exec(Slow, "echo", "text", stdin=None, stderr=None)
    await process._wait()


logging.getLogger("asyncio").addHandler(Names())
logging.getLogger("asyncio").propagate = False
asyncio.run(main(), debug=True)
# expect: _UnixReadPipeTransport._read_ready
# expect: _UnixWritePipeTransport._call_connection_lost
# expect: _UnixReadPipeTransport._call_connection_lost
# expect: _SelectorSocketTransport._read_ready
# expect: _SelectorSocketTransport._call_connection_lost
# expect: cancelled main.<locals>.readable
# expect: Slow.pipe_data_received
# expect: BaseSubprocessTransport._call_connection_lost
