# Connected pairs of sockets.
import socket

a, b = socket.socketpair()
print(repr(a) == f"<socket.socket fd={a.fileno()}, family=1, type=1, proto=0>")  # expect: True
print(a.send(b"ping"), b.recv(10))  # expect: 4 b'ping'
b.sendall(b"pong")
print(a.recv(2), a.recv(10))  # expect: b'po' b'ng'
print(a.gettimeout(), a.getblocking())  # expect: None True
a.setblocking(False)
print(a.gettimeout(), a.getblocking())  # expect: 0.0 False
try:
    a.recv(1)
except BlockingIOError as error:
    print(error.errno)  # expect: 11
b.settimeout(0.05)
try:
    b.recv(1)
except TimeoutError as error:
    print(error)  # expect: timed out
b.shutdown(socket.SHUT_WR)
print(a.recv(10))  # expect: b''
a.send(b"still")
print(b.recv(10))  # expect: b'still'
buffer = bytearray(8)
a.send(b"into")
print(b.recv_into(buffer), bytes(buffer))  # expect: 4 b'into\x00\x00\x00\x00'
a.close()
print(a.fileno(), a)  # expect: -1 <socket.socket [closed] fd=-1, family=1, type=1, proto=0>
try:
    a.send(b"x")
except OSError as error:
    print(error)  # expect: [Errno 9] Bad file descriptor
print(b.recv(1))  # expect: b''
b.close()

with socket.socketpair()[0] as left:
    print(left.family.name, left.type.name)  # expect: AF_UNIX SOCK_STREAM
# stderr: any
