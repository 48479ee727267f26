# What a task says about yields that it cannot understand.
import asyncio
import types


@types.coroutine
def odd(x):
    return (yield x)


async def case(make):
    try:
        await odd(make())
    except RuntimeError as e:
        print(str(e).split(' in task')[0].split(' got Future')[0].split(': <')[0])


async def itself():
    try:
        await asyncio.current_task()
    except RuntimeError as e:
        print(str(e).split(': <')[0])


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.create_task(case(lambda: 3))
    await asyncio.create_task(case(lambda: 'text'))
    await asyncio.create_task(case(lambda: (i for i in ())))
    await asyncio.create_task(case(loop.create_future))
    await asyncio.create_task(itself())
    await asyncio.create_task(case(lambda: None))
    other = asyncio.new_event_loop()
    foreign = other.create_future()

    async def wait_foreign():
        try:
            await foreign
        except RuntimeError as e:
            print('attached to a different loop' in str(e))
    await asyncio.create_task(wait_foreign())
    other.close()


asyncio.run(main())

# expect: Task got bad yield: 3
# expect: Task got bad yield: 'text'
# expect: yield was used instead of yield from for generator
# expect: yield was used instead of yield from
# expect: Task cannot await on itself
# expect: True
