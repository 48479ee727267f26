"""Names of the types that the interpreter itself uses, and classes made by hand."""

from _types import *
from _types import GenericAlias, UnionType

LambdaType = FunctionType
BuiltinMethodType = BuiltinFunctionType
WrapperDescriptorType, MethodWrapperType = type(object.__repr__), type(object().__repr__)
ClassMethodDescriptorType = type(vars(dict)['fromkeys'])


class SimpleNamespace:
    """An object whose attributes are given as keywords."""

    __hash__ = None

    def __init__(self, attributes=(), /, **more):
        vars(self).update(attributes, **more)

    def __reduce__(self):
        return type(self), (), vars(self)

    def __repr__(self):
        name = 'namespace' if type(self) is SimpleNamespace else type(self).__name__
        if self in _shown:
            return name + '(...)'
        _shown.append(self)
        try:
            shown = [f'{key}={value!r}' for key, value in vars(self).items()]
        finally:
            _shown.pop()
        return f'{name}({", ".join(shown)})'

    def __eq__(self, other):
        if not isinstance(other, SimpleNamespace):
            return NotImplemented
        return vars(self) == vars(other)


class _Shown(list):
    """The namespaces whose repr() is being made, compared by identity."""

    def __contains__(self, item):
        return any(each is item for each in self)


_shown = _Shown()


# --- classes ---------------------------------------------------------------------------------------------------------

def resolve_bases(bases):
    """What stands for each base in the class that is made (PEP 560)."""
    def meant(base):
        entries = None if isinstance(base, type) else getattr(base, '__mro_entries__', None)
        return (base,) if entries is None else entries(bases)

    found = tuple(one for base in bases for one in meant(base))
    same = len(found) == len(bases) and all(map(lambda a, b: a is b, found, bases))
    return bases if same else found


def _most_derived(metaclasses):
    """The one that is a kind of all others, as a class statement picks it."""
    for candidate in metaclasses:
        if all(issubclass(candidate, other) for other in metaclasses):
            return candidate
    raise TypeError('metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the '
                    'metaclasses of all its bases')


def prepare_class(name, bases=(), kwds=None):
    """The metaclass, the namespace for the class's body, and the keywords that are left."""
    rest = dict(kwds or ())
    wanted = rest.pop('metaclass', None) or (type(bases[0]) if bases else type)
    if isinstance(wanted, type):
        wanted = _most_derived([wanted, *map(type, bases)])
    prepare = getattr(wanted, '__prepare__', None)
    return wanted, prepare(name, bases, **rest) if prepare else {}, rest


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Makes a class as a class statement does."""
    real_bases = resolve_bases(bases)
    metaclass, body, rest = prepare_class(name, real_bases, kwds)
    if exec_body:
        exec_body(body)
    if real_bases is not bases:
        body['__orig_bases__'] = bases
    return metaclass(name, real_bases, body, **rest)


def get_original_bases(cls, /):
    """The bases as they were written."""
    if not isinstance(cls, type):
        raise TypeError(f'Expected an instance of type, not {type(cls).__name__!r}')
    return vars(cls).get('__orig_bases__') or cls.__bases__


class DynamicClassAttribute:
    """A property of instances; asked for on the class, the metaclass's __getattr__ answers instead."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.__doc__ = getattr(fget, '__doc__', None) if doc is None else doc
        self.__isabstractmethod__ = getattr(fget, '__isabstractmethod__', False)

    def __get__(self, instance, owner=None):
        if instance is not None and self.fget is not None:
            return self.fget(instance)
        if instance is None and self.__isabstractmethod__:
            return self
        raise AttributeError(*(() if instance is None else ('unreadable attribute',)))

    def _use(self, function, problem, *args):
        if function is None:
            raise AttributeError(problem)
        function(*args)

    def __set__(self, instance, value):
        self._use(self.fset, "can't set attribute", instance, value)

    def __delete__(self, instance):
        self._use(self.fdel, "can't delete attribute", instance)

    def getter(self, fget):
        return type(self)(fget, self.fset, self.fdel, fget.__doc__ or self.__doc__)

    def setter(self, fset):
        return type(self)(self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel):
        return type(self)(self.fget, self.fset, fdel, self.__doc__)


# --- coroutines from generators --------------------------------------------------------------------------------------

class _AwaitableGenerator:
    """A generator that `await` accepts. What is not said here is the generator's own."""

    def __init__(self, generator):
        self._generator = generator

    def __await__(self):
        return self._generator

    def __iter__(self):
        return self._generator

    def __next__(self):
        return next(self._generator)

    def __getattr__(self, name):
        return getattr(self._generator, name)


_COROUTINE, _ITERABLE_COROUTINE, _GENERATOR = 0x80, 0x100, 0x20  # of co_flags


def coroutine(func):
    """Turns a generator function into a coroutine function."""
    if not callable(func):
        raise TypeError('types.coroutine() expects a callable')
    flags = getattr(getattr(func, '__code__', None), 'co_flags', 0)
    if flags & (_COROUTINE | _ITERABLE_COROUTINE):
        return func
    if flags & _GENERATOR:
        func.__code__ = func.__code__.replace(co_flags=flags | _ITERABLE_COROUTINE)
        return func

    import functools

    @functools.wraps(func)
    def awaitable(*args, **kwargs):
        made = func(*args, **kwargs)
        return _AwaitableGenerator(made) if isinstance(made, GeneratorType) else made

    return awaitable
