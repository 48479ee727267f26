"""How a task is written, and its stack."""

import _loopscope
import sys

from . import base_futures, coroutines


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
    if file is None:
        file = sys.stderr
    frames = _task_get_stack(task, limit)
    exc = task._exception
    if not frames:
        print(f'No stack for {task!r}', file=file)
    elif exc is not None:
        print(f'Traceback for {task!r} (most recent call last):', file=file)
    else:
        print(f'Stack for {task!r} (most recent call last):', file=file)
    for frame in frames:
        code = frame.f_code
        print(f'  File "{code.co_filename}", line {frame.f_lineno}, in {code.co_name}', file=file)
        source = _loopscope.source_line(code.co_filename, frame.f_lineno).strip()
        if source:
            print(f'    {source}', file=file)
    if exc is not None:
        print(f'{type(exc).__name__}: {exc}' if str(exc) else type(exc).__name__, file=file)
