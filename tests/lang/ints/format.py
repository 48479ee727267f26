print(format(1234567, ","), format(1234567, "_"), f"{255:#x} {255:08b} {255:X} {-5:+d} {5:+d} {5: d}")
# expect: 1,234,567 1_234_567 0xff 11111111 FF -5 +5  5
print(f"[{42:>6}] [{42:<6}] [{42:^6}] [{42:*^6}] [{-42:06}] [{42:=+6}]")
# expect: [    42] [42    ] [  42  ] [**42**] [-00042] [+   42]
print(f"{3:c}{65:c}".encode(), f"{1234567890:,d}", f"{10:e} {10:.2f} {10:%}")
# expect: b'\x03A' 1,234,567,890 1.000000e+01 10.00 1000.000000%
try:
    f"{5:s}"
except ValueError as e:
    print(e)  # expect: Unknown format code 's' for object of type 'int'
