"""How a future is written."""

import reprlib

from . import format_helpers

__all__ = ()

_PENDING, _CANCELLED, _FINISHED = 'PENDING', 'CANCELLED', 'FINISHED'

_being_written = set()


def isfuture(obj):
    """True for futures and for objects that behave like one."""
    mark = '_asyncio_future_blocking'
    return hasattr(type(obj), mark) and getattr(obj, mark) is not None


def _format_callbacks(callbacks):
    """The first and the last, and how many are between them."""
    shown = [format_helpers._format_callback_source(function, ()) for function, _ in callbacks]
    if len(shown) > 2:
        shown[1:-1] = [f'<{len(shown) - 2} more>']
    return f'cb=[{", ".join(shown)}]'


def _outcome(future):
    error = future._exception
    return f'result={reprlib.repr(future._result)}' if error is None else f'exception={error!r}'


def _origin(future):
    filename, line, *_ = future._source_traceback[-1]
    return f'created at {filename}:{line}'


# What follows the state: when it is written, and how.
_PARTS = (
    (lambda future: future._state == _FINISHED, _outcome),
    (lambda future: future._callbacks, lambda future: _format_callbacks(future._callbacks)),
    (lambda future: future._source_traceback, _origin),
)


def _future_repr_info(future):
    return [future._state.lower(), *(write(future) for applies, write in _PARTS if applies(future))]


def _write(future, describe):
    key = id(future)
    if key in _being_written:
        return '<...>'
    _being_written.add(key)
    try:
        return '<{} {}>'.format(type(future).__name__, ' '.join(describe(future)))
    finally:
        _being_written.discard(key)


def _future_repr(future):
    return _write(future, _future_repr_info)
