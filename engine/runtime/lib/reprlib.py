"""repr() with limits."""

import builtins
import functools
import itertools

__all__ = ('Repr', 'repr', 'recursive_repr')


def recursive_repr(fillvalue='...'):
    """Decorates a __repr__: inside the repr of an object, the same object is only hinted at."""
    def guard(method):
        open_reprs = {}  # id of each object that is being shown

        @functools.wraps(method)
        def guarded(self):
            if open_reprs.setdefault(id(self), depth := object()) is not depth:
                return fillvalue
            try:
                return method(self)
            finally:
                del open_reprs[id(self)]

        return guarded

    return guard


# How containers are shown: brackets, which limit holds, what follows a single item.
_CONTAINERS = {
    'tuple': ('(', ')', 'maxtuple', ','),
    'list': ('[', ']', 'maxlist', ''),
    'array': ("array('CODE', [", '])', 'maxarray', ''),
    'set': ('{', '}', 'maxset', ''),
    'frozenset': ('frozenset({', '})', 'maxfrozenset', ''),
    'deque': ('deque([', '])', 'maxdeque', ''),
}
_EMPTY = {'set': 'set()', 'frozenset': 'frozenset()', 'array': "array('CODE')"}
_LIMITS = {'maxlevel': 6, 'maxtuple': 6, 'maxlist': 6, 'maxarray': 5, 'maxdict': 4, 'maxset': 6, 'maxfrozenset': 6,
           'maxdeque': 6, 'maxstring': 30, 'maxlong': 40, 'maxother': 30}


def _in_order(items):
    """Sorted if they can be: sets have no order of their own."""
    try:
        return sorted(items)
    except Exception:
        return list(items)


class Repr:
    """Shows objects; each limit is an attribute, and a method repr_TYPE shows what is of that type."""

    def __init__(self, *, fillvalue='...', indent=None, **limits):
        for name in limits.keys() - _LIMITS.keys():
            raise TypeError(f"Repr.__init__() got an unexpected keyword argument '{name}'")
        vars(self).update(_LIMITS, **limits, fillvalue=fillvalue, indent=indent)

    def repr(self, x):
        return self.repr1(x, self.maxlevel)

    def repr1(self, x, level):
        show = getattr(self, 'repr_' + '_'.join(type(x).__name__.split()), self.repr_instance)
        return show(x, level)

    def _joined(self, pieces, level):
        if self.indent is None or not pieces:
            return ', '.join(pieces)
        step = self.indent
        if isinstance(step, int):
            if step < 0:
                raise ValueError(f'Repr.indent cannot be negative int (was {step!r})')
            step *= ' '
        if not isinstance(step, str):
            raise TypeError(f'Repr.indent must be a str, int or None, not {type(step)}')
        depth = self.maxlevel - level
        lines = [f'{step * (depth + 1)}{piece},\n' for piece in pieces]
        return '\n' + ''.join(lines) + step * depth

    def _container(self, kind, x, level):
        left, right, limit, single = _CONTAINERS[kind]
        code = getattr(x, 'typecode', '')
        if not x and kind in _EMPTY:
            return _EMPTY[kind].replace('CODE', code)
        most = getattr(self, limit)
        if level <= 0 and x:
            inside = self.fillvalue
        else:
            shown = itertools.islice(_in_order(x) if 'set' in kind else x, most)
            pieces = [self.repr1(item, level - 1) for item in shown] + [self.fillvalue] * (len(x) > most)
            inside = self._joined(pieces, level)
            if len(x) == 1 and self.indent is None:
                inside += single
        return left.replace('CODE', code) + inside + right

    def repr_dict(self, x, level):
        if not x:
            return '{}'
        if level <= 0:
            return f'{{{self.fillvalue}}}'
        pieces = [': '.join((self.repr1(key, level - 1), self.repr1(x[key], level - 1)))
                  for key in _in_order(x)[:self.maxdict]]
        return '{%s}' % self._joined(pieces + [self.fillvalue] * (len(x) > self.maxdict), level)

    def _middle_out(self, shown, most):
        """The beginning and the end of a text that is too long."""
        if len(shown) <= most:
            return shown
        kept = max(0, most - len(self.fillvalue))
        return shown[:kept // 2] + self.fillvalue + shown[len(shown) - (kept - kept // 2):]

    def repr_str(self, x, level):
        # Only as much of a long text is looked at as may be shown; the quotes take room, too.
        shown = builtins.repr(x[:self.maxstring])
        if len(shown) <= self.maxstring:
            return shown
        kept = max(0, self.maxstring - len(self.fillvalue))
        ends = x[:kept // 2] + x[len(x) - (kept - kept // 2):]
        shown = builtins.repr(ends)
        return shown[:kept // 2] + self.fillvalue + shown[len(shown) - (kept - kept // 2):]

    def repr_int(self, x, level):
        return self._middle_out(builtins.repr(x), self.maxlong)

    def repr_instance(self, x, level):
        try:
            shown = builtins.repr(x)
        except Exception:
            return f'<{type(x).__name__} instance at {id(x):#x}>'
        return self._middle_out(shown, self.maxother)


def _shows(kind):
    def show(self, x, level):
        return self._container(kind, x, level)

    show.__name__ = 'repr_' + kind
    return show


for _kind in _CONTAINERS:
    setattr(Repr, 'repr_' + _kind, _shows(_kind))

aRepr = Repr()
repr = aRepr.repr
