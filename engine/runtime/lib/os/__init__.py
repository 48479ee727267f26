"""The parts of os that make sense in a sandbox: names, the environment, and clear refusals."""

import _warnings
from . import path
from _descriptors import close, dup, dup2, get_blocking, getpid, getppid, kill, pipe, read, set_blocking, write

name = 'posix'
sep = '/'
altsep = None
extsep = '.'
pathsep = ':'
linesep = '\n'
devnull = '/dev/null'
curdir = '.'
pardir = '..'
error = OSError


class _Environ(dict):
    """The environment of the run; changes stay inside of it."""

    def __repr__(self):
        return f'environ({dict.__repr__(self)})'

    def __setitem__(self, key, value):
        for part in (key, value):
            if not isinstance(part, str):
                raise TypeError(f'str expected, not {type(part).__name__}')
        dict.__setitem__(self, key, value)


environ = _Environ(_warnings.environment())


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(key, value):
    environ[key] = value


def unsetenv(key):
    environ.pop(key, None)


O_RDONLY, O_WRONLY, O_RDWR, O_NONBLOCK, O_CLOEXEC = 0, 1, 2, 2048, 524288
EX_OK = 0


def pipe2(flags, /):
    ends = pipe()
    for fd in ends:
        set_blocking(fd, not flags & O_NONBLOCK)
    return ends


def fdopen(fd, mode='r', buffering=-1, encoding=None, *args, **kwargs):
    if not isinstance(fd, int):
        raise TypeError(f'invalid fd type ({type(fd)}, expected integer)')
    import io
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


def isatty(fd, /):
    get_blocking(fd)  # it must be open
    return False


def get_inheritable(fd, /):
    get_blocking(fd)
    return fd < 3


def closerange(fd_low, fd_high, /):
    for fd in range(fd_low, fd_high):
        try:
            close(fd)
        except OSError:
            pass


def getcwd():
    return '/loopscope/home'


def cpu_count():
    return 4


process_cpu_count = cpu_count


def fspath(p):
    if isinstance(p, (str, bytes)):
        return p
    method = getattr(type(p), '__fspath__', None)
    if method is None:
        raise TypeError(f'expected str, bytes or os.PathLike object, not {type(p).__name__}')
    return method(p)


def urandom(n):
    import random
    return random.randbytes(n)


def strerror(code):
    import errno
    return errno._MESSAGES.get(code, f'Unknown error {code}')


def _exit(status):
    import _processes
    _processes.leave(status)


class PathLike:
    pass


def _refuse(function, instead):
    def refused(*args, **kwargs):
        raise PermissionError(f'os.{function}() is refused: Loopscope runs programs in a sandbox ({instead})')
    refused.__name__ = refused.__qualname__ = function
    return refused


for _name in ('open', 'listdir', 'scandir', 'walk', 'mkdir', 'makedirs', 'remove', 'unlink', 'rmdir',
              'rename', 'replace', 'stat', 'lstat', 'chdir', 'chmod', 'link', 'symlink', 'readlink', 'truncate', 'fsync', 'access'):
    globals()[_name] = _refuse(_name, 'there are no files; io.StringIO holds text in memory')
for _name in ('fork', 'system', 'popen', 'execv', 'execve', 'spawnl', 'spawnv', 'wait', 'waitpid', 'abort',
              'setsid', 'killpg', 'forkpty', 'posix_spawn'):
    globals()[_name] = _refuse(_name, 'subprocess starts the programs of the simulated world')
del _name
