"""asyncio and threads: run_in_executor, to_thread, run_coroutine_threadsafe, two loops in two threads."""
# cpython: >=3.13
import asyncio
import concurrent.futures
import contextvars
import threading
import time
import warnings

who = contextvars.ContextVar('who', default='nobody')


def blocking(value):
    time.sleep(0.02)
    if isinstance(value, Exception):
        raise value
    return value, who.get(), threading.current_thread() is threading.main_thread()


async def attempt(awaitable):
    try:
        print('returned', await awaitable)
    except (Exception, asyncio.CancelledError) as e:
        print(type(e).__name__, e)


async def main():
    loop = asyncio.get_running_loop()
    who.set('caller')
    print(await loop.run_in_executor(None, blocking, 1))
    print(await asyncio.to_thread(blocking, value=2))
    await attempt(asyncio.to_thread(blocking, ValueError('from a thread')))
    began = time.monotonic()
    print(await asyncio.gather(*(asyncio.to_thread(blocking, n) for n in range(3))))
    print(time.monotonic() - began < 0.055)
    await attempt(asyncio.wait_for(asyncio.to_thread(time.sleep, 0.05), 0.01))
    name = await asyncio.to_thread(lambda: threading.current_thread().name)
    print(name.split('_')[0])

    # Cancelling what waits in the pool.
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        running = loop.run_in_executor(pool, blocking, 'a')
        queued = loop.run_in_executor(pool, blocking, 'b')
        queued.cancel()
        await attempt(queued)
        await attempt(running)
        f = pool.submit(blocking, 'wrapped')
        await attempt(asyncio.wrap_future(f))

    # Coroutines from other threads.
    async def add(a, b):
        await asyncio.sleep(0.01)
        if b is None:
            raise TypeError('no b')
        return a + b

    def client():
        print(asyncio.run_coroutine_threadsafe(add(1, 2), loop).result())
        try:
            asyncio.run_coroutine_threadsafe(add(1, None), loop).result()
        except TypeError as e:
            print('client got', e)
        slow = asyncio.run_coroutine_threadsafe(asyncio.sleep(10), loop)
        try:
            slow.result(0.01)
        except TimeoutError:
            print('too slow', slow.cancel(), slow.cancelled())

    await asyncio.to_thread(client)
    try:
        asyncio.run_coroutine_threadsafe(print, loop)
    except TypeError as e:
        print(e)
    loop.call_soon_threadsafe(print, 'soon')
    await asyncio.sleep(0)
    try:
        loop.set_default_executor('pool')
    except TypeError as e:
        print(e)
    await loop.shutdown_default_executor()
    try:
        await asyncio.to_thread(print)
    except RuntimeError as e:
        print(e)


asyncio.run(main())


async def impatient():
    loop = asyncio.get_running_loop()
    loop.run_in_executor(None, time.sleep, 0.05)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        await loop.shutdown_default_executor(0.01)
    print([f'{w.category.__name__}: {w.message}' for w in caught])


asyncio.run(impatient())

# Two loops, each in its thread, talk to each other.
loops, ready = {}, threading.Barrier(2)


async def echo(name, text):
    await asyncio.sleep(0.01)
    return f'{name} heard {text}'


async def talk(name, other):
    loops[name] = asyncio.get_running_loop()
    await asyncio.to_thread(ready.wait)
    answers = []
    for n in range(2):
        f = asyncio.run_coroutine_threadsafe(echo(other, f'{n} of {name}'), loops[other])
        answers.append(await asyncio.wrap_future(f))
    await asyncio.to_thread(ready.wait)
    return answers


with concurrent.futures.ThreadPoolExecutor(2) as pool:
    both = [pool.submit(asyncio.run, talk(*names)) for names in (('A', 'B'), ('B', 'A'))]
    for f in both:
        print(f.result())

# expect: (1, 'nobody', False)
# expect: (2, 'caller', False)
# expect: ValueError from a thread
# expect: [(0, 'caller', False), (1, 'caller', False), (2, 'caller', False)]
# expect: True
# expect: TimeoutError 
# expect: asyncio
# expect: CancelledError 
# expect: returned ('a', 'nobody', False)
# expect: returned ('wrapped', 'nobody', False)
# expect: 3
# expect: client got no b
# expect: too slow True True
# expect: A coroutine object is required
# expect: soon
# expect: executor must be ThreadPoolExecutor instance
# expect: Executor shutdown has been called
# expect: ['RuntimeWarning: The executor did not finishing joining its threads within 0.01 seconds.']
# expect: ['B heard 0 of A', 'B heard 1 of A']
# expect: ['A heard 0 of B', 'A heard 1 of B']
