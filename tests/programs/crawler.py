"""A crawler against a small web server of its own. It finds all pages but one, and never ends.

What is wrong: fetch() has no timeout, and the server forgets to answer one page. The worker that asked for it waits for
ever, so the queue is never done, and join() waits with it.
"""
import asyncio
import re

PAGES = {
    "/": "start <a href='/news'> <a href='/shop'>",
    "/news": "news <a href='/news/1'> <a href='/news/2'> <a href='/'>",
    "/news/1": "first <a href='/archive'>",
    "/news/2": "second",
    "/shop": "shop <a href='/shop/tea'> <a href='/shop/cake'>",
    "/shop/tea": "tea",
    "/shop/cake": "cake <a href='/archive'>",
    "/archive": "a long list",
}


async def answer(reader, writer):
    request = (await reader.readline()).decode().split()
    while (await reader.readline()).strip():
        pass
    path = request[1]
    if path == "/archive":
        await asyncio.Event().wait()  # the archive has been moved, and nobody says so
    await asyncio.sleep(0.02)
    body = PAGES.get(path, "").encode()
    status = "200 OK" if path in PAGES else "404 Not Found"
    writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    await writer.drain()
    writer.close()


async def fetch(port, path):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    response = await reader.read()
    writer.close()
    return response.decode().partition("\r\n\r\n")[2]


async def worker(port, todo, seen):
    while True:
        path = await todo.get()
        text = await fetch(port, path)
        print("fetched", path, flush=True)
        for link in re.findall(r"href='([^']*)'", text):
            if link not in seen:
                seen.add(link)
                todo.put_nowait(link)
        todo.task_done()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    todo, seen = asyncio.Queue(), {"/"}
    todo.put_nowait("/")
    workers = [asyncio.create_task(worker(port, todo, seen), name=f"crawler {n}") for n in range(3)]
    await todo.join()
    for each in workers:
        each.cancel()
    print("all pages:", sorted(seen))


if __name__ == "__main__":
    asyncio.run(main())
