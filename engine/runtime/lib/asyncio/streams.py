"""Streams: reading and writing a connection with await instead of callbacks."""

import collections
import warnings

from . import coroutines, events, exceptions, protocols
from .log import logger
from .tasks import sleep

__all__ = ('StreamReader', 'StreamWriter', 'StreamReaderProtocol', 'open_connection', 'start_server',
           'open_unix_connection', 'start_unix_server')

_LIMIT = 64 * 1024  # bytes of a line, at most, unless the caller says otherwise


def _settle(future, error=None):
    if future is None or future.done():
        return
    if error is None:
        future.set_result(None)
    else:
        future.set_exception(error)


class StreamReader:
    """Bytes that have come, and those who wait for more: one at a time."""

    _transport = None
    _held_back = False  # the transport was asked to wait
    _complete = False   # nothing more will come
    _awaited = None     # a future: somebody waits for more
    _failure = None

    def __init__(self, limit=_LIMIT, loop=None):
        if limit <= 0:
            raise ValueError('Limit cannot be <= 0')
        self._limit = limit
        self._loop = events.get_event_loop() if loop is None else loop
        self._buffer = bytearray()

    def __repr__(self):
        facts = (
            (self._buffer, f'{len(self._buffer)} bytes'), (self._complete, 'eof'),
            (self._limit != _LIMIT, f'limit={self._limit}'), (self._awaited, f'waiter={self._awaited!r}'),
            (self._failure, f'exception={self._failure!r}'), (self._transport, f'transport={self._transport!r}'),
            (self._held_back, 'paused'),
        )
        return f'<{" ".join(["StreamReader"] + [text for holds, text in facts if holds])}>'

    # --- the side of the transport

    def set_transport(self, transport):
        assert self._transport is None, 'Transport already set'
        self._transport = transport

    def exception(self):
        return self._failure

    def set_exception(self, exc):
        """Whoever reads gets this error."""
        self._failure = exc
        self._wake(exc)

    def _wake(self, error=None):
        waiter, self._awaited = self._awaited, None
        _settle(waiter, error)

    def feed_data(self, data):
        assert not self._complete, 'feed_data after feed_eof'
        if data:
            self._buffer += data
            self._wake()
            if len(self._buffer) > 2 * self._limit and not self._held_back:
                self._hold_back(self._transport)

    def _hold_back(self, transport):
        if transport is None:
            return
        try:
            transport.pause_reading()
            self._held_back = True
        except NotImplementedError:
            self._transport = None  # it cannot be asked, and never is again

    def feed_eof(self):
        self._complete = True
        self._wake()

    def at_eof(self):
        """Has all been read, and will nothing come?"""
        return self._complete and not self._buffer

    # --- the side of the readers

    def _resume(self):
        self._held_back = False
        self._transport.resume_reading()

    async def _more(self, who):
        """Waits for bytes, or for their end."""
        if self._awaited is not None:
            raise RuntimeError(f'{who}() called while another coroutine is already waiting for incoming data')
        assert not self._complete, '_more after the end'
        if self._held_back:
            self._resume()
        self._awaited = self._loop.create_future()
        try:
            await self._awaited
        finally:
            self._awaited = None

    def _take(self, count):
        data = bytes(self._buffer[:count])
        self._discard(count)
        return data

    def _discard(self, count):
        del self._buffer[:count]
        if self._held_back and len(self._buffer) <= self._limit:
            self._resume()

    async def _when(self, who, measure):
        """Takes as many bytes as measure() says, as soon as it does not say None."""
        if self._failure is not None:
            raise self._failure
        while (count := measure()) is None:
            await self._more(who)
        return self._take(count)

    def _incomplete(self, expected):
        return exceptions.IncompleteReadError(self._take(len(self._buffer)), expected)

    async def read(self, n=-1):
        """Up to n bytes, at least one; everything until the end when n is negative; b'' at the end."""
        if n < 0:
            parts = []
            while part := await self.read(self._limit):
                parts.append(part)
            return b''.join(parts)

        def measure():
            return min(n, len(self._buffer)) if self._buffer or self._complete or n == 0 else None
        return await self._when('read', measure)

    async def readexactly(self, n):
        """n bytes, neither more nor less."""
        if n < 0:
            raise ValueError('readexactly size can not be less than zero')

        def measure():
            if len(self._buffer) >= n:
                return n
            if self._complete:
                raise self._incomplete(n)
        return await self._when('readexactly', measure)

    async def readuntil(self, separator=b'\n'):
        """Everything up to the separator, or the first of several, and it."""
        wanted = sorted(separator, key=len) if isinstance(separator, tuple) else [separator]
        if not wanted:
            raise ValueError('Separator should contain at least one element')
        if not wanted[0]:
            raise ValueError('Separator should be at least one-byte string')
        seen = 0  # no separator begins before

        def measure():
            nonlocal seen
            ends = [(at + len(one), at) for one in wanted if (at := self._buffer.find(one, seen)) >= 0]
            if ends:
                end, at = min(ends)
                if at > self._limit:
                    raise exceptions.LimitOverrunError('Separator is found, but chunk is longer than limit', at)
                return end
            seen = max(0, len(self._buffer) + 1 - len(wanted[-1]))
            if seen > self._limit:
                raise exceptions.LimitOverrunError('Separator is not found, and chunk exceed the limit', seen)
            if self._complete:
                raise self._incomplete(None)
        return await self._when('readuntil', measure)

    async def readline(self):
        """A line with its end; what is left when there is no more; b'' at the end."""
        try:
            return await self.readuntil(b'\n')
        except exceptions.IncompleteReadError as rest:
            return rest.partial
        except exceptions.LimitOverrunError as over:
            # What does not fit is dropped: the line, when it is all here, else everything.
            found = self._buffer[over.consumed:over.consumed + 1] == b'\n'
            self._discard(over.consumed + 1 if found else len(self._buffer))
            raise ValueError(over.args[0])

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if line:
            return line
        raise StopAsyncIteration


