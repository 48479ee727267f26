"""Abstract classes of containers and of asynchronous objects.

Each class holds the methods that follow from others; the decorator before it names those that a subclass must write,
with what they do when they are called through super(): an exception is raised, anything else is returned.
"""

from abc import ABCMeta, update_abstractmethods
from types import GenericAlias

__all__ = ['Awaitable', 'Coroutine', 'AsyncIterable', 'AsyncIterator', 'AsyncGenerator', 'Hashable', 'Iterable', 'Iterator',
           'Generator', 'Reversible', 'Sized', 'Container', 'Callable', 'Collection', 'Set', 'MutableSet', 'Mapping',
           'MutableMapping', 'MappingView', 'KeysView', 'ItemsView', 'ValuesView', 'Sequence', 'MutableSequence', 'Buffer']


# --- how the classes are made ----------------------------------------------------------------------------------------

def _left_open(cls, name, outcome):
    raises = isinstance(outcome, type) and issubclass(outcome, BaseException)

    def method(self, *args, **kwargs):
        if raises:
            raise outcome
        return outcome

    method.__name__, method.__qualname__, method.__module__ = name, f'{cls.__name__}.{name}', __name__
    method.__isabstractmethod__ = True
    return method


def _demands(**outcomes):
    """Leaves methods of the class open."""
    def complete(cls):
        for name, outcome in outcomes.items():
            setattr(cls, name, _left_open(cls, name, outcome))
        return update_abstractmethods(cls)

    return complete


def _provides(cls, name):
    """Whether the class has the method: None in its place says that it has not, whatever its bases have."""
    owner = next((base for base in cls.__mro__ if name in vars(base)), None)
    return owner is not None and vars(owner)[name] is not None


def _known_by(*names):
    """Makes whatever has these methods count as a subclass."""
    def complete(cls):
        def __subclasshook__(asked, candidate):
            if asked is cls and all(_provides(candidate, name) for name in names):
                return True
            return NotImplemented

        cls.__subclasshook__ = classmethod(__subclasshook__)
        return cls

    return complete


def _told_to_close(what):
    raise RuntimeError(f'{what} ignored GeneratorExit')


# --- one method ------------------------------------------------------------------------------------------------------

def _one_method(name, method, outcome, *bases, also=(), generic=True):
    extra = {'__class_getitem__': classmethod(GenericAlias)} if generic and not bases else {}
    made = ABCMeta(name, bases, {'__slots__': (), '__module__': __name__, **extra})
    return _known_by(method, *also)(_demands(**{method: outcome})(made))


Hashable = _one_method('Hashable', '__hash__', 0, generic=False)
Sized = _one_method('Sized', '__len__', 0, generic=False)
Container = _one_method('Container', '__contains__', False)
Callable = _one_method('Callable', '__call__', False)
Buffer = _one_method('Buffer', '__buffer__', NotImplementedError, generic=False)
Iterable = _one_method('Iterable', '__iter__', iter(()))
Reversible = _one_method('Reversible', '__reversed__', iter(()), Iterable, also=['__iter__'])
Awaitable = _one_method('Awaitable', '__await__', iter(()))
AsyncIterable = _one_method('AsyncIterable', '__aiter__', None)


# --- what runs by steps ----------------------------------------------------------------------------------------------

@_known_by('__iter__', '__next__')
@_demands(__next__=StopIteration)
class Iterator(Iterable):
    __slots__ = ()

    def __iter__(self):
        return self


def _closes(what):
    def close(self):
        try:
            self.throw(GeneratorExit)
        except (StopIteration, GeneratorExit):
            return
        _told_to_close(what)

    return close


def _throw(self, typ, val=None, tb=None):
    """Raises what is thrown in, as the innermost throw() does."""
    if val is None:
        error = typ() if isinstance(typ, type) and tb is not None else typ
    else:
        error = val
    raise error if tb is None else error.with_traceback(tb)


_throw.__isabstractmethod__ = True


async def _athrow(self, typ, val=None, tb=None):
    _throw(self, typ, val, tb)


_athrow.__isabstractmethod__ = True


async def _stop(self, *args):
    raise StopAsyncIteration


_stop.__isabstractmethod__ = True


@_known_by('__iter__', '__next__', 'send', 'throw', 'close')
@_demands(send=StopIteration)
class Generator(Iterator):
    __slots__ = ()
    throw, close = _throw, _closes('generator')

    def __next__(self):
        return self.send(None)


