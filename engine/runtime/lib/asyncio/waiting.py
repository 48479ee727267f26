"""What locks and queues share: lines of tasks that wait, and the loop to which these belong."""

import _loopscope
import collections

from . import events

_recording = _loopscope.is_recording()  # for the whole run


class Waitable:
    """Something that tasks wait for. It belongs to the loop of the first one that has to.

    A line is a deque of futures, one a task, in the order in which they came. `_trace` tells the recorder.
    """

    _loop = None

    def __init__(self, kind, size):
        self._trace = _loopscope.Sync(kind, size)

    def _line_up(self, line, role):
        """A place at the end of the line: the future to await."""
        here = events._get_running_loop()
        if self._loop is not here:
            if self._loop is not None:
                raise RuntimeError(f'{self!r} is bound to a different event loop')
            self._loop = here
        place = here.create_future()
        line.append(place)
        if _recording:
            self._trace.waiter_added(place, role)
        return place

    def _leave(self, line, place):
        """Whether it was still in the line."""
        if _recording:
            self._trace.waiter_removed(place)
        try:
            line.remove(place)
        except ValueError:
            return False
        return True

    def _call(self, place, value=True):
        """It is this one's turn. False: it has gone or been called already."""
        if place.done():
            return False
        place.set_result(value)
        if _recording:
            self._trace.waiter_woken(place)
        return True

    def _call_first_of(self, line, value=True):
        """Calls the first who has not been called yet."""
        for place in line:
            if self._call(place, value):
                return True
        return False


class Lockable(Waitable):
    """A Waitable with one line, and a repr that tells its state and how many wait."""

    def __init__(self, kind, size):
        super().__init__(kind, size)
        self._waiters = collections.deque()

    def _state_text(self):
        return 'locked' if self.locked() else 'unlocked'

    def __repr__(self):
        words = [self._state_text()]
        if self._waiters:
            words.append(f'waiters:{len(self._waiters)}')
        return f'<{object.__repr__(self)[1:-1]} [{", ".join(words)}]>'


class Held:
    """`async with` takes it and gives it back."""

    async def __aenter__(self):
        await self.acquire()
        return None  # what is acquired is not the thing to use

    async def __aexit__(self, *error):
        self.release()
