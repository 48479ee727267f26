# Division rounds down, and the remainder has the sign of the divisor.
for a, b in [(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 5), (6, 3)]:
    print(a // b, a % b, divmod(a, b))
    # expect: 3 1 (3, 1)
    # expect: -4 1 (-4, 1)
    # expect: -4 -1 (-4, -1)
    # expect: 3 -1 (3, -1)
    # expect: 0 0 (0, 0)
    # expect: 2 0 (2, 0)
print(-7.5 // 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2))  # expect: -4.0 0.5 -0.5 (-4.0, 0.5)
print(2 ** 64 // -3, 2 ** 64 % -3, -(2 ** 64) % 1000)  # expect: -6148914691236517206 -2 384
print(-1 // 2 ** 70, -1 % 2 ** 70 == 2 ** 70 - 1)  # expect: -1 True
