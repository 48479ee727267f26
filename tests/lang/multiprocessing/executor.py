# ProcessPoolExecutor: results, errors with the text of their traceback, a broken pool, and an event loop's executor.
# stderr: any
import asyncio
import concurrent.futures
import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def square(x):
    return x * x


def fail(x):
    raise ValueError('cannot', x)


def crash(status):
    os._exit(status)


def nap(seconds):
    time.sleep(seconds)
    return seconds


def local(x):
    return lambda: x


prepared = []


def prepare(*what):
    prepared.append(what)


def what_is_prepared():
    return prepared


def bad_start():
    raise RuntimeError('not today')


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(f'{type(error).__name__}: {error}'.rstrip(': '))


async def main(pool):
    loop = asyncio.get_running_loop()
    print(await asyncio.gather(*(loop.run_in_executor(pool, square, n) for n in range(4))))
    try:
        await loop.run_in_executor(pool, fail, 1)
    except ValueError as error:
        print(error.args, type(error.__cause__).__name__)


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    with ProcessPoolExecutor(max_workers=2, initializer=prepare, initargs=('a', 1)) as pool:
        print(pool.submit(square, 3).result(), pool.submit(what_is_prepared).result())
        print(list(pool.map(square, range(5))), list(pool.map(pow, range(5), [2] * 5, chunksize=2)))
        try:
            pool.submit(fail, 7).result()
        except ValueError as error:
            text = str(error.__cause__)
            print(error.args, type(error.__cause__).__name__, 'in fail' in text, text.splitlines()[1:3], text[-29:])
        print(type(pool.submit(local, 1).exception()).__name__, type(pool.submit(lambda: 0).exception()).__name__)
        attempt(pool.submit(nap, 0.3).result, timeout=0.01)
        attempt(pool.map, square, [1], chunksize=0)
        asyncio.run(main(pool))
        futures = [pool.submit(nap, 0.05) for _ in range(3)]
        done, not_done = concurrent.futures.wait(futures)
        print(len(done), len(not_done), pool.submit(os.getpid).result() != os.getpid())
    attempt(pool.submit, square, 1)

    with ProcessPoolExecutor(1) as pool:
        futures = [pool.submit(crash, 3), pool.submit(square, 1)]
        for future in futures:
            attempt(future.result)
        attempt(pool.submit, square, 1)
    with ProcessPoolExecutor(1, initializer=bad_start) as pool:
        print(type(pool.submit(square, 1).exception()) is BrokenProcessPool)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context('spawn')) as pool:
        futures = [pool.submit(nap, 0.3) for _ in range(8)]
        print(futures[0].result())
        pool.shutdown(cancel_futures=True)
    print([future.cancelled() for future in futures[5:]])
    attempt(ProcessPoolExecutor, 0)
    attempt(ProcessPoolExecutor, 1, initializer='text')
    print(BrokenProcessPool.__mro__[1].__name__)

# expect: 9 [('a', 1)]
# expect: [0, 1, 4, 9, 16] [0, 1, 4, 9, 16]
# expect: ('cannot', 7) _RemoteTraceback True ['"""', 'Traceback (most recent call last):'] ValueError: ('cannot', 7)
# expect: """
# expect: AttributeError PicklingError
# expect: TimeoutError
# expect: ValueError: chunksize must be >= 1.
# expect: [0, 1, 4, 9]
# expect: ('cannot', 1) _RemoteTraceback
# expect: 3 0 True
# expect: RuntimeError: cannot schedule new futures after shutdown
# expect: BrokenProcessPool: A process in the process pool was terminated abruptly while the future was running or pending.
# expect: BrokenProcessPool: A process in the process pool was terminated abruptly while the future was running or pending.
# expect: BrokenProcessPool: A child process terminated abruptly, the process pool is not usable anymore
# expect: True
# expect: 0.3
# expect: [True, True, True]
# expect: ValueError: max_workers must be greater than 0
# expect: TypeError: initializer must be a callable
# expect: BrokenExecutor
