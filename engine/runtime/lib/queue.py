"""Queues between threads. With one thread, waiting for another is waiting for ever, and is refused."""

import collections
import heapq

__all__ = ['Empty', 'Full', 'ShutDown', 'Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue']


class Empty(Exception):
    """get_nowait() found nothing."""


class Full(Exception):
    """put_nowait() found no room."""


class ShutDown(Exception):
    """The queue has been shut down."""


class Queue:
    """First in, first out."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.unfinished_tasks = 0
        self.is_shutdown = False
        self._init(maxsize)

    def _init(self, maxsize):
        self.queue = collections.deque()

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    def qsize(self):
        return len(self.queue)

    def empty(self):
        return not self.queue

    def full(self):
        return 0 < self.maxsize <= len(self.queue)

    def put(self, item, block=True, timeout=None):
        if self.is_shutdown:
            raise ShutDown
        if self.full():
            if not block or timeout is not None:
                raise Full
            _nobody('Queue.put()')
        self._put(item)
        self.unfinished_tasks += 1

    def get(self, block=True, timeout=None):
        if self.empty():
            if self.is_shutdown:
                raise ShutDown
            if not block or timeout is not None:
                raise Empty
            _nobody('Queue.get()')
        return self._get()

    def put_nowait(self, item):
        self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def task_done(self):
        if self.unfinished_tasks <= 0:
            raise ValueError('task_done() called too many times')
        self.unfinished_tasks -= 1

    def join(self):
        if self.unfinished_tasks:
            _nobody('Queue.join()')

    def shutdown(self, immediate=False):
        self.is_shutdown = True
        if immediate:
            while self.queue:
                self._get()
                if self.unfinished_tasks > 0:
                    self.unfinished_tasks -= 1


def _nobody(what):
    raise NotImplementedError(f'{what} would wait for another thread, and threads are not part of the simulated world yet')


class PriorityQueue(Queue):
    """The smallest item comes out first."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heapq.heappush(self.queue, item)

    def _get(self):
        return heapq.heappop(self.queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


SimpleQueue = Queue
