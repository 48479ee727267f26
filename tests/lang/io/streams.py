# cpython: >=3.13
# StreamReader, StreamWriter, StreamReaderProtocol: what each read waits for, limits, errors, flow control.
import asyncio
import os


def filled(data, limit=2**16, eof=True):
    reader = asyncio.StreamReader(limit=limit)
    reader.feed_data(data)
    if eof:
        reader.feed_eof()
    return reader


async def reading():
    print(asyncio.StreamReader(), asyncio.StreamReader(limit=5))
    reader = filled(b"one\ntwo\nthree")
    print(reader, [await reader.readline() for _ in range(4)], reader.at_eof(), reader)
    reader = filled(b"abcdef")
    print(await reader.read(0), await reader.read(2), await reader.readexactly(2), await reader.read())
    for read in (lambda: filled(b"abc").readexactly(5), lambda: filled(b"abc").readuntil()):
        try:
            await read()
        except asyncio.IncompleteReadError as error:
            print(error, error.partial, error.expected)
    for data in (b"x" * 10, b"x" * 10 + b"\n", b"12345\nrest", b"1234\nrest", b"123456\nrest"):
        reader = filled(data, 5, False)
        try:
            print(await reader.readuntil(), reader)
        except asyncio.LimitOverrunError as error:
            print(error, error.consumed, reader)
        reader = filled(data, 5, False)
        try:
            print(await reader.readline(), reader)
        except ValueError as error:
            print(error, reader)
    for separator in (b"", (), (b"",), (b"b", b"cd"), b"cd", (b"de", b"cde")):
        try:
            print(separator, await filled(b"abcde").readuntil(separator))
        except ValueError as error:
            print(separator, error)
    async for line in filled(b"a\nb\nc"):
        print(line)
    for wrong in (lambda: asyncio.StreamReader(limit=0),):
        try:
            wrong()
        except ValueError as error:
            print(error)
    try:
        await filled(b"").readexactly(-1)
    except ValueError as error:
        print(error)


async def waiting():
    reader = filled(b"", eof=False)
    first = asyncio.create_task(reader.read(1))
    await asyncio.sleep(0)
    try:
        await reader.readline()
    except RuntimeError as error:
        print(error)
    print(str(reader)[:30])
    reader.feed_data(b"q")
    print(first.done(), await first)
    cancelled = asyncio.create_task(reader.readexactly(3))
    await asyncio.sleep(0)
    cancelled.cancel()
    reader.feed_data(b"xyz")
    print(await asyncio.wait([cancelled]) and cancelled.cancelled(), await reader.read(10))
    split = asyncio.create_task(reader.readuntil(b"<end>"))
    for part in (b"data<", b"en", b"d>more"):
        await asyncio.sleep(0)
        reader.feed_data(part)
    print(await split, reader)
    reader.set_exception(OSError("bad"))
    try:
        await reader.read()
    except OSError as error:
        print(repr(error), repr(reader.exception()))


async def pipes():
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    reader = asyncio.StreamReader(limit=1000)
    read, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(r, "rb"))
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, os.fdopen(w, "wb"))
    writer = asyncio.StreamWriter(transport, protocol, None, loop)
    print(reader, writer, writer.transport is transport, writer.can_write_eof())
    writer.write(b"hello\n")
    await writer.drain()
    print(await reader.readline())
    writer.writelines([b"x" * 100_000, b"y" * 200_000])
    draining = asyncio.create_task(writer.drain())
    await asyncio.sleep(0.01)
    print(draining.done(), transport, read)
    count = 0
    while count < 300_000:
        count += len(await reader.read(5000))
    await draining
    print(count, reader)
    writer.close()
    print(writer.is_closing(), await reader.read(), reader.at_eof())
    try:
        writer.write(b"z")
        await writer.drain()
    except ConnectionResetError as error:
        print(error)
    await asyncio.sleep(0.01)
    print(read, reader)


for main in reading, waiting, pipes:
    asyncio.run(main())
# expect: <StreamReader> <StreamReader limit=5>
# expect: <StreamReader eof> [b'one\n', b'two\n', b'three', b''] True <StreamReader eof>
# expect: b'' b'ab' b'cd' b'ef'
# expect: 3 bytes read on a total of 5 expected bytes b'abc' 5
# expect: 3 bytes read on a total of undefined expected bytes b'abc' None
# expect: Separator is not found, and chunk exceed the limit 10 <StreamReader 10 bytes limit=5>
# expect: Separator is not found, and chunk exceed the limit <StreamReader limit=5>
# expect: Separator is found, but chunk is longer than limit 10 <StreamReader 11 bytes limit=5>
# expect: Separator is found, but chunk is longer than limit <StreamReader limit=5>
# expect: b'12345\n' <StreamReader 4 bytes limit=5>
# expect: b'12345\n' <StreamReader 4 bytes limit=5>
# expect: b'1234\n' <StreamReader 4 bytes limit=5>
# expect: b'1234\n' <StreamReader 4 bytes limit=5>
# expect: Separator is found, but chunk is longer than limit 6 <StreamReader 11 bytes limit=5>
# expect: Separator is found, but chunk is longer than limit <StreamReader 4 bytes limit=5>
# expect: b'' Separator should be at least one-byte string
# expect: () Separator should contain at least one element
# expect: (b'',) Separator should be at least one-byte string
# expect: (b'b', b'cd') b'ab'
# expect: b'cd' b'abcd'
# expect: (b'de', b'cde') b'abcde'
# expect: b'a\n'
# expect: b'b\n'
# expect: b'c'
# expect: Limit cannot be <= 0
# expect: readexactly size can not be less than zero
# expect: readuntil() called while another coroutine is already waiting for incoming data
# expect: <StreamReader waiter=<Future p
# expect: False b'q'
# expect: True b'xyz'
# expect: b'data<end>' <StreamReader 4 bytes>
# expect: OSError('bad') OSError('bad')
# expect: <StreamReader limit=1000 transport=<_UnixReadPipeTransport fd=6 polling>> <StreamWriter transport=<_UnixWritePipeTransport fd=7 idle bufsize=0>> True True
# expect: b'hello\n'
# expect: False <_UnixWritePipeTransport fd=7 polling bufsize=168928> <_UnixReadPipeTransport fd=6 idle>
# expect: 300000 <StreamReader limit=1000 transport=<_UnixReadPipeTransport fd=6 polling>>
# expect: True b'' True
# expect: Connection lost
# expect: <_UnixReadPipeTransport closed fd=6 closed> <StreamReader eof limit=1000 transport=<_UnixReadPipeTransport closed fd=6 closed>>
