"""Tools for functions."""

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__')
WRAPPER_UPDATES = '__dict__',


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Makes a function look like the one that it stands for."""
    for name in assigned:
        try:  # one may not have it, the other may not take it
            setattr(wrapper, name, getattr(wrapped, name))
        except AttributeError:
            pass
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    setattr(wrapper, '__wrapped__', wrapped)
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# --- functions with some of their arguments given --------------------------------------------------------------------

def _call_text(shown):
    """The arguments of a call as they would be written."""
    return ', '.join([repr(shown.func), *map(repr, shown.args), *map('{0[0]}={0[1]!r}'.format, shown.keywords.items())])


class partial:
    """A function with some of its arguments given."""

    def __new__(cls, /, *args, **keywords):
        if not args:
            raise TypeError("type 'partial' takes at least one argument")
        func, *args = args
        args = tuple(args)
        if not callable(func):
            raise TypeError('the first argument must be callable')
        made = object.__new__(cls)
        # A partial of a partial is one partial: what it calls stays one call away.
        inner = func if type(func) is cls or cls is partial and isinstance(func, partial) and not _own(func) else None
        if inner is None:
            made.func, made.args, made.keywords = func, args, keywords
        else:
            made.func, made.args, made.keywords = inner.func, (*inner.args, *args), {**inner.keywords, **keywords}
        return made

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **(self.keywords | keywords))

    def __reduce__(self):
        return type(self), (self.func,), (self.func, self.args, self.keywords, _own(self) or None)

    def __setstate__(self, state):
        self.func, self.args, self.keywords, more = state
        vars(self).update(more or {})

    def __repr__(self):
        kind = type(self)
        where = 'functools' if kind is partial else kind.__module__
        return f'{where}.{kind.__qualname__}({_call_text(self)})'

    def __class_getitem__(cls, item):
        return cls


def _own(made):
    """The attributes that someone gave to a partial."""
    return {name: value for name, value in vars(made).items() if name not in ('func', 'args', 'keywords')}


class partialmethod:
    """partial() for methods."""

    def __init__(self, func, /, *args, **keywords):
        if not (callable(func) or hasattr(func, '__get__')):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        vars(self).update(func=func, args=args, keywords=keywords)

    def __get__(self, obj, cls=None):
        descriptor = hasattr(self.func, '__get__')
        bound = self.func.__get__(obj, cls) if descriptor else self.func
        if bound is not self.func:
            return partial(bound, *self.args, **self.keywords)

        def _method(instance, /, *more, **named):
            return self.func(instance, *self.args, *more, **(self.keywords | named))

        return _method.__get__(obj, cls)


_nothing = type('_Nothing', (), {})()


def reduce(function, iterable, /, initial=_nothing):
    """function(function(initial, first), second) and so on; without initial, the first item takes its place."""
    try:
        items = iter(iterable)
    except TypeError:
        raise TypeError('reduce() arg 2 must support iteration') from None
    so_far = next(items, _nothing) if initial is _nothing else initial
    if so_far is _nothing:
        raise TypeError('reduce() of empty iterable with no initial value')
    for item in items:
        so_far = function(so_far, item)
    return so_far


# --- results that are kept -------------------------------------------------------------------------------------------

class _CacheInfo(tuple):
    __slots__ = ()
    _fields = ('hits', 'misses', 'maxsize', 'currsize')

    def __repr__(self):
        return 'CacheInfo(' + ', '.join(f'{n}={v!r}' for n, v in zip(self._fields, self)) + ')'

    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])


class _Call(tuple):
    """A call's arguments as a key that no argument can be equal to. Its hash is computed once."""

    def __new__(cls, parts):
        made = tuple.__new__(cls, parts)
        made.known_hash = tuple.__hash__(made)
        return made

    def __hash__(self):
        return self.known_hash


def _call_key(args, named, typed):
    if len(args) == 1 and not named and not typed and type(args[0]) in (int, str):
        return args[0]  # the common case; no other kind of key is an int or a str
    kinds = [type(value) for value in (*args, *named.values())] if typed else []
    return _Call((args, *named.items(), *kinds))


class _Kept:
    """The results that a function is asked for, those used last at the end."""

    def __init__(self, most, typed):
        self.most, self.typed = most, typed
        self.forget()

    def forget(self):
        self.results, self.hits, self.misses = {}, 0, 0

    def info(self):
        return _CacheInfo((self.hits, self.misses, self.most, len(self.results)))

    def look_up(self, args, named):
        """The call's key, and the result that is kept for it or _nothing."""
        key = None if self.most == 0 else _call_key(args, named, self.typed)
        found = self.results.get(key, _nothing)
        if found is _nothing:
            self.misses += 1
        else:
            self.hits += 1
            if self.most is not None:
                self.results[key] = self.results.pop(key)
        return key, found

    def put(self, key, made):
        if self.most != 0:
            # The function may have called itself with the same arguments.
            if key not in self.results and self.most is not None and len(self.results) >= self.most:
                self.results.pop(next(iter(self.results)))
            self.results[key] = made
        return made


