"""What is a coroutine, and how one is described."""

import types

__all__ = ('iscoroutinefunction', 'iscoroutine')

_CO_COROUTINE = 0x80
_CO_ITERABLE_COROUTINE = 0x100
_PROTOCOL = ('__await__', 'send', 'throw', 'close')
_marker = object()  # set by inspect.markcoroutinefunction


def _underlying(func):
    while True:
        if hasattr(func, '__func__'):
            func = func.__func__
        elif type(func).__name__ == 'partial' and hasattr(func, 'func'):
            func = func.func
        else:
            return func


def iscoroutinefunction(func):
    """True for functions made by `async def` (and partials and methods of them)."""
    func = _underlying(func)
    if getattr(func, '_is_coroutine_mark', None) is _marker or getattr(func, '_is_coroutine_marker', None):
        return True
    code = getattr(func, '__code__', None)
    return isinstance(func, types.FunctionType) and bool(code.co_flags & _CO_COROUTINE)


def iscoroutine(obj):
    """True for coroutine objects and for whatever has all methods of one."""
    if isinstance(obj, types.CoroutineType):
        return True
    if isinstance(obj, types.GeneratorType):
        return False
    cls = type(obj)
    return all(hasattr(cls, name) for name in _PROTOCOL)


def _isawaitable(obj):
    if isinstance(obj, types.CoroutineType):
        return True
    if isinstance(obj, types.GeneratorType):
        return bool(obj.gi_code.co_flags & _CO_ITERABLE_COROUTINE)
    return hasattr(type(obj), '__await__')


def _first_attribute(obj, *names):
    for name in names:
        value = getattr(obj, name, None)
        if value is not None:
            return value
    return None


def _format_coroutine(coro):
    name = _first_attribute(coro, '__qualname__', '__name__')
    if not name:
        name = f'<{type(coro).__name__} without __name__>'
    name += '()'
    code = _first_attribute(coro, 'cr_code', 'gi_code')
    if code is None:
        running = _first_attribute(coro, 'cr_running', 'gi_running')
        return name + ' running' if running else name
    frame = _first_attribute(coro, 'gi_frame', 'cr_frame')
    where = code.co_filename or '<empty co_filename>'
    if frame is None:
        return f'{name} done, defined at {where}:{code.co_firstlineno}'
    return f'{name} running at {where}:{frame.f_lineno}'
