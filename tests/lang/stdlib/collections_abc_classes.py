# cpython: >=3.13
# What the abstract classes add to the few methods that a class must have.
import collections.abc as abc


class Row(abc.MutableSequence):
    def __init__(self, items=()):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]

    def __setitem__(self, index, value):
        self.items[index] = value

    def __delitem__(self, index):
        del self.items[index]

    def insert(self, index, value):
        self.items.insert(index, value)


class Bag(abc.MutableSet):
    def __init__(self, items=()):
        self.items = dict.fromkeys(items)

    def __contains__(self, value):
        return value in self.items

    def __iter__(self):
        return iter(list(self.items))

    def __len__(self):
        return len(self.items)

    def add(self, value):
        self.items[value] = None

    def discard(self, value):
        self.items.pop(value, None)

    def __repr__(self):
        return f'Bag({sorted(self.items)})'


class Table(abc.MutableMapping):
    def __init__(self, **items):
        self.items_ = items

    def __getitem__(self, key):
        return self.items_[key]

    def __setitem__(self, key, value):
        self.items_[key] = value

    def __delitem__(self, key):
        del self.items_[key]

    def __iter__(self):
        return iter(list(self.items_))

    def __len__(self):
        return len(self.items_)

    def __repr__(self):
        return f'Table({self.items_})'


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return f'{type(error).__name__}({error})'


row = Row([3, 1, 2, 1])
row.append(5), row.extend(row), row.reverse(), row.remove(5)
row += (7, 8)
print(row.items, row.pop(), row.pop(0), list(reversed(row)), 2 in row, 9 in row, row.count(1))
print(row.index(1), row.index(1, 2), row.index(1, -4), attempt(row.index, 1, 0, 1), attempt(row.index, 99), attempt(row.remove, 99))
row.clear()
print(row.items, attempt(row.pop), list(row))

a, b = Bag([1, 2, 3]), Bag([2, 3, 4])
print(a & b, a | b, a - b, a ^ b, a & [1, 9], [1, 9] | a, [1, 9] - a, {3, 8} ^ a)
print(a < b, Bag([2]) < a, Bag([2]) <= a, a >= {1, 2}, a > {1, 2, 3}, a == {1, 2, 3}, a != b, a == [1, 2, 3], a.isdisjoint([5]))
print(attempt(lambda: a & 3), attempt(lambda: a < [1]), attempt(hash, a), a._hash() == Bag([3, 2, 1])._hash())
a |= [7, 8]
a -= [1]
a ^= [2, 20]
print(a)
a &= [7, 20, 30]
print(a, attempt(a.remove, 1), a.remove(7), a.pop(), attempt(a.pop))
b -= b
print(b, a.clear())

table = Table(x=1, y=2)
print(table.get('x'), table.get('z'), table.get('z', 0), 'x' in table, 'z' in table, table == {'x': 1, 'y': 2}, table == 3)
print(table.keys(), table.items(), table.values(), len(table.keys()), ('x', 1) in table.items(), ('x', 2) in table.items(), 2 in table.values())
print(sorted(table.keys() & {'x', 'q'}), sorted(table.items() | {('a', 0)}), list(table.values()), table.keys() == {'x', 'y'})
table.update([('a', 5)], b=6), table.update({'x': 10}), table.update(Table(y=20))
print(table, table.setdefault('c', 9), table.setdefault('x', 9), table.pop('c'), table.pop('c', 'none'), attempt(table.pop, 'c'))
print(table.popitem(), table.clear(), table, attempt(table.popitem), attempt(hash, table), attempt(reversed, table))

for kind in (abc.Sequence, abc.MutableSet, abc.Mapping, abc.Coroutine, abc.AsyncGenerator, abc.Generator, abc.Iterator, abc.Reversible):
    print(kind.__name__, sorted(kind.__abstractmethods__), attempt(kind))


class Silent:
    __iter__ = __hash__ = None


class Loud(Silent):
    def __len__(self):
        return 0

    def __call__(self):
        pass


print([kind.__name__ for kind in (abc.Hashable, abc.Iterable, abc.Sized, abc.Callable, abc.Container) if issubclass(Loud, kind)])
for value in ([], (), '', b'', range(3), {}, {}.keys(), {}.values(), {}.items(), set(), frozenset(), (i for i in ()), iter([]), len):
    print(type(value).__name__, [name for name in sorted(abc.__all__) if name != 'ByteString' and isinstance(value, getattr(abc, name))])


class Steps(abc.Generator):
    def send(self, value):
        return value

    def throw(self, typ, val=None, tb=None):
        return super().throw(typ, val, tb)


class Stubborn(Steps):
    def throw(self, typ, val=None, tb=None):
        return 1


print(next(Steps()), Steps().send(3), Steps().close(), attempt(Stubborn().close), attempt(Steps().throw, ValueError('v')))
print(abc.Iterable[int], abc.Mapping[str, int], attempt(lambda: abc.Sized[int]))

