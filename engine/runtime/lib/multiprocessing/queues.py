"""Queues between processes."""

import _processes
import pickle
from queue import Empty, Full

from . import sharing

__all__ = ['Queue', 'SimpleQueue', 'JoinableQueue']


class Queue(sharing.Inherited):

    def __init__(self, maxsize=0):
        self._maxsize = maxsize if maxsize > 0 else 0
        self._reader, self._writer = _processes.pipe()
        self._room = _processes.SharedLock(maxsize) if maxsize > 0 else None
        self._closed = False

    def _must_be_open(self):
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')

    def put(self, obj, block=True, timeout=None):
        self._must_be_open()
        if self._room is not None and not self._room.acquire(block, timeout):
            raise Full
        try:
            message = pickle.dumps(obj)
        except Exception:
            # CPython pickles in a thread of the queue's own, which can only complain.
            import traceback
            if self._room is not None:
                self._room.release()
            traceback.print_exc()
            return
        self._count()
        self._writer.send(message)

    def _count(self):
        """One more; for JoinableQueue."""

    def get(self, block=True, timeout=None):
        self._must_be_open()
        message = self._reader.recv(timeout) if block else self._reader.recv(0)
        if message is None:
            raise Empty
        if self._room is not None:
            self._room.release()
        return pickle.loads(message)

    def put_nowait(self, obj):
        return self.put(obj, False)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        return self._reader.waiting

    def empty(self):
        return not self._reader.poll()

    def full(self):
        return self._room is not None and self._room.value == 0

    def close(self):
        self._closed = True

    def join_thread(self):
        if not self._closed:
            raise AssertionError(f'Queue {self!r} not closed')

    def cancel_join_thread(self):
        pass


class JoinableQueue(Queue):
    """A queue that can be waited for until all its items have been dealt with."""

    def __init__(self, maxsize=0):
        super().__init__(maxsize)
        self._unfinished, self._finished = _processes.SharedLock(0), _processes.Bell()

    def _count(self):
        self._unfinished.release()

    def task_done(self):
        if not self._unfinished.acquire(False):
            raise ValueError('task_done() called too many times')
        if self._unfinished.value == 0:
            self._finished.ring(self._finished.waiting)

    def join(self):
        ticket = self._finished.ticket()
        if self._unfinished.value:
            self._finished.wait(ticket)
        else:
            self._finished.drop(ticket)


class SimpleQueue(sharing.Inherited):

    def __init__(self):
        self._reader, self._writer = _processes.pipe()

    def get(self):
        return pickle.loads(self._reader.recv())

    def put(self, obj):
        self._writer.send(pickle.dumps(obj))

    def empty(self):
        return not self._reader.poll()

    def close(self):
        self._reader.close()
        self._writer.close()
