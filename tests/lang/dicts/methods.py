d = {"a": 1, "b": 2}
d["c"] = 3; print(d, len(d), "a" in d, d.get("z"), d.get("z", 0), d.pop("a"), d)
print(list(d), list(d.values()), list(d.items()), d.setdefault("x", []), d.setdefault("b", 9))
d.update({"y": 5}, z=6); print(d, d.popitem(), d | {"q": 1}, dict(a=1), dict([("k", "v")]), dict.fromkeys("ab", 0))
del d["x"]; print(d); print({1: "a", 1.0: "b", True: "c"}, {**d, "b": 0})
for k, v in {"p": 1, "q": 2}.items():
    print(k, v)
print(d.keys() & {"b"}, {"a": 1} == {"a": 1}, d.keys(), {}.values(), reversed({"a": 1, "b": 2}).__class__.__name__)
try:
    d["nope"]
except KeyError as e:
    print(repr(e), e)
try:
    {[]: 1}
except TypeError as e:
    print(e)

# expect: {'b': 2, 'c': 3} 3 True None 0 1 {'b': 2, 'c': 3}
# expect: ['b', 'c'] [2, 3] [('b', 2), ('c', 3)] [] 2
# expect: {'b': 2, 'c': 3, 'x': [], 'y': 5} ('z', 6) {'b': 2, 'c': 3, 'x': [], 'y': 5, 'q': 1} {'a': 1} {'k': 'v'} {'a': 0, 'b': 0}
# expect: {'b': 2, 'c': 3, 'y': 5}
# expect: {1: 'c'} {'b': 0, 'c': 3, 'y': 5}
# expect: p 1
# expect: q 2
# expect: {'b'} True dict_keys(['b', 'c', 'y']) dict_values([]) dict_reversekeyiterator
# expect: KeyError('nope') 'nope'
# expect: unhashable type: 'list'
