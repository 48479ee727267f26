# multiprocessing.Pool: calls in worker processes, their results and their errors.
import functools
import multiprocessing
import os
import time


def square(x):
    return x * x


def power(base, exponent=2):
    return base ** exponent


def fail(x):
    raise ValueError('cannot', x)


def nap(seconds):
    time.sleep(seconds)
    return seconds


def no_result(x):
    return lambda: x


prepared = None


def prepare(*what):
    global prepared
    prepared = what


def what_is_prepared(_):
    return prepared


def pid(_):
    return os.getpid()


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(f'{type(error).__name__}: {error}'.split(' at 0x')[0].rstrip(': '))


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    with multiprocessing.Pool(2, prepare, ('a', 1)) as pool:
        print(repr(pool))
        attempt(pool.map, square, range(7))
        attempt(pool.map, functools.partial(power, exponent=3), [1, 2, 3], chunksize=2)
        attempt(pool.map, square, [])
        attempt(pool.starmap, power, [(2,), (2, 3), (2, 4)])
        attempt(pool.apply, power, (3,), {'exponent': 1})
        print(list(pool.imap(square, range(5))), sorted(pool.imap_unordered(square, range(5), chunksize=2)))
        called = []
        result = pool.apply_async(square, (5,), callback=called.append)
        print(result.get(), called, result.ready(), result.successful())
        result = pool.apply_async(fail, (6,), error_callback=lambda error: called.append(repr(error)))
        attempt(result.get)
        print(called, result.successful())
        try:
            pool.map(fail, [7])
        except ValueError as error:
            print(error.args, type(error.__cause__).__name__, 'in fail' in str(error.__cause__))
        result = pool.apply_async(nap, (0.3,))
        attempt(result.get, timeout=0.01)
        attempt(result.successful)
        result.wait()
        print(result.get())
        many = pool.map_async(square, range(4))
        print(many.get(5), pool.apply(what_is_prepared, (0,)))
        attempt(pool.apply, no_result, (1,))
        attempt(pool.apply, lambda: 0)
        attempt(pool.join)
        steps = pool.imap(fail, [8])
        attempt(next, steps)
    attempt(pool.apply, square, (1,))
    pool = multiprocessing.Pool(1, maxtasksperchild=1)
    print(len({pool.apply(pid, (0,)) for _ in range(3)}))
    pool.close()
    attempt(pool.map, square, [1])
    pool.join()
    attempt(multiprocessing.Pool, 0)
    attempt(multiprocessing.Pool, 1, 'initializer')

# expect: <multiprocessing.pool.Pool state=RUN pool_size=2>
# expect: [0, 1, 4, 9, 16, 25, 36]
# expect: [1, 8, 27]
# expect: []
# expect: [4, 8, 16]
# expect: 3
# expect: [0, 1, 4, 9, 16] [0, 1, 4, 9, 16]
# expect: 25 [25] True True
# expect: ValueError: ('cannot', 6)
# expect: [25, "ValueError('cannot', 6)"] False
# expect: ('cannot', 7) RemoteTraceback True
# expect: TimeoutError
# expect: ValueError: <multiprocessing.pool.ApplyResult object
# expect: 0.3
# expect: [0, 1, 4, 9] ('a', 1)
# expect: MaybeEncodingError: Error sending result: '<function no_result.<locals>.<lambda>
# expect: PicklingError: Can't pickle <function <lambda>
# expect: ValueError: Pool is still running
# expect: ValueError: ('cannot', 8)
# expect: ValueError: Pool not running
# expect: 3
# expect: ValueError: Pool not running
# expect: ValueError: Number of processes must be at least 1
# expect: TypeError: initializer must be a callable
