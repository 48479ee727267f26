"""heapq: where each item stands, which comparisons are made, and that equal items keep their order where they should."""

import heapq
import random

random.seed(11)
heap = []
for number in (5, 3, 8, 1, 9, 2, 7, 3, 1, 6):
    heapq.heappush(heap, number)
    print(heap)
while len(heap) > 4:
    print(heapq.heappop(heap), heap)
print(heapq.heapreplace(heap, 0), heapq.heappushpop(heap, 4), heapq.heappushpop(heap, -1), heap)

for size in (0, 1, 2, 3, 10, 33):
    numbers = [random.randrange(20) for _ in range(size)]
    heapq.heapify(numbers)
    print(numbers, [heapq.heappop(numbers) for _ in range(size)])


class Item:
    compared = []

    def __init__(self, rank, name):
        self.rank, self.name = rank, name

    def __lt__(self, other):
        self.compared.append(self.name + other.name)
        return self.rank < other.rank

    def __repr__(self):
        return f'{self.name}{self.rank}'


items = [Item(rank, name) for rank, name in zip((4, 2, 2, 7, 1, 1, 2), 'abcdefg')]
heapq.heapify(items)
print(items, Item.compared)
Item.compared.clear()
print(heapq.heappop(items), heapq.heappushpop(items, Item(2, 'h')), items, Item.compared)

pairs = [(1, 'a'), (0, 'b'), (1, 'c'), (0, 'd'), (2, 'e')]
print(heapq.nsmallest(3, pairs, key=lambda p: p[0]), heapq.nlargest(3, pairs, key=lambda p: p[0]))
print(heapq.nsmallest(0, pairs), heapq.nlargest(-2, pairs), heapq.nsmallest(9, [2, 1]), heapq.nlargest(1, [2, 5, 5.0]))
print(list(heapq.merge([1, 4], [], [1.0, 2], [3])), list(heapq.merge(['bb', 'a'], ['ccc', 'd'], key=len, reverse=True)))

for call in (heapq.heappop, lambda h: heapq.heapreplace(h, 1)):
    try:
        call([])
    except IndexError as error:
        print(type(error).__name__)
mixed = [1, 2, 3]
try:
    heapq.heappush(mixed, 'x')
except TypeError as error:
    print(error)
# expect: [5]
# expect: [3, 5]
# expect: [3, 5, 8]
# expect: [1, 3, 8, 5]
# expect: [1, 3, 8, 5, 9]
# expect: [1, 3, 2, 5, 9, 8]
# expect: [1, 3, 2, 5, 9, 8, 7]
# expect: [1, 3, 2, 3, 9, 8, 7, 5]
# expect: [1, 1, 2, 3, 9, 8, 7, 5, 3]
# expect: [1, 1, 2, 3, 6, 8, 7, 5, 3, 9]
# expect: 1 [1, 3, 2, 3, 6, 8, 7, 5, 9]
# expect: 1 [2, 3, 7, 3, 6, 8, 9, 5]
# expect: 2 [3, 3, 7, 5, 6, 8, 9]
# expect: 3 [3, 5, 7, 9, 6, 8]
# expect: 3 [5, 6, 7, 9, 8]
# expect: 5 [6, 8, 7, 9]
# expect: 6 0 -1 [4, 8, 7, 9]
# expect: [] []
# expect: [] [14]
# expect: [] [14, 17]
# expect: [] [14, 16, 18]
# expect: [] [3, 4, 5, 5, 6, 9, 14, 15, 16, 19]
# expect: [] [0, 0, 0, 1, 1, 1, 2, 2, 2, 5, 6, 6, 7, 7, 8, 9, 10, 12, 13, 14, 14, 14, 14, 15, 16, 16, 17, 17, 18, 19, 19, 19, 19]
# expect: [f1, e1, g2, d7, b2, c2, a4] ['fg', 'cf', 'de', 'be', 'ef', 'cg', 'ag']
# expect: f1 e1 [g2, b2, c2, d7, a4, h2] ['eg', 'db', 'ab', 'eh', 'bg', 'hc']
# expect: [(0, 'b'), (0, 'd'), (1, 'a')] [(2, 'e'), (1, 'a'), (1, 'c')]
# expect: [] [] [1, 2] [5]
# expect: [1, 1.0, 2, 3, 4] ['ccc', 'bb', 'a', 'd']
# expect: IndexError
# expect: IndexError
# expect: '<' not supported between instances of 'str' and 'int'
