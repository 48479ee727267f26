t = (1, 2, 2, 3)
print(t.count(2), t.index(3), t + (4,), t * 2, t[1:], t[-1], len(t), 2 in t, hash(t) == hash((1, 2, 2, 3)))
# expect: 2 3 (1, 2, 2, 3, 4) (1, 2, 2, 3, 1, 2, 2, 3) (2, 2, 3) 3 4 True True
print((), (1,), (1, (2, 3)), tuple([1]), (1, 2) < (1, 3), (1, 2) == (1.0, 2.0), min(t), sum(t))
# expect: () (1,) (1, (2, 3)) (1,) True True 1 8
for bad in [lambda: t[9], lambda: t.index(9), lambda: t.append(1), lambda: hash(([],))]:
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
        # expect: IndexError tuple index out of range
        # expect: ValueError tuple.index(x): x not in tuple
        # expect: AttributeError 'tuple' object has no attribute 'append'
        # expect: TypeError unhashable type: 'list'
try:
    t[0] = 1
except TypeError as e:
    print(e)  # expect: 'tuple' object does not support item assignment
