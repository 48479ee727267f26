def note(x):
    print("eval", x)
    return x


def f(*a, **k):
    return a, k


print(f(note(1), *[note(2)], note(3), k=note(4), **{"m": note(5)}))
d = {}
d[note("key")] = note("value")
print({note("k1"): note("v1"), note("k2"): note("v2")}, note(1) + note(2) * note(3))
print(note(0) and note(9), note(1) or note(9), note(1) if note(2) else note(3))

# expect: eval 1
# expect: eval 2
# expect: eval 3
# expect: eval 4
# expect: eval 5
# expect: ((1, 2, 3), {'k': 4, 'm': 5})
# expect: eval value
# expect: eval key
# expect: eval k1
# expect: eval v1
# expect: eval k2
# expect: eval v2
# expect: eval 1
# expect: eval 2
# expect: eval 3
# expect: {'k1': 'v1', 'k2': 'v2'} 7
# expect: eval 0
# expect: eval 1
# expect: eval 2
# expect: eval 1
# expect: 0 1 1
