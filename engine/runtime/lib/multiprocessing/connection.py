"""The two ends of a pipe between processes."""

import _processes
import pickle

from . import sharing
from .context import BufferTooShort

__all__ = ['Connection', 'Pipe', 'wait']

_PIPE, _SOCKETS = 64 * 1024, 208 * 1024  # bytes that stay in a one-way and in a two-way pipe until somebody reads


class Connection(sharing.Inherited):

    def __init__(self, reader, writer, capacity):
        self._reader, self._writer, self._capacity = reader, writer, capacity

    readable = property(lambda self: self._reader is not None)
    writable = property(lambda self: self._writer is not None)
    closed = property(lambda self: all(end.closed for end in self._ends()))

    def _ends(self):
        return [end for end in (self._reader, self._writer) if end is not None]

    def _end(self, name, complaint):
        if self.closed:
            raise OSError('handle is closed')
        end = getattr(self, name)
        if end is None:
            raise OSError(complaint)
        return end

    def _in(self):
        return self._end('_reader', 'connection is write-only')

    def _out(self):
        return self._end('_writer', 'connection is read-only')

    def send(self, obj):
        self._out().send(pickle.dumps(obj), self._capacity)

    def recv(self):
        return pickle.loads(self._in().recv())

    def send_bytes(self, buf, offset=0, size=None):
        end = self._out()
        buf = bytes(buf)
        if offset < 0:
            raise ValueError('offset is negative')
        if offset > len(buf):
            raise ValueError('buffer length < offset')
        if size is not None and size < 0:
            raise ValueError('size is negative')
        if size is not None and offset + size > len(buf):
            raise ValueError('buffer length < offset + size')
        end.send(buf[offset:] if size is None else buf[offset:offset + size], self._capacity)

    def recv_bytes(self, maxlength=None):
        end = self._in()
        if maxlength is not None and maxlength < 0:
            raise ValueError('negative maxlength')
        message = end.recv()
        if maxlength is not None and len(message) > maxlength:
            self.close()
            raise OSError('bad message length')
        return message

    def recv_bytes_into(self, buf, offset=0):
        end = self._in()
        if offset < 0:
            raise ValueError('negative offset')
        if offset > len(buf):
            raise ValueError('offset too large')
        message = end.recv()
        if len(message) > len(buf) - offset:
            raise BufferTooShort(message)
        buf[offset:offset + len(message)] = message
        return len(message)

    def poll(self, timeout=0.0):
        return self._in().poll(timeout)

    def close(self):
        for end in self._ends():
            end.close()

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()


def Pipe(duplex=True):
    there_in, here_out = _processes.pipe()
    if not duplex:
        return Connection(there_in, None, _PIPE), Connection(None, here_out, _PIPE)
    here_in, there_out = _processes.pipe()
    return Connection(here_in, here_out, _SOCKETS), Connection(there_in, there_out, _SOCKETS)


def wait(object_list, timeout=None):
    """Which of these connections and sentinels of processes are ready, as soon as one is."""
    ends = [(obj._in() if isinstance(obj, Connection) else obj, obj) for obj in object_list]
    ready = _processes.wait([end for end, _ in ends], timeout)
    return [obj for end, obj in ends if any(end is each for each in ready)]
