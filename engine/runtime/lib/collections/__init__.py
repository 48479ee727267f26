"""Container types."""

import sys as _sys
from _collections import deque

__all__ = ['ChainMap', 'Counter', 'OrderedDict', 'UserDict', 'UserList', 'UserString', 'defaultdict', 'deque', 'namedtuple']


def _united(mapping, other):
    """mapping | other, of the kind that mapping is."""
    if isinstance(other, dict):
        both = mapping.copy()
        both.update(other)
        return both
    return NotImplemented


class defaultdict(dict):
    """A dict that makes missing values."""

    def __init__(self, default_factory=None, /, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError('first argument must be callable or None')
        dict.__init__(self, *args, **kwargs)
        self.default_factory = default_factory

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        self[key] = value = self.default_factory()
        return value

    def copy(self):
        return type(self)(self.default_factory, self)

    __copy__ = copy

    def __reduce__(self):
        made_of = () if self.default_factory is None else (self.default_factory,)
        return type(self), made_of, None, None, iter(self.items())

    def __repr__(self):
        return f'{type(self).__name__}({self.default_factory!r}, {dict.__repr__(self)})'

    __or__ = _united


class OrderedDict(dict):
    """A dict that knows about the order of its items."""

    def __reduce__(self):
        return type(self), (), self.__getstate__(), None, iter(self.items())

    def move_to_end(self, key, last=True):
        """Makes an item the last one, or the first."""
        moved = {key: dict.pop(self, key)}
        if not last:
            moved.update(self)
            dict.clear(self)
        dict.update(self, moved)

    def popitem(self, last=True):
        for key in (reversed if last else iter)(self):
            return key, self.pop(key)
        raise KeyError('dictionary is empty')

    def copy(self):
        return type(self)(self)

    __copy__ = copy

    @classmethod
    def fromkeys(cls, iterable, value=None):
        return super().fromkeys(iterable, value)

    def __eq__(self, other):
        same = dict.__eq__(self, other)
        if same is True and isinstance(other, OrderedDict):
            return [*self] == [*other]
        return same

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def __repr__(self):
        if not self:
            return f'{type(self).__name__}()'
        return f'{type(self).__name__}({dict(self)!r})'

    __or__ = _united


class Counter(dict):
    """Counts what it is given."""

    def __init__(self, iterable=None, /, **kwds):
        dict.__init__(self)
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def __reduce__(self):
        return type(self), (dict(self),)

    def total(self):
        return sum(self.values())

    def most_common(self, n=None):
        ordered = sorted(self.items(), key=lambda item: item[1], reverse=True)
        return ordered if n is None else ordered[:n]

    def elements(self):
        for item, count in self.items():
            for _ in range(count):
                yield item

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError('Counter.fromkeys() is undefined.  Use Counter(iterable) instead.')

    def update(self, iterable=None, /, **kwds):
        self._change(iterable, kwds, 1)

    def subtract(self, iterable=None, /, **kwds):
        self._change(iterable, kwds, -1)

    def _change(self, iterable, kwds, sign):
        if iterable is not None:
            if hasattr(iterable, 'items'):
                for item, count in iterable.items():
                    self[item] = self.get(item, 0) + sign * count
            else:
                for item in iterable:
                    self[item] = self.get(item, 0) + sign
        for item, count in kwds.items():
            self[item] = self.get(item, 0) + sign * count

    def copy(self):
        return type(self)(self)

    __copy__ = copy

    def __delitem__(self, item):
        if item in self:
            dict.__delitem__(self, item)

    def __repr__(self):
        if not self:
            return f'{type(self).__name__}()'
        try:
            shown = dict(self.most_common())
        except TypeError:
            shown = dict(self)
        return f'{type(self).__name__}({shown!r})'

    def __eq__(self, other):
        if isinstance(other, Counter):
            return not any(self[item] != other[item] for item in {**self, **other})
        return NotImplemented

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def _combine(self, other, count_of):
        """A Counter of what is in either; what comes out below one is left out."""
        if not isinstance(other, Counter):
            return NotImplemented
        counts = ((item, count_of(self[item], other[item])) for item in {**self, **other})
        return Counter({item: count for item, count in counts if count > 0})

    def __add__(self, other):
        return self._combine(other, lambda mine, its: mine + its)

    def __sub__(self, other):
        return self._combine(other, lambda mine, its: mine - its)

    def __or__(self, other):
        return self._combine(other, max)

    def __and__(self, other):
        return self._combine(other, min)

    def __pos__(self):
        return self + Counter()

    def __neg__(self):
        return Counter() - self


class ChainMap:
    """Several mappings seen as one; changes go to the first."""

    def __init__(self, *maps):
        self.maps = [*maps] if maps else [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        for each in self.maps:
            try:
                return each[key]
            except KeyError:
                continue
        return self.__missing__(key)

    def _keys(self):
        """Every key once: those of the last mapping come first, as if each one updated those behind it."""
        return {key: None for each in self.maps[::-1] for key in each}

    def __contains__(self, key):
        return any(key in each for each in self.maps)

    def __bool__(self):
        return any(map(bool, self.maps))

    def __len__(self):
        return len(self._keys())

    def __iter__(self):
        return iter(self._keys())

    def get(self, key, default=None):
        if key not in self:
            return default
        return self[key]

    def keys(self):
        return list(self)

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def __eq__(self, other):
        return dict(self.items()) == (dict(other.items()) if hasattr(other, 'items') else other)

    __hash__ = None

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.maps))})"

    def copy(self):
        return type(self)(self.maps[0].copy(), *self.maps[1:])

    __copy__ = copy

    def new_child(self, m=None, **kwargs):
        front = kwargs if m is None else m
        if front is not kwargs and kwargs:
            front.update(kwargs)
        return type(self)(front, *self.maps)

    @property
    def parents(self):
        return type(self)(*self.maps[1:])

    def _in_front(self, change, *args):
        """Calls a method of the first mapping that wants its key."""
        try:
            return change(self.maps[0], *args)
        except KeyError:
            raise KeyError(f'Key not found in the first mapping: {args[0]!r}')

    def __setitem__(self, key, value):
        front = self.maps[0]
        front[key] = value

    def __delitem__(self, key):
        self._in_front(lambda front, wanted: front.__delitem__(wanted), key)

    def pop(self, key, *args):
        return self._in_front(lambda front, *wanted: front.pop(*wanted), key, *args)

    def clear(self):
        front = self.maps[0]
        front.clear()


