# loop.add_reader and add_writer: order, replacement, removal, errors; operations on sockets.
import asyncio
import os
import socket


async def readers():
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    os.set_blocking(r, False)
    log = []

    def readable(name):
        log.append((name, os.read(r, 100)))

    print(loop.add_reader(r, readable, "first"))  # expect: None
    loop.call_soon(log.append, "soon")
    os.write(w, b"one")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(log)  # expect: ['soon', ('first', b'one')]
    loop.add_reader(r, readable, "second")
    os.write(w, b"two")
    await asyncio.sleep(0.01)
    print(log[2:])  # expect: [('second', b'two')]
    print(loop.remove_reader(r), loop.remove_reader(r), loop.remove_writer(w))  # expect: True False False
    os.write(w, b"three")
    await asyncio.sleep(0.01)
    print(len(log), os.read(r, 100))  # expect: 3 b'three'

    # A writer runs in each iteration in which there is room, after the callbacks that were ready before.
    turns = []
    loop.add_writer(w, turns.append, "w")
    for name in "abc":
        turns.append(name)
        await asyncio.sleep(0)
    loop.remove_writer(w)
    print(turns)  # expect: ['a', 'b', 'w', 'c', 'w']
    await asyncio.sleep(0)
    print(len(turns))  # expect: 5
    # Two that become ready in one go run in the order in which they did.
    r2, w2 = os.pipe()
    seen = []
    loop.add_reader(r, lambda: seen.append(("r", os.read(r, 9))))
    loop.add_reader(r2, lambda: seen.append(("r2", os.read(r2, 9))))
    os.write(w2, b"2")
    os.write(w, b"1")
    await asyncio.sleep(0.01)
    print(seen)  # expect: [('r2', b'2'), ('r', b'1')]
    # The end of the data is readiness, too.
    os.close(w2)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(seen[2])  # expect: ('r2', b'')
    for wrong in (lambda: loop.add_reader("x", print), lambda: loop.add_reader(-1, print)):
        try:
            wrong()
        except ValueError as error:
            print(error)
    # expect: Invalid file object: 'x'
    # expect: Invalid file descriptor: -1
    for fd in (r, r2):
        loop.remove_reader(fd)
    for fd in (r, w, r2):
        os.close(fd)


async def sockets():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    asked = asyncio.create_task(loop.sock_recv(b, 100))
    await asyncio.sleep(0)
    await loop.sock_sendall(a, b"data")
    print(await asked)  # expect: b'data'
    # More than fits needs a reader on the other side.
    sending = asyncio.create_task(loop.sock_sendall(a, b"z" * 1_000_000))
    got = 0
    while got < 1_000_000:
        got += len(await loop.sock_recv(b, 65536))
    await sending
    print(got)  # expect: 1000000
    waiting = asyncio.create_task(loop.sock_recv(a, 1))
    await asyncio.sleep(0)
    waiting.cancel()
    try:
        await waiting
    except asyncio.CancelledError:
        print("cancelled", loop.remove_reader(a))  # expect: cancelled False
    a.close()
    print(await loop.sock_recv(b, 1))  # expect: b''
    b.close()


asyncio.run(readers())
asyncio.run(sockets())
loop = asyncio.new_event_loop()
loop.close()
try:
    loop.add_reader(0, print)
except RuntimeError as error:
    print(error)  # expect: Event loop is closed
