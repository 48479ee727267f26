"""Ways to start processes. There is one here: `spawn`, a fresh interpreter that loads the program again."""

import os

from . import process

__all__ = ()


def _error(name, base):
    return type(name, (base,), {'__module__': __name__})


ProcessError = _error('ProcessError', Exception)
BufferTooShort, TimeoutError, AuthenticationError = (
    _error(name, ProcessError) for name in ('BufferTooShort', 'TimeoutError', 'AuthenticationError'))


class Process(process.BaseProcess):
    pass


class SpawnProcess(process.BaseProcess):
    pass


# Where the names live that a context offers: a module is loaded when somebody asks for one of them.
_HOMES = {
    'synchronize': ('Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event', 'Barrier'),
    'queues': ('Queue', 'JoinableQueue', 'SimpleQueue'),
    'connection': ('Pipe',),
    'sharedctypes': ('Value', 'Array', 'RawValue', 'RawArray'),
    'pool': ('Pool',),
}
HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def load(name):
    """The class or function of that name; AttributeError when there is none."""
    if name in HOME_OF:
        return getattr(_module(HOME_OF[name]), name)
    raise AttributeError(f"module 'multiprocessing' has no attribute {name!r}")


def _module(name):
    return __import__(f'multiprocessing.{name}', fromlist=[name])


class BaseContext:

    ProcessError, BufferTooShort = ProcessError, BufferTooShort
    TimeoutError, AuthenticationError = TimeoutError, AuthenticationError
    Process = Process

    current_process = staticmethod(process.current_process)
    parent_process = staticmethod(process.parent_process)
    active_children = staticmethod(process.active_children)

    def __getattr__(self, name):
        if name == 'Pool':
            return self._pool
        return load(name)

    def _pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        return load('Pool')(processes, initializer, initargs, maxtasksperchild, self)

    def cpu_count(self):
        return os.cpu_count()

    def freeze_support(self):
        """For frozen executables; here there are none."""

    def get_context(self, method=None):
        if method is None:
            return self
        if method == 'spawn':
            return _spawn
        here = ' (here processes are always spawned)' if method in ('fork', 'forkserver') else ''
        raise ValueError(f'cannot find context for {method!r}{here}')

    def get_start_method(self, allow_none=False):
        return 'spawn'

    def set_start_method(self, method, force=False):
        raise ValueError('cannot set start method of concrete context')


class SpawnContext(BaseContext):
    Process = SpawnProcess


class DefaultContext(BaseContext):
    """What the functions of the package itself belong to."""

    def __init__(self):
        self._chosen = None

    def get_context(self, method=None):
        if method is None:
            self._chosen = self._chosen or _spawn
            return self._chosen
        return super().get_context(method)

    def set_start_method(self, method, force=False):
        if self._chosen is not None and not force:
            raise RuntimeError('context has already been set')
        self._chosen = None if method is None and force else self.get_context(method)

    def get_start_method(self, allow_none=False):
        if self._chosen is None and allow_none:
            return None
        return self.get_context().get_start_method()

    def get_all_start_methods(self):
        return ['spawn']


_spawn = SpawnContext()
default = DefaultContext()
