print("a" < "b", "a" < "B", "abc" < "abcd", "" < "a", sorted(["b", "B", "a", "é", "Z"]))
# expect: True False True True ['B', 'Z', 'a', 'b', 'é']
print(max("hello"), min("hello"), "abc" == "abc", "a" != "b", hash("abc") == hash("ab" + "c"))
# expect: o e True True True
print(sorted("Hello World".split(), key=str.lower), sorted(["bb", "a", "ccc"], key=len, reverse=True))
# expect: ['Hello', 'World'] ['ccc', 'bb', 'a']