_KEYWORDS = frozenset(
    'False None True and as assert async await break class continue def del elif else except finally for from global if '
    'import in is lambda nonlocal not or pass raise return try while with yield'.split())


class _tuplegetter:
    def __init__(self, index, doc):
        self._index = index
        self.__doc__ = doc

    def __get__(self, obj, owner=None):
        return self if obj is None else tuple.__getitem__(obj, self._index)

    def __set__(self, obj, value):
        raise AttributeError("can't set attribute")


def _field_names(typename, given, rename):
    """The names of a namedtuple's fields, all of them fit."""
    if isinstance(given, str):
        given = given.replace(',', ' ').split()
    names = [*map(str, given)]

    def repeated(place):
        return names[place] in names[:place]

    def hidden(place):
        return names[place][:1] == '_'

    if rename:
        unfit = [i for i, name in enumerate(names)
                 if repeated(i) or hidden(i) or name in _KEYWORDS or not name.isidentifier()]
        names = [f'_{i}' if i in unfit else name for i, name in enumerate(names)]
    for name in (typename, *names):
        problem = 'cannot be a keyword' if name in _KEYWORDS else None if name.isidentifier() else 'must be valid identifiers'
        if problem:
            raise ValueError(f'Type names and field names {problem}: {name!r}')
    for place, name in enumerate(names):
        if hidden(place) and not rename:
            raise ValueError(f'Field names cannot start with an underscore: {name!r}')
        if repeated(place):
            raise ValueError(f'Encountered duplicate field name: {name!r}')
    return tuple(names)


def _listed(names):
    """'a', 'b', and 'c'"""
    *others, last = map(repr, names)
    if not others:
        return last
    return ', '.join(others) + (', and ' if len(others) > 1 else ' and ') + last


def _items(call, names, defaults, args, named):
    """The items of a namedtuple that is called with args and named; complains like a function with such parameters."""
    given = dict(zip(names, args))
    for name in named:
        if name not in names:
            raise TypeError(f"{call} got an unexpected keyword argument '{name}'")
        if name in given:
            raise TypeError(f"{call} got multiple values for argument '{name}'")
    if len(args) > len(names):
        least, most = len(names) - len(defaults) + 1, len(names) + 1
        takes = f'from {least} to {most}' if defaults else str(most)
        raise TypeError(f'{call} takes {takes} positional argument{"s" * (most != 1)} but {len(args) + 1} were given')
    known = {**defaults, **named, **given}
    missing = [name for name in names if name not in known]
    if missing:
        raise TypeError(f'{call} missing {len(missing)} required positional argument{"s" * (len(missing) > 1)}: '
                        + _listed(missing))
    return map(known.__getitem__, names)


