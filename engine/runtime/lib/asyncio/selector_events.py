"""The part of the event loop that has to do with descriptors: readers, writers and operations on sockets."""

import _loopscope
import selectors
import weakref

from . import base_events, events, transports
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
        await self._try_when_ready(sock, 1, lambda: sock.connect(address))


def _resolve(future):
    if not future.done():
        future.set_result(None)
