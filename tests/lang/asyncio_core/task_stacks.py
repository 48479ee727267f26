# Stacks of tasks with limits, callbacks in a future's repr, exceptions that are copied.
import asyncio
import copy
import io
import re
from asyncio import exceptions


def plain(text):
    return re.sub(r'(File ").*[/\\]|(at |running at |defined at |\() ?[^ :)]*[/\\]', r'\1\2', re.sub(r'0x[0-9a-f]+', '0x', text))


async def inner(fail):
    await asyncio.sleep(0)
    if fail:
        raise ValueError('failed')
    await asyncio.sleep(10)


async def outer(fail):
    await inner(fail)


def first(future):
    pass


async def main():
    waiting, failing, bare = asyncio.create_task(outer(False), name='w'), asyncio.create_task(outer(True), name='f'), None
    for _ in range(4):
        await asyncio.sleep(0)
    for task in (waiting, failing):
        for limit in (None, 0, 1, 5):
            print(task.get_name(), limit, [frame.f_code.co_name for frame in task.get_stack(limit=limit)])
            text = io.StringIO()
            task.print_stack(limit=limit, file=text)
            print(plain(text.getvalue()).split('\n')[0])
    waiting.cancel()
    print(plain(repr(waiting)).split(' wait_for')[0])
    await asyncio.wait([waiting, failing])
    print(waiting.get_stack(), plain(repr(waiting)))
    failing.exception()

    future = asyncio.get_running_loop().create_future()
    for _ in range(4):
        print(re.sub(r' at [^,\]]*(:\d+)', r' at FILE\1', repr(future)))
        future.add_done_callback(first)
    future.set_result(list(range(100)))
    print(re.sub(r' at [^,\]]*(:\d+)', r' at FILE\1', repr(future)))
    print(asyncio.isfuture(future), asyncio.isfuture(3), asyncio.isfuture(waiting), asyncio.isfuture(type(future)))


asyncio.run(main())
for error in (exceptions.IncompleteReadError(b'ab', None), exceptions.IncompleteReadError(b'', 5),
              exceptions.LimitOverrunError('too long', 3)):
    twin = copy.copy(error)
    print(repr(error), repr(twin), vars(twin), error.__reduce__()[1], twin is error)
print(exceptions.TimeoutError is TimeoutError, exceptions.BrokenBarrierError.__bases__, len(exceptions.__all__))

# expect: w None ['outer']
# expect: Stack for <Task pending name='w' coro=<outer() running at task_stacks.py:21> wait_for=<Future pending cb=[Task.task_wakeup()]>> (most recent call last):
# expect: w 0 []
# expect: No stack for <Task pending name='w' coro=<outer() running at task_stacks.py:21> wait_for=<Future pending cb=[Task.task_wakeup()]>>
# expect: w 1 ['outer']
# expect: Stack for <Task pending name='w' coro=<outer() running at task_stacks.py:21> wait_for=<Future pending cb=[Task.task_wakeup()]>> (most recent call last):
# expect: w 5 ['outer']
# expect: Stack for <Task pending name='w' coro=<outer() running at task_stacks.py:21> wait_for=<Future pending cb=[Task.task_wakeup()]>> (most recent call last):
# expect: f None ['outer', 'inner']
# expect: Traceback for <Task finished name='f' coro=<outer() done, defined at task_stacks.py:20> exception=ValueError('failed')> (most recent call last):
# expect: f 0 []
# expect: No stack for <Task finished name='f' coro=<outer() done, defined at task_stacks.py:20> exception=ValueError('failed')>
# expect: f 1 ['outer']
# expect: Traceback for <Task finished name='f' coro=<outer() done, defined at task_stacks.py:20> exception=ValueError('failed')> (most recent call last):
# expect: f 5 ['outer', 'inner']
# expect: Traceback for <Task finished name='f' coro=<outer() done, defined at task_stacks.py:20> exception=ValueError('failed')> (most recent call last):
# expect: <Task cancelling name='w' coro=<outer() running at task_stacks.py:21>
# expect: [] <Task cancelled name='w' coro=<outer() done, defined at task_stacks.py:20>>
# expect: <Future pending>
# expect: <Future pending cb=[first() at FILE:24]>
# expect: <Future pending cb=[first() at FILE:24, first() at FILE:24]>
# expect: <Future pending cb=[first() at FILE:24, <1 more>, first() at FILE:24]>
# expect: <Future finished result=[0, 1, 2, 3, 4, 5, ...]>
# expect: True False True False
# expect: IncompleteReadError('2 bytes read on a total of undefined expected bytes') IncompleteReadError('2 bytes read on a total of undefined expected bytes') {'partial': b'ab', 'expected': None} (b'ab', None) False
# expect: IncompleteReadError('0 bytes read on a total of 5 expected bytes') IncompleteReadError('0 bytes read on a total of 5 expected bytes') {'partial': b'', 'expected': 5} (b'', 5) False
# expect: LimitOverrunError('too long') LimitOverrunError('too long') {'consumed': 3} ('too long', 3) False
# expect: True (<class 'RuntimeError'>,) 7
