"""Files over descriptors: bytes unbuffered and buffered, and text. `io` and `os.fdopen` show them."""

import _descriptors
import warnings
from io import IOBase, TextIOBase, UnsupportedOperation

_CHUNK = 8192


class _File(IOBase):
    """What the three layers have in common: they stand on a descriptor, and closing the upper closes the lower."""

    _wrapped = False  # another file stands on this one, and closes it
    closed = False

    def fileno(self):
        self._check()
        return self._descriptor()

    def isatty(self):
        self._check()
        return False

    def seekable(self):
        return False

    def seek(self, offset, whence=0, /):
        raise UnsupportedOperation('underlying stream is not seekable')

    tell = truncate = seek

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *error):
        self.close()

    def __del__(self):
        if self.closed or self._wrapped or not self._owns_descriptor():
            return
        warnings.warn(f'unclosed file {self!r}', ResourceWarning, stacklevel=2, source=self)
        self.close()


def _described(file, *extra):
    parts = ' '.join((f'name={file.name!r}',) + extra)
    return f'<_io.{type(file).__name__} {parts}>'


class FileIO(_File):
    """Each read and write goes to the descriptor."""

    def __init__(self, file, mode='r', closefd=True, opener=None):
        if not isinstance(file, int):
            raise PermissionError(f'open({file!r}): Loopscope runs programs in a sandbox without files; '
                                  'io.BytesIO holds bytes in memory')
        self.closefd = False  # nothing to close if this fails
        _descriptors.readiness(file)
        self.name, self.closefd, self._fd = file, closefd, file
        self._reads = 'r' in mode or '+' in mode
        self._writes = bool(set('wax+') & set(mode))
        self.mode = 'rb+' if self._reads and self._writes else 'rb' if self._reads else 'wb'

    def __repr__(self):
        if self.closed:
            return '<_io.FileIO [closed]>'
        return _described(self, f'mode={self.mode!r}', f'closefd={self.closefd}')

    def _descriptor(self):
        return self._fd

    def _owns_descriptor(self):
        return self.closefd

    def readable(self):
        self._check()
        return self._reads

    def writable(self):
        self._check()
        return self._writes

    def read(self, size=-1, /):
        self._check()
        if not self._reads:
            raise UnsupportedOperation('File not open for reading')
        if size is None or size < 0:
            return self.readall()
        try:
            return _descriptors.read(self._fd, size)
        except BlockingIOError:
            return None

    def readall(self):
        parts = []
        while part := self.read(65536):
            parts.append(part)
        return b''.join(parts) if parts or part is not None else None

    def readinto(self, buffer, /):
        data = self.read(len(buffer))
        if data is None:
            return None
        buffer[:len(data)] = data
        return len(data)

    def write(self, data, /):
        self._check()
        if not self._writes:
            raise UnsupportedOperation('File not open for writing')
        try:
            return _descriptors.write(self._fd, data)
        except BlockingIOError:
            return None

    def close(self):
        if self.closed:
            return
        self.closed = True
        if self.closefd:
            _descriptors.close(self._fd)


class _Layer(_File):
    """A file on a file. A subclass gives the lower one as the property `_below`."""

    def _descriptor(self):
        return self._below.fileno()

    def _owns_descriptor(self):
        return self._below is not None and not self._below.closed and self._below._owns_descriptor()

    @property
    def name(self):
        return self._below.name

    def readable(self):
        return self._below.readable()

    def writable(self):
        return self._below.writable()

    def detach(self):
        self.flush()
        below = self._below
        below._wrapped = False
        self._let_go()
        self.closed = True
        return below

    def close(self):
        if self.closed:
            return
        try:
            self.flush()
        finally:
            self.closed = True
            self._below.close()


class _Buffered(_Layer):

    def __init__(self, raw, buffer_size=_CHUNK):
        raw._wrapped = True
        self.raw = raw
        self._size = buffer_size
        self._ahead = b''         # read and not asked for yet
        self._late = bytearray()  # written and not passed on yet

    @property
    def _below(self):
        return self.raw

    def _let_go(self):
        self.raw = None

    @property
    def mode(self):
        return self.raw.mode

    def __repr__(self):
        return f'<_io.{type(self).__name__}>' if self.raw is None else _described(self)

    def flush(self):
        self._check()


class BufferedReader(_Buffered):
    """Reads ahead."""

    def _more(self, size=None):
        """One read of the descriptor. False at the end of the data, or when there is nothing yet."""
        part = self.raw.read(max(size or 0, self._size))
        if part:
            self._ahead += part
        return bool(part)

    def _take(self, size):
        out, self._ahead = self._ahead[:size], self._ahead[size:]
        return out

    def read(self, size=-1, /):
        if self.closed:
            raise ValueError('read of closed file')
        everything = size is None or size < 0
        if everything:
            rest = self.raw.readall()
            out = self._take(len(self._ahead)) + (rest or b'')
            return out if out or rest is not None else None
        while len(self._ahead) < size:
            before = len(self._ahead)
            part = self.raw.read(max(size - before, self._size))
            if part is None and not before:
                return None
            if not part:
                break
            self._ahead += part
        return self._take(size)

    def read1(self, size=-1, /):
        self._check()
        if not self._ahead:
            self._more()
        return self._take(len(self._ahead) if size < 0 else size)

    def peek(self, size=0, /):
        self._check()
        if not self._ahead:
            self._more()
        return self._ahead

    def readinto(self, buffer, /):
        data = self.read(len(buffer)) or b''
        buffer[:len(data)] = data
        return len(data)

    def readline(self, size=-1, /):
        self._check()
        limit = -1 if size is None else size
        while (end := self._ahead.find(b'\n')) < 0 and not 0 <= limit <= len(self._ahead):
            if not self._more():
                break
        length = len(self._ahead) if end < 0 else end + 1
        return self._take(length if limit < 0 else min(length, limit))


