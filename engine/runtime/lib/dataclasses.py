"""Classes that hold data."""

import sys
import types

__all__ = ['dataclass', 'field', 'Field', 'FrozenInstanceError', 'InitVar', 'KW_ONLY', 'MISSING', 'fields', 'asdict', 'astuple',
           'make_dataclass', 'replace', 'is_dataclass']


class FrozenInstanceError(AttributeError):
    pass


class _Missing:
    def __repr__(self):
        return '<dataclasses._MISSING_TYPE object>'


MISSING = _Missing()


class _Factory:
    def __repr__(self):
        return '<factory>'


_FACTORY = _Factory()


class KW_ONLY:
    pass


class InitVar:
    def __init__(self, type):
        self.type = type

    def __class_getitem__(cls, type):
        return InitVar(type)

    def __repr__(self):
        return f"dataclasses.InitVar[{getattr(self.type, '__name__', self.type)}]"


_FIELD = '_FIELD'
_CLASSVAR = '_FIELD_CLASSVAR'
_INITVAR = '_FIELD_INITVAR'


_OPTIONS = 'default', 'default_factory', 'init', 'repr', 'hash', 'compare', 'metadata', 'kw_only'


class Field:
    """The options of a field; its name and type come from the class."""

    __slots__ = ('name', 'type', *_OPTIONS, '_kind')

    def __init__(self, *options):
        for slot, value in zip(self.__slots__, (None, None, *options, None)):
            setattr(self, slot, value)
        self.metadata = types.MappingProxyType(self.metadata if self.metadata is not None else {})

    def __repr__(self):
        options = [f'{slot}={getattr(self, slot)!r}' for slot in self.__slots__ if slot != '_kind']
        return f'Field({",".join(options)},_field_type={self._kind})'


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _kind_of(annotation):
    if isinstance(annotation, InitVar) or annotation is InitVar:
        return _INITVAR
    text = annotation if isinstance(annotation, str) else repr(annotation)
    if text.startswith(('typing.ClassVar', 'ClassVar', 't.ClassVar')):
        return _CLASSVAR
    if isinstance(annotation, str) and text.startswith(('InitVar', 'dataclasses.InitVar')):
        return _INITVAR
    return _FIELD


def _make_field(cls, name, annotation, kw_only):
    given = getattr(cls, name, MISSING)
    slot = isinstance(given, types.MemberDescriptorType)
    f = given if isinstance(given, Field) else field(default=MISSING if slot else given)
    f.name = name
    f.type = annotation
    f._kind = _kind_of(annotation)
    if f._kind in (_CLASSVAR, _INITVAR) and f.default_factory is not MISSING:
        raise TypeError(f'field {f.name} cannot have a default factory')
    if f.kw_only is MISSING:
        f.kw_only = kw_only
    if f._kind is _FIELD and f.default is not MISSING and f.default.__class__.__hash__ is None:
        raise ValueError(f'mutable default {type(f.default)} for field {f.name} is not allowed: use default_factory')
    return f


def _is_kw_only_marker(annotation):
    return annotation is KW_ONLY or (isinstance(annotation, str) and annotation in ('KW_ONLY', 'dataclasses.KW_ONLY'))


def _set(cls, name, function):
    function.__qualname__ = f'{cls.__qualname__}.{name}'
    function.__name__ = name
    function.__module__ = cls.__module__
    setattr(cls, name, function)


def _init_function(cls, init_fields, frozen, has_post_init):
    """__init__ is compiled from text, so that wrong calls are reported as for any function."""
    positional = [f for f in init_fields if f.init and not f.kw_only]
    keyword = [f for f in init_fields if f.init and f.kw_only]
    seen_default = None
    for f in positional:
        if f.default is not MISSING or f.default_factory is not MISSING:
            seen_default = f
        elif seen_default is not None:
            raise TypeError(f'non-default argument {f.name!r} follows default argument {seen_default.name!r}')
    space = {'_MISSING': MISSING, '_FACTORY': _FACTORY, '_set': object.__setattr__}
    self_name = '__dataclass_self__' if any(f.name == 'self' for f in init_fields) else 'self'

    def parameter(f):
        if f.default is not MISSING:
            space[f'_default_{f.name}'] = f.default
            return f'{f.name}=_default_{f.name}'
        if f.default_factory is not MISSING:
            return f'{f.name}=_FACTORY'
        return f.name
    parameters = [self_name] + [parameter(f) for f in positional]
    if keyword:
        parameters += ['*'] + [parameter(f) for f in keyword]
    body = []
    for f in init_fields:
        if f._kind is _INITVAR:
            continue
        if f.default_factory is not MISSING:
            space[f'_make_{f.name}'] = f.default_factory
            value = f'_make_{f.name}() if {f.name} is _FACTORY else {f.name}' if f.init else f'_make_{f.name}()'
        elif f.init:
            value = f.name
        else:
            continue
        body.append(f'_set({self_name}, {f.name!r}, {value})' if frozen else f'{self_name}.{f.name} = {value}')
    if has_post_init:
        passed = ', '.join(f.name for f in init_fields if f._kind is _INITVAR)
        body.append(f'{self_name}.__post_init__({passed})')
    source = f"def __init__({', '.join(parameters)}):\n  " + '\n  '.join(body or ['pass'])
    exec(source, space)
    function = space['__init__']
    function.__annotations__ = {f.name: f.type for f in init_fields if f.init}
    function.__annotations__['return'] = None
    return function


