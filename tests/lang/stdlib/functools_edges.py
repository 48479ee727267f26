"""functools: what is kept and for how long, how calls are shown, which implementation is chosen, and errors."""
# cpython: >=3.13

import functools
from collections.abc import Iterable, Sequence, Sized


def told(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


# --- lru_cache ---
calls = []


@functools.lru_cache(maxsize=3)
def square(n, **more):
    """Squares."""
    calls.append(n)
    return n * n


for n in (1, 2, 3, 1, 4, 1, 2, 3, 3.0, 4):  # 1 is used again and stays; 2 goes
    square(n)
print(calls, square.cache_info(), square.cache_parameters(), square.__name__, square.__doc__)
print(square(1, a=2, b=3), square(1, b=3, a=2), square.cache_info()[:2], told(square, []))
square.cache_clear()
print(square.cache_info(), square.__wrapped__(5), square.cache_info().misses)


@functools.lru_cache(typed=True)
def kind(x):
    return type(x).__name__


print(kind(1), kind(1.0), kind(True), kind(x=1), kind(x=1.0), kind.cache_info())


@functools.lru_cache(maxsize=0)
def never(x):
    return [x]


print(never(1) is never(1), never.cache_info(), told(functools.lru_cache, 'x'))


@functools.lru_cache(maxsize=2)
def fails(x):
    if x < 0:
        raise KeyError(x)
    return fails(x - 1) + 1 if x else 0


print(told(fails, -1), told(fails, -1), fails.cache_info(), fails(5), fails.cache_info())


@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())
print(functools.lru_cache(-5)(len).cache_info(), functools.lru_cache()(lambda *a: a)((1, 2)), end=' ')
pairs = functools.lru_cache()(lambda *a: a)
print(pairs((1, 2)), pairs(1, 2), pairs(1), pairs('1'), pairs(True), pairs.cache_info().currsize)

# --- partial ---
three = functools.partial(print, 1, sep='-')
three(2, end='!\n')
print(functools.partial(int, base=2)('101'), functools.partial(functools.partial(max, 1), 2, key=abs).args)
print(repr(functools.partial(len)), repr(functools.partial(int, 'a', base=3)).replace('<class ', '<'))


class Bound(functools.partial):
    pass


bound = Bound(len, [1])
print(repr(bound), bound(), told(functools.partial), told(functools.partial, 3))
print(functools.partial(dict, a=1, b=2)(b=3, c=4), functools.partial(len) == functools.partial(len))


class Cell:
    def set(self, value, *, twice=False):
        return (type(self).__name__, value, twice)

    on = functools.partialmethod(set, True)
    both = functools.partialmethod(set, twice=True)
    made = functools.partialmethod(classmethod(lambda cls, x: (cls.__name__, x)), 7)


print(Cell().on(), Cell().both(1), Cell.on(Cell(), twice=2), Cell.made(), told(functools.partialmethod, 1))

# --- reduce, cmp_to_key ---
print(functools.reduce(lambda a, b: a + b, 'abc'), functools.reduce(max, [], 3), functools.reduce(max, [None]))
print(told(functools.reduce, max, []), told(functools.reduce, lambda a, b: a / b, [1, 0]), told(functools.reduce, max, 3))
key = functools.cmp_to_key(lambda a, b: (a > b) - (a < b))
print(sorted([3, 1, 2], key=key), key(1) < key(2), key(1) == key(1), key(2) >= key(3), key(1) != key(2), key(4).obj)
print(told(hash, key(1))[:26], sorted(['b', 'A', 'c'], key=functools.cmp_to_key(lambda a, b: 0)))
print(told(sorted, [1, 2], key=functools.cmp_to_key(lambda a, b: a / 0)))

# --- total_ordering ---
for given in ('__lt__', '__le__', '__gt__', '__ge__'):
    answer = {'__lt__': lambda a, b: a.n < b.n, '__le__': lambda a, b: a.n <= b.n, '__gt__': lambda a, b: a.n > b.n,
              '__ge__': lambda a, b: a.n >= b.n}[given]

    def make(self, n):
        self.n = n

    Number = functools.total_ordering(type('Number', (), {
        '__init__': make, '__eq__': lambda a, b: a.n == b.n,
        given: lambda a, b, answer=answer: answer(a, b) if isinstance(b, type(a)) else NotImplemented}))
    one, two = Number(1), Number(2)
    print(given, one < two, one <= two, one > two, one >= two, one <= Number(1), one < Number(1), told(lambda: one < 3))
print(told(functools.total_ordering, type('Plain', (), {})))


# --- singledispatch ---
@functools.singledispatch
def show(x, more=None):
    """Shows."""
    return f'object {x!r}'


@show.register
def _(x: int, more=None):
    return f'int {x} {more}'


@show.register(Iterable)
def _(x):
    return 'iterable'


@show.register(Sequence)
def show_sequence(x):
    return 'sequence'


