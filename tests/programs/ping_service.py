"""A service that keeps its connections awake with pings. It ends, but had more and more to do.

What is wrong: each connection starts a task that pings, and nothing ends it when the connection goes. The pings of the
closed ones go on, to nobody.
"""
import asyncio

pings_to_nobody = 0


async def keep_awake(writer, name):
    global pings_to_nobody
    while True:
        await asyncio.sleep(0.02)
        if writer.is_closing():
            pings_to_nobody += 1
        else:
            writer.write(b"ping\n")


async def serve(reader, writer):
    name = (await reader.readline()).decode().strip()
    # Kept, so that it is not collected, and forgotten all the same.
    serve.tasks.append(asyncio.create_task(keep_awake(writer, name), name=f"pinger of {name}"))
    async for line in reader:
        writer.write(b"you said " + line)
    writer.close()


serve.tasks = []


async def client(port, name):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(name.encode() + b"\nhello\n")
    await writer.drain()
    print(name, "got", (await reader.readline()).decode().strip(), flush=True)
    await asyncio.sleep(0.05)
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for number in range(12):
        await client(port, f"client {number}")
    print("pinging still:", sum(not task.done() for task in serve.tasks), "tasks,",
          "in vain" if pings_to_nobody else "usefully")
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
