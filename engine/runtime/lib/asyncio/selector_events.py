"""The part of the event loop that has to do with descriptors: readers, writers and operations on sockets."""

import _loopscope
import errno
import selectors
import socket
import weakref

from . import base_events, events, file_transports, protocols, servers, tasks, transports, trsock
from .log import logger

__all__ = ('BaseSelectorEventLoop',)

_SIDES = (selectors.EVENT_READ, selectors.EVENT_WRITE)
_descriptor_of = selectors._number_of


def _tell_slow_select(timeout, took, count):
    """`loopscope run --log-slow-select`: what the documentation promises, in the words of the last CPython (3.7) that
    wrote it. Times in nanoseconds."""
    logger.warning('poll %.3f ms took %.3f ms: %s', timeout / 1e6, took / 1e6, f'{count} events' if count else 'timeout')


class BaseSelectorEventLoop(base_events.BaseEventLoop):
    """A loop that waits with a selector."""

    def __init__(self, selector=None):
        super().__init__()
        if selector is None:
            selector = selectors.DefaultSelector()
        logger.debug('Using selector: %s', type(selector).__name__)
        self._selector = selector
        self._transports = weakref.WeakValueDictionary()  # by descriptor
        # The default selector is asked without running any Python code.
        native = type(selector) is selectors.EpollSelector
        wakeup = self._attach_selector(selector, *((selector._selector, selector._keys) if native else (None, None)))
        selector.register(wakeup, selectors.EVENT_READ)

    def close(self):
        if self.is_closed() or self.is_running():
            return super().close()  # raises, or nothing is left to do
        super().close()
        self._detach_selector()
        self._selector.close()
        self._selector = None

    # --- readers and writers

    def _watch(self, fd, side, handle):
        """A handle, or None, for one side of a descriptor: 0 reading, 1 writing. Was there one before?"""
        key = self._selector.get_map().get(fd)
        sides = [None, None] if key is None else list(key.data)
        before, sides[side] = sides[side], handle
        watched = sum(bit for bit, user in zip(_SIDES, sides) if user is not None)
        if key is None:
            if watched:
                self._selector.register(fd, watched, tuple(sides))
        elif watched:
            self._selector.modify(fd, watched, tuple(sides))
        else:
            self._selector.unregister(fd)
        if before is not None:
            before.cancel()
            _loopscope.unwatched(self, _descriptor_of(fd))
            handle, side = (sides[1 - side], 1 - side) if handle is None else (handle, side)
        if handle is not None:
            _loopscope.watched(self, _descriptor_of(fd), _SIDES[side], handle)
        return before is not None

    def _add_reader(self, fd, callback, *args):
        self._check_closed()
        handle = events.Handle(callback, args, self, None)
        self._watch(fd, 0, handle)
        return handle

    def _add_writer(self, fd, callback, *args):
        self._check_closed()
        handle = events.Handle(callback, args, self, None)
        self._watch(fd, 1, handle)
        return handle

    def _remove_reader(self, fd):
        return not self.is_closed() and self._watch(fd, 0, None)

    def _remove_writer(self, fd):
        return not self.is_closed() and self._watch(fd, 1, None)

    def _refuse_transports_file(self, file):
        transport = self._transports.get(_descriptor_of(file))
        if transport is not None and not transport.is_closing():
            raise RuntimeError(f'File descriptor {file!r} is used by transport {transport!r}')

    def add_reader(self, fd, callback, *args):
        """Calls back whenever something can be read."""
        self._refuse_transports_file(fd)
        self._add_reader(fd, callback, *args)

    def add_writer(self, fd, callback, *args):
        """Calls back whenever something can be written."""
        self._refuse_transports_file(fd)
        self._add_writer(fd, callback, *args)

    def remove_reader(self, fd):
        self._refuse_transports_file(fd)
        return self._remove_reader(fd)

    def remove_writer(self, fd):
        self._refuse_transports_file(fd)
        return self._remove_writer(fd)

    # --- operations on sockets

    async def _try_when_ready(self, sock, side, attempt):
        """The result of attempt(), made again whenever the socket may be ready, until it does not want to wait."""
        if self.get_debug() and sock.gettimeout() != 0:
            raise ValueError('the socket must be non-blocking')
        self._refuse_transports_file(sock)
        while True:
            try:
                return attempt()
            except (BlockingIOError, InterruptedError):
                pass
            ready, fd = self.create_future(), sock.fileno()
            handle = events.Handle(_resolve, (ready,), self, None)
            self._watch(fd, side, handle)
            try:
                await ready
            finally:
                if not handle.cancelled() and not self.is_closed():
                    self._watch(fd, side, None)

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        return socket.getaddrinfo(host, port, family, type, proto, flags)

    async def sock_recv(self, sock, n):
        """At most n bytes; b'' at the end."""
        return await self._try_when_ready(sock, 0, lambda: sock.recv(n))

    async def sock_recv_into(self, sock, buf):
        return await self._try_when_ready(sock, 0, lambda: sock.recv_into(buf))

    async def sock_accept(self, sock):
        def attempt():
            connection, address = sock.accept()
            connection.setblocking(False)
            return connection, address
        return await self._try_when_ready(sock, 0, attempt)

    async def sock_sendall(self, sock, data):
        rest = bytes(data)
        while rest:
            sent = await self._try_when_ready(sock, 1, lambda: sock.send(rest))
            rest = rest[sent:]

    async def sock_connect(self, sock, address):
        asked = False

        def attempt():
            nonlocal asked
            if not asked:
                asked = True
                sock.connect(address)
            elif (failed := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)):
                raise OSError(failed, f'Connect call failed {address}')
        await self._try_when_ready(sock, 1, attempt)


    # --- connections

    async def create_connection(self, protocol_factory, host=None, port=None, *, ssl=None, sock=None, **options):
        """A protocol for a connected socket."""
        if ssl:
            raise NotImplementedError('Loopscope has no TLS: nothing reaches a network')
        if sock is None:
            if host is None and port is None:
                raise ValueError('host and port was not specified and no sock specified')
            sock = await self._open_connection(host, port)
        elif host is not None or port is not None:
            raise ValueError('host/port and sock can not be specified at the same time')
        elif sock.type != socket.SOCK_STREAM:
            raise ValueError(f'A Stream Socket was expected, got {sock!r}')
        transport, protocol = await self._connect_transport(sock, protocol_factory)
        if self.get_debug():
            logger.debug('%r connected to %s:%r: (%r, %r)', transport.get_extra_info('socket'), host, port, transport,
                         protocol)
        return transport, protocol

    async def _open_connection(self, host, port):
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        sock = socket.socket(proto=socket.IPPROTO_TCP)
        sock.setblocking(False)
        address = addresses[0][4]
        try:
            await self.sock_connect(sock, address)
        except OSError as error:
            sock.close()
            raise OSError(error.errno, f'Connect call failed {address}') from None
        except BaseException:
            sock.close()
            raise
        return sock

    async def create_unix_connection(self, protocol_factory, path=None, *, ssl=None, sock=None, **options):
        """The same over a Unix socket."""
        if sock is None:
            if path is None:
                raise ValueError('no path and sock were specified')
            sock = socket.socket(socket.AF_UNIX)
            sock.setblocking(False)
            try:
                await self.sock_connect(sock, path)
            except BaseException:
                sock.close()
                raise
        elif path is not None:
            raise ValueError('path and sock can not be specified at the same time')
        return await self._connect_transport(sock, protocol_factory)

    async def create_datagram_endpoint(self, *args, **options):
        raise NotImplementedError('Loopscope has connections of streams, no datagrams')

    async def sock_sendfile(self, *args, **options):
        raise NotImplementedError('Loopscope has no files that could be sent')

    sendfile = sock_sendfile

    async def start_tls(self, *args, **options):
        raise NotImplementedError('Loopscope has no TLS: nothing reaches a network')

    # --- servers

    async def create_server(self, protocol_factory, host=None, port=None, *, sock=None, backlog=100, ssl=None,
                            start_serving=True, **options):
        """Protocols for the connections that come in."""
        if isinstance(ssl, bool):
            raise TypeError('ssl argument must be an SSLContext or None')
        if ssl is not None:
            raise NotImplementedError('Loopscope has no TLS: nothing reaches a network')
        if sock is not None:
            if host is not None or port is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            sockets = [sock]
        elif host is None and port is None:
            raise ValueError('Neither host/port nor sock were specified')
        else:
            hosts = [host or None] if host is None or isinstance(host, str) else host
            sockets = self._bound(dict.fromkeys(info[4] for name in hosts for info in socket.getaddrinfo(
                name, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)))
        return await self._serve(protocol_factory, sockets, backlog, start_serving)

    async def create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None,
                                 start_serving=True, **options):
        """The same over a Unix socket."""
        if sock is None:
            if path is None:
                raise ValueError('path was not specified, and no sock specified')
            sock = socket.socket(socket.AF_UNIX)
            try:
                sock.bind(path)
            except OSError as error:
                sock.close()
                if error.errno != errno.EADDRINUSE:
                    raise
                raise OSError(errno.EADDRINUSE, f'Address {path!r} is already in use') from None
        elif path is not None:
            raise ValueError('path and sock can not be specified at the same time')
        return await self._serve(protocol_factory, [sock], backlog, start_serving)

    def _bound(self, addresses):
        sockets = []
        for address in addresses:
            sock = socket.socket(proto=socket.IPPROTO_TCP)
            sockets.append(sock)
            try:
                sock.bind(address)
            except OSError as error:
                for each in sockets:
                    each.close()
                raise OSError(error.errno, f'error while attempting to bind on address {address!r}: '
                              f'{str(error).lower()}') from None
        return sockets

    async def _serve(self, protocol_factory, sockets, backlog, at_once):
        for sock in sockets:
            sock.setblocking(False)
        server = servers.Server(self, sockets, protocol_factory, backlog)
        if at_once:
            server._start_serving()
            # So that what waits for the sockets runs before the caller goes on.
            await tasks.sleep(0)
        if self.get_debug():
            logger.info('%r is serving', server)
        return server

    async def _connect_transport(self, sock, protocol_factory, *, server=None):
        """A protocol and its transport for a connected socket, when the protocol has learned of it."""
        sock.setblocking(False)
        protocol, waiter = protocol_factory(), self.create_future()
        transport = _SelectorSocketTransport(self, sock, protocol, waiter, server=server)
        try:
            await waiter
        finally:
            if not waiter.done() or waiter.cancelled():
                transport.close()
        return transport, protocol


