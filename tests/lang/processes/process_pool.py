"""ProcessPoolExecutor: results, errors with the other side's traceback, what cannot be pickled, a pool that breaks."""
# stderr: any
# cpython: >=3.13
import asyncio
import concurrent.futures as cf
import multiprocessing
import os
import pickle
import time


def square(n):
    return n * n


def fail(text):
    raise ValueError(text)


def pid():
    return os.getpid()


def prepare(value):
    global ready
    ready = value


def get_ready():
    return ready


def refuse():
    raise RuntimeError('not today')


def show(call):
    try:
        print('returned', call())
    except BaseException as e:
        print(type(e).__module__, type(e).__name__, e)


async def main():
    loop = asyncio.get_running_loop()
    with cf.ProcessPoolExecutor(2) as pool:
        print(await asyncio.gather(*(loop.run_in_executor(pool, square, n) for n in range(4))))
        try:
            await loop.run_in_executor(pool, fail, 'over there')
        except ValueError as e:
            cause = str(e.__cause__)
            print(repr(e), type(e.__cause__).__name__, 'in fail' in cause, 'ValueError: over there' in cause)


if __name__ == '__main__':
    asyncio.run(main())
    with cf.ProcessPoolExecutor(2) as pool:
        print(list(pool.map(square, range(6))), list(pool.map(square, range(7), chunksize=3)))
        show(lambda: pool.map(square, [1], chunksize=0))
        print(pool.submit(pid).result() != os.getpid())
        show(lambda: type(pool.submit(lambda: 1).exception()) in (AttributeError, pickle.PicklingError))
        print(pool.submit(square, 5).result())
    show(lambda: pool.submit(square, 1))
    with cf.ProcessPoolExecutor(1, initializer=prepare, initargs=('go',)) as pool:
        print(pool.submit(get_ready).result())
    pool = cf.ProcessPoolExecutor(1)
    lost = [pool.submit(time.sleep, 30) for _ in range(2)]
    time.sleep(0.3)
    multiprocessing.active_children()[0].kill()
    for f in lost:
        show(f.result)
    show(lambda: pool.submit(square, 1))
    pool.shutdown()
    show(lambda: cf.ProcessPoolExecutor(0))
    show(lambda: cf.ProcessPoolExecutor(1, initializer=3))
    show(lambda: cf.ProcessPoolExecutor(1, max_tasks_per_child='x'))
    show(lambda: cf.ProcessPoolExecutor(1, max_tasks_per_child=0))
    with cf.ProcessPoolExecutor(1, initializer=refuse) as pool:
        show(pool.submit(square, 2).result)
    with cf.ProcessPoolExecutor(1, mp_context=multiprocessing.get_context('spawn'), max_tasks_per_child=2) as pool:
        pids = [pool.submit(pid).result() for n in range(4)]
        print(pids[0] == pids[1], pids[1] == pids[2], pids[2] == pids[3])

# expect: [0, 1, 4, 9]
# expect: ValueError('over there') _RemoteTraceback True True
# expect: [0, 1, 4, 9, 16, 25] [0, 1, 4, 9, 16, 25, 36]
# expect: builtins ValueError chunksize must be >= 1.
# expect: True
# expect: returned True
# expect: 25
# expect: builtins RuntimeError cannot schedule new futures after shutdown
# expect: go
# expect: concurrent.futures.process BrokenProcessPool A process in the process pool was terminated abruptly while the future was running or pending.
# expect: concurrent.futures.process BrokenProcessPool A process in the process pool was terminated abruptly while the future was running or pending.
# expect: concurrent.futures.process BrokenProcessPool A child process terminated abruptly, the process pool is not usable anymore
# expect: builtins ValueError max_workers must be greater than 0
# expect: builtins TypeError initializer must be a callable
# expect: builtins TypeError max_tasks_per_child must be an integer
# expect: builtins ValueError max_tasks_per_child must be >= 1
# expect: concurrent.futures.process BrokenProcessPool A process in the process pool was terminated abruptly while the future was running or pending.
# expect: True False True
