"""Text and bytes in memory; files are refused by open()."""

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192
open = open


class UnsupportedOperation(OSError, ValueError):
    pass


class IOBase:
    closed = False

    def _check(self):
        if self.closed:
            raise ValueError('I/O operation on closed file')

    def close(self):
        self.closed = True

    def flush(self):
        self._check()

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        raise UnsupportedOperation('fileno')

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *args):
        self.close()

    def __next__(self):
        if line := self.readline():
            return line
        raise StopIteration

    def __iter__(self):
        self._check()
        return self

    def readlines(self, hint=-1):
        return list(self)

    def writelines(self, lines):
        for line in lines:
            self.write(line)


class TextIOBase(IOBase):
    encoding = None
    errors = None
    newlines = None


class _Memory:
    """A buffer with a position, for text and bytes alike."""

    def getvalue(self):
        self._check()
        return self._empty.join(self._parts) if self._parts is not None else self._data

    def _whole(self):
        if self._parts is not None:
            self._data = self._empty.join(self._parts)
            self._parts = None
        return self._data

    def _start(self, initial):
        self._data = initial
        self._pos = 0
        self._parts = [] if not initial else None  # while nothing but appending happens

    def _put(self, s):
        if self._parts is not None:
            self._parts.append(s)
            self._pos += len(s)
            return len(s)
        data = self._data
        if self._pos > len(data):
            data += self._pad * (self._pos - len(data))
        self._data = data[:self._pos] + s + data[self._pos + len(s):]
        self._pos += len(s)
        return len(s)

    def read(self, size=-1, /):
        self._check()
        data = self._whole()
        end = len(data) if size is None or size < 0 else self._pos + size
        out = data[self._pos:end]
        self._pos += len(out)
        return out

    def readline(self, size=-1, /):
        self._check()
        data = self._whole()
        end = data.find(self._newline, self._pos)
        end = len(data) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._pos + size)
        out = data[self._pos:end]
        self._pos += len(out)
        return out

    def tell(self):
        self._check()
        return self._pos

    def seek(self, pos, whence=0, /):
        self._check()
        data = self._whole()
        base = (0, self._pos, len(data))[whence]
        if base + pos < 0:
            raise ValueError(f'Negative seek position {pos}')
        self._pos = base + pos
        return self._pos

    def truncate(self, size=None, /):
        self._check()
        size = self._pos if size is None else size
        self._data = self._whole()[:size]
        return size


class StringIO(_Memory, TextIOBase):
    _empty, _pad, _newline = '', '\0', '\n'

    def __init__(self, initial_value='', newline='\n'):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f'initial_value must be str or None, not {type(initial_value).__name__}')
        self._start(initial_value or '')

    def write(self, s, /):
        self._check()
        if not isinstance(s, str):
            raise TypeError(f'string argument expected, got {type(s).__name__!r}')
        return self._put(s)


class BytesIO(_Memory, IOBase):
    _empty, _pad, _newline = b'', b'\0', b'\n'

    def __init__(self, initial_bytes=b''):
        self._start(bytes(initial_bytes))

    def write(self, b, /):
        self._check()
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        return self._put(bytes(b))

    def getbuffer(self):
        raise NotImplementedError('BytesIO.getbuffer() is not supported by Loopscope; use getvalue()')


from _files import BufferedRandom, BufferedReader, BufferedRWPair, BufferedWriter, FileIO, TextIOWrapper  # noqa: E402
