import asyncio


async def job(name, delay, error=None):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    if error:
        raise error
    print(name, "done")
    return name


async def main():
    print(await asyncio.gather(job("b", 0.02), job("a", 0.01)), await asyncio.gather())
    print(await asyncio.gather(job("x", 0.01, KeyError("k")), job("y", 0.01), return_exceptions=True))
    try:
        await asyncio.gather(job("fails", 0.01, ValueError("v")), job("goes on", 0.02))
    except ValueError as e:
        print("gather raised", e)
    await asyncio.sleep(0.03)
    g = asyncio.gather(job("c1", 1), job("c2", 1))
    await asyncio.sleep(0)
    g.cancel()
    try:
        await g
    except asyncio.CancelledError:
        print("gather cancelled")
    same = job("same", 0)
    print(await asyncio.gather(same, same))


asyncio.run(main())

# expect: a done
# expect: b done
# expect: ['b', 'a'] []
# expect: y done
# expect: [KeyError('k'), 'y']
# expect: gather raised v
# expect: goes on done
# expect: c1 cancelled
# expect: c2 cancelled
# expect: gather cancelled
# expect: same done
# expect: ['same', 'same']
