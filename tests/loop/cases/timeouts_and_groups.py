# cpython: >=3.13
# Timeouts that replace, nest and meet groups; groups that are misused.
import asyncio
async def a():
    try:
        async with asyncio.timeout(0.01):
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                raise ValueError('replaced')
    except ValueError as e:
        print(repr(e), repr(e.__context__), repr(e.__context__.__cause__))
    try:
        async with asyncio.timeout(0.01) as outer:
            async with asyncio.timeout(5) as inner:
                await asyncio.sleep(1)
    except TimeoutError as e:
        print('outer', outer.expired(), inner.expired())
    async def child(): await asyncio.sleep(1)
    try:
        async with asyncio.TaskGroup() as tg:
            t1 = tg.create_task(child())
            t2 = tg.create_task(asyncio.sleep(0.01))
            tg.create_task(asyncio.wait_for(asyncio.sleep(1), 0.02))
    except* TimeoutError as eg:
        print(eg.exceptions, t1.cancelled())
    tg = asyncio.TaskGroup()
    co = child()
    try: tg.create_task(co)
    except RuntimeError as e: print(e)
    async with tg: pass
    co = child()
    try: tg.create_task(co)
    except RuntimeError as e: print(e)
    async def bad():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(child())
            raise ZeroDivisionError
    try: await bad()
    except* ZeroDivisionError as e: print(e)
asyncio.run(a())

# expect: ValueError('replaced') TimeoutError() CancelledError()
# expect: outer True False
# expect: (TimeoutError(),) True
# expect: TaskGroup <TaskGroup> has not been entered
# expect: TaskGroup <TaskGroup entered> is finished
# expect: unhandled errors in a TaskGroup (1 sub-exception)