class FlowControlMixin(protocols.Protocol):
    """A protocol that lets writers wait while the transport's buffer is full."""

    def __init__(self, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._full = False
        self._gone = False  # the connection
        self._writers = []  # futures of those who wait for room

    def _set_full(self, full):
        self._full = full
        if self._loop.get_debug():
            logger.debug('%r %s writing', self, 'pauses' if full else 'resumes')

    def pause_writing(self):
        self._set_full(True)

    def resume_writing(self):
        self._set_full(False)
        self._release(None)

    def connection_lost(self, exc):
        self._gone = True
        self._release(exc)

    def _release(self, error):
        for writer in self._writers:
            _settle(writer, error)

    async def _drain_helper(self):
        if self._gone:
            raise ConnectionResetError('Connection lost')
        if self._full:
            room = self._loop.create_future()
            self._writers.append(room)
            try:
                await room
            finally:
                self._writers.remove(room)

    def _get_close_waiter(self, stream):
        raise NotImplementedError


class StreamReaderProtocol(FlowControlMixin):
    """Feeds a StreamReader; for a server, starts the callback for each connection."""

    _handling = None  # the task that serves the connection

    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        super().__init__(loop)
        self._serve = client_connected_cb
        self._reader, self._connection = stream_reader, None
        self._end = self._loop.create_future()

    def connection_made(self, transport):
        self._connection = transport
        if self._reader is not None:
            self._reader.set_transport(transport)
        if self._serve is not None:
            handling = self._serve(self._reader, StreamWriter(transport, self, self._reader, self._loop))
            if coroutines.iscoroutine(handling):
                self._handling = self._loop.create_task(handling)
                self._handling.add_done_callback(self._served)

    def _served(self, task):
        """The coroutine that serves a connection is done. If it failed, nobody else will close the connection."""
        if not task.cancelled():
            if (error := task.exception()) is None:
                return
            self._loop.call_exception_handler({
                'message': 'Unhandled exception in client_connected_cb', 'exception': error,
                'transport': self._connection,
            })
        self._connection.close()

    def connection_lost(self, exc):
        if self._reader is not None:
            self._reader.feed_eof() if exc is None else self._reader.set_exception(exc)
        _settle(self._end, exc)
        super().connection_lost(exc)
        self._reader = self._connection = self._handling = None

    def data_received(self, data):
        if self._reader is not None:
            self._reader.feed_data(data)

    def eof_received(self):
        if self._reader is not None:
            self._reader.feed_eof()
        return True  # what is to be written may still be

    def _get_close_waiter(self, stream):
        return self._end

    def __del__(self):
        # An error of the connection need not be fetched from here.
        end = getattr(self, '_end', None)
        if end is not None and end.done() and not end.cancelled():
            end.exception()


class StreamWriter:
    """The writing side: write() never waits, drain() does."""

    def __init__(self, transport, protocol, reader, loop):
        self._ends = transport, protocol, reader
        self._loop = loop

    def __repr__(self):
        transport, _, reader = self._ends
        return f'<StreamWriter transport={transport!r}{"" if reader is None else f" reader={reader!r}"}>'

    transport = property(lambda self: self._ends[0])

    async def wait_closed(self):
        await self._ends[1]._get_close_waiter(self)

    async def drain(self):
        """Waits until the buffer has room again."""
        transport, protocol, reader = self._ends
        if reader is not None and (failed := reader.exception()) is not None:
            raise failed
        if transport.is_closing():
            # So that a loop that only writes and drains comes to hear of the end.
            await sleep(0)
        await protocol._drain_helper()

    async def start_tls(self, *args, **kwargs):
        raise NotImplementedError('Loopscope has no TLS: nothing reaches a network')

    def __del__(self):
        if not self._ends[0].is_closing():
            without_loop = self._loop.is_closed()
            if not without_loop:
                self.close()
            warnings.warn('loop is closed' if without_loop else f'unclosed {self!r}', ResourceWarning)


def _hand_on(name):
    def method(self, *args):
        return getattr(self._ends[0], name)(*args)
    method.__name__, method.__qualname__ = name, f'StreamWriter.{name}'
    return method


# What the writer leaves to its transport.
for _name in ('write', 'writelines', 'write_eof', 'can_write_eof', 'close', 'is_closing', 'get_extra_info'):
    setattr(StreamWriter, _name, _hand_on(_name))
del _name


def _reading(limit, loop, callback=None):
    reader = StreamReader(limit=limit, loop=loop)
    return reader, StreamReaderProtocol(reader, callback, loop=loop)


async def open_connection(host=None, port=None, *, limit=_LIMIT, **kwds):
    """A reader and a writer for a connection to a server within the program."""
    loop = events.get_running_loop()
    reader, protocol = _reading(limit, loop)
    transport, _ = await loop.create_connection(lambda: protocol, host, port, **kwds)
    return reader, StreamWriter(transport, protocol, reader, loop)


async def start_server(client_connected_cb, host=None, port=None, *, limit=_LIMIT, **kwds):
    """Calls back with a reader and a writer for each connection."""
    loop = events.get_running_loop()
    return await loop.create_server(lambda: _reading(limit, loop, client_connected_cb)[1], host, port, **kwds)


async def open_unix_connection(path=None, *, limit=_LIMIT, **kwds):
    loop = events.get_running_loop()
    reader, protocol = _reading(limit, loop)
    transport, _ = await loop.create_unix_connection(lambda: protocol, path, **kwds)
    return reader, StreamWriter(transport, protocol, reader, loop)


async def start_unix_server(client_connected_cb, path=None, *, limit=_LIMIT, **kwds):
    loop = events.get_running_loop()
    return await loop.create_unix_server(lambda: _reading(limit, loop, client_connected_cb)[1], path, **kwds)
