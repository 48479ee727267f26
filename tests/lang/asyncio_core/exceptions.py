import asyncio
async def bad(n):
    await asyncio.sleep(0.001 * n)
    raise ValueError(n)
async def main():
    try:
        await asyncio.create_task(bad(1))
    except ValueError as e:
        print(repr(e))
    print(await asyncio.gather(bad(1), bad(2), return_exceptions=True))
    try:
        await asyncio.gather(bad(2), bad(1))
    except ValueError as e:
        print("first", e)
    await asyncio.sleep(0.01)
    f = asyncio.get_running_loop().create_future()
    for op in (f.result, f.exception):
        try:
            op()
        except Exception as e:
            print(type(e).__name__, e)
    f.set_result(1)
    try:
        f.set_result(2)
    except asyncio.InvalidStateError as e:
        print(str(e).split(":")[0])
asyncio.run(main())

# expect: ValueError(1)
# expect: [ValueError(1), ValueError(2)]
# expect: first 1
# expect: InvalidStateError Result is not set.
# expect: InvalidStateError Exception is not set.
# expect: invalid state
