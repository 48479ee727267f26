# cpython: >=3.13
# A loop class of the program's own sees every call_soon; task factories.
import asyncio


class Loop(asyncio.SelectorEventLoop):
    seen = 0

    def call_soon(self, callback, *args, context=None):
        Loop.seen += 1
        return super().call_soon(callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        print('call_at', callback.__name__)
        return super().call_at(when, callback, *args, context=context)


async def value(x):
    await asyncio.sleep(0)
    return x


def factory(loop, coro, **options):
    print('factory', coro.__name__, options)
    return asyncio.Task(coro, loop=loop, **options)


async def main():
    task = asyncio.create_task(value(3), name='n')
    print(await task, task.get_name())
    future = asyncio.run_coroutine_threadsafe(value(9), asyncio.get_running_loop())
    print(await asyncio.wrap_future(future))


loop = Loop()
print(loop.run_until_complete(asyncio.wait_for(value(2), 5)), Loop.seen)
loop.set_task_factory(factory)
loop.run_until_complete(main())
print(Loop.seen)
loop.close()

# expect: call_at _on_timeout
# expect: 2 3
# expect: factory main {}
# expect: factory value {}
# expect: 3 n
# expect: factory value {}
# expect: 9
# expect: 13
