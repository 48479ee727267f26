"""Abstract base classes: classes with methods that are still to be written, and kinds that a class is declared to be."""

_MARK = '__isabstractmethod__'


def abstractmethod(funcobj):
    """Marks a method that a class with instances must define."""
    setattr(funcobj, _MARK, True)
    return funcobj


def _abstract_kind(kind):
    """classmethod, staticmethod and property in the form that was used before decorators could be stacked."""
    def __init__(self, callable, *rest):
        if kind is not property:
            abstractmethod(callable)
        kind.__init__(self, callable, *rest)

    return type('abstract' + kind.__name__, (kind,), {_MARK: True, '__init__': __init__, '__module__': __name__})


abstractclassmethod, abstractstaticmethod, abstractproperty = map(_abstract_kind, (classmethod, staticmethod, property))


def _still_abstract(cls):
    """Names of cls, its own and inherited ones, behind which a marked method stands."""
    names = [name for base in cls.__bases__ for name in getattr(base, '__abstractmethods__', ())]
    own = vars(cls)
    for name in dict.fromkeys([*own, *names]):
        if getattr(own[name] if name in own else getattr(cls, name, None), _MARK, False):
            yield name


def update_abstractmethods(cls):
    """Looks again at what is abstract, after methods were added from outside."""
    if hasattr(cls, '__abstractmethods__'):
        cls.__abstractmethods__ = frozenset(_still_abstract(cls))
    return cls


_registrations = 0


def get_cache_token():
    """Changes with every registration."""
    return _registrations


class ABCMeta(type):
    """Keeps instances of classes with abstract methods from being made, and lets classes be registered."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        made = type.__new__(mcls, name, bases, namespace, **kwargs)
        made._abc_registry = []
        made.__abstractmethods__ = frozenset(_still_abstract(made))
        return made

    def register(cls, subclass):
        """Declares a class to be a kind of this one. Can be used as a decorator."""
        global _registrations
        if not isinstance(subclass, type):
            raise TypeError('Can only register classes')
        if not issubclass(subclass, cls):
            if issubclass(cls, subclass):
                raise RuntimeError('Refusing to create an inheritance cycle')
            cls._abc_registry.append(subclass)
            _registrations += 1
        return subclass

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError('issubclass() arg 1 must be a class')
        told = cls.__subclasshook__(subclass)
        if told is not NotImplemented:
            return told
        kinds = (*cls._abc_registry, *cls.__subclasses__())
        return cls in subclass.__mro__ or any(issubclass(subclass, kind) for kind in kinds)

    def __instancecheck__(cls, instance):
        # An object may pretend to be of another class than it is.
        return any(cls.__subclasscheck__(kind) for kind in dict.fromkeys((instance.__class__, type(instance))))


ABC = ABCMeta('ABC', (), {'__slots__': (), '__module__': __name__, '__doc__': 'Inherit from it instead of naming ABCMeta.'})