@_known_by('__await__', 'send', 'throw', 'close')
@_demands(send=StopIteration)
class Coroutine(Awaitable):
    __slots__ = ()
    throw, close = _throw, _closes('coroutine')


@_known_by('__anext__', '__aiter__')
class AsyncIterator(AsyncIterable):
    __slots__ = ()
    __anext__ = _stop

    def __aiter__(self):
        return self


@_known_by('__aiter__', '__anext__', 'asend', 'athrow', 'aclose')
class AsyncGenerator(AsyncIterator):
    __slots__ = ()
    asend, athrow = _stop, _athrow

    def __anext__(self):
        return self.asend(None)

    async def aclose(self):
        try:
            await self.athrow(GeneratorExit)
        except (StopAsyncIteration, GeneratorExit):
            return
        _told_to_close('asynchronous generator')


# --- sequences -------------------------------------------------------------------------------------------------------

@_known_by('__len__', '__iter__', '__contains__')
class Collection(Sized, Iterable, Container):
    __slots__ = ()


def _alike(one, other):
    return one is other or one == other


def _items_from(sequence, place, end=None):
    """Pairs of place and item up to the end, or until there are no more."""
    while end is None or place < end:
        try:
            item = sequence[place]
        except IndexError:
            break
        yield place, item
        place += 1


@_demands(__getitem__=IndexError)
class Sequence(Reversible, Collection):
    __slots__ = ()

    def __iter__(self):
        return (item for _, item in _items_from(self, 0))

    def __reversed__(self):
        return map(self.__getitem__, range(len(self) - 1, -1, -1))

    def __contains__(self, value):
        return any(_alike(item, value) for item in self)

    def count(self, value):
        return [_alike(item, value) for item in self].count(True)

    def index(self, value, start=0, stop=None):
        first = max(start + len(self), 0) if start is not None and start < 0 else start or 0
        end = stop + len(self) if stop is not None and stop < 0 else stop
        for place, item in _items_from(self, first, end):
            if _alike(item, value):
                return place
        raise ValueError


@_demands(__setitem__=IndexError, __delitem__=IndexError, insert=IndexError)
class MutableSequence(Sequence):
    __slots__ = ()

    def extend(self, values):
        for value in tuple(values) if values is self else values:
            self.append(value)

    def append(self, value):
        self.insert(len(self), value)

    def pop(self, index=-1):
        taken = self[index]
        del self[index]
        return taken

    def remove(self, value):
        del self[self.index(value)]

    def clear(self):
        for _ in range(len(self)):
            self.pop()

    def reverse(self):
        left, right = 0, len(self) - 1
        while left < right:
            self[left], self[right] = self[right], self[left]
            left, right = left + 1, right - 1

    def __iadd__(self, values):
        self.extend(values)
        return self


# --- sets ------------------------------------------------------------------------------------------------------------

def _with_iterable(operation):
    """An operator of sets for whatever can be iterated."""
    def method(self, other):
        return operation(self, other) if isinstance(other, Iterable) else NotImplemented

    return method


def _with_set(comparison):
    def method(self, other):
        return comparison(self, other) if isinstance(other, Set) else NotImplemented

    return method


def _as_set(like, values):
    return values if isinstance(values, Set) else like._from_iterable(values)


def _within(small, large):
    return len(small) <= len(large) and all(item in large for item in small)


def _without(like, left, right):
    left, right = _as_set(like, left), _as_set(like, right)
    return like._from_iterable(item for item in left if item not in right)


def _symmetric(one, other):
    other = _as_set(one, other)
    return (one - other) | (other - one)


class Set(Collection):
    __slots__ = ()

    @classmethod
    def _from_iterable(cls, it):
        return cls(it)

    __le__ = _with_set(_within)
    __ge__ = _with_set(lambda self, other: _within(other, self))
    __lt__ = _with_set(lambda self, other: len(self) < len(other) and self.__le__(other))
    __gt__ = _with_set(lambda self, other: len(self) > len(other) and self.__ge__(other))
    __eq__ = _with_set(lambda self, other: len(self) == len(other) and self.__le__(other))
    __hash__ = None

    __and__ = __rand__ = _with_iterable(lambda self, other: self._from_iterable(e for e in other if e in self))
    __or__ = __ror__ = _with_iterable(lambda self, other: self._from_iterable(e for s in (self, other) for e in s))
    __xor__ = __rxor__ = _with_iterable(_symmetric)
    __sub__ = _with_iterable(lambda self, other: _without(self, self, other))
    __rsub__ = _with_iterable(lambda self, other: _without(self, other, self))

    def isdisjoint(self, other):
        return not any(map(self.__contains__, other))

    def _hash(self):
        return hash(frozenset(self))


