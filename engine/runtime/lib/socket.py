"""Sockets of the simulated world: connected pairs, and connections within the machine. Nothing reaches a network."""

import _descriptors
import enum

__all__ = ['socket', 'socketpair', 'SocketType', 'error', 'timeout', 'gaierror', 'herror', 'gethostname',
           'AF_UNIX', 'AF_INET', 'AF_INET6', 'AF_UNSPEC', 'SOCK_STREAM', 'SOCK_DGRAM', 'SHUT_RD', 'SHUT_WR',
           'SHUT_RDWR', 'SOL_SOCKET', 'SO_REUSEADDR', 'SO_REUSEPORT', 'SO_KEEPALIVE', 'IPPROTO_TCP', 'TCP_NODELAY',
           'SOMAXCONN']

error = OSError
timeout = TimeoutError


class gaierror(OSError):
    """A name that nobody knows."""


class herror(OSError):
    """An address that nobody knows."""


class AddressFamily(enum.IntEnum):
    AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = 0, 1, 2, 10


class SocketKind(enum.IntEnum):
    SOCK_STREAM, SOCK_DGRAM = 1, 2


globals().update({member.name: member for group in (AddressFamily, SocketKind) for member in group})
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
SOL_SOCKET, SO_REUSEADDR, SO_ERROR, SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE, SO_REUSEPORT = 1, 2, 4, 7, 8, 9, 15
IPPROTO_TCP, TCP_NODELAY, SOMAXCONN = 6, 1, 4096
SOCK_NONBLOCK, SOCK_CLOEXEC, MSG_PEEK, MSG_DONTWAIT = 2048, 524288, 2, 64
AI_PASSIVE, EAI_NONAME = 1, -2
has_ipv6 = False

_READABLE, _WRITABLE = 1, 4