def _process(cls, init, repr_, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    all_fields = {}
    any_frozen = has_bases = False
    for base in cls.__mro__[-1:0:-1]:
        inherited = base.__dict__.get('__dataclass_fields__')
        if inherited is not None:
            has_bases = True
            all_fields.update(inherited)
            any_frozen = any_frozen or base.__dataclass_params__['frozen']
    own = []
    keyword_only = kw_only
    for name, annotation in cls.__dict__.get('__annotations__', {}).items():
        if _is_kw_only_marker(annotation):
            keyword_only = True
        else:
            own.append(_make_field(cls, name, annotation, keyword_only))
    for f in own:
        all_fields[f.name] = f
        replaced = isinstance(getattr(cls, f.name, None), Field)
        if replaced and f.default is not MISSING:
            setattr(cls, f.name, f.default)
        elif replaced:
            delattr(cls, f.name)
    for name, value in list(cls.__dict__.items()):
        if isinstance(value, Field) and name not in cls.__dict__.get('__annotations__', {}):
            raise TypeError(f'{name!r} is a field but has no type annotation')
    if has_bases:
        if any_frozen and not frozen:
            raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
        if frozen and not any_frozen:
            raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
    cls.__dataclass_fields__ = all_fields
    cls.__dataclass_params__ = {'init': init, 'repr': repr_, 'eq': eq, 'order': order, 'unsafe_hash': unsafe_hash, 'frozen': frozen,
                                'match_args': match_args, 'kw_only': kw_only, 'slots': slots, 'weakref_slot': weakref_slot}
    class_hash = cls.__dict__.get('__hash__', MISSING)
    explicit_hash = not (class_hash is MISSING or (class_hash is None and '__eq__' in cls.__dict__))
    init_fields = [f for f in all_fields.values() if f._kind in (_FIELD, _INITVAR)]
    plain = [f for f in all_fields.values() if f._kind is _FIELD]
    if init:
        _set(cls, '__init__', _init_function(cls, init_fields, frozen, hasattr(cls, '__post_init__')))
    if repr_ and '__repr__' not in cls.__dict__:
        shown = [f.name for f in plain if f.repr]
        running = set()

        def __repr__(self):
            if id(self) in running:
                return '...'
            running.add(id(self))
            try:
                return self.__class__.__qualname__ + '(' + ', '.join(f'{n}={getattr(self, n)!r}' for n in shown) + ')'
            finally:
                running.discard(id(self))
        _set(cls, '__repr__', __repr__)
    compared = [f.name for f in plain if f.compare]
    if eq and '__eq__' not in cls.__dict__:
        def __eq__(self, other):
            if self is other:
                return True
            if other.__class__ is not self.__class__:
                return NotImplemented
            return all(getattr(self, n) == getattr(other, n) for n in compared)
        _set(cls, '__eq__', __eq__)
    if order:
        if not eq:
            raise ValueError('eq must be true if order is true')

        def make(name, compare):
            def method(self, other):
                if other.__class__ is not self.__class__:
                    return NotImplemented
                return compare(tuple(getattr(self, n) for n in compared), tuple(getattr(other, n) for n in compared))
            if name in cls.__dict__:
                raise TypeError(f'Cannot overwrite attribute {name} in class {cls.__name__}. Consider using functools.total_ordering')
            _set(cls, name, method)
        make('__lt__', lambda a, b: a < b)
        make('__le__', lambda a, b: a <= b)
        make('__gt__', lambda a, b: a > b)
        make('__ge__', lambda a, b: a >= b)
    if frozen:
        names = frozenset(all_fields)

        def __setattr__(self, name, value):
            if type(self) is cls or name in names:
                raise FrozenInstanceError(f'cannot assign to field {name!r}')
            super(cls, self).__setattr__(name, value)

        def __delattr__(self, name):
            if type(self) is cls or name in names:
                raise FrozenInstanceError(f'cannot delete field {name!r}')
            super(cls, self).__delattr__(name)
        for function in (__setattr__, __delattr__):
            if function.__name__ in cls.__dict__:
                raise TypeError(f'Cannot overwrite attribute {function.__name__} in class {cls.__name__}')
            _set(cls, function.__name__, function)
    if unsafe_hash or (eq and frozen):
        if explicit_hash:
            if unsafe_hash:
                raise TypeError(f'Cannot overwrite attribute __hash__ in class {cls.__name__}')
        else:
            hashed = [f.name for f in plain if (f.compare if f.hash is None else f.hash)]

            def __hash__(self):
                return hash(tuple(getattr(self, n) for n in hashed))
            _set(cls, '__hash__', __hash__)
    elif eq and not explicit_hash:
        cls.__hash__ = None
    if match_args and '__match_args__' not in cls.__dict__:
        cls.__match_args__ = tuple(f.name for f in init_fields if f.init and not f.kw_only and f._kind is _FIELD)
    cls.__replace__ = _replace
    if not getattr(cls, '__doc__'):
        cls.__doc__ = cls.__name__
    if slots:
        cls = _with_slots(cls, [f.name for f in plain], weakref_slot)
        if frozen:
            _let_pickle_in(cls, [f.name for f in plain])
    return cls


def _let_pickle_in(cls, names):
    """Nobody may set an attribute of a frozen instance: it restores itself."""
    def restore(self, values):
        for name, value in zip(names, values):
            object.__setattr__(self, name, value)

    given = cls.__dict__
    for method, function in {'__getstate__': lambda self: [getattr(self, name) for name in names],
                             '__setstate__': restore}.items():
        if method not in given:
            setattr(cls, method, function)


def _with_slots(cls, names, weakref_slot):
    if '__slots__' in cls.__dict__:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    inherited = set()
    for base in cls.__mro__[1:]:
        slots = base.__dict__.get('__slots__', ())
        inherited.update((slots,) if isinstance(slots, str) else slots)
    ns = dict(cls.__dict__)
    ns['__slots__'] = tuple(n for n in names if n not in inherited) + (('__weakref__',) if weakref_slot else ())
    for name in names:
        ns.pop(name, None)
    ns.pop('__dict__', None)
    ns.pop('__weakref__', None)
    qualname = cls.__qualname__
    cls = type(cls)(cls.__name__, cls.__bases__, ns)
    cls.__qualname__ = qualname
    return cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True,
              kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    try:
        found = class_or_instance.__dataclass_fields__
    except AttributeError:
        raise TypeError('must be called with a dataclass type or instance') from None
    return tuple(f for f in found.values() if f._kind is _FIELD)


def is_dataclass(obj):
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, '__dataclass_fields__')


