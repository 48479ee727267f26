"""concurrent.futures: a pool of threads, its futures, wait() and as_completed()."""
# cpython: >=3.13
import concurrent.futures as cf
import threading
import time


def show(call):
    try:
        print('returned', call())
    except BaseException as e:
        print(type(e).__name__, e)


def after(seconds, value):
    time.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


with cf.ThreadPoolExecutor(2, thread_name_prefix='pool') as pool:
    f = pool.submit(after, 0.02, 'x')
    print(f.running(), f.done(), f.cancelled(), f.cancel())
    show(lambda: f.result(0.001))
    show(lambda: f.exception(0.001))
    print(f.result(), f.exception(), f.done())
    bad = pool.submit(after, 0, ValueError('no'))
    show(bad.result)
    print(repr(bad.exception()), type(bad).__module__)

    # Who runs it: threads are reused when one is idle.
    print(pool.submit(lambda: threading.current_thread().name).result())
    time.sleep(0.01)
    names = set(pool.map(lambda n: (time.sleep(0.02), threading.current_thread().name)[1], range(4)))
    print(sorted(names))

    # map: in order, lazily, until the time is over.
    print(list(pool.map(after, [0.03, 0.01, 0.02], 'abc')))
    results = pool.map(after, [0.01, 0.2], 'ab', timeout=0.05)
    show(lambda: next(results))
    show(lambda: next(results))

    # wait
    fs = [pool.submit(after, s, v) for s, v in ((0.01, 1), (0.03, KeyError('k')), (0.2, 3))]
    time.sleep(0)
    done, waiting = cf.wait(fs, return_when=cf.FIRST_COMPLETED)
    print(len(done), len(waiting), fs[0] in done)
    done, waiting = cf.wait(fs, return_when=cf.FIRST_EXCEPTION)
    print(len(done), len(waiting))
    both = cf.wait(fs, timeout=0.01)
    print(len(both.done), len(both.not_done), type(both).__name__)
    show(lambda: cf.wait(fs, return_when='SOME'))
    print(len(cf.wait(fs).done))

    # as_completed
    fs = {pool.submit(after, s, s): s for s in (0.04, 0.01)}
    print([f.result() for f in cf.as_completed(fs)])
    fs = [pool.submit(after, s, s) for s in (0.01, 0.2)]
    seen = []

    def go():
        for f in cf.as_completed(fs, timeout=0.05):
            seen.append(f.result())

    show(go)
    print(seen)

# Cancelling what has not begun.
pool = cf.ThreadPoolExecutor(1)
blocker, queued, other = [pool.submit(after, 0.03, n) for n in range(3)]
queued.add_done_callback(lambda f: print('callback', f.cancelled()))
print(queued.cancel(), queued.cancel(), queued.cancelled(), queued.done())
show(queued.result)
pool.shutdown(wait=False, cancel_futures=True)
print(other.cancelled(), blocker.result())
show(lambda: pool.submit(print))
show(lambda: cf.ThreadPoolExecutor(0))
show(lambda: cf.ThreadPoolExecutor(1, initializer=3))


# A future by hand.
f = cf.Future()
f.add_done_callback(lambda f: print('first', f.result()))
f.add_done_callback(lambda f: print('second'))
print(f.set_running_or_notify_cancel(), f.running())
f.set_result(5)
f.add_done_callback(lambda f: print('late'))
try:
    f.set_result(6)
except cf.InvalidStateError as e:
    print(str(e).split(' at ')[0])

# A pool in a pool; initializers.
local = threading.local()


def prepare(value):
    local.value = value


with cf.ThreadPoolExecutor(2, initializer=prepare, initargs=('ready',)) as outer:
    def nest(n):
        with cf.ThreadPoolExecutor(2) as inner:
            return local.value, sum(inner.map(lambda x: x * n, range(4)))
    print(list(outer.map(nest, range(3))))
print(cf.TimeoutError is TimeoutError, issubclass(cf.BrokenExecutor, RuntimeError))

# expect: True False False False
# expect: TimeoutError 
# expect: TimeoutError 
# expect: x None True
# expect: ValueError no
# expect: ValueError('no') concurrent.futures._base
# expect: pool_0
# expect: ['pool_0', 'pool_1']
# expect: ['a', 'b', 'c']
# expect: returned a
# expect: TimeoutError 
# expect: 1 2 True
# expect: 2 1
# expect: 2 1 DoneAndNotDoneFutures
# expect: ValueError Invalid return condition: 'SOME'
# expect: 3
# expect: [0.01, 0.04]
# expect: TimeoutError 1 (of 2) futures unfinished
# expect: [0.01]
# expect: callback True
# expect: True True True True
# expect: CancelledError 
# expect: True 0
# expect: RuntimeError cannot schedule new futures after shutdown
# expect: ValueError max_workers must be greater than 0
# expect: TypeError initializer must be a callable
# expect: True True
# expect: first 5
# expect: second
# expect: late
# expect: FINISHED: <Future
# expect: [('ready', 0), ('ready', 6), ('ready', 12)]
# expect: True True
