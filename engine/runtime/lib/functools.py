"""Tools for functions."""

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        try:
            setattr(wrapper, name, value)
        except AttributeError:
            pass
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


class partial:
    """A function with some of its arguments given."""

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError('the first argument must be callable')
        if isinstance(func, partial) and type(func) is cls:
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = object.__new__(cls)
        self.func = func
        self.args = args
        self.keywords = keywords
        return self

    def __call__(self, /, *args, **keywords):
        if self.keywords:
            keywords = {**self.keywords, **keywords}
        return self.func(*self.args, *args, **keywords)

    def __reduce__(self):
        known = ('func', 'args', 'keywords')
        more = {name: value for name, value in vars(self).items() if name not in known}
        return type(self), (self.func,), (self.func, self.args, self.keywords, more or None)

    def __setstate__(self, state):
        self.func, self.args, self.keywords, more = state
        vars(self).update(more or {})

    def __repr__(self):
        cls = type(self)
        name = f'functools.{cls.__qualname__}' if cls is partial else f'{cls.__module__}.{cls.__qualname__}'
        parts = [repr(self.func)]
        parts.extend(repr(a) for a in self.args)
        parts.extend(f'{k}={v!r}' for k, v in self.keywords.items())
        return f"{name}({', '.join(parts)})"

    def __class_getitem__(cls, item):
        return cls


class partialmethod:
    """partial() for methods."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        self.func = func
        self.args = args
        self.keywords = keywords

    def _make(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        return _method

    def __get__(self, obj, cls=None):
        bind = getattr(self.func, '__get__', None)
        if bind is not None:
            bound = bind(obj, cls)
            if bound is not self.func:
                return partial(bound, *self.args, **self.keywords)
        return self._make().__get__(obj, cls)


class _Missing:
    pass


_initial_missing = _Missing()


def reduce(function, iterable, /, initial=_initial_missing):
    it = iter(iterable)
    if initial is _initial_missing:
        try:
            value = next(it)
        except StopIteration:
            raise TypeError('reduce() of empty iterable with no initial value') from None
    else:
        value = initial
    for item in it:
        value = function(value, item)
    return value


class _CacheInfo(tuple):
    __slots__ = ()
    _fields = ('hits', 'misses', 'maxsize', 'currsize')

    def __repr__(self):
        return 'CacheInfo(' + ', '.join(f'{n}={v!r}' for n, v in zip(self._fields, self)) + ')'

    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])


_mark = object()


def _key(args, kwds, typed):
    if not kwds and not typed:
        return args if len(args) != 1 or type(args[0]) not in (int, str) else args[0]
    key = args
    if kwds:
        key += (_mark,)
        for item in kwds.items():
            key += item
    if typed:
        key += tuple(type(v) for v in args)
        key += tuple(type(v) for v in kwds.values())
    return key


def lru_cache(maxsize=128, typed=False):
    if callable(maxsize) and isinstance(typed, bool):
        return update_wrapper(_lru_cache(maxsize, 128, typed), maxsize)
    if maxsize is not None:
        if not isinstance(maxsize, int):
            raise TypeError('Expected first argument to be an integer, a callable, or None')
        maxsize = max(maxsize, 0)

    def decorate(function):
        return update_wrapper(_lru_cache(function, maxsize, typed), function)
    return decorate


def cache(user_function, /):
    return lru_cache(maxsize=None)(user_function)


def _lru_cache(function, maxsize, typed):
    entries = {}
    hits = misses = 0

    def wrapper(*args, **kwds):
        nonlocal hits, misses
        key = _key(args, kwds, typed)
        if maxsize != 0 and key in entries:
            hits += 1
            result = entries[key]
            if maxsize is not None:  # the most recent one stands last
                del entries[key]
                entries[key] = result
            return result
        misses += 1
        result = function(*args, **kwds)
        if maxsize != 0:
            if maxsize is not None and key not in entries and len(entries) >= maxsize:
                del entries[next(iter(entries))]
            entries[key] = result
        return result

    def cache_info():
        return _CacheInfo((hits, misses, maxsize, len(entries)))

    def cache_clear():
        nonlocal hits, misses
        entries.clear()
        hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
    return wrapper


class cached_property:
    """A method that is called once for each instance; its result becomes an attribute."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError('Cannot assign the same cached_property to two different names '
                            f'({self.attrname!r} and {name!r}).')

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError('Cannot use cached_property instance without calling __set_name__ on it.')
        try:
            values = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f'instance to cache {self.attrname!r} property.') from None
        if self.attrname not in values:
            values[self.attrname] = self.func(instance)
        return values[self.attrname]

    def __class_getitem__(cls, item):
        return cls


def cmp_to_key(mycmp):
    class K:
        __slots__ = ('obj',)

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

        __hash__ = None
    return K


def total_ordering(cls):
    """Adds the comparisons that follow from one of them and ==."""
    given = [op for op in ('__lt__', '__le__', '__gt__', '__ge__') if getattr(cls, op) is not getattr(object, op)]
    if not given:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    root = '__lt__' if '__lt__' in given else given[-1]

    def from_root(self, other, strict, less):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        equal = self == other
        if root == '__lt__':
            is_less = bool(result)
        elif root == '__le__':
            is_less = bool(result) and not equal
        elif root == '__gt__':
            is_less = not result and not equal
        else:
            is_less = not result
        if less:
            return is_less if strict else is_less or equal
        return (not is_less and not equal) if strict else not is_less

    def make(name, strict, less):
        def method(self, other):
            return from_root(self, other, strict, less)
        method.__name__ = name
        return method

    for name, strict, less in (('__lt__', True, True), ('__le__', False, True), ('__gt__', True, False), ('__ge__', False, False)):
        if name not in given:
            setattr(cls, name, make(name, strict, less))
    return cls


def singledispatch(func):
    """A function that chooses its implementation by the type of its first argument."""
    registry = {}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry:
                return registry[base]
        for known, implementation in registry.items():
            if issubclass(cls, known):
                return implementation
        return registry[object]

    def register(cls, implementation=None):
        if implementation is None:
            if isinstance(cls, type):
                return lambda f: register(cls, f)
            implementation = cls
            annotations = getattr(cls, '__annotations__', {})
            if not annotations:
                raise TypeError(f'Invalid first argument to `register()`: {cls!r}. Use either `@register(some_class)` '
                                'or plain `@register` on an annotated function.')
            cls = next(iter(annotations.values()))
        registry[cls] = implementation
        return implementation

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{func.__name__} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    def __init__(self, func):
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, method)

    def __get__(self, obj, cls=None):
        def method(*args, **kwargs):
            return self.dispatcher.dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)
        method.register = self.register
        update_wrapper(method, self.func)
        return method
