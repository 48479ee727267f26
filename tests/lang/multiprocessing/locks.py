# Locks, semaphores, conditions, events, barriers, values and arrays that processes share.
import multiprocessing
import time


def add(value, lock, times):
    for _ in range(times):
        with lock:
            value.value += 1


def wait_for(event, ready, out):
    ready.release()
    out.put((event.is_set(), event.wait(5), event.is_set()))


def produce(condition, stock, out):
    with condition:
        got = condition.wait_for(lambda: stock.value >= 3, 5)
        out.put((got, stock.value))


def enter(semaphore, inside, most):
    with semaphore:
        with inside.get_lock():
            inside.value += 1
            most.value = max(most.value, inside.value)
        time.sleep(0.05)
        with inside.get_lock():
            inside.value -= 1


def meet(barrier, out):
    out.put(barrier.wait())


def square(array):
    for i in range(len(array)):
        array[i] = array[i] ** 2


def start(target, *args):
    process = multiprocessing.Process(target=target, args=args)
    process.start()
    return process


def attempt(function, *args):
    try:
        print(function(*args))
    except (ValueError, AssertionError, TypeError) as error:
        print(type(error).__name__, error, sep=': ')


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    out = multiprocessing.Queue()
    lock, value = multiprocessing.Lock(), multiprocessing.Value('i', 0)
    for process in [start(add, value, lock, 50) for _ in range(3)]:
        process.join()
    print(value.value, value)

    event, ready = multiprocessing.Event(), multiprocessing.Semaphore(0)
    waiting = [start(wait_for, event, ready, out) for _ in range(2)]
    for _ in waiting:
        ready.acquire()
    time.sleep(0.1)
    event.set()
    print(out.get(), out.get())
    event.clear()
    print(event.is_set(), event.wait(0.01))

    condition, stock = multiprocessing.Condition(), multiprocessing.Value('i', 0, lock=False)
    waiter = start(produce, condition, stock, out)
    for _ in range(3):
        time.sleep(0.05)
        with condition:
            stock.value += 1
            condition.notify()
    print(out.get(), stock)

    semaphore, inside, most = multiprocessing.Semaphore(2), multiprocessing.Value('i'), multiprocessing.Value('i')
    for process in [start(enter, semaphore, inside, most) for _ in range(4)]:
        process.join()
    print(inside.value, most.value <= 2, semaphore)

    barrier = multiprocessing.Barrier(3)
    people = [start(meet, barrier, out) for _ in range(3)]
    print(sorted(out.get() for _ in people), barrier.n_waiting, barrier.broken)
    for person in people + waiting + [waiter]:
        person.join()

    array = multiprocessing.Array('i', range(5))
    start(square, array).join()
    print(array[:], array[-1], len(array), list(array))
    raw = multiprocessing.Array('d', 3, lock=False)
    raw[0] = 1.5
    print(raw[:], multiprocessing.Value('b', 300).value, multiprocessing.Value('I', -1).value,
          multiprocessing.Value('d', 0.5, lock=False))

    print(lock, lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01), lock)
    lock.release()
    attempt(lock.release)
    rlock = multiprocessing.RLock()
    print(rlock.acquire(), rlock.acquire(), rlock)
    rlock.release()
    rlock.release()
    attempt(rlock.release)
    bounded = multiprocessing.BoundedSemaphore(1)
    attempt(bounded.release)
    print(bounded, multiprocessing.Semaphore(3).get_value(), condition)
    attempt(condition.notify)
    attempt(condition.wait)
    attempt(multiprocessing.Value, 'i', 'text')

# expect: 150 <Synchronized wrapper for c_int(150)>
# expect: (False, True, True) (False, True, True)
# expect: False False
# expect: (True, 3) c_int(3)
# expect: 0 True <Semaphore(value=2)>
# expect: [0, 1, 2] 0 False
# expect: [0, 1, 4, 9, 16] 16 5 [0, 1, 4, 9, 16]
# expect: [1.5, 0.0, 0.0] 44 4294967295 c_double(0.5)
# expect: <Lock(owner=MainProcess)> True False False <Lock(owner=MainProcess)>
# expect: ValueError: semaphore or lock released too many times
# expect: True True <RLock(MainProcess, 2)>
# expect: AssertionError: attempt to release recursive lock not owned by thread
# expect: ValueError: semaphore or lock released too many times
# expect: <BoundedSemaphore(value=1, maxvalue=1)> 3 <Condition(<RLock(None, 0)>, 0)>
# expect: AssertionError: lock is not owned
# expect: AssertionError: must acquire() condition before using wait()
# expect: TypeError: 'str' object cannot be interpreted as an integer
