b = b"hello, world"
print(b[0], b[:5], b[-1:], len(b), b"lo" in b, 104 in b, b.split(b", "), b.upper(), b.find(b"w"))
# expect: 104 b'hello' b'd' 12 True True [b'hello', b'world'] b'HELLO, WORLD' 7
print(b.decode(), "é".encode(), "é".encode("latin-1"), b"\xc3\xa9".decode("utf-8"), bytes([1, 2]), bytes(2), bytes("a", "ascii"))
# expect: hello, world b'\xc3\xa9' b'\xe9' é b'\x01\x02' b'\x00\x00' b'a'
print(b.hex(), bytes.fromhex("68 69"), b"a" + b"b", b"a" * 3, b"a" < b"b", list(b"ab"), b.replace(b"l", b"L"))
# expect: 68656c6c6f2c20776f726c64 b'hi' b'ab' b'aaa' True [97, 98] b'heLLo, worLd'
for bad in [lambda: b"\xff".decode(), lambda: "é".encode("ascii"), lambda: b"a" + "b", lambda: bytes([256])]:
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
        # expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
        # expect: UnicodeEncodeError 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
        # expect: TypeError can't concat str to bytes
        # expect: ValueError bytes must be in range(0, 256)
