"""Shallow and deep copies."""


class Error(Exception):
    pass


error = Error

_ATOMS = (type(None), type(Ellipsis), type(NotImplemented), int, float, bool, complex, bytes, str, type, range, property,
          type(len), type(lambda: 0))


def copy(x):
    cls = type(x)
    if cls in _ATOMS or cls in (tuple, frozenset) or issubclass(cls, type):
        return x
    if cls in (list, dict, set, bytearray):
        return x.copy()
    method = getattr(cls, '__copy__', None)
    if method is not None:
        return method(x)
    return _rebuild(x, None)


def deepcopy(x, memo=None, _nil=[]):
    if memo is None:
        memo = {}
    known = memo.get(id(x), _nil)
    if known is not _nil:
        return known
    cls = type(x)
    if cls in _ATOMS or issubclass(cls, type):
        return x
    if cls is list:
        y = memo[id(x)] = []
        for item in x:
            y.append(deepcopy(item, memo))
    elif cls is dict:
        y = memo[id(x)] = {}
        for key, value in x.items():
            y[deepcopy(key, memo)] = deepcopy(value, memo)
    elif cls is tuple:
        y = tuple(deepcopy(item, memo) for item in x)
        y = memo.get(id(x), y)
        if all(a is b for a, b in zip(x, y)):
            y = x
    elif cls in (set, frozenset):
        y = cls(deepcopy(item, memo) for item in x)
    elif cls is bytearray:
        y = bytearray(x)
    else:
        method = getattr(x, '__deepcopy__', None)
        y = method(memo) if method is not None else _rebuild(x, memo)
    if y is not x:
        memo[id(x)] = y
        memo.setdefault(id(memo), []).append(x)
    return y


def _rebuild(x, memo):
    cls = type(x)
    deep = memo is not None
    if isinstance(x, BaseException):
        y = cls.__new__(cls, *x.args)
        y.args = deepcopy(x.args, memo) if deep else x.args
    elif isinstance(x, (tuple, str, int, float, bytes, frozenset)):
        base = next(b for b in cls.__mro__ if b in (tuple, str, int, float, bytes, frozenset))
        content = base(x)
        y = base.__new__(cls, deepcopy(content, memo) if deep else content)
    elif isinstance(x, (list, dict, set)):
        y = cls.__new__(cls)
        if deep:
            memo[id(x)] = y
        if isinstance(x, list):
            y.extend(deepcopy(i, memo) if deep else i for i in x)
        elif isinstance(x, dict):
            for key, value in x.items():
                dict.__setitem__(y, deepcopy(key, memo) if deep else key, deepcopy(value, memo) if deep else value)
        else:
            y.update(deepcopy(i, memo) if deep else i for i in x)
    elif hasattr(x, '__dict__') or hasattr(cls, '__slots__'):
        y = cls.__new__(cls)
    else:
        raise TypeError(f"cannot pickle '{cls.__name__}' object")
    if deep:
        memo[id(x)] = y
    state = getattr(x, '__dict__', None)
    if state:
        custom = getattr(cls, '__getstate__', None)
        if custom is not None and getattr(object, '__getstate__', None) is not custom:
            state = custom(x)
        if deep:
            state = deepcopy(state, memo)
        if hasattr(y, '__setstate__') and not isinstance(x, BaseException):
            y.__setstate__(state)
        else:
            y.__dict__.update(state)
    for base in cls.__mro__:
        slots = base.__dict__.get('__slots__', ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ('__dict__', '__weakref__') and hasattr(x, name):
                value = getattr(x, name)
                setattr(y, name, deepcopy(value, memo) if deep else value)
    return y


def replace(obj, /, **changes):
    method = getattr(type(obj), '__replace__', None)
    if method is None:
        raise TypeError(f'replace() does not support {type(obj).__name__} objects')
    return method(obj, **changes)
