import asyncio


async def coro():
    pass


async def main():
    again = coro()
    try:
        asyncio.run(again)
    except RuntimeError as e:
        print(e)  # expect: asyncio.run() cannot be called from a running event loop
    again.close()
    loop = asyncio.get_running_loop()
    try:
        loop.run_forever()
    except RuntimeError as e:
        print(e)  # expect: This event loop is already running
    f = loop.create_future()
    for bad in [f.result, f.exception]:
        try:
            bad()
        except asyncio.InvalidStateError as e:
            print(e)
            # expect: Result is not set.
            # expect: Exception is not set.
    f.set_result(1)
    try:
        f.set_result(2)
    except asyncio.InvalidStateError as e:
        print("second", e)  # expect: second invalid state
    t = asyncio.create_task(coro())
    try:
        t.set_result(1)
    except RuntimeError as e:
        print(e)  # expect: Task does not support set_result operation


asyncio.run(main())
for bad in [lambda: asyncio.run(5), asyncio.get_running_loop]:
    try:
        bad()
    except (ValueError, RuntimeError, TypeError) as e:
        print(type(e).__name__, str(e)[:24])
        # expect: ValueError a coroutine was expected
        # expect: RuntimeError no running event loop
