import functools, operator
print(functools.reduce(operator.add, [1, 2, 3], 10), functools.partial(pow, 2)(5), functools.partial(int, base=2)("101"))
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info().hits > 0)
class C:
    @functools.cached_property
    def p(self): print("computed"); return 5
c = C(); print(c.p, c.p)
@functools.total_ordering
class T:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
    def __lt__(self, o): return self.x < o.x
print(T(1) <= T(2), T(3) >= T(4), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))

# expect: 16 32 5
# expect: 23416728348467685 True
# expect: computed
# expect: 5 5
# expect: True False [3, 2, 1]
