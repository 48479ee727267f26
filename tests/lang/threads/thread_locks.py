"""Conditions, events, semaphores and barriers between threads."""
# cpython: >=3.13
import threading
import time


def show(call):
    try:
        print('returned', call())
    except Exception as e:
        print(type(e).__name__, e)


def together(*works):
    threads = [threading.Thread(target=w) for w in works]
    for t in threads:
        t.start()
        time.sleep(0.005)
    return threads


def joined(threads):
    for t in threads:
        t.join()


# A condition wakes in the order in which threads came, and only as many as it is told to.
c, order = threading.Condition(), []


def waiter(n):
    with c:
        c.wait()
        order.append(n)


threads = together(*(lambda n=n: waiter(n) for n in range(4)))
with c:
    c.notify()
time.sleep(0.01)
print(order)
with c:
    c.notify(2)
time.sleep(0.01)
print(sorted(order))
with c:
    c.notify_all()
joined(threads)
print(sorted(order))
show(c.wait)
show(c.notify)
show(c.release)
with c:
    print(c.wait(0.01), c.wait_for(lambda: False, 0.01), c.wait_for(lambda: 'yes'))
with c, c:  # an RLock inside
    print(c.wait(0.001))
plain = threading.Condition(threading.Lock())
show(plain.notify)
with plain:
    print(plain.wait(0.001))

# Events.
e = threading.Event()
print(e.is_set(), e.wait(0.01))
results = []
threads = together(*[lambda: results.append(e.wait(1))] * 3)
e.set()
joined(threads)
print(results, e.is_set(), e.wait(), e.clear(), e.is_set())

# Semaphores.
s, inside, most = threading.Semaphore(2), 0, 0


def use():
    global inside, most
    with s:
        inside += 1
        most = max(most, inside)
        time.sleep(0.01)
        inside -= 1


joined([t for t in together(*[use] * 5)])
print(most, s.acquire(), s.acquire(timeout=0.01), s.acquire(blocking=False), s.acquire(blocking=False))
show(lambda: s.acquire(False, 1))
show(lambda: s.release(0))
show(lambda: threading.Semaphore(-1))
b = threading.BoundedSemaphore(1)
show(b.release)

# A barrier can be used again, broken and reset.
rounds = []
barrier = threading.Barrier(3, action=lambda: rounds.append('go'))
numbers = []


def runner():
    for _ in range(3):
        numbers.append(barrier.wait())


joined(together(runner, runner, runner))
print(rounds, sorted(numbers), barrier.n_waiting, barrier.parties, barrier.broken)
broken = []


def victim():
    try:
        barrier.wait(0.05)
    except threading.BrokenBarrierError as error:
        broken.append(repr(error))


joined(together(victim))
print(broken, barrier.broken)
show(barrier.wait)
barrier.reset()
print(barrier.broken)
threads = together(victim)
barrier.abort()
joined(threads)
print(broken, barrier.broken)
show(lambda: threading.Barrier(0))


def bad():
    raise KeyError('action')


barrier = threading.Barrier(1, bad)
show(barrier.wait)
print(barrier.broken)
lock = threading.Lock()
print(type(lock).__name__, type(threading.RLock()).__name__, lock.acquire(), lock.locked(), lock.acquire(timeout=0.01))

# expect: [0]
# expect: [0, 1, 2]
# expect: [0, 1, 2, 3]
# expect: RuntimeError cannot wait on un-acquired lock
# expect: RuntimeError cannot notify on un-acquired lock
# expect: RuntimeError cannot release un-acquired lock
# expect: False False yes
# expect: False
# expect: RuntimeError cannot notify on un-acquired lock
# expect: False
# expect: False False
# expect: [True, True, True] True True None False
# expect: 2 True True False False
# expect: ValueError can't specify timeout for non-blocking acquire
# expect: ValueError n must be one or more
# expect: ValueError semaphore initial value must be >= 0
# expect: ValueError Semaphore released too many times
# expect: ['go', 'go', 'go'] [0, 0, 0, 1, 1, 1, 2, 2, 2] 0 3 False
# expect: ['BrokenBarrierError()'] True
# expect: BrokenBarrierError 
# expect: False
# expect: ['BrokenBarrierError()', 'BrokenBarrierError()'] True
# expect: ValueError parties must be > 0
# expect: KeyError 'action'
# expect: True
# expect: lock RLock True True False
