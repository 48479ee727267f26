# cpython: >=3.13
# Errors that reach the loop's exception handler.
import asyncio
import gc


def handler(loop, context):
    print('handler:', context['message'].split(' at ')[0], repr(context.get('exception')), sorted(context))


async def fails():
    raise ValueError('lost')


def boom(x):
    raise KeyError(x)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_soon(boom, 1)
    loop.call_later(0.01, boom, 2)
    t = asyncio.create_task(fails())
    await asyncio.sleep(0.05)
    del t
    gc.collect()
    f = loop.create_future()
    f.set_exception(OSError('future'))
    del f
    gc.collect()
    t = asyncio.create_task(fails())
    await asyncio.sleep(0)
    print(repr(t.exception()))
    del t
    t = asyncio.create_task(fails())
    try:
        await t
    except ValueError as e:
        print('caught', e)
    del t
    gc.collect()

    def bad_handler(loop, context):
        1 / 0
    print('end')


asyncio.run(main())

# expect: handler: Exception in callback boom() KeyError(1) ['exception', 'handle', 'message']
# expect: handler: Exception in callback boom() KeyError(2) ['exception', 'handle', 'message']
# expect: handler: Task exception was never retrieved ValueError('lost') ['exception', 'future', 'message']
# expect: handler: Future exception was never retrieved OSError('future') ['exception', 'future', 'message']
# expect: ValueError('lost')
# expect: caught lost
# expect: end
