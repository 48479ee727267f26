d = {"b": 1, "a": 2}
d["c"] = 3
del d["b"]
d["b"] = 4
print(d, list(d), d.keys(), d.values(), d.items(), len(d), "a" in d, ("a", 2) in d.items())
# expect: {'a': 2, 'c': 3, 'b': 4} ['a', 'c', 'b'] dict_keys(['a', 'c', 'b']) dict_values([2, 3, 4]) dict_items([('a', 2), ('c', 3), ('b', 4)]) 3 True True
print(d.keys() & {"a", "z"}, sorted(d.keys() | {"z"}), d.keys() - {"a", "b"}, list(reversed(d)), d.keys() == {"a", "b", "c"})
# expect: {'a'} ['a', 'b', 'c', 'z'] {'c'} ['b', 'c', 'a'] True
print(d | {"a": 9}, d.pop("a"), d.pop("zz", None), d.popitem(), d.setdefault("n", []), d.get("q"), d.get("q", 0))
# expect: {'a': 9, 'c': 3, 'b': 4} 2 None ('b', 4) [] None 0
d |= {"m": 1}
d.update(k=2)
d.update([("l", 3)])
print(d, dict(a=1), dict([("x", 1)]), dict.fromkeys("ab", 0), {"a": 1, "b": 2} == {"b": 2, "a": 1})
# expect: {'c': 3, 'n': [], 'm': 1, 'k': 2, 'l': 3} {'a': 1} {'x': 1} {'a': 0, 'b': 0} True
