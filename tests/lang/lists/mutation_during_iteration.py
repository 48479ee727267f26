a = [1, 2, 3, 4, 5]
for x in a:
    if x % 2:
        a.remove(x)
print(a)  # expect: [2, 4]
b = [1]
for x in b:
    if len(b) < 5:
        b.append(x + 1)
print(b)  # expect: [1, 2, 3, 4, 5]
it = iter([1, 2])
print(next(it), list(it), list(it), next(it, "end"))  # expect: 1 [2] [] end
