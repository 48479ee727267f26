"""Streams; the simulated world has no sockets yet, so nothing can be opened."""

__all__ = ('StreamReader', 'StreamWriter', 'StreamReaderProtocol', 'open_connection', 'start_server',
           'open_unix_connection', 'start_unix_server')


def _unsupported(what):
    raise NotImplementedError(f'asyncio.{what} is not part of the simulated world yet')


class StreamReader:

    def __init__(self, *args, **kwargs):
        _unsupported('StreamReader')


class StreamWriter:

    def __init__(self, *args, **kwargs):
        _unsupported('StreamWriter')


class StreamReaderProtocol:

    def __init__(self, *args, **kwargs):
        _unsupported('StreamReaderProtocol')


async def open_connection(*args, **kwargs):
    _unsupported('open_connection()')


async def start_server(*args, **kwargs):
    _unsupported('start_server()')


async def open_unix_connection(*args, **kwargs):
    _unsupported('open_unix_connection()')


async def start_unix_server(*args, **kwargs):
    _unsupported('start_unix_server()')
