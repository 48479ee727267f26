print(["x".ljust(3, "."), "x".rjust(3), "x".center(4, "*"), "-42".zfill(6), "+x".zfill(4)])
# expect: ['x..', '  x', '*x**', '-00042', '+00x']
print(["  a ".strip(), "xxaxx".strip("x"), "abcab".lstrip("ab"), "abcab".rstrip("ab")])
# expect: ['a', 'a', 'cab', 'abc']
print("prefix-name".removeprefix("prefix-"), "name.py".removesuffix(".py"), "a\tb".expandtabs(4))
# expect: name name a   b
print("abc".isalpha(), "a1".isalnum(), "12".isdigit(), "٣".isdigit(), " ".isspace(), "a_b".isidentifier(), "".isalpha())
# expect: True True True True True True False
print("Ab".isupper(), "AB1".isupper(), "Title Case".istitle(), "é".isascii(), "x".isprintable(), "\n".isprintable())
# expect: False True True False True False
