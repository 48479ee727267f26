# os._exit() ends a process at once: no except, no finally, no atexit, no waiting for threads.
import atexit
import multiprocessing
import os
import threading
import time


def leave(queue):
    atexit.register(queue.put, 'atexit')
    threading.Thread(target=time.sleep, args=(60,)).start()
    try:
        queue.put('before')
        time.sleep(0.1)
        os._exit(7)
    except BaseException:
        queue.put('except')
    finally:
        queue.put('finally')


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=leave, args=(queue,))
    process.start()
    process.join()
    print(process.exitcode, queue.get())
    time.sleep(0.1)
    print(queue.empty())

# expect: 7 before
# expect: True
