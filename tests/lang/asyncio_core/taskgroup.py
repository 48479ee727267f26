import asyncio
async def w(n):
    try:
        await asyncio.sleep(0.01 * n); print("done", n); return n
    except asyncio.CancelledError:
        print("cancelled", n); raise
async def bad():
    await asyncio.sleep(0.015); raise ValueError("bad")
async def main():
    async with asyncio.TaskGroup() as tg:
        a, b = tg.create_task(w(2)), tg.create_task(w(1))
    print(a.result(), b.result())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(w(1)); tg.create_task(bad()); tg.create_task(w(9))
    except* ValueError as eg:
        print(eg.exceptions)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(w(9)); await asyncio.sleep(0); raise KeyError("body")
    except* KeyError as eg:
        print(repr(eg))
asyncio.run(main())

# expect: done 1
# expect: done 2
# expect: 2 1
# expect: done 1
# expect: cancelled 9
# expect: (ValueError('bad'),)
# expect: cancelled 9
# expect: ExceptionGroup('unhandled errors in a TaskGroup', [KeyError('body')])