def _remembering(function, most, typed):
    kept = _Kept(most, typed)

    def remembering(*args, **named):
        key, found = kept.look_up(args, named)
        return kept.put(key, function(*args, **named)) if found is _nothing else found

    vars(remembering).update(cache_info=kept.info, cache_clear=kept.forget,
                             cache_parameters=lambda: {'maxsize': most, 'typed': typed})
    return update_wrapper(remembering, function)


def lru_cache(maxsize=128, typed=False):
    """Keeps the results of the calls made last. Decorates with or without arguments."""
    if callable(maxsize) and isinstance(typed, bool):
        return _remembering(maxsize, 128, typed)
    if not (maxsize is None or isinstance(maxsize, int)):
        raise TypeError('Expected first argument to be an integer, a callable, or None')
    most = maxsize if maxsize is None or maxsize > 0 else 0
    return lambda function: _remembering(function, most, typed)


def cache(user_function, /):
    """Keeps the result of every call."""
    return _remembering(user_function, None, False)


class cached_property:
    """A method that is called once for each instance; its result becomes an attribute."""

    def __init__(self, func):
        vars(self).update(func=func, attrname=None, __doc__=func.__doc__, __module__=func.__module__)

    def __set_name__(self, owner, name):
        known = self.attrname or name
        if known != name:
            raise TypeError('Cannot assign the same cached_property to two different names '
                            f'({known!r} and {name!r}).')
        self.attrname = known

    def __get__(self, instance, owner=None):
        name = self.attrname
        if instance is None:
            return self
        if name is None:
            raise TypeError('Cannot use cached_property instance without calling __set_name__ on it.')
        kept = getattr(instance, '__dict__', None)
        if kept is None:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f'instance to cache {name!r} property.')
        if name in kept:
            return kept[name]
        kept[name] = made = self.func(instance)
        return made

    def __class_getitem__(cls, item):
        return cls


# --- order -----------------------------------------------------------------------------------------------------------

def cmp_to_key(mycmp):
    """A key for sorted() out of a function that compares two items."""
    import operator

    def answering(name):
        to_zero = getattr(operator, name)

        def compare(key, other):
            return to_zero(mycmp(key.obj, other.obj), 0)

        compare.__name__ = name
        return compare

    def keep(key, obj):
        key.obj = obj

    body = {f'__{name}__': answering(name) for name in ('lt', 'le', 'eq', 'ge', 'gt')}
    return type('KeyWrapper', (), {**body, '__slots__': ('obj',), '__init__': keep, '__hash__': None, '__module__': __name__})


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


# --- functions with an implementation for each type ------------------------------------------------------------------

class _Implementations(dict):
    """The implementation for each type that was registered."""

    def best_for(self, kind):
        # What the class inherits comes first, then what it merely claims to be (abstract classes), object last.
        *real, _ = kind.__mro__
        for known in real:
            if known in self:
                return self[known]
        claimed = [known for known in self if known is not object and issubclass(kind, known)]
        nearest = [one for one in claimed if not any(issubclass(other, one) for other in claimed if other is not one)]
        if len(nearest) > 1:
            raise RuntimeError('Ambiguous dispatch: {} or {}'.format(*nearest))
        return self[nearest[0] if nearest else object]

    def add(self, cls, implementation=None):
        if implementation is None and isinstance(cls, type):
            return partial(self.add, cls)
        if implementation is None:
            kinds = [*getattr(cls, '__annotations__', {}).values()]
            if not kinds:
                raise TypeError(f'Invalid first argument to `register()`: {cls!r}. Use either `@register(some_class)` '
                                'or plain `@register` on an annotated function.')
            cls, implementation = kinds[0], cls
        self[cls] = implementation
        return implementation


def singledispatch(func):
    """A function that chooses its implementation by the type of its first argument."""
    known = _Implementations({object: func})

    def choose(*args, **kw):
        if args:
            return known.best_for(args[0].__class__)(*args, **kw)
        raise TypeError(f'{func.__name__} requires at least 1 positional argument')

    choose.register, choose.dispatch, choose.registry = known.add, known.best_for, known
    return update_wrapper(choose, func)


class singledispatchmethod:
    """singledispatch() for methods: the argument after self or cls decides."""

    def __init__(self, func):
        self.func, self.dispatcher = func, singledispatch(func)
        self.register = self.dispatcher.register

    def __get__(self, obj, cls=None):
        def choose(*args, **kwargs):
            if not args:
                name = getattr(self.func, '__name__', 'singledispatchmethod method')
                raise TypeError(f'{name} requires at least 1 positional argument')
            chosen = self.dispatcher.dispatch(args[0].__class__)
            return chosen.__get__(obj, cls)(*args, **kwargs)

        choose.register = self.register
        return update_wrapper(choose, self.func)
