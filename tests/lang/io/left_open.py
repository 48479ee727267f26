# cpython: >=3.13
# Transports, writers, sockets and processes that nobody closed say so when they are forgotten.
import asyncio
import gc
import os
import re
import socket
import warnings


def show(message, category, *rest, **more):
    print(category.__name__, re.sub(r"fd=\d+|pid=\d+|subprocess \d+|\d{5}", "N", str(message)))


warnings.simplefilter("always")
warnings.showwarning = show


async def pipes():
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    await loop.connect_read_pipe(asyncio.Protocol, os.fdopen(r, "rb"))
    await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(w, "wb"))
    print("pipes left open")


async def writer():
    async def serve(reader, writer):
        print("served", await reader.read())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"data")
    del _, writer
    await asyncio.sleep(0.05)
    print("server left open")


async def process():
    await asyncio.create_subprocess_exec("sleep", "0.2", stdout=asyncio.subprocess.PIPE)
    print("process left running")


async def closed_in_time():
    process = await asyncio.create_subprocess_exec("sleep", "0.1")
    await process.wait()
    print("process waited for")


for main in pipes, writer, process, closed_in_time:
    asyncio.run(main())
    gc.collect()
    print("--")
pair = socket.socketpair()
pair[0].close()
del pair
loop = asyncio.new_event_loop()
del loop
gc.collect()
# stderr: any
# expect: pipes left open
# expect: ResourceWarning unclosed transport <_UnixReadPipeTransport N idle>
# expect: ResourceWarning unclosed transport <_UnixWritePipeTransport N idle bufsize=0>
# expect: --
# expect: ResourceWarning unclosed <StreamWriter transport=<_SelectorSocketTransport closing N read=idle write=<idle, bufsize=0>> reader=<StreamReader transport=<_SelectorSocketTransport closing N read=idle write=<idle, bufsize=0>>>>
# expect: served b'data'
# expect: server left open
# expect: ResourceWarning unclosed <socket.socket N, family=2, type=1, proto=6, laddr=('127.0.0.1', N)>
# expect: --
# expect: process left running
# expect: ResourceWarning unclosed transport <_UnixSubprocessTransport N running stdout=<_UnixReadPipeTransport N open>>
# expect: ResourceWarning N is still running
# expect: ResourceWarning unclosed file <_io.FileIO name=6 mode='rb' closefd=True>
# expect: ResourceWarning unclosed transport <_UnixReadPipeTransport closing N open>
# expect: --
# expect: process waited for
# expect: --
# expect: ResourceWarning unclosed <socket.socket N, family=1, type=1, proto=0>
# expect: ResourceWarning unclosed event loop <_UnixSelectorEventLoop running=False closed=False debug=False>
