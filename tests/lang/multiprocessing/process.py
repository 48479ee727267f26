# stderr: any
# multiprocessing.Process: how one is described, started, joined and ended; what it is called; how it may fail.
import multiprocessing
import os
import sys
import time


def work(how):
    if how == 'raise':
        raise ValueError('in the child')
    if how == 'exit 3':
        sys.exit(3)
    if how == 'exit text':
        sys.exit('a text')
    if how == 'os._exit':
        os._exit(7)
    if how == 'sleep':
        time.sleep(60)


def tell(queue, *args, **kwargs):
    me = multiprocessing.current_process()
    parent = multiprocessing.parent_process()
    queue.put((me.name, me.daemon, parent.name, parent.pid == os.getppid(), args, kwargs, os.getpid() == me.pid))


class Own(multiprocessing.Process):
    def __init__(self, queue):
        super().__init__(name='own')
        self.queue = queue

    def run(self):
        self.queue.put(f'run() of {self.name}')


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error, sep=': ')


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    print(multiprocessing.current_process().name, multiprocessing.parent_process())
    queue = multiprocessing.Queue()
    p = multiprocessing.Process(target=tell, args=(queue, 1, [2]), kwargs={'key': 'word'})
    print(p.name, p.daemon, p.pid, p.exitcode, p.is_alive())
    attempt(p.join)
    p.start()
    print(p.is_alive(), p in multiprocessing.active_children(), p.pid != os.getpid())
    print(queue.get())
    p.join()
    print(p.is_alive(), p.exitcode, multiprocessing.active_children())
    attempt(p.start)
    attempt(setattr, p, 'daemon', True)
    p.close()
    attempt(p.is_alive)
    attempt(lambda: p.exitcode)

    p = Own(queue)
    p.start()
    p.join()
    print(queue.get(), p.exitcode)

    for how in ('return', 'raise', 'exit 3', 'exit text', 'os._exit'):
        p = multiprocessing.Process(target=work, args=(how,))
        p.start()
        p.join()
        print(how, p.exitcode)
    for end in ('terminate', 'kill'):
        p = multiprocessing.Process(target=work, args=('sleep',), daemon=True)
        p.start()
        p.join(0.05)
        attempt(p.close)
        print(p.is_alive(), p.exitcode)
        getattr(p, end)()
        p.join()
        print(end, p.exitcode, repr(p).split('stopped ')[1])

    names = [multiprocessing.Process(target=work).name for _ in range(3)]
    print([int(name.removeprefix('Process-')) - int(names[0].removeprefix('Process-')) for name in names])
    attempt(lambda: multiprocessing.Process(group=1))
    attempt(multiprocessing.set_start_method, 'spawn')
    attempt(multiprocessing.get_context, 'thread')
    attempt(multiprocessing.get_start_method)
    attempt(setattr, p, 'name', 5)
    print(multiprocessing.ProcessError.__module__, multiprocessing.TimeoutError.__mro__[1].__name__)

# expect: MainProcess None
# expect: Process-1 False None None False
# expect: AssertionError: can only join a started process
# expect: True True True
# expect: ('Process-1', False, 'MainProcess', True, (1, [2]), {'key': 'word'}, True)
# expect: False 0 []
# expect: AssertionError: cannot start a process twice
# expect: AssertionError: process has already started
# expect: ValueError: process object is closed
# expect: ValueError: process object is closed
# expect: run() of own 0
# expect: return 0
# expect: raise 1
# expect: exit 3 3
# expect: exit text 1
# expect: os._exit 7
# expect: ValueError: Cannot close a process while it is still running. You should first call join() or terminate().
# expect: True None
# expect: terminate -15 exitcode=-SIGTERM daemon>
# expect: ValueError: Cannot close a process while it is still running. You should first call join() or terminate().
# expect: True None
# expect: kill -9 exitcode=-SIGKILL daemon>
# expect: [0, 1, 2]
# expect: AssertionError: group argument must be None for now
# expect: RuntimeError: context has already been set
# expect: ValueError: cannot find context for 'thread'
# expect: spawn
# expect: AssertionError: name must be a string
# expect: multiprocessing.context ProcessError
