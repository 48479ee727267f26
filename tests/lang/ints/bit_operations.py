# Negative numbers behave as if they had endless sign bits.
print(5 & 3, 5 | 3, 5 ^ 3, ~5)  # expect: 1 7 6 -6
print(-5 & 3, -5 | 3, -5 ^ 3, ~-5)  # expect: 3 -5 -8 4
print(1 << 70, (1 << 70) >> 69, -1 >> 100, -5 >> 1)  # expect: 1180591620717411303424 2 -1 -3
print((2 ** 80 - 1) & 0xFF, -(2 ** 80) & 0xFFFF, -(2 ** 80) | 1)  # expect: 255 0 -1208925819614629174706175
print((255).bit_length(), (0).bit_length(), (-256).bit_length(), (255).bit_count())  # expect: 8 0 9 8
try:
    1 << -1
except ValueError as e:
    print(e)  # expect: negative shift count
