a = [1, 2]
for bad in [lambda: a[5], lambda: a["x"], lambda: a.remove(9), lambda: a.index(9), lambda: [].pop(), lambda: a.pop(7),
            lambda: a + (1,), lambda: a * "x", lambda: hash(a), lambda: list(5), lambda: a.nope, lambda: a(), lambda: {}[a]]:
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
        # expect: IndexError list index out of range
        # expect: TypeError list indices must be integers or slices, not str
        # expect: ValueError list.remove(x): x not in list
        # expect: ValueError 9 is not in list
        # expect: IndexError pop from empty list
        # expect: IndexError pop index out of range
        # expect: TypeError can only concatenate list (not "tuple") to list
        # expect: TypeError can't multiply sequence by non-int of type 'str'
        # expect: TypeError unhashable type: 'list'
        # expect: TypeError 'int' object is not iterable
        # expect: AttributeError 'list' object has no attribute 'nope'
        # expect: TypeError 'list' object is not callable
        # expect: TypeError unhashable type: 'list'
