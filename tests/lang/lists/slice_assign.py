a = list(range(10))
a[2:5] = ["x"]
print(a)  # expect: [0, 1, 'x', 5, 6, 7, 8, 9]
a[::3] = "wxyz"[:len(a[::3])]
print(a)  # expect: ['w', 1, 'x', 'x', 6, 7, 'y', 9]
del a[1::2]
print(a)  # expect: ['w', 'x', 6, 'y']
a[len(a):] = [1, 2]
a[:0] = [0]
print(a, a[-3:], a[10:], a[::-2], a[slice(1, 3)])
# expect: [0, 'w', 'x', 6, 'y', 1, 2] ['y', 1, 2] [] [2, 'y', 'x', 0] ['w', 'x']
try:
    a[::2] = [1]
except ValueError as e:
    print(e)  # expect: attempt to assign sequence of size 1 to extended slice of size 4
try:
    a[0:1:0]
except ValueError as e:
    print(e)  # expect: slice step cannot be zero