def _in_place(change):
    def method(self, other):
        change(self, self._from_iterable(other) if other is self else other)
        return self

    return method


def _each(action):
    return lambda self, values: [action(self, value) for value in values]


def _toggle(self, value):
    (self.discard if value in self else self.add)(value)


@_demands(add=NotImplementedError, discard=NotImplementedError)
class MutableSet(Set):
    __slots__ = ()

    def pop(self):
        for value in self:
            self.discard(value)
            return value
        raise KeyError

    def remove(self, value):
        known = value in self
        if not known:
            raise KeyError(value)
        self.discard(value)

    def clear(self):
        while len(self):
            self.pop()

    __ior__ = _in_place(_each(lambda self, value: self.add(value)))
    __isub__ = _in_place(_each(lambda self, value: self.discard(value)))
    __ixor__ = _in_place(lambda self, other: _each(_toggle)(self, _as_set(self, other)))
    __iand__ = _in_place(lambda self, other: _each(lambda self, value: self.discard(value))(self, self - other))


# --- mappings --------------------------------------------------------------------------------------------------------

def _found(mapping, key):
    """The key's value in a tuple, or an empty one."""
    try:
        return (mapping[key],)
    except KeyError:
        return ()


@_demands(__getitem__=KeyError)
class Mapping(Collection):
    __slots__ = ()
    __reversed__ = __hash__ = None

    def __contains__(self, key):
        return _found(self, key) != ()

    def get(self, key, default=None):
        return (*_found(self, key), default)[0]

    def __eq__(self, other):
        return dict(self.items()) == dict(other.items()) if isinstance(other, Mapping) else NotImplemented

    def keys(self):
        return KeysView(self)

    def values(self):
        return ValuesView(self)

    def items(self):
        return ItemsView(self)


_none = object()


@_demands(__setitem__=KeyError, __delitem__=KeyError)
class MutableMapping(Mapping):
    __slots__ = ()

    def setdefault(self, key, default=None):
        if not (found := _found(self, key)):
            self[key], found = default, (default,)
        return found[0]

    def pop(self, key, default=_none):
        taken = (self[key],) if default is _none else _found(self, key)
        if taken:
            del self[key]
        return (*taken, default)[0]

    def popitem(self):
        for key in self:
            return key, self.pop(key)
        raise KeyError from None

    def clear(self):
        while len(self):
            self.popitem()

    def update(self, other=(), /, **kwds):
        if not isinstance(other, Mapping) and hasattr(other, 'keys'):
            other = [(key, other[key]) for key in other.keys()]
        for pairs in (other.items() if isinstance(other, Mapping) else other, kwds.items()):
            for key, value in pairs:
                self[key] = value


class MappingView(Sized):
    __slots__ = '_mapping',
    __class_getitem__ = classmethod(GenericAlias)

    def __repr__(self):
        return f'{type(self).__name__}({self._mapping!r})'

    def __init__(self, mapping):
        self._mapping = mapping

    def __len__(self):
        return len(self._mapping)


_plain_set = classmethod(lambda cls, it: {*it})  # what the operators of views make


class KeysView(MappingView, Set):
    __slots__ = ()
    _from_iterable = _plain_set

    def __contains__(self, key):
        return key in self._mapping

    def __iter__(self):
        return iter(self._mapping)


class ItemsView(MappingView, Set):
    __slots__ = ()
    _from_iterable = _plain_set

    def __contains__(self, item):
        key, value = item
        return any(_alike(one, value) for one in _found(self._mapping, key))

    def __iter__(self):
        return ((key, self._mapping[key]) for key in self._mapping)


class ValuesView(MappingView, Collection):
    __slots__ = ()

    def __contains__(self, value):
        return any(_alike(one, value) for one in self)

    def __iter__(self):
        return map(self._mapping.__getitem__, self._mapping)


# --- the interpreter's own types -------------------------------------------------------------------------------------

_OWN = {
    Sequence: (tuple, str, range, bytes), MutableSequence: (list, bytearray),
    Set: (frozenset,), MutableSet: (set,),
    Mapping: (type(vars(type)),), MutableMapping: (dict,),
    Buffer: (bytes, bytearray),
    KeysView: (type({}.keys()),), ItemsView: (type({}.items()),), ValuesView: (type({}.values()),),
}
for _abstract, _types in _OWN.items():
    for _type in _types:
        _abstract.register(_type)
del _OWN, _abstract, _types, _type
