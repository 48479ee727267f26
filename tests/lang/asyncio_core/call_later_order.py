import asyncio


async def main():
    loop = asyncio.get_running_loop()
    log = []
    done = loop.create_future()
    loop.call_later(0.02, log.append, "later 20")
    loop.call_later(0.01, log.append, "later 10 a")
    loop.call_later(0.01, log.append, "later 10 b")
    loop.call_soon(log.append, "soon 1")
    gone = loop.call_later(0.005, log.append, "cancelled")
    gone.cancel()
    loop.call_soon(lambda: loop.call_soon(log.append, "soon from soon"))
    loop.call_at(loop.time() + 0.015, log.append, "at 15")
    loop.call_later(0, log.append, "later 0")
    loop.call_later(0.03, done.set_result, "end")
    log.append("body")
    print(await done, gone.cancelled())  # expect: end True
    print(log)
    # expect: ['body', 'soon 1', 'later 0', 'soon from soon', 'later 10 a', 'later 10 b', 'at 15', 'later 20']


asyncio.run(main())
