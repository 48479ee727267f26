import asyncio
async def f(): await asyncio.sleep(0); return 1
async def main():
    c = f()
    print(await c)
    try:
        await c
    except RuntimeError as e:
        print(e)
    c = f()
    t = asyncio.create_task(c)
    await asyncio.sleep(0)
    try:
        await c
    except RuntimeError as e:
        print(e)
    await t
    try:
        await 5
    except TypeError as e:
        print(str(e).replace("'int' object", "object int"))
asyncio.run(main())

# expect: 1
# expect: cannot reuse already awaited coroutine
# expect: coroutine is being awaited already
# expect: object int can't be used in 'await' expression
