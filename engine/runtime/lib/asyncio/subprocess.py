"""Child processes with streams."""

import subprocess

from . import events, protocols, streams, tasks
from .log import logger

__all__ = ('create_subprocess_exec', 'create_subprocess_shell')

PIPE, STDOUT, DEVNULL = subprocess.PIPE, subprocess.STDOUT, subprocess.DEVNULL
_OUTPUTS = {1: 'stdout', 2: 'stderr'}


class SubprocessStreamProtocol(streams.FlowControlMixin, protocols.SubprocessProtocol):
    """Makes streams of the pipes."""

    def __init__(self, limit, loop):
        super().__init__(loop)
        self._limit = limit
        self.stdin = self.stdout = self.stderr = None
        self._process = None
        self._exited = False
        self._open = set()  # outputs that have not come to their end
        self._input_end = loop.create_future()

    def __repr__(self):
        streams_shown = [f'{name}={stream!r}' for name in ('stdin', 'stdout', 'stderr')
                         if (stream := getattr(self, name)) is not None]
        return f'<{" ".join([type(self).__name__] + streams_shown)}>'

    def connection_made(self, transport):
        self._process = transport
        for fd, name in _OUTPUTS.items():
            pipe = transport.get_pipe_transport(fd)
            if pipe is not None:
                reader = streams.StreamReader(limit=self._limit, loop=self._loop)
                reader.set_transport(pipe)
                setattr(self, name, reader)
                self._open.add(fd)
        pipe = transport.get_pipe_transport(0)
        if pipe is not None:
            self.stdin = streams.StreamWriter(pipe, self, None, self._loop)

    def pipe_data_received(self, fd, data):
        reader = getattr(self, _OUTPUTS.get(fd, ''), None)
        if reader is not None:
            reader.feed_data(data)

    def pipe_connection_lost(self, fd, exc):
        if fd == 0:
            if self.stdin is not None:
                self.stdin.close()
            self.connection_lost(exc)
            streams._settle(self._input_end, exc)
            if exc is not None:
                self._input_end.exception()  # it need not be asked for
            return
        reader = getattr(self, _OUTPUTS.get(fd, ''), None)
        if reader is not None:
            reader.feed_eof() if exc is None else reader.set_exception(exc)
        self._open.discard(fd)
        self._close_when_over()

    def process_exited(self):
        self._exited = True
        self._close_when_over()

    def _close_when_over(self):
        if self._exited and not self._open:
            self._process.close()
            self._process = None

    def _get_close_waiter(self, stream):
        if stream is self.stdin:
            return self._input_end


class Process:
    """A child process."""

    def __init__(self, transport, protocol, loop):
        self._transport, self._protocol, self._loop = transport, protocol, loop
        self.pid = transport.get_pid()
        self.stdin, self.stdout, self.stderr = protocol.stdin, protocol.stdout, protocol.stderr

    def __repr__(self):
        return f'<Process {self.pid}>'

    @property
    def returncode(self):
        return self._transport.get_returncode()

    async def wait(self):
        """The exit status; -N when signal N ended it."""
        return await self._transport._wait()

    async def _feed(self, data):
        try:
            if data is not None:
                self.stdin.write(data)
                self._note('feed stdin (%s bytes)', len(data))
                await self.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            # It has ended without reading all; that is not the caller's fault.
            self._note('stdin got %r', error)
        self._note('close stdin')
        self.stdin.close()

    async def _drain_output(self, fd):
        name = _OUTPUTS[fd]
        self._note('read %s', name)
        data = await getattr(self, name).read()
        self._note('close %s', name)
        self._transport.get_pipe_transport(fd).close()
        return data

    def _note(self, text, *args):
        if self._loop.get_debug():
            logger.debug('%r communicate: ' + text, self, *args)

    async def communicate(self, input=None):
        """Sends the input, reads to the end, waits; (stdout, stderr), None for what is no pipe."""
        jobs = [self._feed(input) if self.stdin is not None else _nothing()]
        jobs += [self._drain_output(fd) if getattr(self, name) is not None else _nothing()
                 for fd, name in _OUTPUTS.items()]
        _, out, err = await tasks.gather(*jobs)
        await self.wait()
        return out, err


def _to_transport(name):
    def method(self, *args):
        getattr(self._transport, name)(*args)
    method.__name__, method.__qualname__ = name, f'Process.{name}'
    return method


for _name in ('send_signal', 'terminate', 'kill'):
    setattr(Process, _name, _to_transport(_name))
del _name


async def _nothing():
    return None


async def _create(start, args, limit, options):
    loop = events.get_running_loop()
    transport, protocol = await start(loop)(lambda: SubprocessStreamProtocol(limit, loop), *args, **options)
    return Process(transport, protocol, loop)


async def create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None, limit=streams._LIMIT, **kwds):
    """A process that runs a line of the simulated shell."""
    return await _create(lambda loop: loop.subprocess_shell, (cmd,), limit,
                         dict(kwds, stdin=stdin, stdout=stdout, stderr=stderr))


async def create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None, limit=streams._LIMIT, **kwds):
    """A process that runs a program: a command of the simulated world, or the interpreter."""
    return await _create(lambda loop: loop.subprocess_exec, (program, *args), limit,
                         dict(kwds, stdin=stdin, stdout=stdout, stderr=stderr))
