class Count:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


class Old:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10


print(list(Count(3)), [*Old()], 20 in Old(), sum(Count(4)), dict(enumerate(Old())), list(zip(Count(2), Old())), max(Count(3)))
# expect: [2, 1, 0] [0, 10, 20] True 6 {0: 0, 1: 10, 2: 20} [(1, 0), (0, 10)] 2
it = iter(lambda c=iter([1, 2, 0, 3]): next(c), 0)
print(list(it))  # expect: [1, 2]
for bad in [lambda: iter(5), lambda: next([]), lambda: next(iter([])), lambda: iter(5, 6), lambda: [*5], lambda: list(map(1, [1]))]:
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError 'list' object is not an iterator
        # expect: StopIteration 
        # expect: TypeError iter(v, w): v must be callable
        # expect: TypeError Value after * must be an iterable, not int
        # expect: TypeError 'int' object is not callable
