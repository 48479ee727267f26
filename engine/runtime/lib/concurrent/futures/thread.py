"""Work in a pool of threads."""

import collections
import itertools
import os
import threading
import weakref

import _loopscope
import _thread

from . import _base

_pool_numbers = itertools.count()
_crews = {}  # of all pools whose threads are alive, in the order of their first thread
_exiting = False


class BrokenThreadPool(_base.BrokenExecutor):
    """A thread's initializer has failed."""


class _Job:
    """A call, and the future that gets its result."""

    def __init__(self, pool, fn, args, kwargs):
        self.future = _base.Future()
        self._call = fn, args, kwargs
        self._work = _loopscope.work_submitted(fn, pool)

    def run(self):
        if not self.future.set_running_or_notify_cancel():
            return
        fn, args, kwargs = self._call
        _loopscope.work_begin(self._work)
        try:
            value = fn(*args, **kwargs)
        except BaseException as error:
            _loopscope.work_end(self._work, True, error)
            self.future.set_exception(error)
            self = None  # the traceback holds this frame
        else:
            _loopscope.work_end(self._work, False, value)
            self.future.set_result(value)


class _Crew:
    """A pool's threads and their jobs. It knows nothing of the executor, which may go while they work."""

    def __init__(self, name, most, prepare):
        self.name, self.most, self._prepare = name, most, prepare
        self.door = _thread._quiet_lock('a thread pool')  # one at a time brings jobs or closes
        # Its holder may be the one whose garbage collection closes the crew.
        self._lock = _thread._quiet_rlock()
        self._news = threading._Changes(self._lock, 'work in a thread pool')
        self._jobs = collections.deque()
        self._idle = 0  # threads that have found nothing to do, less the jobs that have come since
        self.threads = []
        self.closed = False
        self.broken = None

    def take_on(self, job):
        """With the door shut."""
        with self._lock:
            if self.broken:
                raise BrokenThreadPool(self.broken)
            self._jobs.append(job)
            self._news.notify()
            found_idle = self._idle > 0
            self._idle -= found_idle
        if not found_idle and len(self.threads) < self.most:
            self._hire()

    def _hire(self):
        thread = threading.Thread(target=self._work, name=f'{self.name}_{len(self.threads)}')
        self.threads.append(thread)
        _crews[id(self)] = self
        thread.start()

    def _work(self):
        """What each thread does."""
        if self._prepare is not None:
            try:
                self._prepare()
            except BaseException:
                _base.LOGGER.critical('Exception in initializer:', exc_info=True)
                self.break_down()
                return
        while (job := self._next_job()) is not None:
            job.run()
            del job

    def _next_job(self):
        with self._lock:
            if not self._jobs and not self.closed:
                self._idle += 1
                self._news.wait_for(lambda: self._jobs or self.closed)
            return self._jobs.popleft() if self._jobs else None

    def break_down(self):
        reason = 'A thread initializer failed, the thread pool is not usable anymore'
        with self._lock:
            self.broken = reason
            jobs = self._drain()
        for job in jobs:
            job.future.set_exception(BrokenThreadPool(reason))

    def _drain(self):
        jobs = list(self._jobs)
        self._jobs.clear()
        return jobs

    def close(self, cancel=False):
        """The threads finish what there is, unless it is to be cancelled, and end."""
        with self._lock:
            self.closed = True
            jobs = self._drain() if cancel else ()
            self._news.notify_all()
        for job in jobs:
            job.future.cancel()

    def join(self):
        for thread in self.threads:
            thread.join()
        _crews.pop(id(self), None)


def _at_exit():
    global _exiting
    _exiting = True
    crews = list(_crews.values())
    for crew in crews:
        with crew.door:
            crew.close()
    for crew in crews:
        crew.join()


threading._register_atexit(_at_exit)


def _usual_size():
    """Some threads for work that waits, even on a small machine; not hundreds on a large one."""
    return min(32, 4 + (os.process_cpu_count() or 1))


class ThreadPoolExecutor(_base.Executor):
    """Does work in up to `max_workers` threads, which are started as they are needed."""

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        most = _usual_size() if max_workers is None else max_workers
        if most < 1:
            raise ValueError('max_workers must be greater than 0')
        if not (initializer is None or callable(initializer)):
            raise TypeError('initializer must be a callable')
        name = thread_name_prefix or f'ThreadPoolExecutor-{next(_pool_numbers)}'
        self._crew = crew = _Crew(name, most, initializer and (lambda: initializer(*initargs)))
        # A pool that nobody can give work to any more sends its threads home.
        crew.owner = weakref.ref(self, lambda _: crew.close())

    _max_workers = property(lambda self: self._crew.most)
    _threads = property(lambda self: set(self._crew.threads))

    def submit(self, fn, /, *args, **kwargs):
        crew = self._crew
        with crew.door:
            if crew.broken:
                raise BrokenThreadPool(crew.broken)
            for over, what in ((crew.closed and not _exiting, 'shutdown'), (_exiting, 'interpreter shutdown')):
                if over:
                    raise RuntimeError(f'cannot schedule new futures after {what}')
            job = _Job(crew.name, fn, args, kwargs)
            crew.take_on(job)
            return job.future

    submit.__doc__ = _base.Executor.submit.__doc__

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._crew.door:
            self._crew.close(cancel_futures)
        if wait:
            self._crew.join()

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
