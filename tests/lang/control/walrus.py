if (n := len("abc")) > 2:
    print(n)  # expect: 3
print([y for x in range(5) if (y := x * x) > 3], y)  # expect: [4, 9, 16] 16
total = 0
print([total := total + v for v in [1, 2, 3]], total)  # expect: [1, 3, 6] 6
data = iter([3, 2, 1, 0])
while (v := next(data)) > 1:
    print(v)
    # expect: 3
    # expect: 2
print((a := 1, b := 2), a + b, (lambda: (c := 5) + c)())  # expect: (1, 2) 3 10