def _convert(obj, make_fields, factory):
    if is_dataclass(obj) and not isinstance(obj, type):
        return make_fields([(f.name, _convert(getattr(obj, f.name), make_fields, factory)) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, '_fields'):
        return type(obj)(*[_convert(v, make_fields, factory) for v in obj])
    if isinstance(obj, (list, tuple, set, frozenset)):
        return type(obj)(_convert(v, make_fields, factory) for v in obj)
    if isinstance(obj, dict):
        return type(obj)((_convert(k, make_fields, factory), _convert(v, make_fields, factory)) for k, v in obj.items())
    import copy
    return copy.deepcopy(obj)


def asdict(obj, *, dict_factory=dict):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError('asdict() should be called on dataclass instances')
    return _convert(obj, dict_factory, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError('astuple() should be called on dataclass instances')
    return _convert(obj, lambda pairs: tuple_factory([v for _, v in pairs]), tuple_factory)


def _replace(self, /, **changes):
    for f in self.__dataclass_fields__.values():
        if f._kind is _CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f'field {f.name} is declared with init=False, it cannot be specified with replace()')
            continue
        if f.name not in changes:
            if f._kind is _INITVAR and f.default is MISSING:
                raise TypeError(f'InitVar {f.name!r} must be specified with replace()')
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)


def replace(obj, /, **changes):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError('replace() should be called on dataclass instances')
    return _replace(obj, **changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, module=None, **options):
    ns = {} if namespace is None else dict(namespace)
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            annotations[item] = 'typing.Any'
        elif len(item) == 2:
            annotations[item[0]] = item[1]
        else:
            annotations[item[0]] = item[1]
            ns[item[0]] = item[2]
    ns['__annotations__'] = annotations
    ns['__module__'] = module or sys._getframe(1).f_globals.get('__name__', '__main__')
    return dataclass(**options)(type(cls_name, bases, ns))
