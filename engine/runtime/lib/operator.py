"""Operators as functions, also under the names of the special methods that they stand for."""

import builtins

import _operator
from _operator import *

abs = builtins.abs


def length_hint(obj, default=0):
    """len(obj), or what the object expects it to be, or the default."""
    if not isinstance(default, int):
        raise TypeError(f"'{type(default).__name__}' object cannot be interpreted as an integer")
    for ask in ('__len__', '__length_hint__'):
        method = getattr(type(obj), ask, None)
        if method is None:
            continue
        try:
            answer = method(obj)
        except TypeError:
            continue
        if answer is NotImplemented:
            continue
        if not isinstance(answer, int):
            raise TypeError(f'{ask} must be an integer, not {type(answer).__name__}')
        if answer < 0:
            raise ValueError(f'{ask}() should return >= 0')
        return answer
    return default


_SPECIAL = ('lt le eq ne ge gt not_ abs add and_ call floordiv index inv invert lshift mod mul matmul neg or_ pos pow '
            'rshift sub truediv xor concat contains delitem getitem setitem iadd iand iconcat ifloordiv ilshift imod '
            'imul imatmul ior ipow irshift isub itruediv ixor').split()
globals().update({f'__{name.rstrip("_")}__': globals()[name] for name in _SPECIAL})

__all__ = sorted([*_SPECIAL, 'attrgetter', 'countOf', 'indexOf', 'is_', 'is_not', 'itemgetter', 'length_hint',
                  'methodcaller', 'truth'])
