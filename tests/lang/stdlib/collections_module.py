from collections import deque, defaultdict, Counter, namedtuple, OrderedDict
d = deque([1, 2, 3], maxlen=3); d.append(4); d.appendleft(0); print(d, d.pop(), d.popleft(), len(d), d[0]); d.rotate(1); print(list(d))
dd = defaultdict(list); dd["a"].append(1); print(dd, dict(dd))
c = Counter("abracadabra"); print(c.most_common(2), c["z"], c["a"])
P = namedtuple("P", "x y"); p = P(1, y=2); print(p, p.x, p[1], p._replace(x=9), p._asdict(), P._fields)

# expect: deque([2], maxlen=3) 3 0 1 2
# expect: [2]
# expect: defaultdict(<class 'list'>, {'a': [1]}) {'a': [1]}
# expect: [('a', 5), ('b', 2)] 0 5
# expect: P(x=1, y=2) 1 2 P(x=9, y=2) {'x': 1, 'y': 2} ('x', 'y')
