"""The transport of a child process: its pipes, its end, and what its protocol hears of them."""

import os
import subprocess
import warnings

from . import file_transports, protocols, transports
from .log import logger

_NAMES = ('stdin', 'stdout', 'stderr')


class WriteSubprocessPipeProto(protocols.BaseProtocol):
    """Hands on what happens to a pipe: to stdin, and what the outputs have in common with it."""

    def __init__(self, process, fd):
        self.process, self.fd = process, fd
        self.pipe = None
        self.disconnected = False

    def __repr__(self):
        return f'<{type(self).__name__} fd={self.fd} pipe={self.pipe!r}>'

    def connection_made(self, transport):
        self.pipe = transport

    def connection_lost(self, exc):
        self.disconnected = True
        process, self.process = self.process, None
        process._pipe_connection_lost(self.fd, exc)

    def pause_writing(self):
        self.process._protocol.pause_writing()

    def resume_writing(self):
        self.process._protocol.resume_writing()


class ReadSubprocessPipeProto(WriteSubprocessPipeProto, protocols.Protocol):
    """The same for stdout and stderr."""

    def data_received(self, data):
        self.process._tell('pipe_data_received', self.fd, data)


class BaseSubprocessTransport(transports.SubprocessTransport):
    """A child process, from its start to connection_lost(), which comes when it has ended and all pipes are closed."""

    _proc = None
    _shut = False
    _over = False

    def __init__(self, loop, protocol, args, shell, stdin, stdout, stderr, bufsize, waiter=None, extra=None, **options):
        super().__init__(extra)
        self._loop, self._protocol = loop, protocol
        self._status = None
        self._enders = []   # futures of those who wait for the end
        self._protos = {}    # by descriptor; None until it is connected
        self._early = []    # what the protocol is to hear once it knows of the connection
        self._watch_fd = -1
        try:
            self._proc = subprocess.Popen(args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr,
                                          bufsize=bufsize, **options)
        except BaseException:
            self._shut = True
            raise
        self._number = self._proc.pid
        self._extra['subprocess'] = self._proc
        files = {fd: file for fd, name in enumerate(_NAMES) if (file := getattr(self._proc, name)) is not None}
        self._protos.update(dict.fromkeys(files))
        if loop.get_debug():
            program = args if isinstance(args, (bytes, str)) else args[0]
            logger.debug('process %r created: pid %s', program, self._number)
        self._watch_fd = self._proc._child.open()
        loop._add_reader(self._watch_fd, self._child_ended)
        loop.create_task(self._connect(files, waiter))

    def __repr__(self):
        facts = [type(self).__name__]
        started, over = self._proc is not None, self._status is not None
        facts += ['closed'] * self._shut + [f'pid={self._number}'] * (started or over)
        facts.append(f'returncode={self._status}' if over else 'running' if started else 'not started')
        facts += [f'{name}={proto.pipe}' for fd, name in enumerate(_NAMES)
                  if (proto := self._protos.get(fd)) is not None]
        return f'<{" ".join(facts)}>'

    def __del__(self):
        if not self._shut:
            warnings.warn(f'unclosed transport {self!r}', ResourceWarning, source=self)
            self.close()

    # --- the beginning

    async def _connect(self, files, waiter):
        """Makes transports of the pipes; then the protocol and whoever waits learn of the process."""
        try:
            for fd, file in files.items():
                connect, kind = (self._loop.connect_read_pipe, ReadSubprocessPipeProto) if fd else \
                    (self._loop.connect_write_pipe, WriteSubprocessPipeProto)
                _, self._protos[fd] = await connect(lambda: kind(self, fd), file)
            self._loop.call_soon(self._protocol.connection_made, self)
            early, self._early = self._early, None
            for method, *args in early:
                self._loop.call_soon(getattr(self._protocol, method) if isinstance(method, str) else method, *args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if waiter is not None and not waiter.cancelled():
                waiter.set_exception(error)
        else:
            if waiter is not None:
                file_transports._tell(waiter)

    def _tell(self, method, *args):
        """The protocol hears of something in the loop's next round, and never before the connection."""
        if self._early is not None:
            self._early.append((method, *args))
        else:
            self._loop.call_soon(getattr(self._protocol, method) if isinstance(method, str) else method, *args)

    # --- the end

    def _child_ended(self):
        """Its descriptor is readable."""
        self._loop._remove_reader(self._watch_fd)
        fd, self._watch_fd = self._watch_fd, -1
        os.close(fd)
        self._loop.call_soon_threadsafe(self._process_exited, self._proc.poll())

    def _process_exited(self, returncode):
        if self._loop.get_debug():
            logger.info('%r exited with return code %r', self, returncode)
        self._status = returncode
        self._tell('process_exited')
        self._finish()

    def _pipe_connection_lost(self, fd, exc):
        self._tell('pipe_connection_lost', fd, exc)
        self._finish()

    def _finish(self):
        gone = all(proto is not None and proto.disconnected for proto in self._protos.values())
        if self._status is not None and gone and not self._over:
            self._over = True
            self._tell(self._call_connection_lost)

    def _call_connection_lost(self):
        try:
            self._protocol.connection_lost(None)
        finally:
            enders, self._enders = self._enders, None
            for ender in enders:
                if not ender.done():
                    ender.set_result(self._status)
            self._loop = self._proc = self._protocol = None

    async def _wait(self):
        """The exit status, when all is over."""
        if self._enders is not None:
            ender = self._loop.create_future()
            self._enders.append(ender)
            return await ender
        return self._status

    def close(self):
        """Closes the pipes, and kills what still runs."""
        if self._shut:
            return
        self._shut = True
        for proto in self._protos.values():
            if proto is not None and proto.pipe is not None:
                proto.pipe.close()
        process = self._proc
        if process is not None and self._status is None and process.poll() is None:
            if self._loop.get_debug():
                logger.warning('Close running child process: kill %r', self)
            process.kill()

    def is_closing(self):
        return self._shut

    # --- what can be asked for

    def get_protocol(self):
        return self._protocol

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_pid(self):
        return self._number

    def get_returncode(self):
        return self._status

    def get_pipe_transport(self, fd):
        proto = self._protos.get(fd)
        return None if proto is None else proto.pipe

    def send_signal(self, signal):
        if self._proc is None:
            raise ProcessLookupError()
        self._proc.send_signal(signal)

    def terminate(self):
        self.send_signal(15)

    def kill(self):
        self.send_signal(9)


class _UnixSubprocessTransport(BaseSubprocessTransport):
    """What asyncio makes on Linux."""
