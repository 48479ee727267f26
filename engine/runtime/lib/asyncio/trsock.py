"""The socket under a transport, as programs may see it: its state can be asked for, its data belongs to the transport."""

import socket as _socket


class TransportSocket:
    """A socket without what would disturb its transport."""

    __slots__ = ('_sock',)

    def __init__(self, sock):
        self._sock = sock

    def __repr__(self):
        return repr(self._sock).replace('<socket.socket [closed] ', '<asyncio.TransportSocket ') \
            .replace('<socket.socket ', '<asyncio.TransportSocket ')

    def settimeout(self, value):
        if value != 0:
            raise ValueError('settimeout(): only 0 timeout is allowed on transport sockets')

    def setblocking(self, flag):
        if flag:
            raise ValueError('setblocking(): transport sockets cannot be blocking')

    def gettimeout(self):
        return 0

    def __getstate__(self):
        raise TypeError('Cannot serialize asyncio.TransportSocket object')


def _shared(name):
    def method(self, *args):
        return getattr(self._sock, name)(*args)
    method.__name__, method.__qualname__ = name, f'TransportSocket.{name}'
    return method


for _name in ('dup', 'fileno', 'get_inheritable', 'getpeername', 'getsockname', 'getsockopt', 'setsockopt', 'shutdown'):
    setattr(TransportSocket, _name, _shared(_name))
for _name in ('family', 'type', 'proto'):
    setattr(TransportSocket, _name, property(lambda self, name=_name: getattr(self._sock, name)))
del _name
