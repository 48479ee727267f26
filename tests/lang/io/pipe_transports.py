# cpython: >=3.13
# Transports over pipes: the order of the protocol's calls, flow control, how they end, and how they show themselves.
import asyncio
import os


class Telling(asyncio.Protocol):
    def __init__(self, name):
        self.name = name

    def connection_made(self, transport):
        print(self.name, "made", transport)

    def connection_lost(self, exc):
        print(self.name, "lost", repr(exc))

    def data_received(self, data):
        print(self.name, "data", data[:5], len(data))

    def eof_received(self):
        print(self.name, "eof")

    def pause_writing(self):
        print(self.name, "pause")

    def resume_writing(self):
        print(self.name, "resume")


async def pair(reader="R", writer="W"):
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    read, _ = await loop.connect_read_pipe(lambda: Telling(reader), os.fdopen(r, "rb"))
    write, _ = await loop.connect_write_pipe(lambda: Telling(writer), os.fdopen(w, "wb"))
    return read, write


async def flow():
    read, write = await pair()
    print(read, write, read.get_extra_info("pipe"), read.get_extra_info("nothing", 1))
    write.write(b"hello")
    await asyncio.sleep(0.01)
    read.pause_reading()
    read.pause_reading()
    print("paused", read, read.is_reading())
    write.write(b"x" * 200_000)
    print(write, write.get_write_buffer_size(), write.get_write_buffer_limits())
    await asyncio.sleep(0.01)
    read.resume_reading()
    print("resumed", read, read.is_reading())
    await asyncio.sleep(0.01)
    print(read, write)
    write.close()
    print(write, write.is_closing())
    await asyncio.sleep(0.01)
    print(read, write, read.is_closing())


async def limits():
    read, write = await pair()
    read.pause_reading()
    write.set_write_buffer_limits(high=100)
    print(write.get_write_buffer_limits())
    write.set_write_buffer_limits(low=10)
    print(write.get_write_buffer_limits())
    for wrong in ({"high": 1, "low": 2}, {"high": -1}, {"low": -1}):
        try:
            write.set_write_buffer_limits(**wrong)
        except ValueError as error:
            print(error)
    for wrong in ("text", None, 5):
        try:
            write.write(wrong)
        except (TypeError, AssertionError) as error:
            print("refused")
    write.write(b"y" * 65536)
    write.write(b"z" * 41)
    # What has not gone yet goes before the end.
    write.close()
    print(write)
    read.resume_reading()
    await asyncio.sleep(0.01)


async def ends():
    read, write = await pair()
    read.close()
    print(read)
    await asyncio.sleep(0.01)
    print(read, write)
    read, write = await pair()
    read.pause_reading()
    write.write(b"w" * 100_000)
    write.abort()
    await asyncio.sleep(0.01)
    read.close()
    await asyncio.sleep(0.01)
    # Nobody reads any longer what is still to be written.
    read, write = await pair()
    read.pause_reading()
    write.write(b"v" * 100_000)
    read.close()
    await asyncio.sleep(0.01)


for main in flow, limits, ends:
    asyncio.run(main())
# expect: R made <_UnixReadPipeTransport fd=6 idle>
# expect: W made <_UnixWritePipeTransport fd=7 idle bufsize=0>
# expect: <_UnixReadPipeTransport fd=6 polling> <_UnixWritePipeTransport fd=7 idle bufsize=0> <_io.BufferedReader name=6> 1
# expect: R data b'hello' 5
# expect: paused <_UnixReadPipeTransport fd=6 idle> False
# expect: W pause
# expect: <_UnixWritePipeTransport fd=7 polling bufsize=134464> 134464 (16384, 65536)
# expect: resumed <_UnixReadPipeTransport fd=6 polling> True
# expect: R data b'xxxxx' 65536
# expect: R data b'xxxxx' 65536
# expect: R data b'xxxxx' 65536
# expect: W resume
# expect: R data b'xxxxx' 3392
# expect: <_UnixReadPipeTransport fd=6 polling> <_UnixWritePipeTransport fd=7 idle bufsize=0>
# expect: <_UnixWritePipeTransport closing fd=7 idle bufsize=0> True
# expect: W lost None
# expect: R eof
# expect: R lost None
# expect: <_UnixReadPipeTransport closed fd=6 closed> <_UnixWritePipeTransport closed fd=7 closed> True
# expect: R made <_UnixReadPipeTransport fd=6 idle>
# expect: W made <_UnixWritePipeTransport fd=7 idle bufsize=0>
# expect: (25, 100)
# expect: (10, 40)
# expect: high (1) must be >= low (2) must be >= 0
# expect: high (-1) must be >= low (-1) must be >= 0
# expect: high (-4) must be >= low (-1) must be >= 0
# expect: refused
# expect: refused
# expect: refused
# expect: W pause
# expect: <_UnixWritePipeTransport closing fd=7 polling bufsize=41>
# expect: R data b'yyyyy' 65536
# expect: W resume
# expect: W lost None
# expect: R data b'zzzzz' 41
# expect: R eof
# expect: R lost None
# expect: R made <_UnixReadPipeTransport fd=6 idle>
# expect: W made <_UnixWritePipeTransport fd=7 idle bufsize=0>
# expect: <_UnixReadPipeTransport closing fd=6 idle>
# expect: R lost None
# expect: W lost None
# expect: <_UnixReadPipeTransport closed fd=6 closed> <_UnixWritePipeTransport closed fd=7 closed>
# expect: R made <_UnixReadPipeTransport fd=6 idle>
# expect: W made <_UnixWritePipeTransport fd=7 idle bufsize=0>
# expect: W lost None
# expect: R lost None
# expect: R made <_UnixReadPipeTransport fd=6 idle>
# expect: W made <_UnixWritePipeTransport fd=7 idle bufsize=0>
# expect: R lost None
# expect: W lost BrokenPipeError()
