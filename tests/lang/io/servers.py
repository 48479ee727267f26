# cpython: >=3.13
# Servers and connections within the machine: streams, protocols, errors, the end of a server.
import asyncio
import re


def hide(thing):
    return re.sub(r"fd=\d+|\d{5}", "N", str(thing))


async def echo(reader, writer):
    name = (await reader.readline()).decode().strip()
    print("serving", name)
    writer.write(f"hello {name}\n".encode())
    await writer.drain()
    async for line in reader:
        writer.write(line.upper())
    writer.close()
    await writer.wait_closed()


async def client(name, port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(name.encode() + b"\n")
    print(await reader.readline())
    writer.write(b"some text\n")
    print(await reader.readline())
    writer.write_eof()
    print(await reader.read())
    writer.close()
    await writer.wait_closed()


async def streams():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(hide(server), server.is_serving(), len(server.sockets))
    async with server:
        await asyncio.gather(*[client(name, port) for name in ("ann", "bob")])
    print(server.is_serving(), server.sockets, server)
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as error:
        print(hide(error), error.errno)


class Telling(asyncio.Protocol):
    def __init__(self, name, answer=b""):
        self.name, self.answer = name, answer
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        print(self.name, "made", hide(transport))

    def data_received(self, data):
        print(self.name, "got", data)
        self.transport.write(self.answer)

    def eof_received(self):
        print(self.name, "eof")

    def connection_lost(self, exc):
        print(self.name, "lost", exc)
        self.lost.set_result(None)


async def protocols():
    loop = asyncio.get_running_loop()
    made = []

    def factory():
        made.append(Telling("server", b"pong"))
        return made[-1]

    server = await loop.create_server(factory, "localhost", 0)
    address = server.sockets[0].getsockname()
    transport, protocol = await loop.create_connection(lambda: Telling("client"), *address[:2])
    print(transport.get_extra_info("peername") == address, hide(transport.get_extra_info("socket")))
    transport.write(b"ping")
    await asyncio.sleep(0.01)
    transport.close()
    await protocol.lost
    await made[0].lost
    try:
        await loop.create_server(factory, *address)
    except OSError as error:
        print(hide(error))
    forever = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(0)
    try:
        await server.serve_forever()
    except RuntimeError as error:
        print(hide(error))
    forever.cancel()
    try:
        await forever
    except asyncio.CancelledError:
        print("cancelled", server.is_serving())
    await server.wait_closed()
    for wrong in ({}, {"host": "localhost", "sock": 1}):
        try:
            await loop.create_connection(factory, **wrong)
        except ValueError as error:
            print(error)


async def failing():
    async def handler(reader, writer):
        raise ZeroDivisionError("in the handler")

    def told(loop, context):
        print(context["message"], repr(context["exception"]))

    asyncio.get_running_loop().set_exception_handler(told)
    async with await asyncio.start_server(handler, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        print(await reader.read())
        writer.close()


for main in streams, protocols, failing:
    asyncio.run(main())
# expect: <Server sockets=(<asyncio.TransportSocket N, family=2, type=1, proto=6, laddr=('127.0.0.1', N)>,)> True 1
# expect: serving ann
# expect: serving bob
# expect: b'hello ann\n'
# expect: b'hello bob\n'
# expect: b'SOME TEXT\n'
# expect: b'SOME TEXT\n'
# expect: b''
# expect: b''
# expect: False () <Server sockets=()>
# expect: [Errno 111] Connect call failed ('127.0.0.1', N) 111
# expect: server made <_SelectorSocketTransport N read=idle write=<idle, bufsize=0>>
# expect: client made <_SelectorSocketTransport N read=idle write=<idle, bufsize=0>>
# expect: True <asyncio.TransportSocket N, family=2, type=1, proto=6, laddr=('127.0.0.1', N), raddr=('127.0.0.1', N)>
# expect: server got b'ping'
# expect: client got b'pong'
# expect: client lost None
# expect: server eof
# expect: server lost None
# expect: [Errno 98] error while attempting to bind on address ('127.0.0.1', N): [errno 98] address already in use
# expect: server <Server sockets=(<asyncio.TransportSocket N, family=2, type=1, proto=6, laddr=('127.0.0.1', N)>,)> is already being awaited on serve_forever()
# expect: cancelled False
# expect: host and port was not specified and no sock specified
# expect: host/port and sock can not be specified at the same time
# expect: Unhandled exception in client_connected_cb ZeroDivisionError('in the handler')
# expect: b''
