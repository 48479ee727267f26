"""Names for annotations. Nothing is checked at run time."""

import collections
import collections.abc as _abc
from abc import ABCMeta


class _Form:
    """Something that can stand in an annotation and be subscripted."""

    def __init__(self, name, args=None, origin=None):
        self._name = name
        self.__args__ = args or ()
        self.__origin__ = origin
        self.__parameters__ = ()

    def __getitem__(self, args):
        return _Form(self._name, args if isinstance(args, tuple) else (args,), self.__origin__ or self)

    def __repr__(self):
        if not self.__args__:
            return f'typing.{self._name}'
        return f"typing.{self._name}[{', '.join(map(_show, self.__args__))}]"

    def __call__(self, *args, **kwargs):
        if isinstance(self.__origin__, type):
            return self.__origin__(*args, **kwargs)
        raise TypeError(f'Cannot instantiate {self!r}')

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __eq__(self, other):
        if not isinstance(other, _Form):
            return NotImplemented
        return self._name == other._name and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self._name, tuple(map(str, self.__args__))))

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, type):
            return (self.__origin__,)
        return ()

    def __instancecheck__(self, obj):
        if isinstance(self.__origin__, type) and not self.__args__:
            return isinstance(obj, self.__origin__)
        raise TypeError('Subscripted generics cannot be used with class and instance checks')

    def __subclasscheck__(self, cls):
        if isinstance(self.__origin__, type) and not self.__args__:
            return issubclass(cls, self.__origin__)
        raise TypeError('Subscripted generics cannot be used with class and instance checks')


def _show(arg):
    if arg is ...:
        return '...'
    if arg is type(None) or arg is None:
        return 'None'
    if isinstance(arg, type):
        return arg.__qualname__ if arg.__module__ == 'builtins' else f'{arg.__module__}.{arg.__qualname__}'
    if isinstance(arg, list):
        return '[' + ', '.join(map(_show, arg)) + ']'
    return repr(arg)


for _name in ('Any', 'Union', 'Optional', 'ClassVar', 'Final', 'Literal', 'Annotated', 'NoReturn', 'Never', 'Self', 'LiteralString',
              'Concatenate', 'TypeAlias', 'TypeGuard', 'TypeIs', 'Required', 'NotRequired', 'ReadOnly', 'Unpack'):
    globals()[_name] = _Form(_name)
for _name, _origin in (
        ('List', list), ('Dict', dict), ('Tuple', tuple), ('Set', set), ('FrozenSet', frozenset), ('Type', type),
        ('Deque', collections.deque), ('DefaultDict', collections.defaultdict), ('OrderedDict', collections.OrderedDict),
        ('Counter', collections.Counter), ('ChainMap', collections.ChainMap), ('Awaitable', _abc.Awaitable),
        ('Coroutine', _abc.Coroutine), ('AsyncIterable', _abc.AsyncIterable), ('AsyncIterator', _abc.AsyncIterator),
        ('AsyncGenerator', _abc.AsyncGenerator), ('Iterable', _abc.Iterable), ('Iterator', _abc.Iterator),
        ('Reversible', _abc.Reversible), ('Generator', _abc.Generator), ('Sized', _abc.Sized), ('Container', _abc.Container),
        ('Collection', _abc.Collection), ('Callable', _abc.Callable), ('Hashable', _abc.Hashable), ('Sequence', _abc.Sequence),
        ('MutableSequence', _abc.MutableSequence), ('AbstractSet', _abc.Set), ('MutableSet', _abc.MutableSet),
        ('Mapping', _abc.Mapping), ('MutableMapping', _abc.MutableMapping), ('KeysView', _abc.KeysView),
        ('ItemsView', _abc.ItemsView), ('ValuesView', _abc.ValuesView)):
    globals()[_name] = _Form(_name, (), _origin)
for _name in ('ContextManager', 'AsyncContextManager', 'Pattern', 'Match', 'IO', 'TextIO', 'BinaryIO', 'AnyStr', 'Text'):
    globals()[_name] = _Form(_name)
del _name, _origin
Text = str
TYPE_CHECKING = False


