s = "Hello, World"
print(s.upper(), s.lower(), s.title(), s.swapcase(), s.capitalize())
print(s.find("o"), s.rfind("o"), s.find("zz"), s.index("W"), s.count("l"))
print(s.replace("l", "L"), s.replace("l", "L", 1), s.split(", "), "a b  c".split(), "a,b,,c".split(","))
print("  x ".strip(), "xxaxx".strip("x"), "xxa".lstrip("x"), "axx".rstrip("x"))
print("abc".center(9, "*"), "abc".ljust(5) + "|", "abc".rjust(5), "42".zfill(5), "-42".zfill(6))
print(s.startswith("Hell"), s.endswith(("x", "ld")), "abc".isalpha(), "12".isdigit(), "a1".isalnum(), " ".isspace())
print("-".join(["a", "b", "c"]), "a-b-c".rsplit("-", 1), "k=v=w".partition("="), "k=v=w".rpartition("="))
print("a\nb\r\nc".splitlines(), "abc".removeprefix("a"), "abc".removesuffix("c"), "x".isidentifier())
print("%s is %d years, %r, %5.2f%%, %x, %05d, %-5s|" % ("Al", 30, "q", 99.5, 255, 42, "l"))

# expect: HELLO, WORLD hello, world Hello, World hELLO, wORLD Hello, world
# expect: 4 8 -1 7 3
# expect: HeLLo, WorLd HeLlo, World ['Hello', 'World'] ['a', 'b', 'c'] ['a', 'b', '', 'c']
# expect: x a a a
# expect: ***abc*** abc  |   abc 00042 -00042
# expect: True True True True True True
# expect: a-b-c ['a-b', 'c'] ('k', '=', 'v=w') ('k=v', '=', 'w')
# expect: ['a', 'b', 'c'] bc ab True
# expect: Al is 30 years, 'q', 99.50%, ff, 00042, l    |
