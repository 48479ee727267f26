"""threading.Thread: names, states, joining, errors, subclasses; what happens to exceptions."""
# cpython: >=3.13
import sys
import threading
import time


def show(call):
    try:
        print('returned', call())
    except Exception as e:
        print(type(e).__name__, e)


def nap(seconds=0.02):
    time.sleep(seconds)


print(threading.current_thread() is threading.main_thread(), threading.main_thread().name, threading.active_count())
first, second = threading.Thread(target=nap), threading.Thread(target=nap, name='sleeper', daemon=True)
print(first.name, second.name, first.daemon, second.daemon, first.is_alive(), first.ident)
print(repr(first))
show(first.join)
first.start()
second.start()
print(first.is_alive(), [t.name for t in threading.enumerate()], threading.active_count())
show(first.start)
show(lambda: setattr(first, 'daemon', True))
first.join(0.001)
print(first.is_alive())
first.join()
second.join()
print(first.is_alive(), first.ident is not None, threading.active_count())
show(first.start)
show(threading.current_thread().join)


class Half(threading.Thread):
    def __init__(self):
        self.ready = True


show(Half().start)


class Square(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n, self.value = n, None

    def run(self):
        self.value = self.n ** 2


squares = [Square(n) for n in range(4)]
for s in squares:
    s.start()
for s in squares:
    s.join()
print([s.value for s in squares], squares[0].name)
inherits = []
d = threading.Thread(target=lambda: inherits.append(threading.Thread().daemon), daemon=True)
d.start()
d.join()
print(inherits)

# Exceptions: the hook is told; SystemExit ends a thread silently.
seen = []


def hook(args):
    seen.append((args.exc_type.__name__, str(args.exc_value), args.exc_traceback is not None, args.thread.name))


threading.excepthook = hook
for work in (lambda: 1 / 0, lambda: sys.exit(3), lambda: [][1]):
    t = threading.Thread(target=work, name='worker')
    t.start()
    t.join()
print(seen)
threading.excepthook = threading.__excepthook__
t = threading.Timer(0.01, print, ['timer ran'])
t.start()
t.join()
t = threading.Timer(0.01, print, ['never'])
t.start()
t.cancel()
t.join()
print(t.finished.is_set())
data = threading.local()
data.x = 'main'


def in_thread():
    print(hasattr(data, 'x'))
    data.x = 'other'


t = threading.Thread(target=in_thread)
t.start()
t.join()
print(data.x)
show(lambda: threading.Thread(group=1))

# expect: True MainThread 1
# expect: Thread-1 (nap) sleeper False True False None
# expect: <Thread(Thread-1 (nap), initial)>
# expect: RuntimeError cannot join thread before it is started
# expect: True ['MainThread', 'Thread-1 (nap)', 'sleeper'] 3
# expect: RuntimeError threads can only be started once
# expect: RuntimeError cannot set daemon status of active thread
# expect: True
# expect: False True 1
# expect: RuntimeError threads can only be started once
# expect: RuntimeError cannot join current thread
# expect: RuntimeError thread.__init__() not called
# expect: [0, 1, 4, 9] Thread-2
# expect: [True]
# expect: [('ZeroDivisionError', 'division by zero', True, 'worker'), ('SystemExit', '3', True, 'worker'), ('IndexError', 'list index out of range', True, 'worker')]
# expect: timer ran
# expect: True
# expect: False
# expect: main
# expect: AssertionError group argument must be None for now
