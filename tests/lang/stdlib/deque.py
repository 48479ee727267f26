from collections import deque
d = deque([1, 2, 3], maxlen=4)
d.append(4)
d.append(5)
d.appendleft(0)
print(d, len(d), d[0], d[-1], 3 in d)  # expect: deque([0, 2, 3, 4], maxlen=4) 4 0 4 True
d.rotate(1)
print(d, d.pop(), d.popleft(), d.count(2), list(reversed(d)))  # expect: deque([0, 2], maxlen=4) 3 4 1 [2, 0]
d.extend("ab")
d.extendleft("z")
print(d, d.maxlen, deque() == deque([]), bool(deque()))
# expect: deque(['z', 0, 2, 'a'], maxlen=4) 4 True False
try:
    deque().pop()
except IndexError as e:
    print(e)  # expect: pop from an empty deque
