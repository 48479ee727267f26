# cpython: >=3.13
# Futures: states, errors, reprs, callbacks.
import asyncio


def show(f):
    print(repr(f))


def callback(f):
    print('callback', f.done())


async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    show(f)
    f.add_done_callback(callback)
    f.add_done_callback(callback)
    print(f.remove_done_callback(callback))
    show(f)
    for get in (f.result, f.exception):
        try:
            get()
        except asyncio.InvalidStateError as e:
            print(type(e).__name__, e)
    f.add_done_callback(print)
    f.add_done_callback(print)
    f.add_done_callback(print)
    f.set_result(42)
    show(f)
    try:
        f.set_result(1)
    except asyncio.InvalidStateError as e:
        print(type(e).__name__, e)
    await asyncio.sleep(0)
    print(f.result(), f.exception(), f.cancel(), f.cancelled())
    g = loop.create_future()
    g.set_exception(ValueError)
    show(g)
    try:
        await g
    except ValueError as e:
        print('raised', repr(e))
    g = loop.create_future()
    try:
        g.set_exception(StopIteration)
        g.result()
    except BaseException as e:
        print(type(e).__name__, e, repr(e.__cause__))
    try:
        loop.create_future().set_exception(3)
    except TypeError as e:
        print(e)
    c = loop.create_future()
    print(c.cancel('why'), c.cancel(), c)
    try:
        await c
    except asyncio.CancelledError as e:
        print(e.args)
    print(asyncio.isfuture(c), asyncio.isfuture(3), c.get_loop() is loop)

    class Mine(asyncio.Future):
        pass
    m = Mine()
    show(m)
    m.set_result('m')
    print(await m)
    t = asyncio.create_task(asyncio.sleep(0, 'r'), name='named')
    print(t.get_name())
    t.set_name(7)
    print(t.get_name(), asyncio.current_task().get_name())
    for bad in (t.set_result, t.set_exception):
        try:
            bad(1)
        except RuntimeError as e:
            print(e)
    print(await t)
    try:
        asyncio.Task(3)
    except TypeError as e:
        print(e)
    it = loop.create_future().__await__()
    next(it)
    try:
        next(it)
    except RuntimeError as e:
        print(e)


asyncio.run(main())

# expect: <Future pending>
# expect: 2
# expect: <Future pending>
# expect: InvalidStateError Result is not set.
# expect: InvalidStateError Exception is not set.
# expect: <Future finished result=42>
# expect: InvalidStateError invalid state
# expect: <Future finished result=42>
# expect: <Future finished result=42>
# expect: <Future finished result=42>
# expect: 42 None False False
# expect: <Future finished exception=ValueError()>
# expect: raised ValueError()
# expect: RuntimeError StopIteration interacts badly with generators and cannot be raised into a Future StopIteration()
# expect: invalid exception object
# expect: True False <Future cancelled>
# expect: ('why',)
# expect: True False True
# expect: <Mine pending>
# expect: m
# expect: named
# expect: 7 Task-1
# expect: Task does not support set_result operation
# expect: Task does not support set_exception operation
# expect: r
# expect: a coroutine was expected, got 3
# expect: await wasn't used with future
