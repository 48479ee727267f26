"""Locks, events, conditions, semaphores and barriers for the tasks of one loop.

Each has a `_trace`, by which the recorder hears who holds it and who waits.
"""

import _loopscope
import collections

from . import exceptions, mixins

__all__ = ('Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Barrier')


class _ContextManagerMixin:

    async def __aenter__(self):
        await self.acquire()
        return None  # what is acquired is not the thing to use

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


def _describe(obj, extra):
    base = object.__repr__(obj)
    if obj._waiters:
        extra = f'{extra}, waiters:{len(obj._waiters)}'
    return f'<{base[1:-1]} [{extra}]>'


class Lock(_ContextManagerMixin, mixins._LoopBoundMixin):
    """At most one task holds it; those who wait get it in the order in which they came."""

    def __init__(self):
        self._waiters = None
        self._locked = False
        self._trace = _loopscope.Sync(_loopscope.LOCK, 1)

    def __repr__(self):
        return _describe(self, 'locked' if self._locked else 'unlocked')

    def locked(self):
        return self._locked

    async def acquire(self):
        """Takes the lock, waiting for it if need be."""
        trace = self._trace
        if not self._locked and (self._waiters is None or all(w.cancelled() for w in self._waiters)):
            self._locked = True
            trace.acquired(0)
            return True
        if self._waiters is None:
            self._waiters = collections.deque()
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        trace.waiter_added(waiter, _loopscope.ACQUIRE)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
                trace.waiter_removed(waiter)
        except exceptions.CancelledError:
            # It may have been our turn already: then it is the next one's.
            if not self._locked:
                self._wake_up_first()
            raise
        self._locked = True
        trace.acquired(0)
        return True

    def release(self):
        """Gives the lock back and wakes who waits longest."""
        if not self._locked:
            raise RuntimeError('Lock is not acquired.')
        self._locked = False
        self._trace.released(1)
        self._wake_up_first()

    def _wake_up_first(self):
        if not self._waiters:
            return
        waiter = self._waiters[0]
        if not waiter.done():
            waiter.set_result(True)
            self._trace.waiter_woken(waiter)


class Event(mixins._LoopBoundMixin):
    """A flag that tasks can wait for."""

    def __init__(self):
        self._waiters = collections.deque()
        self._value = False
        self._trace = _loopscope.Sync(_loopscope.EVENT, 0)

    def __repr__(self):
        return _describe(self, 'set' if self._value else 'unset')

    def is_set(self):
        return self._value

    def set(self):
        """Raises the flag: all who wait go on."""
        if self._value:
            return
        self._value = True
        self._trace.changed(1)
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(True)
                self._trace.waiter_woken(waiter)

    def clear(self):
        self._value = False
        self._trace.changed(0)

    async def wait(self):
        """Returns True, at once when the flag is up."""
        if self._value:
            return True
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        self._trace.waiter_added(waiter, _loopscope.WAIT)
        try:
            await waiter
            return True
        finally:
            self._waiters.remove(waiter)
            self._trace.waiter_removed(waiter)


