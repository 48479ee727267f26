"""A pool of worker processes."""

import _processes
import itertools
import os
import pickle
import threading
import traceback

from . import context as _context

__all__ = ['Pool']


class RemoteTraceback(Exception):
    """Where an exception was raised in a worker."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class MaybeEncodingError(Exception):
    """A result that cannot be pickled."""

    def __init__(self, exc, value):
        self.exc, self.value = repr(exc), repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"

    def __repr__(self):
        return f'<{type(self).__name__}: {self}>'


# --- in the workers: a job is a number, the place of its part in it, and a function with its arguments ---------------

def worker(tasks, results, initializer, initargs, most):
    if initializer is not None:
        initializer(*initargs)
    for _ in range(most) if most else itertools.count():
        task = pickle.loads(tasks.recv())
        if task is None:
            break
        number, place, func, args, kwds = task
        try:
            failed, value = False, func(*args, **kwds)
        except Exception as error:
            failed, value = True, (error, ''.join(traceback.format_exception(error)))
        try:
            message = pickle.dumps((number, place, failed, value))
        except Exception as error:
            message = pickle.dumps((number, place, True, (MaybeEncodingError(error, value), None)))
        results.send(message)
        del task, func, args, kwds, value


def mapstar(func, batch):
    return list(map(func, batch))


def starmapstar(func, batch):
    return list(itertools.starmap(func, batch))


# --- results ---------------------------------------------------------------------------------------------------------

class _Job:
    """Parts that workers do; `parts` of them have to come back."""

    def __init__(self, parts):
        self._values = [None] * parts
        self._missing = parts
        self._error = None
        self._done = threading.Event()

    def _put(self, place, failed, value):
        """One part is back. True: it was the last."""
        self._missing -= 1
        if not failed:
            self._values[place] = value
        elif self._error is None:
            self._error = value
        return self._missing == 0


class ApplyResult(_Job):

    def __init__(self, parts, join, callback, error_callback):
        super().__init__(parts)
        self._join, self._callback, self._error_callback = join, callback, error_callback
        if not parts:
            self._finish()

    def _put(self, place, failed, value):
        last = super()._put(place, failed, value)
        if last:
            self._finish()
        return last

    def _finish(self):
        call, value = self._callback, None
        if self._error is not None:
            call, value = self._error_callback, self._error
        else:
            value = self._value = self._join(self._values)
        if call:
            call(value)
        self._done.set()

    def ready(self):
        return self._done.is_set()

    def successful(self):
        if not self.ready():
            raise ValueError(f'{self!r} not ready')
        return self._error is None

    def wait(self, timeout=None):
        self._done.wait(timeout)

    def get(self, timeout=None):
        self.wait(timeout)
        if not self.ready():
            raise _context.TimeoutError
        if self._error is not None:
            raise self._error
        return self._value


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    pass


class IMapIterator(_Job):
    """Results one by one, in their order or as they come."""

    def __init__(self, parts, ordered):
        super().__init__(parts)
        self._ordered, self._left = ordered, parts
        self._arrived = {}  # by place
        self._next_place = 0
        self._news = threading.Condition()

    def _put(self, place, failed, value):
        with self._news:
            self._missing -= 1
            self._arrived[place] = (failed, value)
            self._news.notify()
        return self._missing == 0

    def _available(self):
        return self._next_place in self._arrived if self._ordered else bool(self._arrived)

    def next(self, timeout=None):
        if not self._left:
            raise StopIteration
        with self._news:
            if not self._news.wait_for(self._available, timeout):
                raise _context.TimeoutError
            place = self._next_place if self._ordered else next(iter(self._arrived))
            failed, value = self._arrived.pop(place)
        self._next_place += 1
        self._left -= 1
        if failed:
            raise value
        return value

    __next__ = next

    def __iter__(self):
        return self


# --- the pool --------------------------------------------------------------------------------------------------------

RUN, CLOSE, TERMINATE = 'RUN', 'CLOSE', 'TERMINATE'


class Pool:

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        count = (os.process_cpu_count() or 1) if processes is None else processes
        if count < 1:
            raise ValueError('Number of processes must be at least 1')
        if maxtasksperchild is not None and not (isinstance(maxtasksperchild, int) and maxtasksperchild > 0):
            raise ValueError('maxtasksperchild must be a positive int or None')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._make = (context or _context.default.get_context()).Process
        self._tasks, self._hand_out = _processes.pipe()
        self._answers, self._results = _processes.pipe()
        self._news, self._bell = _processes.pipe()
        self._worker_args = self._tasks, self._results, initializer, initargs, maxtasksperchild
        self._state, self._jobs, self._numbers = RUN, {}, itertools.count()
        self._size = count
        self._pool = []
        self._refill()
        self._server = threading.Thread(target=self._serve, name='PoolServer', daemon=True)
        self._server.start()

    def _refill(self):
        while len(self._pool) < self._size:
            process = self._make(target=worker, args=self._worker_args, daemon=True)
            process.name = process.name.replace('Process', 'PoolWorker')
            process.start()
            self._pool.append(process)

    def _serve(self):
        """Takes what comes back, and puts new workers in the place of those that end."""
        while self._state == RUN or (self._state == CLOSE and self._jobs):
            sentinels = [process.sentinel for process in self._pool]
            ready = _processes.wait([self._answers, self._news, *sentinels])
            if self._answers in ready:
                self._take(*pickle.loads(self._answers.recv()))
            elif self._news in ready:
                self._news.recv()
            else:
                self._pool = [process for process in self._pool if process.is_alive()]
                self._refill()
        if self._state == CLOSE:
            for _ in self._pool:
                self._hand_out.send(pickle.dumps(None))

    def _take(self, number, place, failed, value):
        if failed:
            error, text = value
            if text is not None:
                error.__cause__ = RemoteTraceback(f'\n"""\n{text}"""')
            value = error
        if self._jobs[number]._put(place, failed, value):
            del self._jobs[number]

    def _begin(self, job, tasks):
        """Hands out the parts of a job: (function, arguments, keywords)."""
        number = next(self._numbers)
        messages = [pickle.dumps((number, place, *task)) for place, task in enumerate(tasks)]
        if messages:
            self._jobs[number] = job
        for message in messages:
            self._hand_out.send(message)
        return job

    def _must_run(self):
        if self._state != RUN:
            raise ValueError('Pool not running')

    def apply(self, func, args=(), kwds={}):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        self._must_run()
        return self._start(ApplyResult, [(func, args, kwds)], lambda values: values[0], callback, error_callback)

    def _start(self, kind, tasks, join, callback, error_callback):
        result = kind(len(tasks), join, callback, error_callback)
        try:
            return self._begin(result, tasks)
        except Exception as error:  # it cannot be pickled: the result says so
            result._error, result._missing = error, 0
            result._finish()
            return result

    def _map(self, do_batch, func, iterable, chunksize, callback, error_callback):
        self._must_run()
        items = list(iterable)
        if chunksize is None:
            chunksize = max(1, -(-len(items) // (self._size * 4)))
        batches = [items[i:i + chunksize] for i in range(0, len(items), chunksize)]
        return self._start(MapResult, [(do_batch, (func, batch), {}) for batch in batches],
                           lambda values: [value for batch in values for value in batch], callback, error_callback)

    def map(self, func, iterable, chunksize=None):
        return self.map_async(func, iterable, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map(mapstar, func, iterable, chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        return self.starmap_async(func, iterable, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map(starmapstar, func, iterable, chunksize, callback, error_callback)

    def imap(self, func, iterable, chunksize=1):
        return self._one_by_one(func, iterable, chunksize, True)

    def imap_unordered(self, func, iterable, chunksize=1):
        return self._one_by_one(func, iterable, chunksize, False)

    def _one_by_one(self, func, iterable, chunksize, ordered):
        self._must_run()
        if chunksize < 1:
            raise ValueError(f'Chunksize must be 1+, not {chunksize:n}')
        items = iter(iterable)
        batches = list(iter(lambda: list(itertools.islice(items, chunksize)), []))
        if chunksize == 1:
            tasks = [(func, tuple(batch), {}) for batch in batches]
            return self._begin(IMapIterator(len(tasks), ordered), tasks)
        tasks = [(mapstar, (func, batch), {}) for batch in batches]
        found = self._begin(IMapIterator(len(tasks), ordered), tasks)
        return (value for batch in found for value in batch)

    def close(self):
        if self._state == RUN:
            self._state = CLOSE
            self._bell.send(b'')

    def terminate(self):
        self._state = TERMINATE
        self._bell.send(b'')
        for process in self._pool:
            process.terminate()

    def join(self):
        if self._state == RUN:
            raise ValueError('Pool is still running')
        self._server.join()
        for process in self._pool:
            process.join()

    def __enter__(self):
        self._must_run()
        return self

    def __exit__(self, *exc_info):
        self.terminate()

    def __repr__(self):
        cls = type(self)
        return f'<{cls.__module__}.{cls.__qualname__} state={self._state} pool_size={len(self._pool)}>'

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')
