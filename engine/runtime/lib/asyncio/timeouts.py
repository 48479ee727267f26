"""Limits in time for a block of code."""

import _loopscope

from . import events, exceptions, tasks

__all__ = ('Timeout', 'timeout', 'timeout_at')

_CREATED, _ENTERED, _EXPIRING, _EXPIRED, _EXITED = 'created', 'active', 'expiring', 'expired', 'finished'


class Timeout:
    """Cancels the task that runs the block at `when` (loop time), and turns the cancellation into TimeoutError."""

    def __init__(self, when):
        self._state = _CREATED
        self._timer = None
        self._task = None
        self._when = when

    def when(self):
        return self._when

    def reschedule(self, when):
        """Sets a new time; None takes the limit away."""
        if self._state != _ENTERED:
            if self._state == _CREATED:
                raise RuntimeError('Timeout has not been entered')
            raise RuntimeError(f'Cannot change state of {self._state} Timeout')
        self._when = when
        if self._timer is not None:
            self._timer.cancel()
        if when is None:
            self._timer = None
            return
        loop = events.get_running_loop()
        if when <= loop.time():
            self._timer = loop.call_soon(self._on_timeout)
        else:
            self._timer = loop.call_at(when, self._on_timeout)
        _loopscope.aim(self._timer, self._task)

    def expired(self):
        return self._state in (_EXPIRING, _EXPIRED)

    def __repr__(self):
        info = f' when={round(self._when, 3) if self._when is not None else None}' if self._state == _ENTERED else ''
        return f'<Timeout [{self._state}]{info}>'

    async def __aenter__(self):
        if self._state != _CREATED:
            raise RuntimeError('Timeout has already been entered')
        task = tasks.current_task()
        if task is None:
            raise RuntimeError('Timeout should be used inside a task')
        self._state = _ENTERED
        self._task = task
        self._requests_before = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._state == _ENTERED:
            self._state = _EXITED
        elif self._state == _EXPIRING:
            self._state = _EXPIRED
            # Only when no one else asked for cancellation is it ours to take back.
            if self._task.uncancel() <= self._requests_before and exc_type is not None:
                if issubclass(exc_type, exceptions.CancelledError):
                    raise TimeoutError from exc_val
                self._mark_context(exc_val)
                if isinstance(exc_val, ExceptionGroup):
                    for error in exc_val.exceptions:
                        self._mark_context(error)
        return None

    def _mark_context(self, error):
        """A CancelledError that the block itself replaced came from the timeout, too."""
        seen = error
        while seen.__context__ is not None:
            if isinstance(seen.__context__, exceptions.CancelledError):
                replacement = TimeoutError()
                replacement.__context__ = replacement.__cause__ = seen.__context__
                seen.__context__ = replacement
                break
            seen = seen.__context__

    def _on_timeout(self):
        self._task.cancel()
        self._state = _EXPIRING
        self._timer = None  # breaks a cycle


def timeout(delay):
    """An `async with` block that may last `delay` seconds; None: for ever."""
    loop = events.get_running_loop()
    return Timeout(loop.time() + delay if delay is not None else None)


def timeout_at(when):
    """The same with the loop's time as the limit."""
    return Timeout(when)
