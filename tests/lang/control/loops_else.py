for n in [2, 3, 4, 5]:
    for d in range(2, n):
        if n % d == 0:
            print(n, "=", d)
            break
    else:
        print(n, "prime")
i = 0
while i < 3:
    i += 1
    if i == 2:
        continue
    print(i)
else:
    print("exhausted")
for _ in []:
    pass
else:
    print("empty")
for i in range(3):
    pass
print(i, [j for j in range(10, 0, -3)], list(range(0)), range(5)[-1], range(0, 10, 3), len(range(1, 10, 4)), 7 in range(1, 9, 3))

# expect: 2 prime
# expect: 3 prime
# expect: 4 = 2
# expect: 5 prime
# expect: 1
# expect: 3
# expect: exhausted
# expect: empty
# expect: 2 [10, 7, 4, 1] [] 4 range(0, 10, 3) 3 True
