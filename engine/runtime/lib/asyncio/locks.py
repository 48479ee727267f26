"""Locks, events, conditions, semaphores and barriers for the tasks of one loop."""

import _loopscope

from . import exceptions
from .waiting import Held, Lockable

__all__ = ('Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Barrier')


class Lock(Held, Lockable):
    """At most one task holds it; those who wait get it in the order in which they came."""

    def __init__(self):
        super().__init__(_loopscope.LOCK, 1)
        self._locked = False

    def locked(self):
        return self._locked

    async def acquire(self):
        """Takes the lock, waiting for it if need be."""
        # Who was called but has not run yet goes first, even when the lock is free.
        if self._locked or not all(place.cancelled() for place in self._waiters):
            place = self._line_up(self._waiters, _loopscope.ACQUIRE)
            try:
                await place
            except exceptions.CancelledError:
                self._leave(self._waiters, place)
                if not self._locked:
                    self._pass_on()  # it may have been our turn
                raise
            except BaseException:
                self._leave(self._waiters, place)
                raise
            self._leave(self._waiters, place)
        self._locked = True
        self._trace.acquired(0)
        return True

    def release(self):
        """Gives the lock back and wakes who waits longest."""
        if not self._locked:
            raise RuntimeError('Lock is not acquired.')
        self._locked = False
        self._trace.released(1)
        self._pass_on()

    def _pass_on(self):
        if self._waiters:
            self._call(self._waiters[0])


class Event(Lockable):
    """A flag that tasks can wait for."""

    def __init__(self):
        super().__init__(_loopscope.EVENT, 0)
        self._value = False

    def _state_text(self):
        return 'set' if self._value else 'unset'

    def is_set(self):
        return self._value

    def set(self):
        """Raises the flag: all who wait go on."""
        if not self._value:
            self._value = True
            self._trace.changed(1)
            for place in self._waiters:
                self._call(place)

    def clear(self):
        self._value = False
        self._trace.changed(0)

    async def wait(self):
        """Returns True, at once when the flag is up."""
        if not self._value:
            place = self._line_up(self._waiters, _loopscope.WAIT)
            try:
                await place
            finally:
                self._leave(self._waiters, place)
        return True


class Condition(Held, Lockable):
    """A lock, and a place to wait until its holder says that something has changed."""

    def __init__(self, lock=None):
        super().__init__(_loopscope.CONDITION, 0)
        self._lock = Lock() if lock is None else lock
        self.acquire, self.release, self.locked = self._lock.acquire, self._lock.release, self._lock.locked

    async def wait(self):
        """Gives the lock away until notified, and takes it again."""
        if not self.locked():
            raise RuntimeError('cannot wait on un-acquired lock')
        place = self._line_up(self._waiters, _loopscope.WAIT)
        self.release()
        try:
            try:
                await place
            finally:
                self._leave(self._waiters, place)
                # Whatever has happened, the block that we return to believes that it holds the lock.
                late = None
                while True:
                    try:
                        await self.acquire()
                    except exceptions.CancelledError as error:
                        late = error
                    else:
                        break
                if late is not None:
                    try:
                        raise late
                    finally:
                        late = None
        except BaseException:
            self._notify(1)  # a notification that we cannot use is somebody else's
            raise
        return True

    async def wait_for(self, predicate):
        """Waits until the predicate is true; returns its value."""
        while not (value := predicate()):
            await self.wait()
        return value

    def notify(self, n=1):
        """Wakes `n` of those who wait."""
        if not self.locked():
            raise RuntimeError('cannot notify on un-acquired lock')
        self._notify(n)

    def _notify(self, n):
        for place in self._waiters:
            if n <= 0:
                break
            n -= self._call(place, False)

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(Held, Lockable):
    """At most `value` tasks at a time."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('Semaphore initial value must be >= 0')
        super().__init__(_loopscope.SEMAPHORE, value)
        self._value = value

    def _state_text(self):
        return 'locked' if self.locked() else f'unlocked, value:{self._value}'

    def locked(self):
        """True when acquire() would wait."""
        return self._value == 0 or not all(place.cancelled() for place in self._waiters)

    async def acquire(self):
        if self.locked():
            place = self._line_up(self._waiters, _loopscope.ACQUIRE)
            try:
                await place
            except exceptions.CancelledError:
                if place.done() and not place.cancelled():
                    self._value += 1  # it was our turn, and we cannot take it
                raise
            finally:
                self._leave(self._waiters, place)
                # While we waited, several may have been released.
                while self._value > 0 and self._hand_out():
                    pass
        else:
            self._value -= 1
        self._trace.acquired(self._value)
        return True

    def release(self):
        self._value += 1
        self._trace.released(self._value)
        self._hand_out()

    def _hand_out(self):
        """One unit for the first who waits, before anybody else can take it."""
        served = self._call_first_of(self._waiters)
        self._value -= served
        return served


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than it was acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._most = value

    def release(self):
        if self._value >= self._most:
            raise ValueError('BoundedSemaphore released too many times')
        super().release()


class Barrier:
    """Lets tasks go on when `parties` of them have come."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError('parties must be >= 1')
        self._changed = Condition()
        self._trace = _loopscope.Sync(_loopscope.BARRIER, parties)
        self._parties = parties
        self._inside = 0  # tasks between the beginning and the end of wait()
        self._phase = 'filling'  # then 'draining', and 'filling' again; 'resetting' or 'broken' by force

    def __repr__(self):
        waiting = '' if self.broken else f', waiters:{self.n_waiting}/{self._parties}'
        return f'<{object.__repr__(self)[1:-1]} [{self._phase}{waiting}]>'

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *error):
        pass

    def _count(self, change):
        self._inside += change
        self._trace.changed(self._inside)

    async def wait(self):
        """Returns a different number, from 0, to each of those who are let go."""
        async with self._changed:
            # The round before has to leave first.
            await self._changed.wait_for(lambda: self._phase in ('filling', 'broken'))
            if self._phase == 'broken':
                raise exceptions.BrokenBarrierError('Barrier aborted')
            number = self._inside
            self._count(+1)
            try:
                if self._inside == self._parties:
                    self._enter_phase('draining')
                else:
                    await self._changed.wait_for(lambda: self._phase != 'filling')
                    if self._phase != 'draining':
                        raise exceptions.BrokenBarrierError('Abort or reset of barrier')
                return number
            finally:
                self._count(-1)
                if self._inside == 0:
                    self._enter_phase('broken' if self._phase == 'broken' else 'filling')

    def _enter_phase(self, phase):
        self._phase = phase
        self._changed.notify_all()

    async def reset(self):
        """Sends away who waits, with BrokenBarrierError."""
        async with self._changed:
            self._enter_phase('resetting' if self._inside else 'filling')

    async def abort(self):
        """Breaks the barrier for all."""
        async with self._changed:
            self._trace.shut_down(True)
            self._enter_phase('broken')

    parties = property(lambda self: self._parties)
    n_waiting = property(lambda self: self._inside if self._phase == 'filling' else 0)
    broken = property(lambda self: self._phase == 'broken')
