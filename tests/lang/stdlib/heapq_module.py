# Heaps of equal and unequal items, wrong arguments, merging in both directions.
import heapq


class Item:
    def __init__(self, rank, name):
        self.rank, self.name = rank, name

    def __lt__(self, other):
        return self.rank < other.rank

    def __repr__(self):
        return f'{self.name}{self.rank}'


heap = []
for i, rank in enumerate([5, 3, 5, 1, 3, 1, 4, 1, 5]):
    heapq.heappush(heap, Item(rank, 'abcdefghi'[i]))
print(heap)
print(heapq.heappushpop(heap, Item(0, 'x')), heapq.heappushpop(heap, Item(2, 'y')), heapq.heapreplace(heap, Item(0, 'z')))
print([heapq.heappop(heap) for _ in range(len(heap))])
items = [Item(n * 7 % 5, chr(97 + n)) for n in range(12)]
heapq.heapify(items)
print(items)
print(heapq.nsmallest(4, items, key=lambda i: i.rank), heapq.nsmallest(0, items), heapq.nlargest(-3, items))
print(heapq.nsmallest(3, ['ccc', 'a', 'bb', 'd'], key=len), heapq.nlargest(3, 'hello', key=lambda c: -ord(c)))

print(list(heapq.merge([1, 4, 6], [], [2, 4, 9], iter([0, 4]))))
print(list(heapq.merge(['aaa', 'b'], ['cc', 'd'], key=len, reverse=True)), list(heapq.merge([3, 1], [2, 2], reverse=True)))
print(list(heapq.merge([Item(1, 'p'), Item(2, 'q')], [Item(1, 'r'), Item(2, 's')])))
print(list(heapq.merge([Item(2, 'p'), Item(1, 'q')], [Item(2, 'r'), Item(1, 's')], reverse=True)), list(heapq.merge()))

for function, more in ((heapq.heappop, ()), (heapq.heapify, ()), (heapq.heappush, (1,)), (heapq.heapreplace, (1,)),
                       (heapq.heappushpop, (1,))):
    for wrong in ((), {1}, []):
        try:
            print(function(wrong, *more), wrong)
        except (TypeError, IndexError) as error:
            print(type(error).__name__, error)

# expect: [d1, h1, f1, b3, e3, c5, g4, a5, i5]
# expect: x0 d1 f1
# expect: [z0, h1, y2, e3, b3, g4, c5, i5, a5]
# expect: [f0, k0, a0, i1, b2, l2, g2, h4, d1, j3, e3, c4]
# expect: [f0, k0, a0, i1] [] []
# expect: ['a', 'd', 'bb'] ['e', 'h', 'l']
# expect: [0, 1, 2, 4, 4, 4, 6, 9]
# expect: ['aaa', 'cc', 'b', 'd'] [3, 2, 2, 1]
# expect: [r1, p1, s2, q2]
# expect: [r2, p2, s1, q1] []
# expect: TypeError heappop() argument must be list, not tuple
# expect: TypeError heappop() argument must be list, not set
# expect: IndexError index out of range
# expect: TypeError heapify() argument must be list, not tuple
# expect: TypeError heapify() argument must be list, not set
# expect: None []
# expect: TypeError heappush() argument 1 must be list, not tuple
# expect: TypeError heappush() argument 1 must be list, not set
# expect: None [1]
# expect: TypeError heapreplace() argument 1 must be list, not tuple
# expect: TypeError heapreplace() argument 1 must be list, not set
# expect: IndexError index out of range
# expect: TypeError heappushpop() argument 1 must be list, not tuple
# expect: TypeError heappushpop() argument 1 must be list, not set
# expect: 1 []
