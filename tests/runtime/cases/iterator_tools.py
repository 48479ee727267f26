# itertools, functools, collections, operator, heapq, bisect.
import itertools as it
print(list(it.islice(it.count(5), 3)), list(it.chain([1], [2])), list(it.product('ab', repeat=2))[:3], list(it.permutations([1, 2, 3], 2)))
print(list(it.combinations('abc', 2)), [(k, list(g)) for k, g in it.groupby('aabbc')], list(it.accumulate([1, 2, 3])))
print(list(it.zip_longest([1, 2], [3])), list(it.pairwise('abc')), list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(it.dropwhile(lambda x: x < 2, [1, 2, 1])), list(it.starmap(pow, [(2, 3)])), list(it.compress('abc', [1, 0, 1])))
a, b = it.tee([1, 2])
print(list(a), list(b), list(it.islice('abcdef', 1, 5, 2)), list(it.chain.from_iterable(['ab', 'c'])), list(it.repeat(1, 2)))
import functools


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(50), fib.cache_info(), functools.reduce(lambda a, b: a * b, [1, 2, 3]), functools.partial(int, base=2)('101'))


class Lazy:
    @functools.cached_property
    def value(self):
        print('computed')
        return 5


lazy = Lazy()
print(lazy.value + lazy.value)
from collections import Counter, defaultdict, OrderedDict, deque, namedtuple, ChainMap
print(Counter('hello').most_common(2), defaultdict(list, {1: [2]}), deque([1, 2, 3], maxlen=2), ChainMap({'a': 1}, {'a': 2, 'b': 3})['b'])
P = namedtuple('P', 'x y', defaults=[7])
print(P(1), P(1, 2)._replace(x=9), P(1)._asdict(), P._fields, P(3).x)
q = deque([1, 2, 3])
q.rotate(1)
q.appendleft(0)
print(q, q.pop(), q.popleft(), list(q), q.index(1))
import heapq, bisect, operator
h = [5, 1, 4]
heapq.heapify(h)
heapq.heappush(h, 0)
print([heapq.heappop(h) for _ in range(4)], bisect.bisect([1, 2, 2, 3], 2), operator.itemgetter(1, 0)('ab'), list(heapq.merge([1, 3], [2])))

# expect: [5, 6, 7] [1, 2] [('a', 'a'), ('a', 'b'), ('b', 'a')] [(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)]
# expect: [('a', 'b'), ('a', 'c'), ('b', 'c')] [('a', ['a', 'a']), ('b', ['b', 'b']), ('c', ['c'])] [1, 3, 6]
# expect: [(1, 3), (2, None)] [('a', 'b'), ('b', 'c')] [1, 2]
# expect: [2, 1] [8] ['a', 'c']
# expect: [1, 2] [1, 2] ['b', 'd'] ['a', 'b', 'c'] [1, 1]
# expect: 12586269025 CacheInfo(hits=48, misses=51, maxsize=None, currsize=51) 6 5
# expect: computed
# expect: 10
# expect: [('l', 2), ('h', 1)] defaultdict(<class 'list'>, {1: [2]}) deque([2, 3], maxlen=2) 3
# expect: P(x=1, y=7) P(x=9, y=2) {'x': 1, 'y': 7} ('x', 'y') 3
# expect: deque([3, 1]) 2 0 [3, 1] 1
# expect: [0, 1, 4, 5] 3 ('b', 'a') [1, 2, 3]
