# cpython: >=3.13
# Eager tasks.
import asyncio


async def quick(x):
    print('quick', x)
    return x


async def slow(x):
    print('slow', x, asyncio.current_task().get_name())
    await asyncio.sleep(0)
    print('slow done', x)
    return x


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    print('before')
    t = asyncio.create_task(quick(1))
    print('after', t.done(), t.result())
    s = asyncio.create_task(slow(2), name='S')
    print('after', s.done(), asyncio.current_task().get_name())
    print(await s)
    print(await asyncio.gather(quick(3), slow(4)))
    async with asyncio.TaskGroup() as tg:
        tg.create_task(quick(5))
        tg.create_task(slow(6))
    print(len(asyncio.all_tasks()))


asyncio.run(main())

# expect: before
# expect: quick 1
# expect: after True 1
# expect: slow 2 Task-3
# expect: after False Task-1
# expect: slow done 2
# expect: 2
# expect: quick 3
# expect: slow 4 Task-5
# expect: slow done 4
# expect: [3, 4]
# expect: quick 5
# expect: slow 6 Task-7
# expect: slow done 6
# expect: 1
