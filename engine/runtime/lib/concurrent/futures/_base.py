"""Futures of work that runs in other threads or processes, and what executors have in common."""

import collections
import logging
import queue
import threading
import time

import _thread

FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'

# A future's life: each state, what it is called in a repr and whether the future is over.
PENDING, RUNNING, CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED = (
    'PENDING', 'RUNNING', 'CANCELLED', 'CANCELLED_AND_NOTIFIED', 'FINISHED')
_OVER = {PENDING: False, RUNNING: False, CANCELLED: True, CANCELLED_AND_NOTIFIED: True, FINISHED: True}
_CALLED_OFF = (CANCELLED, CANCELLED_AND_NOTIFIED)

LOGGER = logging.getLogger('concurrent.futures')


class Error(Exception):
    """What all errors of futures have in common."""


class CancelledError(Error):
    """The work was called off."""


class InvalidStateError(Error):
    """The future is not in a state in which this can be done."""


class BrokenExecutor(RuntimeError):
    """The executor has failed for good."""


TimeoutError = TimeoutError

DoneAndNotDoneFutures = collections.namedtuple('DoneAndNotDoneFutures', 'done not_done')


class Future:
    """What becomes of a piece of work."""

    def __init__(self):
        self._changes = threading._Changes(_thread._quiet_lock('a future'), 'the result of a future')
        self._state = PENDING
        self._result = self._exception = None
        self._callbacks = []
        self._watchers = []  # functions that wait() and as_completed() want to be called with the future at its end

    def __repr__(self):
        with self._changes:
            words = [f'state={self._state.partition("_")[0].lower()}']
            if self._state == FINISHED:
                verb, value = ('raised', self._exception) if self._exception else ('returned', self._result)
                words.append(f'{verb} {type(value).__name__}')
            return f'<{type(self).__name__} at {id(self):#x} {" ".join(words)}>'

    # --- for those who wait

    def cancelled(self):
        return self._state in _CALLED_OFF

    def running(self):
        return self._state == RUNNING

    def done(self):
        return _OVER[self._state]

    def cancel(self):
        """Calls the work off; False when it has begun already."""
        with self._changes:
            first = self._state == PENDING
            if first:
                self._state = CANCELLED
                self._changes.notify_all()
        if first:
            self._tell(self._callbacks)
        return self.cancelled()

    def _outcome(self, timeout):
        with self._changes:
            if not self._changes.wait_for(self.done, timeout):
                raise TimeoutError()
            if self.cancelled():
                raise CancelledError()
            return self._exception, self._result

    def exception(self, timeout=None):
        """Waits for the end; what the work raised, or None."""
        return self._outcome(timeout)[0]

    def result(self, timeout=None):
        """Waits for the end; returns what the work returned or raises what it raised."""
        try:
            error, value = self._outcome(timeout)
            if error is not None:
                raise error
            return value
        finally:
            self = error = None  # the traceback must not keep them alive

    def add_done_callback(self, fn):
        """Calls fn(future) at the end, or now if that has come."""
        with self._changes:
            if not self.done():
                self._callbacks.append(fn)
                return
        self._tell([fn])

    def _tell(self, callbacks):
        for callback in callbacks:
            try:
                callback(self)
            except Exception:
                LOGGER.exception('exception calling callback for %r', self)

    # --- for executors

    def set_running_or_notify_cancel(self):
        """The work is about to begin. False: no, it has been called off."""
        with self._changes:
            if self._state == CANCELLED:
                self._end(CANCELLED_AND_NOTIFIED)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
        LOGGER.critical('Future %s in unexpected state: %s', id(self), self._state)
        raise RuntimeError('Future in unexpected state')

    def set_result(self, result):
        self._finish(result, None)

    def set_exception(self, exception):
        self._finish(None, exception)

    def _finish(self, result, exception):
        with self._changes:
            if self.done():
                state = self._state
            else:
                state = None
                self._result, self._exception = result, exception
                self._end(FINISHED)
        if state is not None:
            raise InvalidStateError(f'{state}: {self!r}')
        self._tell(self._callbacks)

    def _end(self, state):
        """With the lock held."""
        self._state = state
        for watcher in self._watchers:
            watcher(self)
        self._changes.notify_all()

    # --- for wait() and as_completed()

    def _watch(self, watcher):
        """Has watcher(self) called at the end, once the executor knows of it. True: that is over already."""
        with self._changes:
            if self._state in (CANCELLED_AND_NOTIFIED, FINISHED):
                return True
            self._watchers.append(watcher)
            return False

    def _unwatch(self, watcher):
        with self._changes:
            if watcher in self._watchers:
                self._watchers.remove(watcher)


class _Watch:
    """Several futures, and those of them that end from now on, in that order."""

    def __init__(self, futures, timeout):
        self.pending = set(futures)
        self._ended = queue._Pipe()
        self._put = self._ended.put
        self._end = None if timeout is None else time.monotonic() + timeout
        # In a fixed order: a set's own one depends on addresses.
        self.over = [future for future in dict.fromkeys(futures) if future._watch(self._put)]
        self.pending.difference_update(self.over)

    def next(self):
        """The next one that ends; queue.Empty when the time is over."""
        future = self._ended.get(timeout=None if self._end is None else max(self._end - time.monotonic(), 0))
        self.pending.discard(future)
        return future

    def stop(self):
        for future in self.pending:
            future._unwatch(self._put)


def _failed(future):
    return not future.cancelled() and future._exception is not None


_ENOUGH = {
    FIRST_COMPLETED: bool,
    FIRST_EXCEPTION: lambda ended: any(map(_failed, ended)),
    ALL_COMPLETED: lambda ended: False,
}


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Waits for futures. Returns two sets: those that are over, and the others."""
    fs = list(fs)
    enough = _ENOUGH.get(return_when)
    watch = _Watch(fs, timeout)
    try:
        if enough is None and watch.pending:
            raise ValueError(f'Invalid return condition: {return_when!r}')
        done = watch.over
        while watch.pending and not enough(done):
            try:
                done.append(watch.next())
            except queue.Empty:
                break
        return DoneAndNotDoneFutures(set(done), set(watch.pending))
    finally:
        watch.stop()


def as_completed(fs, timeout=None):
    """Yields the futures as they end."""
    watch = _Watch(list(fs), timeout)
    total = len(watch.over) + len(watch.pending)
    try:
        watch.over.reverse()
        while watch.over:
            yield watch.over.pop()
        while watch.pending:
            try:
                future = watch.next()
            except queue.Empty:
                raise TimeoutError(f'{len(watch.pending)} (of {total}) futures unfinished') from None
            yield future
            future = None
    finally:
        watch.stop()


class Executor:
    """Something that does work which it is given."""

    def submit(self, fn, /, *args, **kwargs):
        """Has fn(*args, **kwargs) called; returns its Future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """The results of fn for all these arguments, in their order; all calls are submitted at once."""
        end = None if timeout is None else time.monotonic() + timeout
        return _in_order(collections.deque(self.submit(fn, *args) for args in zip(*iterables)), end)

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Takes no more work."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.shutdown(wait=True)
        return False


def _in_order(futures, end):
    """The results, one by one. Who stops asking calls the rest off."""
    try:
        while futures:
            left = None if end is None else end - time.monotonic()
            yield _take_result(futures, left)  # nothing here holds it any more
    finally:
        for future in futures:
            future.cancel()


def _take_result(futures, timeout):
    future = futures.popleft()
    try:
        return future.result(timeout)
    finally:
        future.cancel()
