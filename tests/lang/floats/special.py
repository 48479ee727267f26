inf, nan = float("inf"), float("nan")
print(inf, -inf, nan, nan == nan, nan in [nan], inf > 10 ** 400, inf - inf)
# expect: inf -inf nan False True True nan
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5, -2), round(7), round(1e20))
# expect: 2 4 -2 2.67 1200.0 7 100000000000000000000
print(int(3.99), int(-3.99), int("  42 "), int(1e20), float(" 1e3 "), float("-inf"))
# expect: 3 -3 42 100000000000000000000 1000.0 -inf
print((0.1 + 0.2), 1 / 3, 1e16, 1e15, 1e-5, 0.0001, -0.0, 1e300 * 1e10)
# expect: 0.30000000000000004 0.3333333333333333 1e+16 1000000000000000.0 1e-05 0.0001 -0.0 inf
print((0.5).as_integer_ratio(), (3.0).is_integer(), (2.5).is_integer(), (255.5).hex())
# expect: (1, 2) True False 0x1.ff00000000000p+7
for text in ["x", "", "1_0_"]:
    try:
        float(text)
    except ValueError as e:
        print(e)
        # expect: could not convert string to float: 'x'
        # expect: could not convert string to float: ''
        # expect: could not convert string to float: '1_0_'
try:
    int(nan)
except ValueError as e:
    print(e)  # expect: cannot convert float NaN to integer
try:
    int(inf)
except OverflowError as e:
    print(e)  # expect: cannot convert float infinity to integer
