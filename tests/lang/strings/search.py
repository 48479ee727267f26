s = "hello world"
print(s.find("o"), s.find("o", 5), s.rfind("o"), s.find("zz"), s.index("w"), s.count("o"), s.count(""))
# expect: 4 7 7 -1 6 2 12
print(s.startswith("he"), s.endswith(("x", "ld")), s.startswith("lo", 3), "wor" in s, "" in s)
# expect: True True True True True
print(s.replace("o", "0"), s.replace("o", "0", 1), s.replace("", "-", 3), s.translate({104: "J", 111: None}))
# expect: hell0 w0rld hell0 world -h-e-llo world Jell wrld
print(s.title(), s.capitalize(), s.upper(), "AbC".swapcase(), "ß".casefold())
# expect: Hello World Hello world HELLO WORLD aBc ss
try:
    s.index("zz")
except ValueError as e:
    print(e)  # expect: substring not found
