import asyncio
async def background():
    try:
        await asyncio.sleep(100)
    finally:
        print("background cancelled")
async def main():
    asyncio.create_task(background())
    await asyncio.sleep(0)
    print("main done")
asyncio.run(main())
async def fails():
    asyncio.create_task(background())
    await asyncio.sleep(0)
    raise ValueError("main failed")
try:
    asyncio.run(fails())
except ValueError as e:
    print(e)
with asyncio.Runner() as r:
    print(r.run(asyncio.sleep(0, "one")), r.run(asyncio.sleep(0, "two")))
try:
    asyncio.run(5)
except (ValueError, TypeError) as e:
    print("not a coroutine")

# expect: main done
# expect: background cancelled
# expect: background cancelled
# expect: main failed
# expect: one two
# expect: not a coroutine
