print(2 ** -1, 2 ** 0.5, (-8) ** (1 / 3) if False else "skip", 0 ** 0, 0.0 ** 0, 2.0 ** 10, pow(2, 10, 1000))
# expect: 0.5 1.4142135623730951 skip 1 1.0 1024.0 24
print(pow(3, -1, 7), (-2) ** 3, -2 ** 2, 2 ** 3 ** 2)  # expect: 5 -8 -4 512
try:
    0 ** -1
except ZeroDivisionError as e:
    print(e)  # expect: 0.0 cannot be raised to a negative power
try:
    1.0 // 0
except ZeroDivisionError as e:
    print(e)  # expect: float floor division by zero
try:
    10.0 ** 400
except OverflowError as e:
    print(e)  # expect: (34, 'Numerical result out of range')
