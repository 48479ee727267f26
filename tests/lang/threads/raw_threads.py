"""_thread itself: start, join, locks, what each thread has for itself."""
import _thread
import time

lock = _thread.allocate_lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01))
lock.release()
for call in (lock.release, lambda: lock.acquire(False, 1)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)

rlock = _thread.RLock()
with rlock, rlock:
    print(rlock._is_owned(), rlock.acquire(False))
    rlock.release()
try:
    rlock.release()
except RuntimeError as e:
    print(e)

done = [_thread.allocate_lock() for _ in range(3)]
for d in done:
    d.acquire()
order = []


def work(n):
    try:
        time.sleep(0.03 * (3 - n))
        with lock:
            order.append(n)
    finally:
        done[n].release()


for n in range(3):
    _thread.start_new_thread(work, (n,))
for d in done:
    d.acquire()
print(order)


class Mine(_thread._local):
    def __init__(self, start):
        self.x = start
        print('init', start)


mine = Mine(5)
mine.x = 7
flag = _thread.allocate_lock()
flag.acquire()


def other():
    print(mine.x, hasattr(mine, 'y'))
    mine.y = 3
    print(sorted(mine.__dict__))
    flag.release()


_thread.start_new_thread(other, ())
flag.acquire()
print(mine.x, mine.__dict__, hasattr(mine, 'y'))


def leaves():
    try:
        _thread.exit()
    finally:
        flag.release()


_thread.start_new_thread(leaves, ())
print(flag.acquire(timeout=5))
for bad in ((1, ()), (print, 1), (print, (), 1)):
    try:
        _thread.start_new_thread(*bad)
    except TypeError as e:
        print(e)

# expect: False True True False False
# expect: RuntimeError release unlocked lock
# expect: ValueError can't specify a timeout for a non-blocking call
# expect: True True
# expect: cannot release un-acquired lock
# expect: [2, 1, 0]
# expect: init 5
# expect: init 5
# expect: 5 False
# expect: ['x', 'y']
# expect: 7 {'x': 7} False
# expect: True
# expect: first arg must be callable
# expect: 2nd arg must be a tuple
# expect: optional 3rd arg must be a dictionary
