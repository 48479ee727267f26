print(repr("a'b"), repr('a"b'), repr("a'b\"c"), repr("\n\t\\\x00\x7f"), repr("é"), ascii("é€😀"), repr(""))
print(["a", 'b"', "c'"], {"k": "v"}, ("x",), str(b"bytes\xff"))

# expect: "a'b" 'a"b' 'a\'b"c' '\n\t\\\x00\x7f' 'é' '\xe9\u20ac\U0001f600' ''
# expect: ['a', 'b"', "c'"] {'k': 'v'} ('x',) b'bytes\xff'
