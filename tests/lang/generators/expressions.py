print(sum(x * x for x in range(5)), list(x for x in "abc" if x != "b"), max((len(w), w) for w in ["a", "bbb", "cc"]))
# expect: 30 ['a', 'c'] (3, 'bbb')
src = [1, 2, 3]
lazy = (x + k for x in src for k in (0, 10))
src.append(4)
print(list(lazy), next((x for x in src if x > 5), None), any(x > 3 for x in src), all(x for x in [1, 0]))
# expect: [1, 11, 2, 12, 3, 13, 4, 14] None True False
def boom():
    yield 1 / 0
try:
    list(boom())
except ZeroDivisionError as e:
    print(e)  # expect: division by zero
print(type(lazy).__name__, lazy.__name__, repr(lazy).split(" at")[0])
# expect: generator <genexpr> <generator object <genexpr>
