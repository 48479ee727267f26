a = list(range(10))
print(a[2:5], a[::3], a[::-2], a[-3:-1], a[20:], a[:-8:-1])
a[2:4] = ["x", "y", "z"]; print(a)
a[::4] = [0, 0, 0]; print(a)
del a[::2]; print(a)
a[1:1] = [100, 200]; print(a, a[slice(1, 3)], slice(1, 10, 2).indices(5))
try:
    a[::2] = [1]
except ValueError as e:
    print(e)

# expect: [2, 3, 4] [0, 3, 6, 9] [9, 7, 5, 3, 1] [7, 8] [] [9, 8, 7, 6, 5, 4, 3]
# expect: [0, 1, 'x', 'y', 'z', 4, 5, 6, 7, 8, 9]
# expect: [0, 1, 'x', 'y', 0, 4, 5, 6, 0, 8, 9]
# expect: [1, 'y', 4, 6, 8]
# expect: [1, 100, 200, 'y', 4, 6, 8] [100, 200] (1, 5, 2)
# expect: attempt to assign sequence of size 1 to extended slice of size 4
