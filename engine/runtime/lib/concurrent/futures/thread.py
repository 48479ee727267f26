"""Work in a pool of threads."""

import itertools
import os

from . import _base, _crew

_numbers = itertools.count()


class BrokenThreadPool(_base.BrokenExecutor):
    """A thread's initializer has failed."""


def _call(fn, args, kwargs):
    return fn(*args, **kwargs)


class _Threads(_crew.Crew):
    """Each thread makes the calls itself."""

    def __init__(self, name, most, preparation):
        super().__init__(name, most, BrokenThreadPool)
        self._preparation = preparation

    def work(self):
        if not _crew.goes_well(*self._preparation):
            reason = 'A thread initializer failed, the thread pool is not usable anymore'
            self.break_down(reason, BrokenThreadPool(reason))
            return
        for job in self.jobs():
            job.run(_call)
            del job


def _usual_size():
    """Some threads for work that waits, even on a small machine; not hundreds on a large one."""
    return min(32, 4 + (os.process_cpu_count() or 1))


class ThreadPoolExecutor(_crew.Pool):
    """Does work in up to `max_workers` threads, which are started as they are needed."""

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        most = _crew.check_size(_usual_size() if max_workers is None else max_workers)
        _crew.check_initializer(initializer)
        name = thread_name_prefix or f'ThreadPoolExecutor-{next(_numbers)}'
        self._employ(_Threads(name, most, (initializer, initargs)))

    _threads = property(lambda self: set(self._crew.threads))
