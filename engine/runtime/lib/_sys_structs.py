"""Records of the sys module: named fields that can also be reached by index where CPython allows it."""


class _Record(tuple):
    __slots__ = ()
    _names = ()

    def __getattribute__(self, name):
        cls = type(self)
        if name in cls._names:
            return self[cls._names.index(name)]
        return tuple.__getattribute__(self, name)

    def __repr__(self):
        fields = ', '.join(f'{n}={v!r}' for n, v in zip(type(self)._names, self))
        return f'{type(self)._shown}({fields})'


class _Namespace:
    def __init__(self, values):
        self.__dict__.update(values)

    def __repr__(self):
        return 'namespace(' + ', '.join(f'{n}={v!r}' for n, v in self.__dict__.items()) + ')'


def make(name, values):
    if name == 'namespace':
        return _Namespace(values)
    cls = type(name.rpartition('.')[2], (_Record,), {'_names': tuple(values), '_shown': name, '__module__': 'sys', '__slots__': ()})
    return cls(values.values())


class asyncgen_hooks(_Record):
    _names = ('firstiter', 'finalizer')
    _shown = 'asyncgen_hooks'
    __slots__ = ()

    def __new__(cls, firstiter, finalizer):
        return tuple.__new__(cls, (firstiter, finalizer))


class UnraisableHookArgs(_Record):
    _names = ('exc_type', 'exc_value', 'exc_traceback', 'err_msg', 'object')
    _shown = 'UnraisableHookArgs'
    __slots__ = ()
