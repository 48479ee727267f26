import reprlib
from collections import deque

print(reprlib.repr('a' * 100), reprlib.repr('short'), reprlib.repr("it's" * 20), reprlib.repr('\n' * 50))
print(reprlib.repr(list(range(10))), reprlib.repr((1,)), reprlib.repr(()), reprlib.repr(tuple('abcdefgh')))
print(reprlib.repr({3, 1, 2}), reprlib.repr(set()), reprlib.repr(frozenset()), reprlib.repr(frozenset('abcdefgh')))
print(reprlib.repr(deque(range(9))), reprlib.repr({i: i for i in range(9)}), reprlib.repr({}), reprlib.repr({'b': 1, 'a': 2}))
print(reprlib.repr(10**100), reprlib.repr(12345), reprlib.repr([[[[[[[[1]]]]]]]]), reprlib.repr({1: {2: {3: {4: {5: {6: {7: 8}}}}}}}))


class Long:
    def __repr__(self):
        return 'Long(' + 'x' * 100 + ')'


class Bad:
    def __repr__(self):
        raise ValueError


print(reprlib.repr(Long()), reprlib.repr(Bad())[:17])


class Mine(reprlib.Repr):
    def repr_Long(self, x, level):
        return f'long at level {level}'


m = Mine()
m.maxlist = 2
print(m.repr([Long(), [Long()], 3]))


class Node:
    def __init__(self):
        self.next = self

    @reprlib.recursive_repr('<again>')
    def __repr__(self):
        return f'Node({self.next!r})'


print(Node(), Node.__repr__.__name__)
# cpython: >=3.11

# expect: 'aaaaaaaaaaaa...aaaaaaaaaaaaa' 'short' "it'sit'sit's...sit'sit'sit's" '\n\n\n\n\n\n...n\n\n\n\n\n\n'
# expect: [0, 1, 2, 3, 4, 5, ...] (1,) () ('a', 'b', 'c', 'd', 'e', 'f', ...)
# expect: {1, 2, 3} set() frozenset() frozenset({'a', 'b', 'c', 'd', 'e', 'f', ...})
# expect: deque([0, 1, 2, 3, 4, 5, ...]) {0: 0, 1: 1, 2: 2, 3: 3, ...} {} {'a': 2, 'b': 1}
# expect: 100000000000000000...0000000000000000000 12345 [[[[[[[...]]]]]]] {1: {2: {3: {4: {5: {6: {...}}}}}}}
# expect: Long(xxxxxxxx...xxxxxxxxxxxxx) <Bad instance at 
# expect: [long at level 5, [long at level 4], ...]
# expect: Node(<again>) __repr__
