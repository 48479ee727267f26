"""Queues between threads."""

import collections
import heapq

import _loopscope
import _thread
import threading
import time

__all__ = ['Empty', 'Full', 'ShutDown', 'Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue']


class Empty(Exception):
    """There was nothing to get, or not in time."""


class Full(Exception):
    """There was no room to put something, or not in time."""


class ShutDown(Exception):
    """The queue has been shut down."""


def _check_timeout(timeout):
    if timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")


class Queue:
    """First in, first out; with a `maxsize`, put() waits for room."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.mutex = _thread._quiet_lock('a queue')
        self.not_empty, self.not_full, self.all_tasks_done = (
            threading._Changes(self.mutex, what)
            for what in ('an item of a queue', 'room in a queue', 'the work of a queue'))
        self.unfinished_tasks = 0
        self.is_shutdown = False
        self._trace = _loopscope.Sync(_loopscope.THREAD_QUEUE, max(maxsize, 0))
        self._init(maxsize)

    # How items are kept in self.queue. Subclasses may have another way, or define these four methods anew.

    _ways = collections.deque, collections.deque.append, collections.deque.popleft

    def _init(self, maxsize):
        self.queue = self._ways[0]()

    def _put(self, item):
        self._ways[1](self.queue, item)

    def _get(self):
        return self._ways[2](self.queue)

    def _qsize(self):
        return len(self.queue)

    # --- what is in it; it may have changed before the caller looks

    def _has_room(self):
        return not 0 < self.maxsize <= self._qsize()

    def qsize(self):
        with self.mutex:
            return self._qsize()

    def empty(self):
        return self.qsize() == 0

    def full(self):
        with self.mutex:
            return not self._has_room()

    # --- in and out

    def put(self, item, block=True, timeout=None):
        """Puts an item in, waiting for room if need be; Full when there is none (in time)."""
        with self.not_full:
            if not self.is_shutdown and not self._has_room():
                self._until(self.not_full, self._has_room, block, timeout, Full)
            if self.is_shutdown:
                raise ShutDown
            self._put(item)
            self.unfinished_tasks += 1
            self._trace.changed(self._qsize())
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        """Takes an item out, waiting for one if need be; Empty when there is none (in time)."""
        with self.not_empty:
            if not self.is_shutdown:
                self._until(self.not_empty, self._qsize, block, timeout, Empty)
            if self.is_shutdown and not self._qsize():
                raise ShutDown
            item = self._get()
            self._trace.changed(self._qsize())
            self.not_full.notify()
            return item

    def _until(self, changes, ready, block, timeout, too_late):
        if block:
            _check_timeout(timeout)
        if not changes.wait_for(lambda: self.is_shutdown or ready(), timeout if block else 0):
            raise too_late

    def put_nowait(self, item):
        return self.put(item, False)

    def get_nowait(self):
        return self.get(False)

    # --- the end of the work

    def task_done(self):
        """Says that an item which was got has been dealt with."""
        with self.all_tasks_done:
            if self.unfinished_tasks < 1:
                raise ValueError('task_done() called too many times')
            self._settle(1)

    def _settle(self, count):
        self.unfinished_tasks = max(self.unfinished_tasks - count, 0)
        if not self.unfinished_tasks:
            self.all_tasks_done.notify_all()

    def join(self):
        """Waits until every item has been dealt with."""
        with self.all_tasks_done:
            self.all_tasks_done.wait_for(lambda: not self.unfinished_tasks)

    def shutdown(self, immediate=False):
        """No more put(); get() drains what is left, or with `immediate` fails at once."""
        with self.mutex:
            self.is_shutdown = True
            self._trace.shut_down(immediate)
            if immediate:
                dropped = 0
                while self._qsize():
                    self._get()
                    dropped += 1
                self._trace.changed(0)
                self._settle(dropped)
                self.all_tasks_done.notify_all()
            for waiting in (self.not_empty, self.not_full):
                waiting.notify_all()


class PriorityQueue(Queue):
    """The smallest item comes out first."""

    _ways = list, heapq.heappush, heapq.heappop


class LifoQueue(Queue):
    """Last in, first out."""

    _ways = list, list.append, list.pop


class _Pipe:
    """An unbounded line of items without any lock: put() is safe wherever the program may be interrupted."""

    _size_changed = staticmethod(lambda size: None)

    def __init__(self):
        self._items = collections.deque()
        self._takers = collections.deque()  # locks that sleeping threads wait for

    def put(self, item, block=True, timeout=None):
        """Never waits."""
        self._items.append(item)
        self._size_changed(len(self._items))
        self._wake_one()

    def _wake_one(self):
        try:
            taker = self._takers.popleft()
        except IndexError:
            return
        taker.release()

    def get(self, block=True, timeout=None):
        """Takes an item out, waiting for one if need be; Empty when there is none (in time)."""
        if block:
            _check_timeout(timeout)
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            alarm = _thread._quiet_lock('an item of a queue')
            alarm.acquire()
            # First into the line, then a look: who puts something in between does not overlook us.
            self._takers.append(alarm)
            try:
                item = self._items.popleft()
            except IndexError:
                left = -1 if end is None else max(end - time.monotonic(), 0)
                woken = False
                try:
                    woken = block and alarm.acquire(True, left)
                finally:
                    if not woken:
                        self._stand_aside(alarm)
                if not woken and (not block or left >= 0) and not self._items:
                    raise Empty from None
            else:
                self._stand_aside(alarm)
                self._size_changed(len(self._items))
                return item

    def _stand_aside(self, alarm):
        """Leaves the line; who was called and does not come calls the next one."""
        try:
            self._takers.remove(alarm)
        except ValueError:
            if self._items:
                self._wake_one()

    def put_nowait(self, item):
        self.put(item)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        return len(self._items)

    def empty(self):
        return not self._items


class SimpleQueue(_Pipe):
    """First in, first out, without limit and without task_done()."""

    def __init__(self):
        super().__init__()
        self._trace = _loopscope.Sync(_loopscope.THREAD_QUEUE, 0)
        self._size_changed = self._trace.changed
