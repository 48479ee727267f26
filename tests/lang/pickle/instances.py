# cpython: >=3.12
# pickle: instances, by every protocol of taking them apart.
import collections
import copyreg
import dataclasses
import enum
import functools
import operator
import pickle
import types


class Plain:
    def __init__(self, **more):
        self.__dict__.update(more)


class Slotted:
    __slots__ = 'a', '__private'

    def __init__(self):
        self.__private = 2

    def private(self):
        return self.__private


class Mixed(Slotted):
    pass


class Connection:
    def __init__(self):
        self.socket = 'open'
        self.peer = 'bob'

    def __getstate__(self):
        return {'peer': self.peer}

    def __setstate__(self, state):
        print('restoring', state)
        self.peer = state['peer']
        self.socket = 'reopened'


class Point:
    def __new__(cls, x, y):
        self = object.__new__(cls)
        self.at = x, y
        return self

    def __getnewargs__(self):
        return self.at


class Named:
    def __new__(cls, *, name):
        self = object.__new__(cls)
        self.name = name
        return self

    def __getnewargs_ex__(self):
        return (), {'name': self.name}


class Reduced:
    def __init__(self, n):
        self.n = n
        self.items = []
        self.pairs = {}

    def append(self, item):
        self.items.append(item)

    def __setitem__(self, key, value):
        self.pairs[key] = value

    def __reduce__(self):
        return Reduced, (self.n,), {'extra': True}, iter('ab'), iter([('k', 'v')])


def put_state(obj, state):
    obj.state = state


class WithSetter:
    def __reduce__(self):
        return WithSetter, (), 'the state', None, None, put_state


class Color(enum.Enum):
    RED = 'r'


class Level(enum.IntFlag):
    LOW = 1
    HIGH = 2


@dataclasses.dataclass
class Item:
    name: str
    tags: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    x: int


Pair = collections.namedtuple('Pair', 'left right')


class MyList(list):
    pass


class MyInt(int):
    pass


class Registered:
    pass


def back(value, *protocol):
    return pickle.loads(pickle.dumps(value, *protocol))


for protocol in range(6):
    print(vars(back(Plain(a=1, b=[2]), protocol)), vars(back(Plain(), protocol)))
s = Slotted()
print(hasattr(back(s), 'a'), back(s).private())
m = Mixed()
m.a, m.more = 1, 2
print(back(m).a, back(m).private(), vars(back(m)))
try:
    pickle.dumps(s, 1)
except TypeError as error:
    print(error)
c = back(Connection())
print(c.peer, c.socket)
print(back(Point(1, 2)).at, back(Named(name='n')).name, back(Named(name='n'), 2).name)
print(vars(back(Reduced(5))))
print(vars(back(WithSetter())))
print(back(Color.RED) is Color.RED, back(Level.LOW | Level.HIGH) is (Level.LOW | Level.HIGH))
print(back(Item('i', ['t'])), back(Frozen(3)), back(Pair(1, right=2)))
own = MyList([1, 2])
own.note = 'kept'
print(back(own), back(own).note, type(back(own)).__name__, back(MyInt(7)) + 1, type(back(MyInt(7))).__name__)

copyreg.pickle(Registered, lambda ob: (Plain, (), {'was': 'registered'}))
print(vars(back(Registered())))

print(back(collections.OrderedDict(b=1, a=2)), back(collections.Counter('aab')), back(collections.deque([1, 2], 3)))
print(back(collections.defaultdict(list, a=[1]))['new'], back(types.SimpleNamespace(a=1)))
print(back(functools.partial(int, base=2))('101'), back(operator.itemgetter(1))('abc'),
      back(operator.methodcaller('split', sep='-'))('a-b'))
print(back([3].append).__name__, back('-'.join)('ab'), back(Plain(a=1).__init__).__self__.a)
print(back(list[int]), back(int | None), type(back(collections.ChainMap({1: 2}))).__name__)

print(pickle.dumps(Item('i')))
print(pickle.dumps(Color.RED))
print(object.__reduce_ex__(Plain(a=1), 2)[1:], Plain(a=1).__getstate__(), Slotted().__getstate__())

# expect: {'a': 1, 'b': [2]} {}
# expect: {'a': 1, 'b': [2]} {}
# expect: {'a': 1, 'b': [2]} {}
# expect: {'a': 1, 'b': [2]} {}
# expect: {'a': 1, 'b': [2]} {}
# expect: {'a': 1, 'b': [2]} {}
# expect: False 2
# expect: 1 2 {'more': 2}
# expect: a class that defines __slots__ without defining __getstate__ cannot be pickled
# expect: restoring {'peer': 'bob'}
# expect: bob reopened
# expect: (1, 2) n n
# expect: {'n': 5, 'items': ['a', 'b'], 'pairs': {'k': 'v'}, 'extra': True}
# expect: {'state': 'the state'}
# expect: True True
# expect: Item(name='i', tags=['t']) Frozen(x=3) Pair(left=1, right=2)
# expect: [1, 2] kept MyList 8 MyInt
# expect: {'was': 'registered'}
# expect: OrderedDict({'b': 1, 'a': 2}) Counter({'a': 2, 'b': 1}) deque([1, 2], maxlen=3)
# expect: [] namespace(a=1)
# expect: 5 b ['a', 'b']
# expect: append a-b 1
# expect: list[int] int | None ChainMap
# expect: b'\x80\x04\x951\x00\x00\x00\x00\x00\x00\x00\x8c\x08__main__\x94\x8c\x04Item\x94\x93\x94)\x81\x94}\x94(\x8c\x04name\x94\x8c\x01i\x94\x8c\x04tags\x94]\x94ub.'
# expect: b'\x80\x04\x95\x1e\x00\x00\x00\x00\x00\x00\x00\x8c\x08__main__\x94\x8c\x05Color\x94\x93\x94\x8c\x01r\x94\x85\x94R\x94.'
# expect: ((<class '__main__.Plain'>,), {'a': 1}, None, None) {'a': 1} (None, {'_Slotted__private': 2})
