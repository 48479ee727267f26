print(list(zip([1, 2, 3], "ab")), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(filter(None, [0, 1, "", "a"])))
# expect: [(1, 'a'), (2, 'b')] [11, 22] [1, 'a']
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as e:
    print(e)  # expect: zip() argument 2 is longer than argument 1
print(min([3, 1, 2]), max("abc"), min(5, 2, key=lambda v: -v), max([], default="none"), sum([[1], [2]], []), sum([0.1] * 3))
# expect: 1 c 5 none [1, 2] 0.30000000000000004
for bad in [lambda: sum(["a"]), lambda: max(1), lambda: min(1, "a"), lambda: sorted(5), lambda: abs("x")]:
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(e)
        # expect: unsupported operand type(s) for +: 'int' and 'str'
        # expect: 'int' object is not iterable
        # expect: '<' not supported between instances of 'str' and 'int'
        # expect: 'int' object is not iterable
        # expect: bad operand type for abs(): 'str'
print(list(reversed(range(3))), abs(-5), divmod(7, 3), pow(2, 5), round(2.567, 1), chr(97), ord("a"), bin(5), oct(8), hex(255))
# expect: [2, 1, 0] 5 (2, 1) 32 2.6 a 97 0b101 0o10 0xff
print(any([]), all([]), callable(len), isinstance(3, int | str), type(3) is int, len({1: 2}), hash(1) == hash(1.0))
# expect: False True True True True 1 True
