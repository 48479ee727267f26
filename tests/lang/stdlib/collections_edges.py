"""collections: order, arithmetic, names of fields, mappings behind mappings, and errors."""
# cpython: >=3.13

from collections import ChainMap, Counter, OrderedDict, UserDict, defaultdict, namedtuple


def told(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


# --- OrderedDict ---
o = OrderedDict.fromkeys('abcd', 0)
o.move_to_end('b')
o.move_to_end('d', last=False)
print(list(o), told(o.move_to_end, 'x'), o.popitem(), o.popitem(last=False), o)
print(o == {'c': 0, 'a': 0}, o == OrderedDict(c=0, a=0), o != OrderedDict(a=0, c=0), o == 3, told(OrderedDict().popitem))
print(o | {'z': 1}, told(lambda: o | [1])[:34], type(o.copy()).__name__, OrderedDict(), OrderedDict.fromkeys('a', value=2))

# --- defaultdict ---
d = defaultdict(list, a=[1])
d['b'].append(2)
print(d, d | {'c': 3}, d.copy() == d, told(lambda: defaultdict()['x']), told(defaultdict, 3), 'q' in d, d.get('q'))

# --- Counter ---
c, e = Counter('abracadabra'), Counter(a=1, b=5, z=-2)
print(c, c + e, c - e, c & e, c | e, +e, -e, sep='\n')
print(c.most_common(2), c.total(), sorted(c.elements()), c['none'], Counter(a=0) == Counter(), Counter(a=1) == {'a': 1})
print(told(lambda: c + {'a': 1}), told(Counter.fromkeys, 'ab'), c != e)
c.subtract('aab', z=1)
c.update({'r': 10}, d=1)
del c['missing']
print(c, c.copy() == c)

# --- ChainMap ---
first, second = {'a': 1, 'b': 2}, {'b': 3, 'c': 4}
m = ChainMap(first, second)
print(m, list(m), len(m), m['b'], m['c'], m.get('x', 9), 'c' in m, bool(ChainMap()), dict(m))
m['c'] = 5
child = m.new_child({'q': 0}, a=7)
print(first, second, child['a'], child.parents == m, m.new_child(k=1).maps[0], told(lambda: m['x']))
print(m.pop('c'), told(m.pop, 'zz'), m.pop('zz', 8), told(m.__delitem__, 'zz'), m.copy().maps[0] is first)
print(ChainMap({}, defaultdict(int))['new'])
m.clear()
print(m)

# --- namedtuple ---
P = namedtuple('P', 'x, y z', defaults=(2, 3))
p = P(1)
print(p, P(1, z=9), p._replace(y=5), p._asdict(), P._fields, P._field_defaults, P._make('abc'), p == (1, 2, 3), P.__doc__)
print(told(P), told(P, 1, 2, 3, 4), told(P, 1, x=2), told(P, 1, bad=2), sep='\n')
Q = namedtuple('Q', ['a', 'b', 'c'])
print(told(Q), told(Q, 1), told(Q, 1, c=2), told(Q, 1, 2, 3, 4), told(Q._make, [1]), told(Q(1, 2, 3)._replace, d=1), sep='\n')
print(namedtuple('R', 'a def a _b 1x', rename=True)._fields, namedtuple('E', '')(), P.x.__doc__, P.__module__)
for names in ('a a', '_a', 'def', '1x'):
    print(told(namedtuple, 'T', names))
print(told(namedtuple, 'class', 'a'), told(namedtuple, 'T', 'a', defaults=(1, 2)), namedtuple('M', 'a', module='m').__module__)
print(told(setattr, p, 'x', 1), p.__getnewargs__(), Q.__new__.__qualname__)
match p:
    case P(x, y):
        print(x, y)


# --- UserDict ---
class Lower(UserDict):
    def __setitem__(self, key, item):
        super().__setitem__(key.lower(), item)

    def __missing__(self, key):
        return f'no {key}'


u = Lower({'A': 1}, B=2)
u.update([('C', 3)], D=4)
print(u, u['a'], u['zz'], u.get('zz'), u.setdefault('E', 5), u.setdefault('a', 6), len(u), list(u), 'b' in u)
print(u.pop('a'), told(u.pop, 'a'), u.copy(), type(u.copy()).__name__, u == u.data, told(lambda: UserDict()['k']))
u.clear()
print(u, list(u.keys()), list(u.items()))
# expect: ['d', 'a', 'c', 'b'] KeyError: 'x' ('b', 0) ('d', 0) OrderedDict({'a': 0, 'c': 0})
# expect: True False False False KeyError: 'dictionary is empty'
# expect: OrderedDict({'a': 0, 'c': 0, 'z': 1}) TypeError: unsupported operand typ OrderedDict OrderedDict() OrderedDict({'a': 2})
# expect: defaultdict(<class 'list'>, {'a': [1], 'b': [2]}) defaultdict(<class 'list'>, {'a': [1], 'b': [2], 'c': 3}) True KeyError: 'x' TypeError: first argument must be callable or None False None
# expect: Counter({'a': 5, 'b': 2, 'r': 2, 'c': 1, 'd': 1})
# expect: Counter({'b': 7, 'a': 6, 'r': 2, 'c': 1, 'd': 1})
# expect: Counter({'a': 4, 'r': 2, 'z': 2, 'c': 1, 'd': 1})
# expect: Counter({'b': 2, 'a': 1})
# expect: Counter({'a': 5, 'b': 5, 'r': 2, 'c': 1, 'd': 1})
# expect: Counter({'b': 5, 'a': 1})
# expect: Counter({'z': 2})
# expect: [('a', 5), ('b', 2)] 11 ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'c', 'd', 'r', 'r'] 0 True True
# expect: TypeError: unsupported operand type(s) for +: 'Counter' and 'dict' NotImplementedError: Counter.fromkeys() is undefined.  Use Counter(iterable) instead. True
# expect: Counter({'r': 12, 'a': 3, 'd': 2, 'b': 1, 'c': 1, 'z': -1}) True
# expect: ChainMap({'a': 1, 'b': 2}, {'b': 3, 'c': 4}) ['b', 'c', 'a'] 3 2 4 9 True False {'b': 2, 'c': 4, 'a': 1}
# expect: {'a': 1, 'b': 2, 'c': 5} {'b': 3, 'c': 4} 7 True {'k': 1} KeyError: 'x'
# expect: 5 KeyError: "Key not found in the first mapping: 'zz'" 8 KeyError: "Key not found in the first mapping: 'zz'" False
# expect: 0
# expect: ChainMap({}, {'b': 3, 'c': 4})
# expect: P(x=1, y=2, z=3) P(x=1, y=2, z=9) P(x=1, y=5, z=3) {'x': 1, 'y': 2, 'z': 3} ('x', 'y', 'z') {'y': 2, 'z': 3} P(x='a', y='b', z='c') True P(x, y, z)
# expect: TypeError: P.__new__() missing 1 required positional argument: 'x'
# expect: TypeError: P.__new__() takes from 2 to 4 positional arguments but 5 were given
# expect: TypeError: P.__new__() got multiple values for argument 'x'
# expect: TypeError: P.__new__() got an unexpected keyword argument 'bad'
# expect: TypeError: Q.__new__() missing 3 required positional arguments: 'a', 'b', and 'c'
# expect: TypeError: Q.__new__() missing 2 required positional arguments: 'b' and 'c'
# expect: TypeError: Q.__new__() missing 1 required positional argument: 'b'
# expect: TypeError: Q.__new__() takes 4 positional arguments but 5 were given
# expect: TypeError: Expected 3 arguments, got 1
# expect: TypeError: Got unexpected field names: ['d']
# expect: ('a', '_1', '_2', '_3', '_4') E() Alias for field number 0 __main__
# expect: ValueError: Encountered duplicate field name: 'a'
# expect: ValueError: Field names cannot start with an underscore: '_a'
# expect: ValueError: Type names and field names cannot be a keyword: 'def'
# expect: ValueError: Type names and field names must be valid identifiers: '1x'
# expect: ValueError: Type names and field names cannot be a keyword: 'class' TypeError: Got more default values than field names m
# expect: AttributeError: can't set attribute (1, 2, 3) Q.__new__
# expect: 1 2
# expect: {'a': 1, 'b': 2, 'c': 3, 'd': 4} 1 no zz None no E 1 4 ['a', 'b', 'c', 'd'] True
# expect: 1 KeyError: 'a' {'b': 2, 'c': 3, 'd': 4} Lower True KeyError: 'k'
# expect: {} [] []