show.register(type(None), lambda x: 'none')
print(show(1, more=2), show(True), show('ab'), show({1}), show([1]), show(None), show(1.5), show.__name__, show.__doc__)
print(show.dispatch(list) is show_sequence, len(show.registry), told(show), told(show.register, lambda x: 1)[:42])


@functools.singledispatch
def torn(x):
    return 'object'


torn.register(Sized, lambda x: 'sized')
torn.register(Iterable, lambda x: 'iterable')


class Both:
    def __len__(self):
        return 0

    def __iter__(self):
        return iter(())


print(told(torn, Both())[:32], torn(3))


class Shower:
    @functools.singledispatchmethod
    def show(self, x):
        return f'{type(self).__name__}: object'

    @show.register
    def _(self, x: int):
        return f'{type(self).__name__}: int {x}'

    @show.register(str)
    @classmethod
    def _(cls, x):
        return f'{cls.__name__}: str {x}'


print(Shower().show([]), Shower().show(4), Shower().show('s'), told(Shower().show))


# --- cached_property, wraps ---
class Lazy:
    made = 0

    @functools.cached_property
    def value(self):
        """A value."""
        self.made += 1
        return self.made


lazy = Lazy()
print(lazy.value, lazy.value, vars(lazy), Lazy.value.__doc__, Lazy.value.attrname)
del lazy.value
print(lazy.value)


class Slots:
    __slots__ = ()
    value = functools.cached_property(lambda self: 1)


print(told(lambda: Slots().value))
print(told(type, 'Twice', (), {'a': Lazy.value}).split('\n')[0][:80])


@functools.wraps(square, updated=())
def other():
    pass


print(other.__name__, other.__doc__, other.__wrapped__ is square, hasattr(other, 'cache_info'))
# expect: [1, 2, 3, 4, 2, 3, 3.0, 4] CacheInfo(hits=2, misses=8, maxsize=3, currsize=3) {'maxsize': 3, 'typed': False} square Squares.
# expect: 1 1 (2, 10) TypeError: unhashable type: 'list'
# expect: CacheInfo(hits=0, misses=0, maxsize=3, currsize=0) 25 0
# expect: int float bool int float CacheInfo(hits=0, misses=5, maxsize=128, currsize=5)
# expect: False CacheInfo(hits=0, misses=2, maxsize=0, currsize=0) TypeError: Expected first argument to be an integer, a callable, or None
# expect: KeyError: -1 KeyError: -1 CacheInfo(hits=0, misses=2, maxsize=2, currsize=0) 5 CacheInfo(hits=0, misses=8, maxsize=2, currsize=2)
# expect: 23416728348467685 CacheInfo(hits=78, misses=81, maxsize=None, currsize=81)
# expect: CacheInfo(hits=0, misses=0, maxsize=0, currsize=0) ((1, 2),) ((1, 2),) (1, 2) (1,) ('1',) (True,) 5
# expect: 1-2!
# expect: 5 (1, 2)
# expect: functools.partial(<built-in function len>) functools.partial(<'int'>, 'a', base=3)
# expect: __main__.Bound(<built-in function len>, [1]) 1 TypeError: type 'partial' takes at least one argument TypeError: the first argument must be callable
# expect: {'a': 1, 'b': 3, 'c': 4} False
# expect: ('Cell', True, False) ('Cell', 1, True) ('Cell', True, 2) ('Cell', 7) TypeError: 1 is not callable or a descriptor
# expect: abc 3 None
# expect: TypeError: reduce() of empty iterable with no initial value ZeroDivisionError: division by zero TypeError: reduce() arg 2 must support iteration
# expect: [1, 2, 3] True True False True 4
# expect: TypeError: unhashable type ['b', 'A', 'c']
# expect: ZeroDivisionError: division by zero
# expect: __lt__ True True False False True False TypeError: '<' not supported between instances of 'Number' and 'int'
# expect: __le__ True True False False True False TypeError: '<' not supported between instances of 'Number' and 'int'
# expect: __gt__ True True False False True False TypeError: '<' not supported between instances of 'Number' and 'int'
# expect: __ge__ True True False False True False TypeError: '<' not supported between instances of 'Number' and 'int'
# expect: ValueError: must define at least one ordering operation: < > <= >=
# expect: int 1 2 int True None sequence iterable sequence none object 1.5 show Shows.
# expect: True 5 TypeError: show requires at least 1 positional argument TypeError: Invalid first argument to `regi
# expect: RuntimeError: Ambiguous dispatch object
# expect: Shower: object Shower: int 4 Shower: str s TypeError: show requires at least 1 positional argument
# expect: 1 1 {'made': 1, 'value': 1} A value. value
# expect: 2
# expect: TypeError: No '__dict__' attribute on 'Slots' instance to cache 'value' property.
# expect: TypeError: Cannot assign the same cached_property to two different names ('value
# expect: square Squares. True False