class BufferedWriter(_Buffered):
    """Passes on what was written when it is enough, at flush() and at close()."""

    def write(self, data, /):
        if self.closed:
            raise ValueError('write to closed file')
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        self._late += data
        if len(self._late) > self._size:
            self.flush()
        return len(data)

    def flush(self):
        self._check()
        while self._late:
            count = self.raw.write(bytes(self._late))
            if count is None:
                error = BlockingIOError(11, 'write could not complete without blocking')
                error.characters_written = 0
                raise error
            del self._late[:count]


class BufferedRandom(BufferedWriter, BufferedReader):
    """Both ways, on a socket or the like."""

    def read(self, size=-1, /):
        self.flush()
        return BufferedReader.read(self, size)

    def readline(self, size=-1, /):
        self.flush()
        return BufferedReader.readline(self, size)


BufferedRWPair = BufferedRandom


class TextIOWrapper(_Layer, TextIOBase):
    """Text, encoded."""

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        buffer._wrapped = True
        self.buffer = buffer
        self.encoding = 'UTF-8' if encoding in (None, 'locale') else encoding
        self.errors = errors or 'strict'
        self.newlines = None
        self.line_buffering, self.write_through = line_buffering, write_through
        self._newline = newline
        self._text = ''
        self._partial = b''

    @property
    def _below(self):
        return self.buffer

    def _let_go(self):
        self.buffer = None

    @property
    def mode(self):
        return self.buffer.mode.replace('b', '')

    def __repr__(self):
        return _described(self, f'mode={self.mode!r}', f'encoding={self.encoding!r}')

    def _decode(self, data, final=False):
        """The text of whole characters; bytes of a broken one wait for the rest."""
        data = self._partial + data
        keep = 0
        if not final and self.encoding.lower().replace('_', '-') in ('utf-8', 'utf8'):
            for back in range(1, min(3, len(data)) + 1):
                byte = data[-back]
                if byte >= 0xC0:
                    needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
                    keep = back if back < needed else 0
                    break
                if byte < 0x80:
                    break
        self._partial = data[len(data) - keep:] if keep else b''
        text = data[:len(data) - keep].decode(self.encoding, self.errors)
        if self._newline is None:
            text = text.replace('\r\n', '\n').replace('\r', '\n')
        return text

    def read(self, size=-1, /):
        self._check()
        if size is None or size < 0:
            text = self._text + self._decode(self.buffer.read() or b'', final=True)
            self._text = ''
            return text
        while len(self._text) < size and self._more():
            pass
        text, self._text = self._text[:size], self._text[size:]
        return text

    def _more(self):
        data = self.buffer.read1(_CHUNK)
        self._text += self._decode(data, final=not data)
        return bool(data)

    def readline(self, size=-1, /):
        self._check()
        while (end := self._text.find('\n')) < 0 and not 0 <= size <= len(self._text):
            if not self._more():
                break
        length = len(self._text) if end < 0 else end + 1
        if size is not None and 0 <= size < length:
            length = size
        line, self._text = self._text[:length], self._text[length:]
        return line

    def write(self, text, /):
        self._check()
        if not isinstance(text, str):
            raise TypeError(f'write() argument must be str, not {type(text).__name__}')
        shown = text.replace('\n', self._newline) if self._newline else text
        self.buffer.write(shown.encode(self.encoding, self.errors))
        if self.write_through or (self.line_buffering and '\n' in text):
            self.flush()
        return len(text)

    def flush(self):
        self._check()
        self.buffer.flush()

    def reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None):
        self.flush()
        self.encoding = encoding or self.encoding
        self.errors = errors or self.errors
        self._newline = self._newline if newline is None else newline
        self.line_buffering = self.line_buffering if line_buffering is None else line_buffering
        self.write_through = self.write_through if write_through is None else write_through


def open_descriptor(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """open() of a descriptor or of /dev/null: there are no other files."""
    if file == '/dev/null':
        file = _descriptors.open_null()
    kinds = set(mode)
    if kinds - set('rwaxbt+') or len(mode) != len(kinds) or len(kinds & set('rwax')) != 1:
        raise ValueError(f'invalid mode: {mode!r}')
    raw = FileIO(file, mode, closefd, opener)
    if buffering == 0:
        if 'b' not in kinds:
            raise ValueError("can't have unbuffered text I/O")
        return raw
    layer = BufferedRandom if '+' in kinds else BufferedReader if 'r' in kinds else BufferedWriter
    buffered = layer(raw, buffering if buffering > 1 else _CHUNK)
    if 'b' in kinds:
        return buffered
    return TextIOWrapper(buffered, encoding, errors, newline, line_buffering=buffering == 1)


def _standard_input(fd):
    return TextIOWrapper(BufferedReader(FileIO(fd, 'r', closefd=False)))


def _standard_output(fd):
    return FileIO(fd, 'w', closefd=False)


for _kind in (FileIO, BufferedReader, BufferedWriter, BufferedRandom, TextIOWrapper):
    _kind.__module__ = '_io'
del _kind
