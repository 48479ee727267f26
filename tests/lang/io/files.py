# Files over descriptors: bytes and text, buffered or not, and what is said of those that nobody closes.
import os
import warnings

r, w = os.pipe()
reader, writer = os.fdopen(r, "rb"), os.fdopen(w, "wb")
print(repr(reader) == f"<_io.BufferedReader name={r}>", reader.fileno() == r, reader.mode)  # expect: True True rb
print(writer.write(b"one\ntwo\nthree"), writer.writable(), writer.readable())  # expect: 13 True False
writer.flush()
print(reader.readline(), reader.read(2), reader.peek()[:1])  # expect: b'one\n' b'tw' b'o'
writer.close()
print(reader.read(), reader.read(), writer.closed)  # expect: b'o\nthree' b'' True
reader.close()
reader.close()
try:
    reader.read()
except ValueError as error:
    print(error)  # expect: read of closed file

r, w = os.pipe()
with os.fdopen(w, "w") as out, os.fdopen(r) as text:
    print(repr(text) == f"<_io.TextIOWrapper name={r} mode='r' encoding='UTF-8'>")  # expect: True
    out.write("über\nzwei\r\ndrei")
    out.flush()
    print(repr(text.readline()))  # expect: 'über\n'
    out.close()
    print([line for line in text])  # expect: ['zwei\n', 'drei']

r, w = os.pipe()
raw = os.fdopen(w, "wb", 0)
print(repr(raw) == f"<_io.FileIO name={w} mode='wb' closefd=True>", raw.write(b"abc"))  # expect: True 3
raw.close()
print(repr(raw))  # expect: <_io.FileIO [closed]>
with open(r, "rb", closefd=False) as file:
    print(file.read(1), file.read())  # expect: b'a' b'bc'
os.close(r)

with open(os.devnull, "w") as nothing:
    print(nothing.write("gone"))  # expect: 4
with open(os.devnull, "rb") as nothing:
    print(nothing.read())  # expect: b''

try:
    os.fdopen("name")
except TypeError as error:
    print(error)  # expect: invalid fd type (<class 'str'>, expected integer)
try:
    open(99)
except OSError as error:
    print(error)  # expect: [Errno 9] Bad file descriptor

# A file that is forgotten is closed, with a warning at the line where that happens.
r, w = os.pipe()
os.close(w)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    forgotten = os.fdopen(r, "rb")
    number = forgotten.fileno()
    del forgotten
print(len(caught), caught[0].category.__name__)  # expect: 1 ResourceWarning
print(str(caught[0].message) == f"unclosed file <_io.BufferedReader name={number}>")  # expect: True
try:
    os.close(number)
except OSError as error:
    print(error.errno)  # expect: 9
