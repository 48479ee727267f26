"""Locks, semaphores, conditions and events that processes share."""

import _processes
import _thread
import time

from . import process, sharing

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event', 'Barrier']


def _here():
    return process.current_process().name, _thread.get_ident()


class _Counter(sharing.Inherited):
    """What all of them are made of: a number that acquire() lowers, and waits for when it is zero."""

    def __init__(self, value):
        self._shared = _processes.SharedLock(value)

    def acquire(self, block=True, timeout=None):
        return self._shared.acquire(bool(block), timeout)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc_info):
        self.release()


class Semaphore(_Counter):

    def __init__(self, value=1):
        super().__init__(value)

    def release(self):
        self._shared.release()

    def get_value(self):
        return self._shared.value

    def __repr__(self):
        return f'<{type(self).__name__}(value={self._shared.value})>'


class BoundedSemaphore(Semaphore):

    def __init__(self, value=1):
        super().__init__(value)
        self._most = value

    def release(self):
        if self._shared.value >= self._most:
            raise ValueError('semaphore or lock released too many times')
        super().release()

    def __repr__(self):
        return f'<{type(self).__name__}(value={self._shared.value}, maxvalue={self._most})>'


class _Owned(_Counter):
    """A lock that knows whether this process has it. Elsewhere it is known only that somebody has."""

    def __init__(self):
        super().__init__(1)
        self._owner, self._depth = None, 0

    def __getstate__(self):
        return dict(super().__getstate__(), _owner=None, _depth=0)

    def _mine(self):
        return self._depth > 0 and self._owner == _here()

    def _owner_name(self):
        if self._depth:
            name, thread = self._owner
            main = _thread._get_main_thread_ident()
            return name if self._mine() and thread == main else f'{name}|Thread-{thread}' if self._mine() else 'SomeOtherThread'
        return None if self._shared.value else 'SomeOtherProcess'

    def _take(self, block, timeout):
        taken = self._shared.acquire(bool(block), timeout)
        if taken:
            self._owner, self._depth = _here(), 1
        return taken

    def _give(self):
        self._owner, self._depth = None, 0
        self._shared.release()


class Lock(_Owned):

    def acquire(self, block=True, timeout=None):
        return self._take(block, timeout)

    def release(self):
        if self._shared.value:
            raise ValueError('semaphore or lock released too many times')
        self._give()

    def __repr__(self):
        return f'<Lock(owner={self._owner_name()})>'


class RLock(_Owned):

    def acquire(self, block=True, timeout=None):
        if not self._mine():
            return self._take(block, timeout)
        self._depth += 1
        return True

    def release(self):
        if not self._mine():
            raise AssertionError('attempt to release recursive lock not owned by thread')
        if self._depth == 1:
            self._give()
        else:
            self._depth -= 1

    def __repr__(self):
        depth = self._depth if self._mine() else 0 if self._shared.value else 'nonzero'
        return f'<RLock({self._owner_name()}, {depth})>'


class Condition(sharing.Inherited):

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self._bell = _processes.Bell()
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __getstate__(self):
        state = super().__getstate__()
        del state['acquire'], state['release']
        return state

    def __setstate__(self, state):
        vars(self).update(state)
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exc_info):
        return self._lock.__exit__(*exc_info)

    def _need_lock(self, complaint):
        if not self._lock._mine():
            raise AssertionError(complaint)

    def wait(self, timeout=None):
        self._need_lock('must acquire() condition before using wait()')
        ticket = self._bell.ticket()
        depth = self._lock._depth
        for _ in range(depth):
            self.release()
        try:
            return self._bell.wait(ticket, timeout)
        finally:
            for _ in range(depth):
                self.acquire()

    def wait_for(self, predicate, timeout=None):
        until = None if timeout is None else time.monotonic() + timeout
        while not (found := predicate()):
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
        return found

    def notify(self, n=1):
        self._need_lock('lock is not owned')
        self._bell.ring(n)

    def notify_all(self):
        self.notify(self._bell.waiting)

    def __repr__(self):
        return f'<Condition({self._lock!r}, {self._bell.waiting})>'


class Event(sharing.Inherited):

    def __init__(self):
        self._flag, self._bell = _processes.Cells('b', 1), _processes.Bell()

    def is_set(self):
        return self._flag[0] == 1

    def set(self):
        self._flag[0] = 1
        self._bell.ring(self._bell.waiting)

    def clear(self):
        self._flag[0] = 0

    def wait(self, timeout=None):
        # The ticket comes first, so that no set() is missed between looking and waiting.
        ticket = self._bell.ticket()
        if self.is_set():
            self._bell.drop(ticket)
            return True
        return self._bell.wait(ticket, timeout) or self.is_set()

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x} {"set" if self.is_set() else "unset"}>'


class BrokenBarrierError(RuntimeError):
    pass


class Barrier(sharing.Inherited):
    """Lets nobody through before so many have come."""

    _WAITING, _ROUND, _BROKEN = range(3)

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._parties, self._action, self._timeout = parties, action, timeout
        self._condition, self._cells = Condition(), _processes.Cells('l', 3)

    parties = property(lambda self: self._parties)
    n_waiting = property(lambda self: self._cells[self._WAITING])
    broken = property(lambda self: self._cells[self._BROKEN] == 1)

    def wait(self, timeout=None):
        cells = self._cells
        with self._condition:
            if self.broken:
                raise BrokenBarrierError
            place, turn = cells[self._WAITING], cells[self._ROUND]
            cells[self._WAITING] = place + 1
            if place + 1 == self._parties:
                try:
                    if self._action:
                        self._action()
                except BaseException:
                    self._break()
                    raise
                self._next_round()
                return place
            limit = self._timeout if timeout is None else timeout
            passed = self._condition.wait_for(lambda: cells[self._ROUND] != turn or self.broken, limit)
            if not passed:
                self._break()
            if self.broken:
                raise BrokenBarrierError
            return place

    def _next_round(self):
        self._cells[self._WAITING] = 0
        self._cells[self._ROUND] += 1
        self._condition.notify_all()

    def _break(self):
        self._cells[self._BROKEN] = 1
        self._cells[self._WAITING] = 0
        self._condition.notify_all()

    def abort(self):
        with self._condition:
            self._break()

    def reset(self):
        with self._condition:
            if self._cells[self._WAITING]:
                self._break()
            self._cells[self._BROKEN] = 0

    def __repr__(self):
        where = f'<{type(self).__module__}.{type(self).__qualname__} at {id(self):#x}'
        return f'{where}: broken>' if self.broken else f'{where}: waiters={self.n_waiting}/{self.parties}>'
