"""A chat server and its guests, all in one process over loopback. After a while nobody gets messages any more.

What is wrong: broadcast() waits for each guest in turn, and one of them has stopped reading. Once that guest's buffers
are full, drain() waits for ever, with the lock held, and every other speaker waits for the lock.
"""
import asyncio


class Room:
    def __init__(self):
        self.guests = {}
        self.talking = asyncio.Lock()

    async def broadcast(self, speaker, text):
        line = f"{speaker}: {text}\n".encode()
        async with self.talking:
            for name, writer in list(self.guests.items()):
                if name != speaker:
                    writer.write(line)
                    await writer.drain()

    async def serve(self, reader, writer):
        name = (await reader.readline()).decode().strip()
        self.guests[name] = writer
        try:
            while line := await reader.readline():
                await self.broadcast(name, line.decode().strip())
        finally:
            del self.guests[name]
            writer.close()


async def speaker(port, name, lines):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{name}\n".encode())
    heard = asyncio.create_task(listen(name, reader), name=f"{name} listens")
    for number in range(lines):
        writer.write(f"{number} ".encode() + b"la" * 2000 + b"\n")
        await writer.drain()
        await asyncio.sleep(0.002)
    print(name, "has said everything", flush=True)
    await heard


async def listen(name, reader):
    count = 0
    while line := await reader.readline():
        count += 1
        if count % 25 == 0:
            print(name, "heard", count, "lines", flush=True)


async def sleeper(port):
    """Joins, and never reads a line."""
    _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"Sleeper\n")
    await asyncio.Event().wait()


async def main():
    room = Room()
    server = await asyncio.start_server(room.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await asyncio.gather(
            asyncio.create_task(sleeper(port), name="Sleeper"),
            asyncio.create_task(speaker(port, "Ann", 5000), name="Ann"),
            asyncio.create_task(speaker(port, "Ben", 5000), name="Ben"),
        )


if __name__ == "__main__":
    asyncio.run(main())
