class Counter(dict):
    def __missing__(self, key):
        return f"no {key}"


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 2

    def __eq__(self, other):
        return self.n == other.n


c = Counter(a=1)
print(c["a"], c["b"], c.get("b"), "b" in c, c)  # expect: 1 no b None False {'a': 1}
d = {Key(1): "one", Key(3): "three", Key(2): "two"}
print(d[Key(3)], d[Key(1)], Key(4) in d, len(d))  # expect: three one False 3
d[Key(1)] = "uno"
print(len(d), list(d.values()), {1: "a", 1.0: "b", True: "c"}, {None: 0, (): 1}[()])
# expect: 3 ['uno', 'three', 'two'] {1: 'c'} 1
