# Queue, JoinableQueue and SimpleQueue between processes.
import multiprocessing
import queue
import time


def produce(out, names):
    for name in names:
        out.put({'name': name})
    out.put(None)


def consume(jobs, done):
    while True:
        job = jobs.get()
        if job is None:
            jobs.task_done()
            return
        done.put(job * job)
        jobs.task_done()


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except (queue.Empty, queue.Full) as error:
        print(type(error).__name__)
    except Exception as error:
        print(type(error).__name__, str(error).split(' at 0x')[0], sep=': ')


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    q = multiprocessing.Queue()
    p = multiprocessing.Process(target=produce, args=(q, ['ada', 'grace']))
    p.start()
    while (item := q.get()) is not None:
        print(item)
    p.join()

    jobs, done = multiprocessing.JoinableQueue(), multiprocessing.Queue()
    workers = [multiprocessing.Process(target=consume, args=(jobs, done)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for n in range(6):
        jobs.put(n)
    jobs.join()
    print(sorted(done.get() for _ in range(6)))
    for _ in workers:
        jobs.put(None)
    for worker in workers:
        worker.join()
    attempt(jobs.task_done)

    attempt(q.get_nowait)
    attempt(q.get, timeout=0.01)
    attempt(q.get, True, 0)
    small = multiprocessing.Queue(2)
    small.put(1)
    small.put(2)
    attempt(small.put, 3, block=False)
    attempt(small.put, 3, timeout=0.01)
    print(small.full(), small.qsize(), small.get(), small.full())
    time.sleep(0.05)
    print(small.empty(), small.get())
    time.sleep(0.05)
    print(small.empty(), q.empty())
    q.close()
    attempt(q.put, 1)
    attempt(q.get)
    import pickle
    attempt(pickle.dumps, small)

    simple = multiprocessing.SimpleQueue()
    print(simple.empty())
    simple.put(('a', 1))
    print(simple.empty(), simple.get())

# expect: {'name': 'ada'}
# expect: {'name': 'grace'}
# expect: [0, 1, 4, 9, 16, 25]
# expect: ValueError: task_done() called too many times
# expect: Empty
# expect: Empty
# expect: Empty
# expect: Full
# expect: Full
# expect: True 2 1 False
# expect: False 2
# expect: True True
# expect: ValueError: Queue <multiprocessing.queues.Queue object
# expect: ValueError: Queue <multiprocessing.queues.Queue object
# expect: RuntimeError: Queue objects should only be shared between processes through inheritance
# expect: True
# expect: False ('a', 1)
