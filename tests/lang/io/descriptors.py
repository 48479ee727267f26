# Pipes and descriptors: numbers, blocking, end of data, errors.
import os

r, w = os.pipe()
print(w - r)  # expect: 1
print(os.write(w, b"hello world"))  # expect: 11
print(os.read(r, 5), os.read(r, 100))  # expect: b'hello' b' world'
print(os.get_blocking(r))  # expect: True
os.set_blocking(r, False)
print(os.get_blocking(r), os.get_blocking(w))  # expect: False True
try:
    os.read(r, 1)
except BlockingIOError as error:
    print(error)  # expect: [Errno 11] Resource temporarily unavailable

# A full pipe takes no more; small writes are whole or not at all.
os.set_blocking(w, False)
print(os.write(w, b"x" * 100_000))  # expect: 65536
try:
    os.write(w, b"y")
except BlockingIOError as error:
    print(error.errno)  # expect: 11
print(len(os.read(r, 10_000)))  # expect: 10000
print(len(os.read(r, 100_000)))  # expect: 55536

# A copy shares the file; the data ends with the last writer.
twin = os.dup(w)
os.close(w)
os.write(twin, b"last")
os.close(twin)
print(os.read(r, 10), os.read(r, 10))  # expect: b'last' b''
os.close(r)
for call in (lambda: os.close(r), lambda: os.read(r, 1), lambda: os.write(w, b""), lambda: os.dup(r)):
    try:
        call()
    except OSError as error:
        print(error.errno)
# expect: 9
# expect: 9
# expect: 9
# expect: 9

# Nobody reads.
r, w = os.pipe()
os.close(r)
try:
    os.write(w, b"x")
except BrokenPipeError as error:
    print(error)  # expect: [Errno 32] Broken pipe
os.close(w)

# The lowest free number is used.
first, second = os.pipe()
os.close(first)
again = os.dup(second)
print(again == first)  # expect: True
os.close(second)
os.close(again)

r, w = os.pipe2(os.O_NONBLOCK)
print(os.get_blocking(r), os.get_blocking(w))  # expect: False False
print(os.dup2(r, 20), os.isatty(20))  # expect: 20 False
os.close(20)
os.close(r)
os.close(w)
print(os.getpid() > 0, os.getppid() >= 0)  # expect: True True
for wrong in ("x", None, 1.5):
    try:
        os.close(wrong)
    except TypeError as error:
        print(type(error).__name__)
# expect: TypeError
# expect: TypeError
# expect: TypeError
