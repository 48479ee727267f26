"""A server: sockets that listen, and the connections that came in by them."""

import weakref

from . import events, exceptions, tasks, trsock

__all__ = ('Server',)


class Server(events.AbstractServer):
    """Made by loop.create_server()."""

    def __init__(self, loop, sockets, protocol_factory, backlog):
        self._loop = loop
        self._listening = sockets  # None once closed
        self._factory, self._backlog = protocol_factory, backlog
        self._connections = weakref.WeakSet()
        self._count = 0     # of the clients
        self._ends = []     # futures of those who wait for the end; None when it has come
        self._active = False
        self._forever = None

    def __repr__(self):
        return f'<{type(self).__name__} sockets={self.sockets!r}>'

    @property
    def sockets(self):
        return tuple(trsock.TransportSocket(sock) for sock in self._listening or ())

    def get_loop(self):
        return self._loop

    def is_serving(self):
        return self._active

    # --- connections

    def _attach(self, transport):
        assert self._listening is not None
        self._count += 1
        self._connections.add(transport)

    def _detach(self, transport):
        self._count -= 1
        self._connections.discard(transport)
        self._end_if_over()

    def _end_if_over(self):
        if self._listening is None and self._count == 0 and self._ends is not None:
            ends, self._ends = self._ends, None
            for end in ends:
                if not end.done():
                    end.set_result(None)

    def close_clients(self):
        for transport in list(self._connections):
            transport.close()

    def abort_clients(self):
        for transport in list(self._connections):
            transport.abort()

    # --- life

    def _start_serving(self):
        if self._active:
            return
        self._active = True
        for sock in self._listening:
            sock.listen(self._backlog)
            self._loop._add_reader(sock.fileno(), self._accept_connections, sock)

    def _accept_connections(self, sock):
        """Takes in all that have come, each in a task of its own."""
        for _ in range(self._backlog + 1):
            try:
                connection, _ = sock.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            self._loop.create_task(self._welcome(connection))

    async def _welcome(self, connection):
        try:
            await self._loop._connect_transport(connection, self._factory, server=self)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if self._loop.get_debug():
                self._loop.call_exception_handler({
                    'message': 'Error on transport creation for incoming connection', 'exception': error,
                })

    def close(self):
        """No new connections; those that stand go on."""
        sockets, self._listening = self._listening, None
        if sockets is None:
            return
        for sock in sockets:
            self._loop._remove_reader(sock.fileno())
            sock.close()
        self._active = False
        forever, self._forever = self._forever, None
        if forever is not None and not forever.done():
            forever.cancel()
        self._end_if_over()

    async def start_serving(self):
        self._start_serving()
        await tasks.sleep(0)

    async def serve_forever(self):
        """Serves until it is cancelled, then closes."""
        if self._forever is not None:
            raise RuntimeError(f'server {self!r} is already being awaited on serve_forever()')
        if self._listening is None:
            raise RuntimeError(f'server {self!r} is closed')
        self._start_serving()
        self._forever = self._loop.create_future()
        try:
            await self._forever
        except exceptions.CancelledError:
            self.close()
            await self.wait_closed()
            raise
        finally:
            self._forever = None

    async def wait_closed(self):
        """Waits until it is closed and all connections have ended."""
        if self._ends is not None:
            end = self._loop.create_future()
            self._ends.append(end)
            await end

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        self.close()
        await self.wait_closed()
