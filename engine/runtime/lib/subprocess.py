"""Child processes of the simulated world: the commands of a small shell, and the interpreter itself."""

import _descriptors
import _spawn
import io
import os
import selectors
import time

__all__ = ['Popen', 'PIPE', 'STDOUT', 'DEVNULL', 'call', 'check_call', 'getstatusoutput', 'getoutput', 'check_output',
           'run', 'CalledProcessError', 'SubprocessError', 'TimeoutExpired', 'CompletedProcess']

PIPE, STDOUT, DEVNULL = -1, -2, -3


class SubprocessError(Exception):
    """What can go wrong with a child process."""


class CalledProcessError(SubprocessError):
    """A process ended with a status other than 0."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode, self.cmd, self.output, self.stderr = returncode, cmd, output, stderr

    stdout = property(lambda self: self.output, lambda self, value: setattr(self, 'output', value))

    def __str__(self):
        status = self.returncode
        if not status or status > 0:
            return f"Command '{self.cmd}' returned non-zero exit status {status}."
        import signal
        try:
            how = repr(signal.Signals(-status))
        except ValueError:
            how = f'unknown signal {-status}'
        return f"Command '{self.cmd}' died with {how}."


class TimeoutExpired(SubprocessError):
    """A process did not end in time."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd, self.timeout, self.output, self.stderr = cmd, timeout, output, stderr

    stdout = property(lambda self: self.output, lambda self, value: setattr(self, 'output', value))

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"


class CompletedProcess:
    """What run() returns."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args, self.returncode, self.stdout, self.stderr = args, returncode, stdout, stderr

    def __repr__(self):
        shown = [f'args={self.args!r}', f'returncode={self.returncode!r}']
        shown += [f'{name}={value!r}' for name in ('stdout', 'stderr') if (value := getattr(self, name)) is not None]
        return f'{type(self).__name__}({", ".join(shown)})'

    def check_returncode(self):
        """Raises CalledProcessError if the status is not 0."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def _command(args, shell):
    """What _spawn takes: a line for the shell, or a list of words."""
    words = [args] if isinstance(args, (str, bytes)) else list(args)
    words = [os.fspath(word) for word in words]
    words = [word.decode() if isinstance(word, bytes) else word for word in words]
    for word in words:
        if '\0' in word:
            raise ValueError('embedded null byte')
    return words[0] if shell else words


class _Plumbing:
    """The descriptors of a child's standard files while it is started."""

    def __init__(self):
        self._temporary = []  # the parent does not keep them

    def _end(self, fd):
        self._temporary.append(fd)
        return fd

    def connect(self, wanted, fd):
        """The child's descriptor for its `fd`, and the parent's end of a pipe, or -1."""
        if wanted is None:
            return fd, -1
        if wanted == PIPE:
            read, write = os.pipe()
            return (self._end(read), write) if fd == 0 else (self._end(write), read)
        if wanted == DEVNULL:
            return self._end(_descriptors.open_null()), -1
        return wanted if isinstance(wanted, int) else wanted.fileno(), -1

    def close(self):
        while self._temporary:
            os.close(self._temporary.pop())


