"""How a future is written."""

import reprlib

from . import format_helpers

_PENDING = 'PENDING'
_CANCELLED = 'CANCELLED'
_FINISHED = 'FINISHED'

_being_written = set()


def isfuture(obj):
    """True for futures and for objects that behave like one."""
    return hasattr(type(obj), '_asyncio_future_blocking') and obj._asyncio_future_blocking is not None


def _format_callbacks(callbacks):
    def one(pair):
        return format_helpers._format_callback_source(pair[0], ())

    count = len(callbacks)
    if count == 1:
        text = one(callbacks[0])
    elif count == 2:
        text = f'{one(callbacks[0])}, {one(callbacks[1])}'
    else:
        text = f'{one(callbacks[0])}, <{count - 2} more>, {one(callbacks[-1])}'
    return f'cb=[{text}]'


def _future_repr_info(future):
    info = [future._state.lower()]
    if future._state == _FINISHED:
        if future._exception is not None:
            info.append(f'exception={future._exception!r}')
        else:
            info.append(f'result={reprlib.repr(future._result)}')
    if future._callbacks:
        info.append(_format_callbacks(future._callbacks))
    if future._source_traceback:
        frame = future._source_traceback[-1]
        info.append(f'created at {frame[0]}:{frame[1]}')
    return info


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
