"""Work in a pool of processes. Each has a thread of the pool beside it, which hands it one call after the other."""

import itertools
import multiprocessing
import os
import pickle
import traceback

from . import _base, _crew

_numbers = itertools.count()
_ABRUPT = 'A process in the process pool was terminated abruptly while the future was running or pending.'
_UNUSABLE = 'A child process terminated abruptly, the process pool is not usable anymore'


class BrokenProcessPool(_base.BrokenExecutor):
    """A process has ended that was still needed."""


class _RemoteTraceback(Exception):
    """What the process had to say about an exception: its traceback as text."""

    def __str__(self):
        return self.args[0]


# --- in the process --------------------------------------------------------------------------------------------------

def _serve(pipe, initializer, initargs):
    """Makes one call after the other until it is told that there are no more."""
    if not _crew.goes_well(initializer, initargs):
        return  # the pool finds the pipe closed
    try:
        while (call := pipe.recv()) is not None:
            pipe.send(_answer(*call))
    except EOFError:
        pass  # the pool is gone


def _answer(fn, args, kwargs):
    """(whether it went well, what is to be unpickled, the traceback as text)"""
    try:
        return True, pickle.dumps(fn(*args, **kwargs)), None
    except BaseException as error:
        text = ''.join(traceback.format_exception(error))
        try:
            return False, pickle.dumps(error), text
        except Exception as second:
            return False, pickle.dumps(RuntimeError(f'{type(second).__name__}: {second}')), text


# --- in the pool -----------------------------------------------------------------------------------------------------

class _Companion:
    """A process of the pool, and the pipe to it; the process begins with the first call and may be replaced."""

    def __init__(self, crew):
        self._crew = crew
        self._process = self._pipe = None
        self._calls = 0

    def _begin(self):
        here, there = multiprocessing.Pipe()
        self._process = self._crew.context.Process(target=_serve, args=(there, *self._crew.preparation))
        self._crew.processes.append(self._process)
        self._process.start()
        there.close()
        self._pipe, self._calls = here, 0

    def end(self):
        if self._process is not None:
            try:
                self._pipe.send(None)
            except OSError:
                pass  # it has ended already
            self._process.join()
            self._crew.processes.remove(self._process)
            self._pipe.close()
            self._process = None

    def do(self, fn, args, kwargs):
        if self._calls == self._crew.calls_each:
            self.end()
        if self._process is None:
            self._begin()
        self._calls += 1
        call = pickle.dumps((fn, args, kwargs))  # what cannot be sent is the caller's mistake, not the pipe's
        try:
            self._pipe.send_bytes(call)
            well, data, text = self._pipe.recv()
        except (EOFError, OSError):
            raise self._crew.fall_apart() from None
        value = pickle.loads(data)
        if well:
            return value
        value.__cause__ = _RemoteTraceback(f'\n"""\n{text}"""')
        raise value


class _Processes(_crew.Crew):

    def __init__(self, name, most, context, preparation, calls_each):
        super().__init__(name, most, BrokenProcessPool)
        self.context, self.preparation, self.calls_each = context, preparation, calls_each
        self.processes = []

    def work(self):
        companion = _Companion(self)
        try:
            for job in self.jobs():
                job.run(companion.do)
                del job
        finally:
            companion.end()

    def fall_apart(self):
        """One process is gone: the others are ended, too. Returns the error."""
        self.break_down(_UNUSABLE, BrokenProcessPool(_ABRUPT))
        for process in list(self.processes):
            process.terminate()
        return BrokenProcessPool(_ABRUPT)


def _call_each(fn, calls):
    return [fn(*args) for args in calls]


class ProcessPoolExecutor(_crew.Pool):
    """Does work in up to `max_workers` processes, which are started as they are needed."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        most = _crew.check_size((os.process_cpu_count() or 1) if max_workers is None else max_workers)
        _crew.check_initializer(initializer)
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError('max_tasks_per_child must be an integer')
            if max_tasks_per_child < 1:
                raise ValueError('max_tasks_per_child must be >= 1')
        self._employ(_Processes(f'ProcessPoolExecutor-{next(_numbers)}', most,
                                mp_context or multiprocessing.get_context(), (initializer, initargs),
                                max_tasks_per_child))

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """The results of fn for all these arguments, in their order; `chunksize` calls go to a process at a time."""
        if chunksize < 1:
            raise ValueError('chunksize must be >= 1.')
        chunks = itertools.batched(zip(*iterables), chunksize)
        results = super().map(_call_each, itertools.repeat(fn), chunks, timeout=timeout)
        return itertools.chain.from_iterable(results)
