# select.select, poll and epoll; who became ready first is told first.
import os
import select
import socket

r, w = os.pipe()
print(select.select([r], [w], [], 0) == ([], [w], []))  # expect: True
print(select.select([r], [], [], 0.01))  # expect: ([], [], [])
os.write(w, b"x")
print(select.select([r], [w], [r], None) == ([r], [w], []))  # expect: True

poll = select.poll()
poll.register(r, select.POLLIN)
poll.register(w, select.POLLOUT)
print([(fd == r, bits) for fd, bits in poll.poll(0)])  # expect: [(True, 1), (False, 4)]
poll.unregister(w)
os.read(r, 1)
print(poll.poll(10))  # expect: []
os.close(w)
print(poll.poll() == [(r, select.POLLHUP)])  # expect: True
os.close(r)

pairs = [socket.socketpair() for _ in range(3)]
epoll = select.epoll()
for mine, _ in pairs:
    epoll.register(mine.fileno(), select.EPOLLIN)
print(epoll.poll(0))  # expect: []
names = {mine.fileno(): number for number, (mine, _) in enumerate(pairs)}
for number in (2, 0, 1):
    pairs[number][1].send(b"x")
print([names[fd] for fd, _ in epoll.poll(1)])  # expect: [2, 0, 1]
pairs[0][0].recv(1)
print([names[fd] for fd, _ in epoll.poll(1)])  # expect: [2, 1]
pairs[0][1].send(b"y")
print([names[fd] for fd, _ in epoll.poll(1)])  # expect: [2, 1, 0]
print([names[fd] for fd, _ in epoll.poll(1, 2)], [names[fd] for fd, _ in epoll.poll(1)])  # expect: [2, 1] [0, 2, 1]
pairs[1][0].close()
print([names[fd] for fd, _ in epoll.poll(1)])  # expect: [0, 2]
try:
    epoll.register(pairs[0][0].fileno())
except OSError as error:
    print(error)  # expect: [Errno 17] File exists
try:
    epoll.modify(pairs[2][1].fileno(), 1)
except FileNotFoundError as error:
    print(error.errno)  # expect: 2
epoll.close()
print(epoll.closed)  # expect: True
try:
    epoll.poll()
except ValueError as error:
    print(error)  # expect: I/O operation on closed epoll object
for pair in pairs:
    for end in pair:
        end.close()
