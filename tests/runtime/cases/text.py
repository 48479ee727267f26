# Methods of str and bytes.
print('a b  c'.split(), 'a,b,,c'.split(','), 'a,b,c'.rsplit(',', 1), 'abc'.partition('b'), 'x=y=z'.rpartition('='))
print('line1\nline2\r\n'.splitlines(), ' a '.strip() + '|', 'xxaxx'.strip('x'), 'abc'.replace('b', 'BB'), 'aaa'.replace('a', 'b', 2))
print('abcabc'.count('bc'), 'abc'.startswith(('x', 'a')), 'a'.zfill(3), '-5'.zfill(4), 'abc'.ljust(5, '.') + '|', 'ab'.center(5, '*'))
print('Hello'.swapcase(), "they're".title(), 'abc'.islower(), 'ABC1'.isupper(), '12'.isdigit(), 'a1'.isalnum(), ''.isalpha())
print('héllo'[1], len('héllo'), 'héllo'.encode(), 'ß'.upper(), 'ÀÉ'.lower(), 'Straße'.casefold(), 'é'.isalpha(), 'абв'.upper())
print('abcdef'[1:4], 'abcdef'[::-1], 'abcdef'[-2:], 'a\tb'.expandtabs(4) + '|', 'abc'.removeprefix('a'), 'abc'.removesuffix('c'))
print('abc'.translate(str.maketrans('ab', 'xy', 'c')), 'x'.join('abc'), 'abc'.find('z'), 'abcabc'.rfind('b'), 'a' < 'b' < 'é')
print(repr('a\n\t\'"\\'), ascii('é\u20ac'), b'ab'.hex(), bytes.fromhex('6162'), bytearray(b'ab'), b'a' + b'b', b'abc'[1], list(b'ab'))
print(b'a,b'.split(b','), b'ab'.decode(), 'é'.encode('latin-1'), b'\xff'.decode('utf-8', 'replace'), 'é'.encode('ascii', 'ignore'))
for bad in ("b'\\xff'.decode()", "'é'.encode('ascii')", "'a'.join([1])", "'abc'.index('z')", "'abc'.center(5, 'ab')", "chr(-1)"):
    try:
        eval(bad)
    except Exception as e:
        print(type(e).__name__, e)

# expect: ['a', 'b', 'c'] ['a', 'b', '', 'c'] ['a,b', 'c'] ('a', 'b', 'c') ('x=y', '=', 'z')
# expect: ['line1', 'line2'] a| a aBBc bba
# expect: 2 True 00a -005 abc..| **ab*
# expect: hELLO They'Re True True True True False
# expect: é 5 b'h\xc3\xa9llo' SS àé strasse True АБВ
# expect: bcd fedcba ef a   b| bc ab
# expect: xy axbxc -1 4 True
# expect: 'a\n\t\'"\\' '\xe9\u20ac' 6162 b'ab' bytearray(b'ab') b'ab' 98 [97, 98]
# expect: [b'a', b'b'] ab b'\xe9' � b''
# expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
# expect: UnicodeEncodeError 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
# expect: TypeError sequence item 0: expected str instance, int found
# expect: ValueError substring not found
# expect: TypeError The fill character must be exactly one character long
# expect: ValueError chr() arg not in range(0x110000)
