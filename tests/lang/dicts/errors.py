d = {}
for bad in [lambda: d["k"], lambda: d[(1, 2)], lambda: d[[]], lambda: d.pop("k"), lambda: d.popitem(), lambda: {}.nope,
            lambda: dict(5), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {**5}, lambda: {} < {}, lambda: {} + {}]:
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
        # expect: KeyError 'k'
        # expect: KeyError (1, 2)
        # expect: TypeError unhashable type: 'list'
        # expect: KeyError 'k'
        # expect: KeyError 'popitem(): dictionary is empty'
        # expect: AttributeError 'dict' object has no attribute 'nope'
        # expect: TypeError 'int' object is not iterable
        # expect: TypeError cannot convert dictionary update sequence element #0 to a sequence
        # expect: ValueError dictionary update sequence element #0 has length 3; 2 is required
        # expect: TypeError 'int' object is not a mapping
        # expect: TypeError '<' not supported between instances of 'dict' and 'dict'
        # expect: TypeError unsupported operand type(s) for +: 'dict' and 'dict'
