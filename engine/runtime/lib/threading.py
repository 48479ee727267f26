"""Threads, and what they wait for. The threads are those of the simulated machine."""

import collections
import itertools
import operator
import sys
import time
import warnings

import _loopscope
import _thread
from _thread import RLock, TIMEOUT_MAX, _local as local, error as ThreadError, get_ident, get_native_id, stack_size

__all__ = ('get_ident', 'get_native_id', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread',
           'TIMEOUT_MAX', 'Event', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier',
           'BrokenBarrierError', 'Timer', 'ThreadError', 'excepthook', 'ExceptHookArgs', 'local', 'stack_size')

Lock = _thread.LockType


def _old_name(name, instead, function):
    """`function` under a name that it had once; who calls it is told to do something else instead."""

    def call(*args, **kwargs):
        warnings.warn(f'{name}() is deprecated, {instead} instead', DeprecationWarning, stacklevel=2)
        return function(*args, **kwargs)

    call.__name__ = name
    return call


class _Waits:
    """Something with a line of threads. Each waits on a lock of its own that it has taken before."""

    _called = 'something'  # what those who wait are told to wait for

    def __init__(self, kind, size):
        self._trace = _loopscope.Sync(kind, size)
        self._line = collections.deque()

    def _leave(self, alarm):
        """Whether nobody has called it yet."""
        try:
            self._line.remove(alarm)
        except ValueError:
            return False
        return True

    def _wake(self, count):
        for _ in range(count):
            try:
                alarm = self._line.popleft()
            except IndexError:
                break
            alarm.release()


class Condition(_Waits):
    """A lock, and a place to wait until its holder says that something has changed."""

    _called = 'a condition'

    def __init__(self, lock=None):
        super().__init__(_loopscope.CONDITION, 0)
        self._lock = RLock() if lock is None else lock
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *error):
        return self._lock.__exit__(*error)

    def __repr__(self):
        return f'<Condition({self._lock}, {len(self._line)})>'

    def _is_owned(self):
        own = getattr(self._lock, '_is_owned', None)
        if own is not None:
            return own()
        # A plain lock does not know who holds it: somebody does, and that has to do.
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def wait(self, timeout=None):
        """Gives the lock away until notified, and takes it again. False: the time was over before."""
        if not self._is_owned():
            raise RuntimeError('cannot wait on un-acquired lock')
        alarm = _thread._quiet_lock(self._called)
        alarm.acquire()
        self._line.append(alarm)
        give, take = getattr(self._lock, '_release_save', None), getattr(self._lock, '_acquire_restore', None)
        depth = give() if give else self._lock.release()
        called = False
        try:
            called = alarm.acquire(True, -1 if timeout is None else max(timeout, 0))
        finally:
            take(depth) if take else self._lock.acquire()
            if not called:
                self._leave(alarm)
        return called

    def wait_for(self, predicate, timeout=None):
        """Waits until the predicate is true; returns its last value."""
        end = None if timeout is None else time.monotonic() + timeout
        value = predicate()
        while not value:
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
            value = predicate()
        return value

    def notify(self, n=1):
        """Wakes `n` of those who wait."""
        if not self._is_owned():
            raise RuntimeError('cannot notify on un-acquired lock')
        self._wake(n)

    def notify_all(self):
        self.notify(len(self._line))

    notifyAll = _old_name('notifyAll', 'use notify_all()', notify_all)


class _Changes(Condition):
    """A condition that is a detail of something else, which tells the trace itself; `called` as threads wait for it."""

    def __init__(self, lock, called):
        self._line = collections.deque()
        self._lock, self._called = lock, called
        self.acquire, self.release = lock.acquire, lock.release


