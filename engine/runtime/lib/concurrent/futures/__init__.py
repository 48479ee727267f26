"""Work that runs elsewhere: in other threads, or in other processes."""

from ._base import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, BrokenExecutor, CancelledError, Executor, Future,
                    InvalidStateError, TimeoutError, as_completed, wait)

__all__ = ['ALL_COMPLETED', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'BrokenExecutor', 'CancelledError', 'Executor',
           'Future', 'InvalidStateError', 'ProcessPoolExecutor', 'ThreadPoolExecutor', 'TimeoutError', 'as_completed',
           'wait']


def __getattr__(name):
    # The pools need modules that not every program wants to load.
    if name == 'ThreadPoolExecutor':
        from . import thread as home
    elif name == 'ProcessPoolExecutor':
        from . import process as home
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    found = globals()[name] = getattr(home, name)
    return found


def __dir__():
    return sorted({*globals(), *__all__})