class Popen:
    """A child process."""

    _child = None
    returncode = None

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None,
                 close_fds=True, shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None,
                 creationflags=0, restore_signals=True, start_new_session=False, pass_fds=(), *, user=None, group=None,
                 extra_groups=None, encoding=None, errors=None, text=None, umask=-1, pipesize=-1, process_group=None):
        if preexec_fn is not None or user is not None or group is not None:
            raise NotImplementedError('Loopscope has no users, and runs nothing between the start of a process and its '
                                      'program')
        if cwd is not None and os.fspath(cwd) not in (os.getcwd(), '/', '.'):
            raise FileNotFoundError(2, 'No such file or directory', cwd)
        command = _command(args, shell)
        if executable is not None and not shell:
            command[0] = os.fspath(executable)
        self.args = args
        self.text_mode = bool(text or universal_newlines or encoding or errors)
        self.stdin = self.stdout = self.stderr = None
        self._start(command, env, stdin, stdout, stderr)
        for name, mode in (('stdin', 'w'), ('stdout', 'r'), ('stderr', 'r')):
            fd = self._ends[name]
            if fd >= 0:
                file = io.open(fd, mode + 'b', 0 if bufsize == 0 or (mode == 'w' and bufsize == 1) else -1)
                if self.text_mode:
                    file = io.TextIOWrapper(file, encoding, errors, write_through=mode == 'w')
                setattr(self, name, file)

    def _start(self, command, env, stdin, stdout, stderr):
        plumbing, self._ends = _Plumbing(), {}
        fds = []
        try:
            for fd, (name, wanted) in enumerate((('stdin', stdin), ('stdout', stdout), ('stderr', stderr))):
                if wanted == STDOUT and name == 'stderr':
                    theirs, ours = fds[1], -1
                else:
                    theirs, ours = plumbing.connect(wanted, fd)
                fds.append(theirs)
                self._ends[name] = ours
            self._child = _spawn.spawn(command, dict(os.environ if env is None else env), *fds)
            if self._child is None:
                error = FileNotFoundError(2, 'No such file or directory', command[0])
                error.add_note(f'Loopscope has no programs but {_spawn.COMMANDS}.')
                raise error
        except BaseException:
            for fd in self._ends.values():
                if fd >= 0:
                    os.close(fd)
            raise
        finally:
            plumbing.close()
        self.pid = self._child.pid

    def __repr__(self):
        return f'<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>'

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        for file in (self.stdout, self.stderr, self.stdin):
            if file is not None:
                file.close()
        self.wait()

    def __del__(self):
        if self._child is not None and self.returncode is None:
            import warnings
            warnings.warn(f'subprocess {self.pid} is still running', ResourceWarning, source=self)

    # --- the end

    def poll(self):
        """The status, or None while the process runs."""
        if self.returncode is None:
            self.returncode = self._child.poll()
        return self.returncode

    def wait(self, timeout=None):
        """The status, when the process has ended: -N when signal N ended it."""
        if self.returncode is None and not self._child.wait(timeout):
            raise TimeoutExpired(self.args, timeout)
        return self.poll()

    def send_signal(self, sig):
        if self.poll() is None:
            self._child.send_signal(sig)

    def terminate(self):
        self.send_signal(15)

    def kill(self):
        self.send_signal(9)

    # --- all of the data

    def communicate(self, input=None, timeout=None):
        """Sends the input, reads to the end, waits; (stdout, stderr), None for what is no pipe."""
        deadline = None if timeout is None else time.monotonic() + timeout
        if not hasattr(self, '_got'):
            self._got = {file: [] for file in (self.stdout, self.stderr) if file is not None}
            if input is not None and self.text_mode:
                input = input.encode(self.stdin.encoding)
            self._unsent = memory = bytes(input or b'')
            if self.stdin is not None:
                self.stdin.flush()
                if not memory:
                    self.stdin.close()
        self._exchange(timeout, deadline)
        self.wait(None if deadline is None else max(deadline - time.monotonic(), 0))
        return tuple(None if file is None else self._joined(file) for file in (self.stdout, self.stderr))

    def _joined(self, file):
        data = b''.join(self._got[file])
        return data.decode(file.encoding, file.errors).replace('\r\n', '\n').replace('\r', '\n') \
            if self.text_mode else data

    def _exchange(self, timeout, deadline):
        with selectors.DefaultSelector() as selector:
            if self._unsent and not self.stdin.closed:
                selector.register(self.stdin, selectors.EVENT_WRITE)
            for file in self._got:
                if not file.closed:
                    selector.register(file, selectors.EVENT_READ)
            while selector.get_map():
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left <= 0:
                    raise TimeoutExpired(self.args, timeout, b''.join(self._got.get(self.stdout, ())) or None,
                                         b''.join(self._got.get(self.stderr, ())) or None)
                for key, _ in selector.select(left):
                    (self._send_some if key.fileobj is self.stdin else self._read_some)(selector, key)

    def _send_some(self, selector, key):
        try:
            # What a pipe takes at once, however full it is.
            self._unsent = self._unsent[os.write(key.fd, self._unsent[:4096]):]
        except BrokenPipeError:
            self._unsent = b''
        if not self._unsent:
            selector.unregister(key.fileobj)
            key.fileobj.close()

    def _read_some(self, selector, key):
        data = os.read(key.fd, 32768)
        if data:
            self._got[key.fileobj].append(data)
        else:
            selector.unregister(key.fileobj)
            key.fileobj.close()


# --- the short ways


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Runs a command to its end."""
    pipes = ['stdin'] * (input is not None) + ['stdout', 'stderr'] * bool(capture_output)
    for name in pipes:
        if kwargs.get(name) is not None:
            raise ValueError('stdin and input arguments may not both be used.' if name == 'stdin' else
                             'stdout and stderr arguments may not be used with capture_output.')
    kwargs.update(dict.fromkeys(pipes, PIPE))
    with Popen(*popenargs, **kwargs) as process:
        try:
            out, err = process.communicate(input, timeout=timeout)
        except BaseException:
            # Nobody is left who would wait for it.
            process.kill()
            raise
    done = CompletedProcess(process.args, process.returncode, out, err)
    if check:
        done.check_returncode()
    return done


def call(*popenargs, timeout=None, **kwargs):
    """The status of a command."""
    return run(*popenargs, timeout=timeout, **kwargs).returncode


def check_call(*popenargs, **kwargs):
    """0, or CalledProcessError."""
    return run(*popenargs, check=True, **kwargs).returncode


def check_output(*popenargs, timeout=None, **kwargs):
    """What a command has written, or CalledProcessError."""
    for name in ('stdout', 'check'):
        if name in kwargs:
            raise ValueError(f'{name} argument not allowed, it will be overridden.')
    if kwargs.get('input', b'') is None:
        kwargs['input'] = '' if any(map(kwargs.get, ('text', 'universal_newlines', 'encoding', 'errors'))) else b''
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """(status, output) of a line of the shell; a newline at the end is dropped."""
    done = run(cmd, shell=True, text=True, stdout=PIPE, stderr=STDOUT, encoding=encoding, errors=errors)
    return done.returncode, done.stdout.removesuffix('\n')


def getoutput(cmd, *, encoding=None, errors=None):
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]
