"""How a task is written, and its stack."""

import itertools
import sys

from . import base_futures, coroutines, format_helpers


def _task_repr_info(task):
    state, *rest = base_futures._future_repr_info(task)
    awaited = task._fut_waiter
    about = [f'name={task.get_name()!r}']
    if task._coro is not None:
        about += [f'coro=<{coroutines._format_coroutine(task._coro)}>']
    if awaited is not None:
        about += [f'wait_for={awaited!r}']
    return ['cancelling' if not task.done() and task.cancelling() else state, *about, *rest]


def _task_repr(task):
    return base_futures._write(task, _task_repr_info)


def _linked(first, link):
    """The object, the one that its attribute names, and so on up to None."""
    while first is not None:
        yield first
        first = getattr(first, link)


def _innermost_frame_of(coro):
    kinds = (kind for kind in ('cr_frame', 'gi_frame', 'ag_frame') if hasattr(coro, kind))
    return getattr(coro, next(kinds, ''), None)


def _task_get_stack(task, limit):
    """A task that waits has the frames it waits in, of which the innermost count; one that failed has its traceback."""
    frame, error = _innermost_frame_of(task._coro), task._exception
    if frame is None:
        entries = _linked(getattr(error, '__traceback__', None), 'tb_next')
        return [entry.tb_frame for entry in itertools.islice(entries, limit)]
    return list(itertools.islice(_linked(frame, 'f_back'), limit))[::-1]


def _task_print_stack(task, limit, file):
    """The headings go to stdout and the frames to stderr when no file is given, as in CPython."""
    frames, error = _task_get_stack(task, limit), task._exception
    kind = 'Stack' if error is None else 'Traceback'
    print(f'{kind} for {task!r} (most recent call last):' if frames else f'No stack for {task!r}', file=file)
    places = [(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name) for frame in frames]
    print(*format_helpers._format_stack(places), sep='', file=sys.stderr if file is None else file, end='')
    if error is not None:
        message = str(error)
        print(type(error).__name__ + (message and f': {message}'), file=file)
