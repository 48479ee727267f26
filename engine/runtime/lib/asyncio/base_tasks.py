"""How a task is written, and its stack."""

import sys

from . import base_futures, coroutines, format_helpers


def _task_repr_info(task):
    info = base_futures._future_repr_info(task)
    if task.cancelling() and not task.done():
        info[0] = 'cancelling'
    extra = [f'name={task.get_name()!r}']
    if task._coro is not None:
        extra.append(f'coro=<{coroutines._format_coroutine(task._coro)}>')
    if task._fut_waiter is not None:
        extra.append(f'wait_for={task._fut_waiter!r}')
    return info[:1] + extra + info[1:]


def _task_repr(task):
    return base_futures._write(task, _task_repr_info)


def _innermost_frame_of(coro):
    for name in ('cr_frame', 'gi_frame', 'ag_frame'):
        if hasattr(coro, name):
            return getattr(coro, name)
    return None


def _task_get_stack(task, limit):
    frames = []
    frame = _innermost_frame_of(task._coro)
    if frame is not None:
        while frame is not None and (limit is None or len(frames) < limit):
            frames.append(frame)
            frame = frame.f_back
        frames.reverse()
    elif task._exception is not None:
        tb = task._exception.__traceback__
        while tb is not None and (limit is None or len(frames) < limit):
            frames.append(tb.tb_frame)
            tb = tb.tb_next
    return frames


def _task_print_stack(task, limit, file):
    """The headings go to stdout and the frames to stderr when no file is given, as in CPython."""
    frames = _task_get_stack(task, limit)
    error = task._exception
    if not frames:
        print(f'No stack for {task!r}', file=file)
    elif error is not None:
        print(f'Traceback for {task!r} (most recent call last):', file=file)
    else:
        print(f'Stack for {task!r} (most recent call last):', file=file)
    places = [(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name) for frame in frames]
    print(''.join(format_helpers._format_stack(places)), file=sys.stderr if file is None else file, end='')
    if error is not None:
        print(f'{type(error).__name__}: {error}' if str(error) else type(error).__name__, file=file)
