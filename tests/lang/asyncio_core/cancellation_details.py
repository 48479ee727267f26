import asyncio


async def stubborn():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("ignored once")
    await asyncio.sleep(0.01)
    return "survived"


async def cleaner():
    try:
        await asyncio.sleep(1)
    finally:
        await asyncio.sleep(0.01)
        print("cleaned")


async def main():
    t = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    print(t.cancel(), t.cancelling(), t.cancelled())
    print(await t, t.cancelled(), t.cancelling(), t.uncancel())
    c = asyncio.create_task(cleaner())
    await asyncio.sleep(0)
    c.cancel("why")
    try:
        await c
    except asyncio.CancelledError as e:
        print("cancelled", e.args, c.cancelled(), c.cancel())
    never = asyncio.create_task(cleaner())
    never.cancel()
    await asyncio.wait([never])
    print(never.cancelled(), never.done())
    inner = asyncio.create_task(asyncio.sleep(0.01, "kept"))
    outer = asyncio.ensure_future(asyncio.shield(inner))
    await asyncio.sleep(0)
    outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        print("shield cancelled", inner.done(), await inner)


asyncio.run(main())

# expect: True 1 False
# expect: ignored once
# expect: survived False 1 0
# expect: cleaned
# expect: cancelled ('why',) True False
# expect: True True
# expect: shield cancelled False kept
