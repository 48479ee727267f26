a = [1]; a.append(a); print(a)
d = {}; d["d"] = d; print(d)
t = ([],); t[0].append(t); print(t)
print([[], [[]], {}, (), set(), (1,), {1}, {1: 2}, frozenset()])

# expect: [1, [...]]
# expect: {'d': {...}}
# expect: ([(...)],)
# expect: [[], [[]], {}, (), set(), (1,), {1}, {1: 2}, frozenset()]