class Event(_Waits):
    """A flag that threads can wait for."""

    _called = 'an event'

    def __init__(self):
        super().__init__(_loopscope.EVENT, 0)
        self._flag = False

    def __repr__(self):
        return f'<{type(self).__module__}.{type(self).__qualname__} at {id(self):#x}: {"set" if self._flag else "unset"}>'

    def is_set(self):
        return self._flag

    isSet = _old_name('isSet', 'use is_set()', is_set)

    def set(self):
        """Raises the flag: all who wait go on."""
        self._flag = True
        self._trace.changed(1)
        self._wake(len(self._line))

    def clear(self):
        self._flag = False
        self._trace.changed(0)

    def wait(self, timeout=None):
        """Waits for the flag. False: the time was over before."""
        alarm = _thread._quiet_lock(self._called)
        alarm.acquire()
        # First into the line, then a look: a set() in between finds us there.
        self._line.append(alarm)
        try:
            return self._flag or alarm.acquire(True, -1 if timeout is None else max(timeout, 0))
        finally:
            self._leave(alarm)


class _Untold:
    """In place of the trace's side of something that is no concern of the reader's."""

    def changed(self, value):
        pass


class _Moment(Event):
    """An event that is a detail of something else; `called` as threads wait for it."""

    def __init__(self, called):
        self._trace, self._called = _Untold(), called
        self._line, self._flag = collections.deque(), False


class Semaphore:
    """At most `value` threads at a time."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._changed = _Changes(_thread._quiet_lock('a semaphore'), 'a semaphore')
        self._trace = _loopscope.Sync(_loopscope.SEMAPHORE, value)
        self._value = value

    def __repr__(self):
        cls = type(self)
        return f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: value={self._value}>'

    def acquire(self, blocking=True, timeout=None):
        """Takes a unit. False: there was none, or not in time."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._changed:
            if not self._changed.wait_for(lambda: self._value > 0, timeout if blocking else 0):
                return False
            self._value -= 1
            self._trace.acquired(self._value)
            return True

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()

    def release(self, n=1):
        """Gives `n` units back."""
        if n < 1:
            raise ValueError('n must be one or more')
        with self._changed:
            self._check(n)
            self._value += n
            self._trace.released(self._value)
            self._changed.notify(n)

    def _check(self, n):
        pass


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than it was acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._most = value

    def __repr__(self):
        return f'{super().__repr__()[:-1]}/{self._most}>'

    def _check(self, n):
        if self._value + n > self._most:
            raise ValueError('Semaphore released too many times')


class BrokenBarrierError(RuntimeError):
    """A barrier was broken or reset while threads waited."""


class Barrier:
    """Lets threads go on when `parties` of them have come."""

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._changed = _Changes(_thread._quiet_lock('a barrier'), 'a barrier')
        self._trace = _loopscope.Sync(_loopscope.BARRIER, parties)
        self._parties, self._action, self._timeout = parties, action, timeout
        self._inside = 0
        self._phase = 'filling'  # then 'draining'; 'resetting' or 'broken' by force

    def __repr__(self):
        cls = type(self)
        state = 'broken' if self.broken else f'waiters={self.n_waiting}/{self._parties}'
        return f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {state}>'

    def _enter_phase(self, phase):
        self._phase = phase
        self._changed.notify_all()

    def wait(self, timeout=None):
        """Returns a different number, from 0, to each of those who are let go."""
        timeout = self._timeout if timeout is None else timeout
        with self._changed:
            self._changed.wait_for(lambda: self._phase in ('filling', 'broken'))
            if self._phase == 'broken':
                raise BrokenBarrierError
            number = self._inside
            self._inside += 1
            self._trace.changed(self._inside)
            try:
                if self._inside == self._parties:
                    self._let_go()
                else:
                    if not self._changed.wait_for(lambda: self._phase != 'filling', timeout):
                        self._enter_phase('broken')
                    if self._phase != 'draining':
                        raise BrokenBarrierError
                return number
            finally:
                self._inside -= 1
                self._trace.changed(self._inside)
                if not self._inside and self._phase != 'broken':
                    self._enter_phase('filling')

    def _let_go(self):
        try:
            if self._action is not None:
                self._action()
        except BaseException:
            self._enter_phase('broken')
            raise
        self._enter_phase('draining')

    def reset(self):
        """Sends away who waits, with BrokenBarrierError."""
        with self._changed:
            self._enter_phase('resetting' if self._inside else 'filling')

    def abort(self):
        """Breaks the barrier for all."""
        with self._changed:
            self._trace.shut_down(True)
            self._enter_phase('broken')

    parties = property(lambda self: self._parties)
    n_waiting = property(lambda self: self._inside if self._phase == 'filling' else 0)
    broken = property(lambda self: self._phase == 'broken')


