"""A report made of several web pages, with aiohttp (Debian's python3-aiohttp). It hangs at the fourth.

What is wrong: the session has room for two connections, and a page that is not there is never read to its end: its
connection does not come back. The next request waits for a free one for ever.
"""
import asyncio

from aiohttp import ClientSession, TCPConnector, web


async def page(request):
    name = request.match_info["name"]
    await asyncio.sleep(0.01)
    if name.startswith("missing"):
        return web.Response(status=404, text="not here\n" * 20000)
    return web.Response(text=f"page {name}\n")


async def load(session, url, answers):
    response = await session.get(url)
    answers.append(response)  # for the statistics at the end
    if response.status != 200:
        print("skipped", url.rpartition("/")[2], response.status, flush=True)
        return ""  # and the connection is still held
    return await response.text()


async def main():
    app = web.Application()
    app.router.add_get("/{name}", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    answers = []
    async with ClientSession(connector=TCPConnector(limit=2)) as session:
        for name in ("first", "missing-a", "missing-b", "second", "third"):
            text = await load(session, f"http://127.0.0.1:{port}/{name}", answers)
            if text:
                print("loaded", text.strip(), flush=True)
    print("answers:", [answer.status for answer in answers])
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
