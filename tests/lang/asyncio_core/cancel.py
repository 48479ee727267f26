import asyncio
async def w():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as e:
        print("cancelled", e.args)
        raise
    finally:
        print("finally")
async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("ignored")
    return "stubborn"
async def main():
    t = asyncio.create_task(w()); await asyncio.sleep(0)
    print(t.cancel("why"), t.cancelling())
    try:
        await t
    except asyncio.CancelledError as e:
        print("main sees", e.args, t.cancelled(), t.done(), t.cancel())
    t = asyncio.create_task(stubborn()); await asyncio.sleep(0); t.cancel(); print(await t, t.cancelled(), t.uncancel())
    t = asyncio.create_task(w()); t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("before start")
    outer = asyncio.create_task(asyncio.gather(w(), w())) if False else asyncio.gather(w(), w())
    await asyncio.sleep(0); outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        print("gather cancelled")
asyncio.run(main())

# expect: True 1
# expect: cancelled ('why',)
# expect: finally
# expect: main sees ('why',) True True False
# expect: ignored
# expect: stubborn False 0
# expect: before start
# expect: cancelled ()
# expect: finally
# expect: cancelled ()
# expect: finally
# expect: gather cancelled