# expect: [2, 1, 3, 5, 1, 2, 1, 3, 7] 8 1 [7, 3, 1, 2, 1, 5, 3, 1, 2] True False 3
# expect: 1 4 6 ValueError() ValueError() ValueError()
# expect: [] IndexError(list index out of range) []
# expect: Bag([2, 3]) Bag([1, 2, 3, 4]) Bag([1]) Bag([1, 4]) Bag([1]) Bag([1, 2, 3, 9]) Bag([9]) Bag([1, 2, 8])
# expect: False True True True False True True False True
# expect: TypeError(unsupported operand type(s) for &: 'Bag' and 'int') TypeError('<' not supported between instances of 'Bag' and 'list') TypeError(unhashable type: 'Bag') True
# expect: Bag([3, 7, 8, 20])
# expect: Bag([]) KeyError(1) None 20 KeyError()
# expect: Bag([]) None
# expect: 1 None 0 True False True False
# expect: KeysView(Table({'x': 1, 'y': 2})) ItemsView(Table({'x': 1, 'y': 2})) ValuesView(Table({'x': 1, 'y': 2})) 2 True False True
# expect: ['x'] [('a', 0), ('x', 1), ('y', 2)] [1, 2] True
# expect: Table({'x': 10, 'y': 20, 'a': 5, 'b': 6}) 9 10 9 none KeyError('c')
# expect: ('x', 10) None Table({}) KeyError() TypeError(unhashable type: 'Table') TypeError('Table' object is not reversible)
# expect: Sequence ['__getitem__', '__len__'] TypeError(Can't instantiate abstract class Sequence without an implementation for abstract methods '__getitem__', '__len__')
# expect: MutableSet ['__contains__', '__iter__', '__len__', 'add', 'discard'] TypeError(Can't instantiate abstract class MutableSet without an implementation for abstract methods '__contains__', '__iter__', '__len__', 'add', 'discard')
# expect: Mapping ['__getitem__', '__iter__', '__len__'] TypeError(Can't instantiate abstract class Mapping without an implementation for abstract methods '__getitem__', '__iter__', '__len__')
# expect: Coroutine ['__await__', 'send', 'throw'] TypeError(Can't instantiate abstract class Coroutine without an implementation for abstract methods '__await__', 'send', 'throw')
# expect: AsyncGenerator ['asend', 'athrow'] TypeError(Can't instantiate abstract class AsyncGenerator without an implementation for abstract methods 'asend', 'athrow')
# expect: Generator ['send', 'throw'] TypeError(Can't instantiate abstract class Generator without an implementation for abstract methods 'send', 'throw')
# expect: Iterator ['__next__'] TypeError(Can't instantiate abstract class Iterator without an implementation for abstract method '__next__')
# expect: Reversible ['__iter__', '__reversed__'] TypeError(Can't instantiate abstract class Reversible without an implementation for abstract methods '__iter__', '__reversed__')
# expect: ['Sized', 'Callable']
# expect: list ['Collection', 'Container', 'Iterable', 'MutableSequence', 'Reversible', 'Sequence', 'Sized']
# expect: tuple ['Collection', 'Container', 'Hashable', 'Iterable', 'Reversible', 'Sequence', 'Sized']
# expect: str ['Collection', 'Container', 'Hashable', 'Iterable', 'Reversible', 'Sequence', 'Sized']
# expect: bytes ['Buffer', 'Collection', 'Container', 'Hashable', 'Iterable', 'Reversible', 'Sequence', 'Sized']
# expect: range ['Collection', 'Container', 'Hashable', 'Iterable', 'Reversible', 'Sequence', 'Sized']
# expect: dict ['Collection', 'Container', 'Iterable', 'Mapping', 'MutableMapping', 'Reversible', 'Sized']
# expect: dict_keys ['Collection', 'Container', 'Iterable', 'KeysView', 'MappingView', 'Reversible', 'Set', 'Sized']
# expect: dict_values ['Collection', 'Container', 'Hashable', 'Iterable', 'MappingView', 'Reversible', 'Sized', 'ValuesView']
# expect: dict_items ['Collection', 'Container', 'ItemsView', 'Iterable', 'MappingView', 'Reversible', 'Set', 'Sized']
# expect: set ['Collection', 'Container', 'Iterable', 'MutableSet', 'Set', 'Sized']
# expect: frozenset ['Collection', 'Container', 'Hashable', 'Iterable', 'Set', 'Sized']
# expect: generator ['Generator', 'Hashable', 'Iterable', 'Iterator']
# expect: list_iterator ['Hashable', 'Iterable', 'Iterator']
# expect: builtin_function_or_method ['Callable', 'Hashable']
# expect: None 3 None RuntimeError(generator ignored GeneratorExit) ValueError(v)
# expect: collections.abc.Iterable[int] collections.abc.Mapping[str, int] TypeError(type 'Sized' is not subscriptable)
