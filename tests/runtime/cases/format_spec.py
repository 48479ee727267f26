# The format mini-language and the % operator.
print("%-5s|%5s|%05d|%+d|%x|%o|%e|%g|%.3f|%c|%%|%r|%a" % ('a', 'b', 42, 5, 255, 8, 1234.5, 0.0001, 3.14159, 'c', 'd', 'é'))
print('{0} {1} {0} {name!r:>5} {0:>{w}} {x[0]} {y.real}'.format(1, 2, name='n', w=4, x=[9], y=3))
print(f'{3!r:>3} {"a"!s:<3}| {1.5:.3} {1e20:.3} {123456789:_} {0.00001:.2g} {100:e} {5:b} {-5:#b} {255:X} {1.0:g}')
print(f'{1234.5:010.2f} {"abc":.2} {True:d} {True} {None} {"x":*^7} {1234567:,} {0.5:%} {255:#x} {255:08b} {-5:+d}|{5: d}|')
print(f'{12345.678:,.1f} {float("inf"):5} {float("nan"):>6} {-0.0:.1f} {1e100:.3e} {0:05} {1+2j} {1.5:=+8}')
print('%(a)s %(b)03d' % {'a': 1, 'b': 2}, '%5.1f|%-8s|%*d' % (2.25, 'ab', 4, 7))
for bad in ('{', '}', '{0', '{:d}'):
    try:
        print(bad.format('x'))
    except (ValueError, IndexError) as e:
        print(type(e).__name__, e)

# expect: a    |    b|00042|+5|ff|10|1.234500e+03|0.0001|3.142|c|%|'d'|'\xe9'
# expect: 1 2 1   'n'    1 9 3
# expect:   3 a  | 1.5 1e+20 123_456_789 1e-05 1.000000e+02 101 -0b101 FF 1
# expect: 0001234.50 ab 1 True None ***x*** 1,234,567 50.000000% 0xff 11111111 -5| 5|
# expect: 12,345.7   inf    nan -0.0 1.000e+100 00000 (1+2j) +    1.5
# expect: 1 002   2.2|ab      |   7
# expect: ValueError Single '{' encountered in format string
# expect: ValueError Single '}' encountered in format string
# expect: ValueError expected '}' before end of string
# expect: ValueError Unknown format code 'd' for object of type 'str'
