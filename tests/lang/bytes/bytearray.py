a = bytearray(b"abc")
a.append(100)
a += b"ef"
a[0] = 65
del a[1]
print(a, bytes(a), len(a), a[0], a[1:3], a == b"Acdef")
# expect: bytearray(b'Acdef') b'Acdef' 5 65 bytearray(b'cd') True
a.extend([103, 104])
a[1:3] = b"XYZ"
print(a, a.pop(), a.find(b"Y"))  # expect: bytearray(b'AXYZefg') 104 2
try:
    a[0] = 256
except ValueError as e:
    print(e)  # expect: byte must be in range(0, 256)
try:
    hash(a)
except TypeError as e:
    print(e)  # expect: unhashable type: 'bytearray'