class Condition(_ContextManagerMixin, mixins._LoopBoundMixin):
    """A lock, and a place to wait until its holder says that something has changed."""

    def __init__(self, lock=None):
        if lock is None:
            lock = Lock()
        self._lock = lock
        self.locked = lock.locked
        self.acquire = lock.acquire
        self.release = lock.release
        self._waiters = collections.deque()
        self._trace = _loopscope.Sync(_loopscope.CONDITION, 0)

    def __repr__(self):
        return _describe(self, 'locked' if self.locked() else 'unlocked')

    async def wait(self):
        """Gives the lock away until notified, and takes it again."""
        if not self.locked():
            raise RuntimeError('cannot wait on un-acquired lock')
        waiter = self._get_loop().create_future()
        self.release()
        try:
            try:
                self._waiters.append(waiter)
                self._trace.waiter_added(waiter, _loopscope.WAIT)
                try:
                    await waiter
                    return True
                finally:
                    self._waiters.remove(waiter)
                    self._trace.waiter_removed(waiter)
            finally:
                # The lock must be held again whatever happens, cancellations included.
                cancelled = None
                while True:
                    try:
                        await self.acquire()
                        break
                    except exceptions.CancelledError as error:
                        cancelled = error
                if cancelled is not None:
                    try:
                        raise cancelled
                    finally:
                        cancelled = None
        except BaseException:
            # A notification that we cannot use is passed on.
            self._notify(1)
            raise

    async def wait_for(self, predicate):
        """Waits until the predicate is true; returns its value."""
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        """Wakes `n` of those who wait."""
        if not self.locked():
            raise RuntimeError('cannot notify on un-acquired lock')
        self._notify(n)

    def _notify(self, n):
        woken = 0
        for waiter in self._waiters:
            if woken >= n:
                break
            if not waiter.done():
                woken += 1
                waiter.set_result(False)
                self._trace.waiter_woken(waiter)

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(_ContextManagerMixin, mixins._LoopBoundMixin):
    """At most `value` tasks at a time."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('Semaphore initial value must be >= 0')
        self._waiters = None
        self._value = value
        self._trace = _loopscope.Sync(_loopscope.SEMAPHORE, value)

    def __repr__(self):
        return _describe(self, 'locked' if self.locked() else f'unlocked, value:{self._value}')

    def locked(self):
        """True when acquire() would wait."""
        return self._value == 0 or any(not w.cancelled() for w in self._waiters or ())

    async def acquire(self):
        if not self.locked():
            self._value -= 1
            self._trace.acquired(self._value)
            return True
        if self._waiters is None:
            self._waiters = collections.deque()
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        self._trace.waiter_added(waiter, _loopscope.ACQUIRE)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
                self._trace.waiter_removed(waiter)
        except exceptions.CancelledError:
            # It was our turn and we cannot take it.
            if waiter.done() and not waiter.cancelled():
                self._value += 1
            raise
        finally:
            # Several may have been released while we waited.
            while self._value > 0:
                if not self._wake_up_next():
                    break
        self._trace.acquired(self._value)
        return True

    def release(self):
        self._value += 1
        self._trace.released(self._value)
        self._wake_up_next()

    def _wake_up_next(self):
        if not self._waiters:
            return False
        for waiter in self._waiters:
            if not waiter.done():
                self._value -= 1
                waiter.set_result(True)
                self._trace.waiter_woken(waiter)
                return True
        return False


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than it was acquired."""

    def __init__(self, value=1):
        self._bound_value = value
        super().__init__(value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError('BoundedSemaphore released too many times')
        super().release()


_FILLING, _DRAINING, _RESETTING, _BROKEN = 'filling', 'draining', 'resetting', 'broken'


class Barrier(mixins._LoopBoundMixin):
    """Lets tasks go on when `parties` of them have come."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError('parties must be >= 1')
        self._cond = Condition()
        self._parties = parties
        self._state = _FILLING
        self._count = 0
        self._trace = _loopscope.Sync(_loopscope.BARRIER, parties)

    def __repr__(self):
        base = object.__repr__(self)
        extra = self._state
        if not self.broken:
            extra += f', waiters:{self.n_waiting}/{self.parties}'
        return f'<{base[1:-1]} [{extra}]>'

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    async def wait(self):
        """Returns a different number, from 0, to each of those who are let go."""
        async with self._cond:
            await self._enter()
            try:
                index = self._count
                self._count += 1
                self._trace.changed(self._count)
                if index + 1 == self._parties:
                    self._state = _DRAINING
                    self._cond.notify_all()
                else:
                    await self._cond.wait_for(lambda: self._state is not _FILLING)
                    if self._state in (_BROKEN, _RESETTING):
                        raise exceptions.BrokenBarrierError('Abort or reset of barrier')
                return index
            finally:
                self._count -= 1
                self._trace.changed(self._count)
                self._leave()

    async def _enter(self):
        # While the last round still leaves, the next one has to wait.
        await self._cond.wait_for(lambda: self._state not in (_DRAINING, _RESETTING))
        if self._state is _BROKEN:
            raise exceptions.BrokenBarrierError('Barrier aborted')

    def _leave(self):
        if self._count == 0:
            if self._state in (_RESETTING, _DRAINING):
                self._state = _FILLING
            self._cond.notify_all()

    async def reset(self):
        """Sends away who waits, with BrokenBarrierError."""
        async with self._cond:
            if self._count > 0:
                if self._state is not _RESETTING:
                    self._state = _RESETTING
            else:
                self._state = _FILLING
            self._cond.notify_all()

    async def abort(self):
        """Breaks the barrier for all."""
        async with self._cond:
            self._state = _BROKEN
            self._trace.shut_down(True)
            self._cond.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state is _FILLING else 0

    @property
    def broken(self):
        return self._state is _BROKEN
