"""The event loop that `asyncio.run` makes: a selector's, with pipes."""

import os
import subprocess

import _descriptors

from . import child_processes, events, file_transports, selector_events, signal_handlers, transports
from .file_transports import READ, WRITE
from .log import logger

__all__ = ('SelectorEventLoop', 'EventLoop', 'DefaultEventLoopPolicy')


class _PipeTransport(file_transports._Connection):
    """A pipe's end; sockets and the standard streams will do as well."""

    _what = 'pipe'
    _polled_for = READ

    def __init__(self, loop, pipe, protocol, extra=None):
        super().__init__(loop, pipe, protocol, {**(extra or {}), 'pipe': pipe})
        if _descriptors.kind(self._fileno) == 'selector':
            self._file = None
            raise ValueError('Pipe transport is for pipes/sockets only.')
        os.set_blocking(self._fileno, False)

    @property
    def _pipe(self):
        return self._file

    def __repr__(self):
        if self._file is None:
            return self._describe('closed')
        polled = self._is_polled(self._polled_for)
        if polled is None:
            return self._describe('open')
        return self._describe('polling' if polled else 'idle', *self._more_details())

    def _more_details(self):
        return ()


@file_transports._under_its_own_name
class _UnixReadPipeTransport(file_transports._Incoming, _PipeTransport, transports.ReadTransport):

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        super().__init__(loop, pipe, protocol, extra)
        self._begin(waiter, (self._watch_input,))

    def _receive(self, count):
        return os.read(self._fileno, count)

    def _at_end(self):
        self._closing = True
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._protocol.eof_received)
        self._end_soon(None)

    def close(self):
        self._end_soon(None)


@file_transports._under_its_own_name
class _UnixWritePipeTransport(file_transports._Outgoing, _PipeTransport, transports.WriteTransport):

    _polled_for = WRITE
    _resumes_early = False
    _vain_text = 'pipe closed by peer or os.write(pipe, data) raised exception.'

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        super().__init__(loop, pipe, protocol, extra)
        self._init_outgoing()
        # There is nothing to read: it becomes readable when nobody is left who reads the other end.
        watch = [(self._watch_peer,)] if _descriptors.kind(self._fileno) in ('pipe', 'socket') else []
        self._begin(waiter, *watch)

    def _more_details(self):
        return (f'bufsize={len(self._buffer)}',)

    def _watch_peer(self):
        if not self._lost:
            self._loop._add_reader(self._fileno, self._read_ready)

    def _read_ready(self):
        if self._loop.get_debug():
            logger.info('%r was closed by peer', self)
        self.abort_with(BrokenPipeError() if self._buffer else None)

    def _refuses(self):
        return self._lost or self._closing

    def _transmit(self, data):
        return os.write(self._fileno, data)

    def write_eof(self):
        """The reader's data ends when all has gone that was written; for a pipe that is the end."""
        self.close()


class _UnixSelectorEventLoop(signal_handlers.SignalHandlers, selector_events.BaseSelectorEventLoop):
    """What a program of Linux has."""

    def _make_read_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        return _UnixReadPipeTransport(self, pipe, protocol, waiter, extra)

    def _make_write_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        return _UnixWritePipeTransport(self, pipe, protocol, waiter, extra)

    async def _connect_pipe(self, side, make, protocol_factory, pipe):
        protocol, waiter = protocol_factory(), self.create_future()
        transport = make(pipe, protocol, waiter)
        try:
            await waiter
        finally:
            if not waiter.done() or waiter.cancelled():
                transport.close()
        if self.get_debug():
            logger.debug('%s pipe %r connected: (%r, %r)', side, pipe.fileno(), transport, protocol)
        return transport, protocol

    async def connect_read_pipe(self, protocol_factory, pipe):
        """A protocol for a pipe's end that is read."""
        return await self._connect_pipe('Read', self._make_read_pipe_transport, protocol_factory, pipe)

    async def connect_write_pipe(self, protocol_factory, pipe):
        """A protocol for a pipe's end that is written."""
        return await self._connect_pipe('Write', self._make_write_pipe_transport, protocol_factory, pipe)

    # --- child processes

    async def _start_process(self, protocol_factory, args, shell, options):
        for name, wanted in _FIXED:
            if options.pop(name, wanted) != wanted:
                raise ValueError(f'{name} must be {wanted}')
        for name in ('text', 'encoding', 'errors'):
            if options.pop(name, None) is not None:
                raise ValueError(f'{name} must be {"False" if name == "text" else "None"}')
        files = {name: options.pop(name, subprocess.PIPE) for name in ('stdin', 'stdout', 'stderr')}
        protocol, waiter = protocol_factory(), self.create_future()
        transport = child_processes._UnixSubprocessTransport(self, protocol, args, shell, bufsize=0, waiter=waiter,
                                                             **files, **options)
        try:
            await waiter
        except BaseException as error:
            transport.close()
            if not isinstance(error, (SystemExit, KeyboardInterrupt)):
                await transport._wait()
            raise
        if self.get_debug():
            logger.info('%s: %r', f'{"run shell command" if shell else "execute program"} '
                        f'{args if shell else args[0]!r}', transport)
        return transport, protocol

    async def subprocess_shell(self, protocol_factory, cmd, *, shell=True, **options):
        """A protocol for a process that runs a line of the shell."""
        if not isinstance(cmd, (bytes, str)):
            raise ValueError('cmd must be a string')
        if not shell:
            raise ValueError('shell must be True')
        return await self._start_process(protocol_factory, cmd, True, options)

    async def subprocess_exec(self, protocol_factory, program, *args, shell=False, **options):
        """A protocol for a process that runs a program."""
        if shell:
            raise ValueError('shell must be False')
        return await self._start_process(protocol_factory, (program, *args), False, options)


# Options of a process that asyncio does not leave to its caller.
_FIXED = (('universal_newlines', False), ('bufsize', 0))


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    _loop_factory = _UnixSelectorEventLoop


SelectorEventLoop = EventLoop = _UnixSelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
