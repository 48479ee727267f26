"""A pool whose initializer fails is broken for good; a callback that fails is logged."""
# stderr: any
# cpython: >=3.13
import concurrent.futures as cf
import logging
import time

logging.basicConfig(format='%(name)s %(levelname)s %(message).26s', handlers=[logging.StreamHandler(__import__('sys').stdout)])
logging.getLogger().handlers[0].formatter.formatException = lambda info: repr(info[1])


def prepare():
    time.sleep(0.01)
    raise ValueError('not today')


pool = cf.ThreadPoolExecutor(1, initializer=prepare)
futures = [pool.submit(print, 'never') for _ in range(2)]
for f in futures:
    print(repr(f.exception()))
try:
    pool.submit(print)
except cf.BrokenExecutor as e:
    print(type(e).__module__, type(e).__name__, e)
pool.shutdown()
f = cf.Future()
f.add_done_callback(lambda f: 1 / 0)
f.set_result(1)

# expect: concurrent.futures CRITICAL Exception in initializer:
# expect: ValueError('not today')
# expect: BrokenThreadPool('A thread initializer failed, the thread pool is not usable anymore')
# expect: BrokenThreadPool('A thread initializer failed, the thread pool is not usable anymore')
# expect: concurrent.futures.thread BrokenThreadPool A thread initializer failed, the thread pool is not usable anymore
# expect: concurrent.futures ERROR exception calling callback
# expect: ZeroDivisionError('division by zero')
