"""Enumerations."""

import builtins as _builtins

__all__ = ['EnumType', 'EnumMeta', 'Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag', 'auto', 'unique', 'member', 'nonmember',
           'property', 'verify', 'global_enum', 'CONFORM', 'CONTINUOUS', 'NAMED_FLAGS', 'UNIQUE', 'STRICT', 'EJECT', 'KEEP',
           'ReprEnum']


class auto:
    """A value that the enumeration chooses."""

    def __init__(self, value=None):
        self.value = value

    def __or__(self, other):
        return _Combined(self, other, lambda a, b: a | b)

    def __and__(self, other):
        return _Combined(self, other, lambda a, b: a & b)

    def __xor__(self, other):
        return _Combined(self, other, lambda a, b: a ^ b)

    def __ror__(self, other):
        return _Combined(other, self, lambda a, b: a | b)

    def _resolve(self, generate, name, values):
        if self.value is None:
            self.value = generate(name, 1, len(values), list(values))
        return self.value


class _Combined(auto):
    """What `A | B` means in a class body while A and B have no values yet."""

    def __init__(self, left, right, function):
        self.value = None
        self._parts = left, right
        self._function = function

    def _resolve(self, generate, name, values):
        left, right = (p._resolve(generate, name, values) if isinstance(p, auto) else p for p in self._parts)
        self.value = self._function(left, right)
        return self.value


class nonmember:
    def __init__(self, value):
        self.value = value


class member:
    def __init__(self, value):
        self.value = value


def _is_descriptor(obj):
    return hasattr(obj, '__get__') or hasattr(obj, '__set__') or hasattr(obj, '__delete__')


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == '__' and name[2] != '_' and name[-3] != '_'


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == '_' and name[1] != '_' and name[-2] != '_'


def _is_private(cls_name, name):
    prefix = f'_{cls_name}__'
    return len(name) > len(prefix) and name.startswith(prefix)


class property(_builtins.property):
    """An attribute of members that may share its name with a member."""

    def __get__(self, instance, owner=None):
        if instance is None:
            members = owner.__dict__.get('_member_map_', {})
            name = getattr(self, '_enum_name', None)
            if name in members:
                return members[name]
            return self
        return self.fget(instance)

    def __set_name__(self, owner, name):
        self._enum_name = name


