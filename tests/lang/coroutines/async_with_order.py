import asyncio
from contextlib import asynccontextmanager, AsyncExitStack


@asynccontextmanager
async def resource(name):
    print("open", name)
    await asyncio.sleep(0)
    try:
        yield name.upper()
    except ValueError as e:
        print(name, "saw", e)
    finally:
        await asyncio.sleep(0)
        print("close", name)


async def main():
    async with resource("a") as a, resource("b") as b:
        print(a, b)
        raise ValueError("boom")
    print("swallowed by the inner one")
    async with AsyncExitStack() as stack:
        for n in "xy":
            print(await stack.enter_async_context(resource(n)))
        stack.callback(print, "callback first")


asyncio.run(main())

# expect: open a
# expect: open b
# expect: A B
# expect: b saw boom
# expect: close b
# expect: close a
# expect: swallowed by the inner one
# expect: open x
# expect: X
# expect: open y
# expect: Y
# expect: callback first
# expect: close y
# expect: close x
