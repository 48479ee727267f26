"""Queues between the tasks of one loop."""

import _loopscope
import collections
import heapq

from .waiting import Waitable, _recording

__all__ = ('Queue', 'PriorityQueue', 'LifoQueue', 'QueueFull', 'QueueEmpty', 'QueueShutDown')


class QueueEmpty(Exception):
    """get_nowait() found nothing."""


class QueueFull(Exception):
    """put_nowait() found no room."""


class QueueShutDown(Exception):
    """The queue has been shut down."""


class Queue(Waitable):
    """First in, first out; with a `maxsize`, put() waits for room."""

    def __init__(self, maxsize=0):
        super().__init__(_loopscope.QUEUE, max(maxsize, 0))
        self._maxsize = maxsize
        self._getters, self._putters = collections.deque(), collections.deque()
        self._open_items = 0  # put and not yet reported by task_done()
        self._joiners = collections.deque()
        self._is_shutdown = False
        self._init(maxsize)

    # Subclasses say how items are kept: in self._queue, by these three.

    def _init(self, maxsize):
        self._queue = collections.deque()

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.popleft()

    # --- what is in it

    maxsize = property(lambda self: self._maxsize)

    def qsize(self):
        return len(self._queue)

    def empty(self):
        return len(self._queue) == 0

    def full(self):
        return 0 < self._maxsize <= self.qsize()

    def _details(self):
        yield f'maxsize={self._maxsize!r}'
        if getattr(self, '_queue', None):
            yield f'_queue={list(self._queue)!r}'
        for name in ('_getters', '_putters'):
            if line := getattr(self, name):
                yield f'{name}[{len(line)}]'
        if self._open_items:
            yield f'tasks={self._open_items}'
        if self._is_shutdown:
            yield 'shutdown'

    def __str__(self):
        return f'<{type(self).__name__} {" ".join(self._details())}>'

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x} {" ".join(self._details())}>'

    # --- in and out

    async def put(self, item):
        """Puts an item in, waiting for room if need be."""
        while self.full() and not self._is_shutdown:
            place = self._line_up(self._putters, _loopscope.PUT)
            try:
                await place
            except BaseException:
                self._give_up(self._putters, place, self.full)
                raise
            if _recording:
                self._trace.waiter_removed(place)
        self.put_nowait(item)

    async def get(self):
        """Takes an item out, waiting for one if need be."""
        while self.empty() and not self._is_shutdown:
            place = self._line_up(self._getters, _loopscope.GET)
            try:
                await place
            except BaseException:
                self._give_up(self._getters, place, self.empty)
                raise
            if _recording:
                self._trace.waiter_removed(place)
        return self.get_nowait()

    def _give_up(self, line, place, blocked):
        """Somebody stops waiting. If it was called before, there may be something for the next one."""
        place.cancel()
        self._leave(line, place)
        if not place.cancelled() and not blocked():
            self._serve(line)

    def _serve(self, line):
        """Calls the next in line; who is called stands in it no more."""
        while line:
            if self._call(line.popleft(), None):
                break

    def put_nowait(self, item):
        if self._is_shutdown:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        self._put(item)
        self._open_items += 1
        if _recording:
            self._trace.changed(self.qsize())
        if self._getters:
            self._serve(self._getters)

    def get_nowait(self):
        if self.empty():
            raise QueueShutDown if self._is_shutdown else QueueEmpty
        item = self._get()
        if _recording:
            self._trace.changed(self.qsize())
        if self._putters:
            self._serve(self._putters)
        return item

    # --- the end of the work

    def task_done(self):
        """Says that an item which was got has been dealt with."""
        if self._open_items <= 0:
            raise ValueError('task_done() called too many times')
        self._settle(1)

    def _settle(self, count):
        self._open_items = max(0, self._open_items - count)
        if not self._open_items:
            for place in self._joiners:
                self._call(place)

    async def join(self):
        """Waits until every item has been dealt with."""
        if self._open_items:
            place = self._line_up(self._joiners, _loopscope.JOIN)
            try:
                await place
            finally:
                self._leave(self._joiners, place)

    def shutdown(self, immediate=False):
        """No more put(); get() drains what is left, or with `immediate` fails at once."""
        self._is_shutdown = True
        self._trace.shut_down(immediate)
        if immediate:
            dropped = 0
            while not self.empty():
                self._get()
                dropped += 1
            self._trace.changed(0)
            self._settle(dropped)
        for line in (self._getters, self._putters):
            while line:
                self._serve(line)


class PriorityQueue(Queue):
    """The smallest item comes out first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heapq.heappush(self._queue, item)

    def _get(self):
        return heapq.heappop(self._queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self._queue = []

    def _get(self):
        return self._queue.pop()
