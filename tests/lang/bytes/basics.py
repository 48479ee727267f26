b = b"hello\x00\xff"
print(b, len(b), b[0], b[1:3], b + b"!", list(b"abc"), bytes([65, 66]), bytes(3))
print("é€".encode(), b"\xc3\xa9".decode(), "abc".encode("ascii"), b"abc".hex(), bytes.fromhex("6162"))
print(b"a,b".split(b","), b"abc".upper(), b"abc".find(b"c"), b"x" in b"xyz", b"ab" * 2, b"a" < b"b")
try:
    b"\xff".decode()
except UnicodeDecodeError as e:
    print(e)
try:
    "é".encode("ascii")
except UnicodeEncodeError as e:
    print(e)

# expect: b'hello\x00\xff' 7 104 b'el' b'hello\x00\xff!' [97, 98, 99] b'AB' b'\x00\x00\x00'
# expect: b'\xc3\xa9\xe2\x82\xac' é b'abc' 616263 b'ab'
# expect: [b'a', b'b'] b'ABC' 2 True b'abab' True
# expect: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
# expect: 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