class EnumType(type):
    """The metaclass: turns the values of the class body into members."""

    @classmethod
    def __prepare__(metacls, name, bases, **kwds):
        return {}

    def __new__(metacls, name, bases, namespace, *, boundary=None, **kwds):
        enum_bases = [b for b in bases if isinstance(b, EnumType)]
        if not enum_bases:  # Enum itself
            return super().__new__(metacls, name, bases, namespace)
        for base in enum_bases:
            if base._member_map_:
                raise TypeError(f'{name!r} cannot extend {base!r}')
        ignore = namespace.pop('_ignore_', [])
        if isinstance(ignore, str):
            ignore = ignore.replace(',', ' ').split()
        body = {}
        raw = []
        for key, value in namespace.items():
            if key in ignore:
                continue
            if isinstance(value, nonmember):
                body[key] = value.value
            elif isinstance(value, member):
                raw.append((key, value.value))
            elif (_is_dunder(key) or _is_sunder(key) or _is_private(name, key) or
                  (_is_descriptor(value) and not isinstance(value, auto))):
                if _is_sunder(key) and key not in ('_order_', '_generate_next_value_', '_missing_', '_ignore_', '_value_', '_name_',
                                                   '_numeric_repr_', '_iter_member_', '_member_type_', '_new_member_', '_boundary_',
                                                   '_add_alias_', '_add_value_alias_'):
                    raise ValueError(f'_sunder_ names, such as {key!r}, are reserved for future Enum use')
                body[key] = value
            else:
                raw.append((key, value))
        body.pop('_order_', None)
        cls = super().__new__(metacls, name, bases, body)
        cls._member_names_ = []
        cls._member_map_ = {}
        cls._value2member_map_ = {}
        cls._unhashable_ = []
        member_type = object
        for base in cls.__mro__[1:]:
            if not isinstance(base, EnumType) and base is not object:
                member_type = base
                break
        cls._member_type_ = member_type
        if member_type is not object:  # the enumeration's texts, not the data type's
            first = enum_bases[0]
            for method in ('__repr__', '__str__', '__format__'):
                if method not in body and getattr(cls, method) in (getattr(member_type, method), getattr(object, method)):
                    type.__setattr__(cls, method, getattr(first, method))
        generate = cls.__dict__.get('_generate_next_value_')
        if generate is None:
            generate = cls._generate_next_value_
        elif isinstance(generate, staticmethod):
            generate = generate.__func__
        is_flag = issubclass(cls, Flag) if 'Flag' in globals() else False
        if boundary is not None:
            cls._boundary_ = boundary
        values = []
        new = body.get('__new__')
        for key, value in raw:
            if isinstance(value, auto):
                value = value._resolve(generate, key, values)
            elif isinstance(value, tuple) and any(isinstance(v, auto) for v in value):
                value = tuple(v._resolve(generate, key, values) if isinstance(v, auto) else v for v in value)
            args = value if isinstance(value, tuple) else (value,)
            if member_type is tuple:
                args = (value,)
            if new is not None:
                made = new(cls, *args) if not isinstance(new, staticmethod) else new.__func__(cls, *args)
            elif member_type is object:
                made = object.__new__(cls)
            else:
                made = cls._new_member(member_type, args)
            if '_value_' not in made.__dict__:
                if member_type is object or new is not None:
                    made._value_ = value
                else:
                    made._value_ = member_type(*args)
            value = made._value_
            values.append(value)
            made._name_ = key
            made.__objclass__ = cls
            known = None
            for other in cls._member_map_.values():
                if other._value_ == value and type(other._value_) is type(value) or other._value_ == value:
                    known = other
                    break
            if known is not None:
                made = known
            else:
                made._sort_order_ = len(cls._member_names_)
                if is_flag and isinstance(value, int) and (value == 0 or value & (value - 1)):
                    pass  # combinations are aliases: reachable by name, not iterated over
                else:
                    cls._member_names_.append(key)
                init = cls.__init__
                if init is not object.__init__ and init is not Enum.__init__:
                    init(made, *args)
            cls._member_map_[key] = made
            descriptor = None
            for base in cls.__mro__[1:]:
                if key in base.__dict__:
                    descriptor = base.__dict__[key]
                    break
            if not isinstance(descriptor, property):
                type.__setattr__(cls, key, made)
            try:
                cls._value2member_map_.setdefault(value, made)
            except TypeError:
                cls._unhashable_.append(value)
        if new is not None:
            cls.__new_member__ = new
        type.__setattr__(cls, '__new__', Enum.__new__)
        if is_flag:
            mask = 0
            for m in cls._member_map_.values():
                mask |= m._value_
            cls._flag_mask_ = mask
            cls._all_bits_ = (1 << mask.bit_length()) - 1
        return cls

    def _new_member(cls, member_type, args):
        made = member_type.__new__(cls, *args)
        return made

    def __init__(cls, *args, **kwds):
        pass

    def __call__(cls, value=_builtins.NotImplemented, names=None, *values, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        if cls._member_map_ or names is None:
            if values or names is not None:
                value = (value, names) + values if names is not None else (value,) + values
            if value is NotImplemented:
                raise TypeError(f"{cls.__name__}.__new__() missing 1 required positional argument: 'value'")
            return cls.__new__(cls, value)
        return cls._create_(value, names, module=module, qualname=qualname, mixin=type, start=start)

    def _create_(cls, class_name, names, *, module=None, qualname=None, mixin=None, start=1):
        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        if isinstance(names, dict):
            names = list(names.items())
        ns = {}
        for i, item in enumerate(names):
            if isinstance(item, str):
                ns[item] = auto() if start == 1 else start + i
            else:
                ns[item[0]] = item[1]
        if module is None:
            import sys
            module = sys._getframe(2).f_globals.get('__name__')
        ns['__module__'] = module
        return cls.__class__(class_name, (cls,) if mixin is None else (mixin, cls), ns)

    def __bool__(cls):
        return True

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        try:
            cls(value)
        except ValueError:
            return False
        return True

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])

    def __reversed__(cls):
        return iter([cls._member_map_[name] for name in reversed(cls._member_names_)])

    def __len__(cls):
        return len(cls._member_names_)

    @_builtins.property
    def __members__(cls):
        import types
        return types.MappingProxyType(cls._member_map_)

    def __repr__(cls):
        kind = 'flag' if 'Flag' in globals() and issubclass(cls, Flag) else 'enum'
        return f'<{kind} {cls.__name__!r}>'

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError(f'cannot reassign member {name!r}')
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError(f'{cls.__name__!r} cannot delete member {name!r}.')
        super().__delattr__(name)

    def __dir__(cls):
        return sorted(set(['__class__', '__doc__', '__members__', '__module__', '__name__', '__qualname__']) | set(cls._member_names_))


EnumMeta = EnumType


class Enum(metaclass=EnumType):
    """A fixed set of named values."""

    _member_map_ = {}
    _member_names_ = []

    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            found = cls._value2member_map_.get(value)
            if found is not None:
                return found
        except TypeError:
            pass
        for candidate in cls._member_map_.values():
            if candidate._value_ == value:
                return candidate
        result = cls._missing_(value)
        if isinstance(result, cls):
            return result
        if result is None:
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        raise TypeError(f'error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member')

    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        try:
            return sorted(last_values)[-1] + 1
        except TypeError:
            raise TypeError('unable to sort non-numeric values') from None

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        value_repr = repr(self._value_)
        return f'<{self.__class__.__name__}.{self._name_}: {value_repr}>'

    def __str__(self):
        return f'{self.__class__.__name__}.{self._name_}'

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __dir__(self):
        return ['__class__', '__doc__', '__module__', 'name', 'value']

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_


