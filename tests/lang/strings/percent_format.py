print("%s is %d years, %5.2f|%-6s|%06d|%x|%c|%%" % ("Ann", 30, 3.14159, "ab", 42, 255, "z"))
# expect: Ann is 30 years,  3.14|ab    |000042|ff|z|%
print("%r %a" % ("é", "é"), "%(name)s %(n)03d" % {"name": "k", "n": 7}, "%s" % (1,), "%s" % [1, 2])
# expect: 'é' '\xe9' k 007 1 [1, 2]
print("%+d % d %e %g %g" % (5, 5, 12345.678, 0.0001, 1e10), "%*d" % (5, 42), "%.3s" % "abcdef")
# expect: +5  5 1.234568e+04 0.0001 1e+10    42 abc
for text, args in [("%d", "x"), ("%s %s", (1,)), ("%s", (1, 2)), ("%z", 1)]:
    try:
        text % args
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
        # expect: TypeError %d format: a real number is required, not str
        # expect: TypeError not enough arguments for format string
        # expect: TypeError not all arguments converted during string formatting
        # expect: ValueError unsupported format character 'z' (0x7a) at index 1