class socket:
    """One end of a connection, or a place to connect to."""

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self.family = AddressFamily(AddressFamily.AF_INET if family == -1 else family)
        self.type = SocketKind(SocketKind.SOCK_STREAM if type == -1 else type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC))
        self.proto = max(proto, 0)
        if self.type != SocketKind.SOCK_STREAM:
            raise OSError(94, 'Loopscope has stream sockets only')
        self._timeout = None
        self._readers = 0  # files of makefile() that are not closed
        self._closing = False
        self._fd = _descriptors.open_socket() if fileno is None else fileno

    def __repr__(self):
        text = f'<socket.socket{" [closed]" if self._fd < 0 else ""} fd={self._fd}, family={int(self.family)}, ' \
               f'type={int(self.type)}, proto={self.proto}'
        if self._fd >= 0 and self.family == AddressFamily.AF_INET:
            for name, address in (('laddr', self.getsockname()), ('raddr', self._address('peer'))):
                if address:
                    text += f', {name}={address}'
        return text + '>'

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __del__(self):
        fd, self._fd = getattr(self, '_fd', -1), -1
        if fd >= 0:
            import warnings
            self._fd = fd
            warnings.warn(f'unclosed {self!r}', ResourceWarning, stacklevel=2, source=self)
            self._fd = -1
            _descriptors.close(fd)

    # --- life

    def fileno(self):
        return self._fd

    def close(self):
        self._closing = True
        if self._readers <= 0:
            self._release()

    def _release(self):
        fd, self._fd = self._fd, -1
        if fd >= 0:
            _descriptors.close(fd)

    def detach(self):
        fd, self._fd = self._fd, -1
        return fd

    def dup(self):
        twin = socket(self.family, self.type, self.proto, fileno=_descriptors.dup(self._fd))
        twin._timeout = self._timeout
        return twin

    def shutdown(self, how):
        _descriptors.shut_down(self._fd, how)

    def makefile(self, mode='r', buffering=None, *, encoding=None, errors=None, newline=None):
        import io
        lower = io.FileIO(_descriptors.dup(self._fd), 'r+' if 'r' in mode and 'w' in mode else mode)
        layer = io.BufferedRandom if 'r' in mode and 'w' in mode else \
            io.BufferedReader if 'w' not in mode else io.BufferedWriter
        if buffering == 0:
            return lower
        file = layer(lower)
        return file if 'b' in mode else io.TextIOWrapper(file, encoding, errors, newline)

    # --- waiting

    def setblocking(self, flag):
        self.settimeout(None if flag else 0.0)

    def getblocking(self):
        return self._timeout != 0

    def settimeout(self, value):
        if value is not None and value < 0:
            raise ValueError('Timeout value out of range')
        self._timeout = None if value is None else float(value)
        _descriptors.set_blocking(self._fd, value is None)

    def gettimeout(self):
        return self._timeout

    timeout = property(gettimeout)

    def _patiently(self, bits, call, *args):
        """A call on the descriptor, waiting for `bits` as long as the timeout allows."""
        while True:
            try:
                return call(self._fd, *args)
            except BlockingIOError:
                if not self._timeout:
                    raise
            if not _descriptors.wait(self._fd, bits, self._timeout):
                raise TimeoutError('timed out')

    # --- data

    def recv(self, bufsize, flags=0):
        if bufsize < 0:
            raise ValueError('negative buffersize in recv')
        return self._patiently(_READABLE, _descriptors.receive, bufsize)

    def recv_into(self, buffer, nbytes=0, flags=0):
        data = self.recv(nbytes or len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def send(self, data, flags=0):
        return self._patiently(_WRITABLE, _descriptors.send, data)

    def sendall(self, data, flags=0):
        rest = bytes(data)
        while rest:
            rest = rest[self.send(rest):]

    # --- addresses

    def _address(self, which):
        address = _descriptors.address(self._fd, which == 'peer')
        if self.family == AddressFamily.AF_INET or address is None:
            return address
        return address[0]  # a path

    def getsockname(self):
        return self._address('own') or ('' if self.family == AddressFamily.AF_UNIX else ('0.0.0.0', 0))

    def getpeername(self):
        address = self._address('peer')
        if address is None and (self.family == AddressFamily.AF_INET or not _descriptors.connected(self._fd)):
            raise OSError(107, 'Transport endpoint is not connected')
        return address or ''

    def setsockopt(self, level, option, value, length=None):
        _descriptors.readiness(self._fd)

    def getsockopt(self, level, option, length=0):
        return _descriptors.take_error(self._fd) if (level, option) == (SOL_SOCKET, SO_ERROR) else 0

    # --- connections

    def bind(self, address):
        _descriptors.bind(self._fd, *_here(self.family, address))

    def listen(self, backlog=128):
        _descriptors.listen(self._fd, backlog)

    def accept(self):
        fd = self._patiently(_READABLE, _descriptors.accept)
        peer = socket(self.family, self.type, self.proto, fileno=fd)
        return peer, peer.getpeername()

    def connect(self, address):
        _descriptors.connect(self._fd, *_here(self.family, address))

    def connect_ex(self, address):
        try:
            self.connect(address)
        except OSError as failed:
            return failed.errno
        return 0

    def get_inheritable(self):
        return False

    def set_inheritable(self, inheritable):
        pass


SocketType = socket
_NAMES = {'': '0.0.0.0', 'localhost': '127.0.0.1'}


def _here(family, address):
    """The host and port of an address of this machine; the path of a Unix socket and 0."""
    if family == AddressFamily.AF_UNIX:
        import os
        return os.path.join('/', os.fspath(address)), 0
    if not isinstance(address, tuple):
        raise TypeError(f'AF_INET address must be tuple, not {type(address).__name__}')
    host, port = address
    host = _NAMES.get(host, host)
    if not host.startswith('127.') and host != '0.0.0.0':
        raise OSError(101, f'Network is unreachable: Loopscope has the addresses 127.0.0.1 and localhost, not {host!r}')
    if not 0 <= port <= 65535:
        raise OverflowError('bind(): port must be 0-65535.')
    return host, port


def socketpair(family=None, type=SocketKind.SOCK_STREAM, proto=0):
    family = AddressFamily.AF_UNIX if family is None else family
    return tuple(socket(family, type, proto, fileno=fd) for fd in _descriptors.socket_pair())


def create_connection(address, timeout=None, source_address=None, *, all_errors=False):
    made = socket()
    if timeout is not None:
        made.settimeout(timeout)
    try:
        made.connect(address)
    except OSError:
        made.close()
        raise
    return made


def create_server(address, *, family=AddressFamily.AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    made = socket()
    try:
        made.bind(address)
        made.listen(128 if backlog is None else backlog)
    except OSError:
        made.close()
        raise
    return made


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    name = _NAMES.get(host or ('' if flags & AI_PASSIVE else 'localhost'), host)
    if not name.startswith('127.') and name != '0.0.0.0':
        raise gaierror(EAI_NONAME, 'Name or service not known')
    return [(AddressFamily.AF_INET, SocketKind.SOCK_STREAM, IPPROTO_TCP, '', (name, int(port or 0)))]


def gethostname():
    return 'loopscope'


def getdefaulttimeout():
    return None
