print(sorted([3, 1, 2]), sorted([3, 1, 2], reverse=True), sorted(["b", "A"], key=str.lower), sorted([]))
# expect: [1, 2, 3] [3, 2, 1] ['A', 'b'] []
pairs = [(1, "b"), (0, "x"), (1, "a"), (0, "y")]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
# expect: [(0, 'x'), (0, 'y'), (1, 'b'), (1, 'a')] [(1, 'b'), (1, 'a'), (0, 'x'), (0, 'y')]
pairs.sort()
print(pairs, pairs.sort())  # expect: [(0, 'x'), (0, 'y'), (1, 'a'), (1, 'b')] None
data = [5, 2, 9]
try:
    data.sort(key=lambda x: data.append(x))
except ValueError as e:
    print(e)
try:
    sorted([1, "a"])
except TypeError as e:
    print(e)


class Card:
    def __init__(self, rank):
        self.rank = rank

    def __lt__(self, other):
        return self.rank < other.rank


print([c.rank for c in sorted([Card(3), Card(1), Card(2)])], max([Card(3), Card(9)], key=lambda c: c.rank).rank)
# expect-error: TypeError: '<' not supported between instances of 'NoneType' and 'NoneType'
