# Pipe: both ways and one way, the end of it, and waiting for several of them.
import multiprocessing
import multiprocessing.connection
import time


def echo(connection):
    with connection:
        while True:
            try:
                message = connection.recv()
            except EOFError:
                return
            connection.send(('echo', message))


def count(writer, n, pause):
    for i in range(n):
        time.sleep(pause)
        writer.send(i)
    writer.close()


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(f'{type(error).__name__}: {error}'.rstrip(': '))


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    here, there = multiprocessing.Pipe()
    p = multiprocessing.Process(target=echo, args=(there,))
    p.start()
    there.close()
    for message in (1, 'two', [3, {'four': 4}], b'x' * 100000):
        here.send(message)
        kind, back = here.recv()
        print(kind, back == message)
    print(here.poll(), here.closed, here.readable, here.writable)
    here.close()
    p.join()
    print(p.exitcode, here.closed)
    attempt(here.recv)
    attempt(here.poll)

    readers = []
    for n, pause in ((2, 0.2), (3, 0.05)):
        reader, writer = multiprocessing.Pipe(duplex=False)
        print(reader.readable, reader.writable, writer.readable, writer.writable)
        p = multiprocessing.Process(target=count, args=(writer, n, pause))
        p.start()
        writer.close()
        readers.append(reader)
    got = {reader: [] for reader in readers}
    open_ones = list(readers)
    while open_ones:
        for reader in multiprocessing.connection.wait(open_ones):
            try:
                got[reader].append(reader.recv())
            except EOFError:
                open_ones.remove(reader)
    print([got[reader] for reader in readers], multiprocessing.connection.wait([], 0.01))

    a, b = multiprocessing.Pipe()
    a.send_bytes(b'abcdef', 2, 3)
    print(b.recv_bytes())
    buffer = bytearray(8)
    a.send_bytes(b'xyz')
    print(b.recv_bytes_into(buffer, 2), buffer)
    attempt(a.send_bytes, b'abc', 5)
    print(b.poll(0.01))
    b.close()
    attempt(a.recv)
    attempt(a.send, 1)
    r, w = multiprocessing.Pipe(False)
    attempt(r.send, 1)
    attempt(w.recv)
    p = multiprocessing.Process(target=time.sleep, args=(0.05,))
    p.start()
    print(multiprocessing.connection.wait([r, p.sentinel], 5) == [p.sentinel])
    p.join()

# expect: echo True
# expect: echo True
# expect: echo True
# expect: echo True
# expect: False False True True
# expect: 0 True
# expect: OSError: handle is closed
# expect: OSError: handle is closed
# expect: True False False True
# expect: True False False True
# expect: [[0, 1], [0, 1, 2]] []
# expect: b'cde'
# expect: 3 bytearray(b'\x00\x00xyz\x00\x00\x00')
# expect: ValueError: buffer length < offset
# expect: False
# expect: EOFError
# expect: BrokenPipeError: [Errno 32] Broken pipe
# expect: OSError: connection is read-only
# expect: OSError: connection is write-only
# expect: True
