a, *b = "xyz"
print(a, b, *"abc", sep="|")  # expect: x|['y', 'z']|a|b|c
print([c for c in "añ😀"], list(reversed("abc")), "abc"[::-1], tuple("ab"), set("a"), dict(zip("ab", "xy")))
# expect: ['a', 'ñ', '😀'] ['c', 'b', 'a'] cba ('a', 'b') {'a'} {'a': 'x', 'b': 'y'}
print(list(enumerate("ab", 1)), "".join(map(str.upper, "abc")), "ab" * 3, 0 * "x", "x" * -1)
# expect: [(1, 'a'), (2, 'b')] ABC ababab  
