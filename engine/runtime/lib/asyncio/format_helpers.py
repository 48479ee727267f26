"""How callbacks, handles and remembered stacks are written."""

import _loopscope
import reprlib


def _get_function_source(func):
    while True:
        if hasattr(func, '__wrapped__'):
            func = func.__wrapped__
        elif hasattr(func, '__code__'):
            return func.__code__.co_filename, func.__code__.co_firstlineno
        elif type(func).__name__ in ('partial', 'partialmethod') and hasattr(func, 'func'):
            func = func.func
        elif hasattr(func, '__func__'):
            func = func.__func__
        else:
            return None


def _format_args_and_kwargs(args, kwargs, *, debug=False):
    # Arguments may be secrets: only debug mode shows them.
    if not debug:
        return '()'
    items = [reprlib.repr(arg) for arg in args]
    items += [f'{key}={reprlib.repr(value)}' for key, value in (kwargs or {}).items()]
    return '({})'.format(', '.join(items))


def _format_callback(func, args, kwargs, *, debug=False, suffix=''):
    if type(func).__name__ == 'partial' and hasattr(func, 'func'):
        suffix = _format_args_and_kwargs(args, kwargs, debug=debug) + suffix
        return _format_callback(func.func, func.args, func.keywords, debug=debug, suffix=suffix)
    name = getattr(func, '__qualname__', None) or getattr(func, '__name__', None) or repr(func)
    return name + _format_args_and_kwargs(args, kwargs, debug=debug) + suffix


def _format_callback_source(func, args, debug=False):
    text = _format_callback(func, args, None, debug=debug)
    source = _get_function_source(func)
    return f'{text} at {source[0]}:{source[1]}' if source else text


def _handle_repr(handle):
    info = [type(handle).__name__]
    if handle._cancelled:
        info.append('cancelled')
    if hasattr(handle, '_when'):
        info.append(f'when={handle._when}')
    if handle._callback is not None:
        info.append(_format_callback_source(handle._callback, handle._args, debug=handle._loop.get_debug()))
    if handle._source_traceback:
        frame = handle._source_traceback[-1]
        info.append(f'created at {frame[0]}:{frame[1]}')
    return '<{}>'.format(' '.join(info))


def _format_stack(frames):
    """The lines of a remembered stack: a list of (file, line, function)."""
    lines = []
    for frame in frames:
        lines.append(f'  File "{frame[0]}", line {frame[1]}, in {frame[2]}\n')
        source = _loopscope.source_line(frame[0], frame[1]).strip()
        if source:
            lines.append(f'    {source}\n')
    return lines
