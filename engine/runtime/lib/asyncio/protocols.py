"""What receives data from a transport."""

__all__ = ('BaseProtocol', 'Protocol', 'DatagramProtocol', 'SubprocessProtocol', 'BufferedProtocol')


class BaseProtocol:
    """What all protocols have."""

    __slots__ = ()

    def connection_made(self, transport):
        """The connection stands."""

    def connection_lost(self, exc):
        """The connection is gone, by an error or, with None, in good order."""

    def pause_writing(self):
        """The transport's buffer is full."""

    def resume_writing(self):
        """The transport's buffer has room again."""


class Protocol(BaseProtocol):
    """A stream of bytes."""

    __slots__ = ()

    def data_received(self, data):
        """Bytes have come."""

    def eof_received(self):
        """The other side has nothing more to say."""


class BufferedProtocol(BaseProtocol):
    """A stream of bytes into buffers of the receiver's own."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """Where the next bytes shall go."""

    def buffer_updated(self, nbytes):
        """Bytes have come."""

    def eof_received(self):
        """The other side has nothing more to say."""


class DatagramProtocol(BaseProtocol):
    """Packets."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """A packet has come."""

    def error_received(self, exc):
        """A send or receive has failed."""


class SubprocessProtocol(BaseProtocol):
    """The pipes of a child process."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """The child has written."""

    def pipe_connection_lost(self, fd, exc):
        """A pipe is closed."""

    def process_exited(self):
        """The child has ended."""
