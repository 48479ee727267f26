print(True + True, True * 3, -True, ~False, isinstance(True, int), True == 1, hash(True) == hash(1))
# expect: 2 3 -1 -1 True True True
print(repr(True), str(False), f"{True:d}", f"{True}", bool("") or bool([]) or bool(0.0) or bool(None))
# expect: True False 1 True False
print({1: "a", True: "b"}, [10, 20][True], True & 3, True & False, True ^ True)
# expect: {1: 'b'} 20 1 False False
print(int(True), float(True), sum([True, False, True]))  # expect: 1 1.0 2
