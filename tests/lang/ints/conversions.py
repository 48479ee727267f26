print(int("42"), int(" -7 "), int("ff", 16), int("0x1f", 0), int(3.9), int(-3.9), int(True))
print(str(255), hex(255), oct(8), bin(5), hex(-255), f"{255:#x}")
for bad in ("", "x1", "1.5"):
    try:
        int(bad)
    except ValueError as e:
        print(e)
print(round(2.5), round(3.5), round(1234, -2), round(2.675, 2), round(-0.5))

# expect: 42 -7 255 31 3 -3 1
# expect: 255 0xff 0o10 0b101 -0xff 0xff
# expect: invalid literal for int() with base 10: ''
# expect: invalid literal for int() with base 10: 'x1'
# expect: invalid literal for int() with base 10: '1.5'
# expect: 2 4 1200 2.67 0
