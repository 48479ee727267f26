print("{} {} {}".format(1, "a", None), "{1} {0}".format("a", "b"), "{x}-{y}".format(x=1, y=2))
print("{0[1]} {0[0]} {1.real}".format([1, 2], 3), "{:>8}|{:<8}|{:^8}|".format("a", "b", "c"))
print("{:08.3f} {:+d} {:,} {:_} {:b} {:o} {:X} {:c}".format(3.14159, 5, 1234567, 1234567, 5, 8, 255, 65))
print("{!r} {!s} {!a}".format("é", "é", "é"), "{{}}".format(), "{:{w}.{p}}".format("abcdef", w=8, p=3))

# expect: 1 a None b a 1-2
# expect: 2 1 3        a|b       |   c    |
# expect: 0003.142 +5 1,234,567 1_234_567 101 10 FF A
# expect: 'é' é '\xe9' {} abc     
