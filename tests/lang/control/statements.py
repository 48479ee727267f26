n = 0
while n < 5:
    n += 1
    if n == 2: continue
    if n == 4: break
else:
    print("not reached")
print(n, 1 < 2 < 3, 1 < 3 < 2, 1 if n else 2, n and 0, n or 7, None or [], not n)
a = b = c = 5; a, b = b + 1, a; print(a, b, c)
x: int = 3; print(x, 5 if (z := x * 2) > 5 else 0, z)
del a
try:
    a
except NameError as e:
    print(e)
pass; print("one"); print("two")
i = [0, 1, 2]; k = 0; k, i[k] = 2, 9; print(i)
print(1 == 1.0, "a" "b", (1, 2) == [1, 2], [] == [], None is None, ... is Ellipsis)
def f():
    for i in range(3):
        for j in range(3):
            if j == 1: break
            if i == 1: return i, j
print(f())

# expect: 4 True False 1 0 4 [] False
# expect: 6 5 5
# expect: 3 5 6
# expect: name 'a' is not defined
# expect: one
# expect: two
# expect: [0, 1, 9]
# expect: True ab False True True True
# expect: (1, 0)
