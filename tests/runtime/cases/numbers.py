# Construction, rounding and text of numbers.
print(1e22, 1e21, 123456789012345680.0, 1e-4, 1e-5, 0.1, 1 / 3, -0.0, 5e-324, 1.7976931348623157e308, 100.0, 1e15, 1e16)
print(round(0.5), round(1.5), round(2.675, 2), round(1234, -2), round(-2.5), round(1250, -2), divmod(-7, 3), -7 // 3, 7 // -3)
print(7.5 // 2, -7.5 % 2, 2**100, 2**-2, 10**20, (-8) ** (1 / 3))
print(int('0x1f', 16), int('0b11', 0), int(' 12_3 '), int(3.9), int(-3.9), int('-5'), float(' 1e3 '), float('-inf'))
print(complex('1+2j'), complex(1, -2), 1j * 1j, bool([]), bool('a'))
print((255).to_bytes(2, 'big'), int.from_bytes(b'\x01\x00', 'little'), (-1).to_bytes(2, 'big', signed=True))
print((5).bit_length(), (1.5).as_integer_ratio(), (1.5).hex(), float.fromhex('0x1.8p+0'), (2.0).is_integer())
print(pow(2, 10, 1000), pow(3, -1, 7), abs(-3), hex(-255), bin(5), oct(8), hash(1.0) == hash(1))
import math
print(math.gcd(12, 18), math.isqrt(10**20), math.comb(10, 3), math.factorial(20), math.fsum([0.1] * 10), math.floor(-1.5))
for bad in ("int('x')", "int('1_', 10)", "float('x')", "int(float('nan'))", "int(None)", "math.sqrt(-1)", "1 % 0", "2.0 // 0"):
    try:
        eval(bad)
    except Exception as e:
        print(type(e).__name__, e)

# expect: 1e+22 1e+21 1.2345678901234568e+17 0.0001 1e-05 0.1 0.3333333333333333 -0.0 5e-324 1.7976931348623157e+308 100.0 1000000000000000.0 1e+16
# expect: 0 2 2.67 1200 -2 1200 (-3, 2) -3 -3
# expect: 3.0 0.5 1267650600228229401496703205376 0.25 100000000000000000000 (1.0000000000000002+1.7320508075688772j)
# expect: 31 3 123 3 -3 -5 1000.0 -inf
# expect: (1+2j) (1-2j) (-1+0j) False True
# expect: b'\x00\xff' 1 b'\xff\xff'
# expect: 3 (3, 2) 0x1.8000000000000p+0 1.5 True
# expect: 24 5 3 -0xff 0b101 0o10 True
# expect: 6 10000000000 120 2432902008176640000 1.0 -2
# expect: ValueError invalid literal for int() with base 10: 'x'
# expect: ValueError invalid literal for int() with base 10: '1_'
# expect: ValueError could not convert string to float: 'x'
# expect: ValueError cannot convert float NaN to integer
# expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
# expect: ValueError math domain error
# expect: ZeroDivisionError integer modulo by zero
# expect: ZeroDivisionError float floor division by zero