@file_transports._under_its_own_name
class _SelectorSocketTransport(file_transports._Incoming, file_transports._Outgoing, file_transports._Connection,
                               transports.Transport):
    """Both ways of a connected socket."""

    _what = 'socket'
    _vain_text = 'socket.send() raised exception.'
    _eof = False  # nothing more will be written
    _fills_buffers = False

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        shown = trsock.TransportSocket(sock)
        known = {'socket': shown, 'sockname': sock.getsockname()}
        try:
            known['peername'] = sock.getpeername()
        except OSError:
            known['peername'] = None
        super().__init__(loop, sock, protocol, {**(extra or {}), **known})
        self._init_outgoing()
        self._server = server
        if server is not None:
            server._attach(self)
        loop._transports[self._fileno] = self
        self._begin(waiter, (self._watch_input,))

    @property
    def _sock(self):
        return self._file

    def __repr__(self):
        reads, writes = (self._is_polled(event) for event in _SIDES)
        if reads is None:
            return self._describe()
        words = {True: 'polling', False: 'idle'}
        return self._describe(f'read={words[reads]}', f'write=<{words[writes]}, bufsize={len(self._buffer)}>')

    def set_protocol(self, protocol):
        self._fills_buffers = isinstance(protocol, protocols.BufferedProtocol)
        super().set_protocol(protocol)

    def _receive(self, count):
        return self._file.recv(count)

    def _hand_over(self, data):
        self._ask('buffer_updated' if self._fills_buffers else 'data_received', data)

    def _ask(self, method, data=None):
        """Calls the protocol; an error in there ends the connection."""
        try:
            if method == 'buffer_updated':
                return self._fill(data)
            return getattr(self._protocol, method)(*(() if data is None else (data,)))
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fail(error, f'Fatal error: protocol.{method}() call failed.')
            return True

    def _fill(self, data):
        while data and not self._lost:
            buffer = self._protocol.get_buffer(-1)
            size = len(buffer)
            if not size:
                raise RuntimeError('get_buffer() returned an empty buffer')
            part, data = data[:size], data[size:]
            buffer[:len(part)] = part
            self._protocol.buffer_updated(len(part))

    def _at_end(self):
        if self._ask('eof_received'):
            # What is to be written may still be; there is nothing to read.
            if not self._lost:
                self._loop._remove_reader(self._fileno)
        else:
            self.close()

    def _transmit(self, data):
        return self._file.send(data)

    def write(self, data):
        if self._eof:
            raise RuntimeError('Cannot call write() after write_eof()')
        super().write(data)

    def write_eof(self):
        """The other side's data ends when all has gone that was written."""
        if not (self._eof or self._closing):
            self._eof = True
            if not self._buffer:
                self._file.shutdown(socket.SHUT_WR)

    def _flushed(self):
        if self._eof and not self._closing:
            self._file.shutdown(socket.SHUT_WR)
        super()._flushed()

    def close(self):
        if not self._closing:
            self._loop._remove_reader(self._fileno)
        super().close()

    def _ended(self, loop):
        server, self._server = self._server, None
        if server is not None:
            server._detach(self)


def _resolve(future):
    if not future.done():
        future.set_result(None)