# --- threads ---------------------------------------------------------------------------------------------------------

_known = {}  # ident: Thread, of those that run
_to_join = set()  # threads that the end of the program waits for
_numbers = itertools.count(1)
_last_words = []  # what is called before those are waited for, last in, first out


class Thread:
    """One activity beside the others: run() in a thread of its own."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if group is not None:
            raise AssertionError('group argument must be None for now')
        self._target, self._args, self._kwargs = target, args, {} if kwargs is None else kwargs
        self._name = str(name) if name else self._new_name(target)
        self._daemon = current_thread().daemon if daemon is None else daemon
        self._handle = _thread._ThreadHandle()
        self._ident = None
        self._begun = _Moment('the start of a thread')

    @staticmethod
    def _new_name(target):
        name = f'Thread-{next(_numbers)}'
        described = getattr(target, '__name__', None)
        return name if described is None else f'{name} ({described})'

    def _check_made(self):
        if '_handle' not in self.__dict__:
            raise RuntimeError('Thread.__init__() not called')

    def __repr__(self):
        self._check_made()
        words = ['stopped' if self._handle.is_done() else 'started' if self._begun.is_set() else 'initial']
        if self._daemon:
            words.append('daemon')
        if self._ident is not None:
            words.append(str(self._ident))
        return f'<{type(self).__name__}({self._name}, {" ".join(words)})>'

    # --- its life

    def start(self):
        """Begins; returns when the thread has come to life."""
        if '_handle' not in self.__dict__:
            raise RuntimeError('thread.__init__() not called')
        if self._begun.is_set():
            raise RuntimeError('threads can only be started once')
        _thread.start_joinable_thread(self._live, handle=self._handle, daemon=self._daemon, name=self._name)
        self._begun.wait()

    def run(self):
        """What the thread does; by default calls the target."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs  # they may hold the thread

    def _live(self):
        self._ident = get_ident()
        _known[self._ident] = self
        if not self._daemon:
            _to_join.add(self)
        self._begun.set()
        try:
            self.run()
        except BaseException:
            _report(self)
        finally:
            _known.pop(self._ident, None)
            _to_join.discard(self)

    def join(self, timeout=None):
        """Waits for its end, at most so long; is_alive() tells whether it has come."""
        self._check_made()
        if not self._begun.is_set():
            raise RuntimeError('cannot join thread before it is started')
        if self is current_thread():
            raise RuntimeError('cannot join current thread')
        self._handle.join(timeout if timeout is None else max(timeout, 0))

    def is_alive(self):
        self._check_made()
        return self._begun.is_set() and not self._handle.is_done()

    # --- what is known of it

    @property
    def name(self):
        self._check_made()
        return self._name

    @name.setter
    def name(self, name):
        self._check_made()
        self._name = str(name)
        if self is current_thread():
            _thread._set_name(self._name)

    @property
    def ident(self):
        self._check_made()
        return self._ident

    native_id = ident

    @property
    def daemon(self):
        """Whether the program may end without waiting for it."""
        self._check_made()
        return self._daemon

    @daemon.setter
    def daemon(self, daemonic):
        self._check_made()
        if self._begun.is_set():
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemon = daemonic