class ReprEnum(Enum):
    """Only the repr is an enumeration's; str() and format() are the value's."""


class IntEnum(int, ReprEnum):
    def __str__(self):
        return int.__repr__(self)

    def __format__(self, format_spec):
        return int.__format__(self._value_, format_spec)

    __hash__ = int.__hash__


class StrEnum(str, ReprEnum):
    def __str__(self):
        return str.__str__(self._value_)

    def __format__(self, format_spec):
        return str.__format__(self._value_, format_spec)

    __hash__ = str.__hash__

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


class FlagBoundary(StrEnum):
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum):
    """Members that combine with | & ^ ~."""

    _boundary_ = STRICT

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        return 1 << max(v.bit_length() for v in last_values)

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        mask = cls._flag_mask_
        if value < 0:
            value = mask & value if cls._boundary_ is not KEEP else cls._all_bits_ & value
        unknown = value & ~mask
        if unknown:
            if cls._boundary_ is STRICT:
                width = max(value.bit_length(), mask.bit_length())
                raise ValueError(f'{cls!r} invalid value {value!r}\n    given {bin(value)[:2]} {value:0{width}b}\n'
                                 f'  allowed {bin(mask)[:2]} {mask:0{width}b}')
            if cls._boundary_ is CONFORM:
                value &= mask
            elif cls._boundary_ is EJECT:
                return value
        known = cls._value2member_map_.get(value)
        if known is not None:
            return known
        made = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        names = [m._name_ for m in cls if m._value_ & value]
        left = value & ~cls._flag_mask_
        if left:
            names.append(str(left))
        made._name_ = '|'.join(names) if names else None
        made._value_ = value
        cls._value2member_map_[value] = made
        return made

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and "
                            f'{self.__class__.__qualname__!r}')
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        for m in self.__class__:
            if m._value_ & self._value_:
                yield m

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        if self._name_ is None:
            return f'<{self.__class__.__name__}: {self._value_!r}>'
        return f'<{self.__class__.__name__}.{self._name_}: {self._value_!r}>'

    def __str__(self):
        if self._name_ is None:
            return f'{self.__class__.__name__}({self._value_!r})'
        return f'{self.__class__.__name__}.{self._name_}'

    def __bool__(self):
        return bool(self._value_)

    def _other(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return NotImplemented

    def __or__(self, other):
        value = self._other(other)
        return NotImplemented if value is NotImplemented else self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._other(other)
        return NotImplemented if value is NotImplemented else self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._other(other)
        return NotImplemented if value is NotImplemented else self.__class__(self._value_ ^ value)

    def __invert__(self):
        if self._boundary_ in (EJECT, KEEP):
            return self.__class__(~self._value_)
        return self.__class__(self._flag_mask_ & ~self._value_)

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__
    __hash__ = Enum.__hash__


class IntFlag(int, ReprEnum, Flag):
    _boundary_ = KEEP

    def __str__(self):
        return int.__repr__(self)

    def __format__(self, format_spec):
        return int.__format__(self._value_, format_spec)

    __repr__ = Flag.__repr__
    __or__ = __ror__ = Flag.__or__
    __and__ = __rand__ = Flag.__and__
    __xor__ = __rxor__ = Flag.__xor__
    __invert__ = Flag.__invert__
    __contains__ = Flag.__contains__
    __iter__ = Flag.__iter__
    __len__ = Flag.__len__
    __bool__ = Flag.__bool__
    __hash__ = int.__hash__


class EnumCheck(StrEnum):
    CONTINUOUS = 'no skipped integer values'
    NAMED_FLAGS = 'multi-flag aliases may not contain unnamed flags'
    UNIQUE = 'one name per value'


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


def unique(enumeration):
    """Refuses aliases."""
    duplicates = [f'{alias} -> {m.name}' for alias, m in enumeration.__members__.items() if alias != m.name]
    if duplicates:
        raise ValueError(f"duplicate values found in {enumeration!r}: {', '.join(duplicates)}")
    return enumeration


class verify:
    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                unique(enumeration)
            elif check is CONTINUOUS:
                values = sorted(m.value for m in enumeration)
                missing = [v for v in range(values[0], values[-1] + 1) if v not in values] if values else []
                if missing:
                    raise ValueError(f"invalid enum {enumeration.__name__!r}: missing values {', '.join(map(str, missing))}")
        return enumeration


def global_enum(cls, update_str=False):
    import sys
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls
