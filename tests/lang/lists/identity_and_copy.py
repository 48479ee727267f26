a = [[0] * 2] * 2
a[0][0] = 1
print(a, a[0] is a[1])  # expect: [[1, 0], [1, 0]] True
b = [row[:] for row in a]
b[0][1] = 9
print(a, b, a == b, a is not b, a.copy()[0] is a[0])
# expect: [[1, 0], [1, 0]] [[1, 9], [1, 0]] False True True
c = a
c += [7]
print(a is c, a)  # expect: True [[1, 0], [1, 0], 7]
a = a + [8]
print(a is c, len(a), len(c), [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [1] == (1,))
# expect: False 4 3 True True True False