class _TypeParameter:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, infer_variance=False, default=None):
        self.__name__ = name
        self.__bound__ = bound
        self.__constraints__ = constraints
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant

    def __repr__(self):
        return ('+' if self.__covariant__ else '-' if self.__contravariant__ else '~') + self.__name__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __typing_subst__(self, arg):
        return arg


class TypeVar(_TypeParameter):
    pass


class TypeVarTuple(_TypeParameter):
    def __iter__(self):
        yield Unpack[self]


class ParamSpec(_TypeParameter):
    @property
    def args(self):
        return _Form(f'{self.__name__}.args')

    @property
    def kwargs(self):
        return _Form(f'{self.__name__}.kwargs')


class _GenericAlias:
    def __init__(self, origin, args):
        self.__origin__ = origin
        self.__args__ = args

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __getattr__(self, name):
        return getattr(self.__origin__, name)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __repr__(self):
        return f"{_show(self.__origin__)}[{', '.join(map(_show, self.__args__))}]"

    def __or__(self, other):
        return Union[self, other]


class Generic:
    __slots__ = ()

    def __class_getitem__(cls, args):
        return _GenericAlias(cls, args if isinstance(args, tuple) else (args,))


class _ProtocolMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        if cls.__dict__.get('_is_runtime_protocol'):
            return all(hasattr(instance, name) for name in cls._protocol_members())
        return super().__instancecheck__(instance)

    def _protocol_members(cls):
        names = set()
        for base in cls.__mro__:
            if base.__dict__.get('_is_protocol') and base.__name__ != 'Protocol':
                names.update(base.__dict__.get('__annotations__', ()))
                names.update(n for n in base.__dict__ if not n.startswith(('_abc', '__')) and n not in ('_is_protocol', '_is_runtime_protocol'))
        return names


class Protocol(Generic, metaclass=_ProtocolMeta):
    __slots__ = ()
    _is_protocol = True

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if '_is_protocol' not in cls.__dict__:
            cls._is_protocol = Protocol in cls.__bases__


def runtime_checkable(cls):
    cls._is_runtime_protocol = True
    return cls


class SupportsInt(Protocol):
    pass


class SupportsFloat(Protocol):
    pass


class SupportsIndex(Protocol):
    pass


class SupportsAbs(Protocol):
    pass


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        annotations = ns.get('__annotations__', {})
        defaults = [ns[name] for name in annotations if name in ns]
        made = collections.namedtuple(typename, list(annotations), defaults=defaults, module=ns['__module__'])
        made.__annotations__ = annotations
        for key, value in ns.items():
            if key not in annotations and key not in ('__module__', '__qualname__', '__annotations__', '__orig_bases__', '__classcell__'):
                setattr(made, key, value)
        return made


def NamedTuple(typename, fields=(), /):
    made = collections.namedtuple(typename, [name for name, _ in fields])
    made.__annotations__ = dict(fields)
    return made


_NamedTuple = type.__new__(NamedTupleMeta, 'NamedTuple', (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        made = type.__new__(cls, name, (dict,), ns)
        return made

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)


_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})


def TypedDict(typename, fields=(), /, *, total=True):
    return _TypedDictMeta(typename, (), {'__annotations__': dict(fields)})


TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def NewType(name, tp):
    def new_type(x):
        return x
    new_type.__name__ = new_type.__qualname__ = name
    new_type.__supertype__ = tp
    return new_type


def cast(typ, val):
    return val


def overload(func):
    return func


def final(f):
    return f


def override(method, /):
    return method


def no_type_check(arg):
    return arg


def dataclass_transform(**kwargs):
    return lambda cls: cls


def assert_type(val, typ, /):
    return val


def assert_never(arg, /):
    raise AssertionError(f'Expected code to be unreachable, but got: {arg!r}')


def reveal_type(obj, /):
    import sys
    print(f'Runtime type is {type(obj).__name__!r}', file=sys.stderr)
    return obj


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            hints.update(base.__dict__.get('__annotations__', {}))
    else:
        hints.update(getattr(obj, '__annotations__', {}))
    space = dict(globalns or getattr(obj, '__globals__', {}))
    space.update(localns or {})
    return {k: eval(v, space) if isinstance(v, str) else type(None) if v is None else v for k, v in hints.items()}


def get_origin(tp):
    return getattr(tp, '__origin__', None)


def get_args(tp):
    return getattr(tp, '__args__', ())
