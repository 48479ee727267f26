"""queue: between threads, bounded, ordered, shut down."""
# cpython: >=3.13
import queue
import threading
import time


def show(call):
    try:
        print('returned', call())
    except Exception as e:
        print(type(e).__name__, e)


q = queue.Queue(2)
print(q.maxsize, q.empty(), q.full(), q.qsize())
q.put(1)
q.put_nowait(2)
print(q.full(), q.qsize())
show(lambda: q.put_nowait(3))
show(lambda: q.put(3, timeout=0.01))
show(lambda: q.put(3, timeout=-1))
print(q.get(), q.get_nowait())
show(q.get_nowait)
show(lambda: q.get(timeout=0.01))
show(lambda: q.get(timeout=-1))
show(lambda: (q.task_done(), q.task_done(), q.task_done()))

# A producer that waits for room, a consumer that waits for items.
got = []


def consume():
    while (item := q.get()) is not None:
        time.sleep(0.005)
        got.append(item)
        q.task_done()
    q.task_done()


t = threading.Thread(target=consume)
t.start()
for n in range(6):
    q.put(n)
q.join()
print(got, q.unfinished_tasks)
q.put(None)
t.join()
q.join()

for kind in (queue.LifoQueue, queue.PriorityQueue):
    k = kind()
    for n in (3, 1, 2):
        k.put(n)
    print(kind.__name__, [k.get() for _ in range(3)])

s = queue.SimpleQueue()
print(s.empty(), s.qsize(), s.put(1), s.qsize(), s.get(), s.empty())
show(s.get_nowait)
show(lambda: s.get(timeout=0.01))
show(lambda: s.get(timeout=-1))
results = []
threads = [threading.Thread(target=lambda: results.append(s.get())) for _ in range(3)]
for t in threads:
    t.start()
for n in range(3):
    s.put(n)
for t in threads:
    t.join()
print(sorted(results))

# Shut down: get() drains, put() is refused, who waits is woken.
q = queue.Queue()
q.put('left')
q.shutdown()
show(lambda: q.put(1))
show(q.get)
show(q.get)
q = queue.Queue()
ended = []


def wait_for_item():
    try:
        q.get()
    except queue.ShutDown:
        ended.append('shut down')


threads = [threading.Thread(target=wait_for_item) for _ in range(2)]
for t in threads:
    t.start()
time.sleep(0.01)
q.shutdown()
for t in threads:
    t.join()
print(ended)
q = queue.Queue()
q.put(1)
q.put(2)
q.shutdown(immediate=True)
show(q.get)
q.join()
print(q.unfinished_tasks, q.qsize())

# expect: 2 True False 0
# expect: True 2
# expect: Full 
# expect: Full 
# expect: ValueError 'timeout' must be a non-negative number
# expect: 1 2
# expect: Empty 
# expect: Empty 
# expect: ValueError 'timeout' must be a non-negative number
# expect: ValueError task_done() called too many times
# expect: [0, 1, 2, 3, 4, 5] 0
# expect: LifoQueue [2, 1, 3]
# expect: PriorityQueue [1, 2, 3]
# expect: True 0 None 1 1 True
# expect: Empty 
# expect: Empty 
# expect: ValueError 'timeout' must be a non-negative number
# expect: [0, 1, 2]
# expect: ShutDown 
# expect: returned left
# expect: ShutDown 
# expect: ['shut down', 'shut down']
# expect: ShutDown 
# expect: 0 0