def _record_methods(typename, names, defaults):
    """What every namedtuple has."""
    count, call = len(names), typename + '.__new__()'

    def __new__(_cls, *args, **kwargs):
        plain = len(args) == count and not kwargs
        return tuple.__new__(_cls, args if plain else _items(call, names, defaults, args, kwargs))

    def _make(cls, iterable):
        made = tuple.__new__(cls, iterable)
        if len(made) == count:
            return made
        raise TypeError(f'Expected {count} arguments, got {len(made)}')

    def _replace(self, /, **kwds):
        changed = self._make([kwds.pop(name, item) for name, item in zip(names, self)])
        if not kwds:
            return changed
        raise TypeError(f'Got unexpected field names: {[*kwds]!r}')

    def _asdict(self):
        return {name: item for name, item in zip(self._fields, self)}

    def __getnewargs__(self):
        return (*self,)

    def __repr__(self):
        return type(self).__name__ + '(' + ', '.join(map('{}={!r}'.format, names, self)) + ')'

    for method in (__new__, _make, _replace, _asdict, __getnewargs__, __repr__):
        method.__qualname__ = f'{typename}.{method.__name__}'
        yield method.__name__, classmethod(method) if method is _make else method
    yield '__replace__', _replace


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """A subclass of tuple whose items have names."""
    typename = str(typename)
    names = _field_names(typename, field_names, rename)
    values = () if defaults is None else (*defaults,)
    if len(values) > len(names):
        raise TypeError('Got more default values than field names')
    default_of = dict(zip(names[len(names) - len(values):], values))
    body = dict(_record_methods(typename, names, default_of), __slots__=(), __match_args__=names, _fields=names,
                _field_defaults=default_of, __doc__=f'{typename}({", ".join(names)})')
    body.update((name, _tuplegetter(i, f'Alias for field number {i}')) for i, name in enumerate(names))
    made = type(typename, (tuple,), body)
    made.__module__ = module or _sys._getframe(1).f_globals.get('__name__', '__main__')
    return made


class UserDict:
    """A class like dict to inherit from: what it holds is the dict `data`."""

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        for given in (dict, kwargs):
            if given is not None:
                self.update(given)

    def __getitem__(self, key):
        if key not in self.data and (missing := getattr(type(self), '__missing__', None)):
            return missing(self, key)
        return self.data[key]

    def __setitem__(self, key, item):
        self.data[key] = item

    def __eq__(self, other):
        return self.data == (other.data if isinstance(other, UserDict) else other)

    __hash__ = None

    def get(self, key, default=None):
        if key not in self:
            return default
        return self[key]

    def pop(self, key, *default):
        return self.data.pop(key, *default)

    def update(self, other=(), /, **kwds):
        given = other.items() if hasattr(other, 'items') else other
        for pairs in (given, kwds.items()):
            for key, item in pairs:
                self[key] = item

    def setdefault(self, key, default=None):
        try:
            found = self[key]  # __missing__ may have an answer, too
        except KeyError:
            self[key] = found = default
        return found

    def copy(self):
        return type(self)(self.data)


def _of_data(name):
    """A method that asks the data, as the operators and functions do."""
    def ask(self, *args):
        return getattr(self.data, name)(*args)

    ask.__name__ = name
    return ask


class UserList:
    def __init__(self, initlist=None):
        self.data = list(initlist) if initlist is not None else []

    def __eq__(self, other):
        return self.data == (other.data if isinstance(other, UserList) else other)

    __hash__ = None

    def __getitem__(self, i):
        return type(self)(self.data[i]) if isinstance(i, slice) else self.data[i]

    def __getattr__(self, name):
        if name == 'data':
            raise AttributeError(name)
        return getattr(self.data, name)


for _kind, _names in ((UserDict, '__len__ __iter__ __contains__ __repr__ __delitem__ keys values items clear'),
                      (UserList, '__len__ __iter__ __contains__ __repr__ __setitem__ __delitem__')):
    for _name in _names.split():
        setattr(_kind, _name, _of_data(_name))


class UserString:
    def __init__(self, seq):
        self.data = str(seq)

    def __str__(self):
        return self.data

    def __repr__(self):
        return repr(self.data)

    def __len__(self):
        return len(self.data)

    def __eq__(self, other):
        return self.data == (other.data if isinstance(other, UserString) else other)

    def __hash__(self):
        return hash(self.data)

    def __getitem__(self, index):
        return type(self)(self.data[index])

    def __getattr__(self, name):
        if name == 'data':
            raise AttributeError(name)
        return getattr(self.data, name)