def _add_old_accessors(attribute, getter, setter):
    def change(self, value):
        setattr(self, attribute, value)

    setattr(Thread, getter, _old_name(getter, f'get the {attribute} attribute', operator.attrgetter(attribute)))
    setattr(Thread, setter, _old_name(setter, f'set the {attribute} attribute', change))


_add_old_accessors('daemon', 'isDaemon', 'setDaemon')
_add_old_accessors('name', 'getName', 'setName')


class Timer(Thread):
    """Calls a function after some time, unless it is cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval, self.function = interval, function
        self.args, self.kwargs = args or [], kwargs or {}
        self.finished = _Moment('its time')

    def cancel(self):
        self.finished.set()

    def run(self):
        if not self.finished.wait(self.interval):
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _Adopted(Thread):
    """Stands for a thread that nobody made a Thread for: the main one, or one of _thread."""

    def __init__(self, name, daemon):
        self._name, self._daemon = name, daemon
        self._handle = _thread._ThreadHandle()
        self._begun = _Moment('the start of a thread')
        self._begun.set()
        self._ident = get_ident()
        _known[self._ident] = self

    def __repr__(self):
        return f'<{type(self).__name__}({self._name}, started{" daemon" * bool(self._daemon)} {self._ident})>'

    def join(self, timeout=None):
        raise RuntimeError('cannot join current thread' if self is current_thread() else 'cannot join a dummy thread')


class _MainThread(_Adopted):
    pass


class _DummyThread(_Adopted):
    pass


def current_thread():
    """The Thread that runs."""
    return _known.get(get_ident()) or _DummyThread(f'Dummy-{next(_numbers)}', True)


def main_thread():
    return _main


def enumerate():
    """The threads that are alive."""
    return list(_known.values())


def active_count():
    return len(_known)


currentThread = _old_name('currentThread', 'use current_thread()', current_thread)
activeCount = _old_name('activeCount', 'use active_count()', active_count)


# --- errors ----------------------------------------------------------------------------------------------------------

class ExceptHookArgs(tuple):
    """exc_type, exc_value, exc_traceback and the thread."""

    _fields = ('exc_type', 'exc_value', 'exc_traceback', 'thread')
    exc_type, exc_value, exc_traceback, thread = (property(lambda self, i=i: self[i]) for i in range(4))

    def __repr__(self):
        return f'_thread._ExceptHookArgs({", ".join(f"{n}={v!r}" for n, v in zip(self._fields, self))})'


def excepthook(args, /):
    """Tells on stderr what has ended a thread."""
    if args.exc_type is SystemExit or sys.stderr is None:
        return
    import traceback
    name = args.thread.name if args.thread is not None else get_ident()
    text = ''.join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback))
    sys.stderr.write(f'Exception in thread {name}:\n{text}')


__excepthook__ = excepthook


def _report(thread):
    error = sys.exception()
    if not isinstance(error, SystemExit):
        _loopscope.thread_died(error)
    try:
        excepthook(ExceptHookArgs((type(error), error, error.__traceback__, thread)))
    except BaseException as second:
        sys.excepthook(type(second), second, second.__traceback__)


def settrace(func):
    raise NotImplementedError('threading.settrace() is not supported by Loopscope: its trace records each line already')


setprofile = settrace


# --- the end of the program ------------------------------------------------------------------------------------------

def _register_atexit(func, *args, **kwargs):
    """func is called before the program waits for its threads: executors tell theirs to end."""
    if _ending:
        raise RuntimeError("can't register atexit after shutdown")
    _last_words.append((func, args, kwargs))


_ending = False


def _shutdown():
    """The interpreter calls it at its end."""
    global _ending
    _ending = True
    while _last_words:
        func, args, kwargs = _last_words.pop()
        func(*args, **kwargs)
    while _to_join:
        for thread in list(_to_join):
            thread._handle.join()
            _to_join.discard(thread)


_main = _MainThread('MainThread', False)
