print(list(enumerate("ab", 1)), list(zip([1, 2], "ab", (True, False))), list(map(lambda a, b: a + b, [1, 2], [3, 4])))
print(list(filter(None, [0, 1, "", "a"])), list(reversed([1, 2, 3])), any([0, 1]), all([]), sum([1, 2], 10))
print(min(3, 1, 2), max("abc"), min([], default="d"), max([1, -5], key=abs), sorted(["b", "A", "c"], key=str.lower))
it = iter([1, 2]); print(next(it), next(it), next(it, "end")); print(list(iter(iter([1, 2, 0, 3]).__next__, 0)))
class Seq:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
print(list(Seq()), 20 in Seq(), list(range(10, 0, -3)), range(5)[2], len(range(0, 10, 3)), range(3) == range(0, 3, 1))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), [*It(), *"ab"], sum(It()), dict(zip("ab", It())), tuple(It()))
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as e:
    print(e)
for x in []:
    pass
else:
    print("else runs")

# expect: [(1, 'a'), (2, 'b')] [(1, 'a', True), (2, 'b', False)] [4, 6]
# expect: [1, 'a'] [3, 2, 1] True True 13
# expect: 1 c d -5 ['A', 'b', 'c']
# expect: 1 2 end
# expect: [1, 2]
# expect: [0, 10, 20] True [10, 7, 4, 1] 2 4 True
# expect: [1, 2, 3] [1, 2, 3, 'a', 'b'] 6 {'a': 1, 'b': 2} (1, 2, 3)
# expect: zip() argument 2 is longer than argument 1
# expect: else runs
