"""Waiting for files to become ready, in the simulated world: epoll, poll and select."""

from _epoll import epoll

error = OSError

EPOLLIN = POLLIN = 1
EPOLLPRI = POLLPRI = 2
EPOLLOUT = POLLOUT = 4
EPOLLERR = POLLERR = 8
EPOLLHUP = POLLHUP = 16
POLLNVAL = 32
EPOLLRDHUP = POLLRDHUP = 0x2000
PIPE_BUF = 4096


def _asked(watched, seconds):
    """[(fd, bits)] of those that are ready, in the order of `watched`: pairs of a descriptor and bits."""
    wanted = {}
    for fd, bits in watched:
        wanted[fd] = wanted.get(fd, 0) | bits
    with epoll() as waiting:
        for fd, bits in wanted.items():
            waiting.register(fd, bits)
        found = dict(waiting.poll(seconds))
    return [(fd, found[fd]) for fd in wanted if fd in found]


class poll:
    """poll(2)."""

    def __init__(self):
        self._watched = {}

    def register(self, fd, eventmask=POLLIN | POLLPRI | POLLOUT):
        self._watched[_descriptor(fd)] = eventmask

    def modify(self, fd, eventmask):
        fd = _descriptor(fd)
        if fd not in self._watched:
            raise FileNotFoundError(2, 'No such file or directory')
        self._watched[fd] = eventmask

    def unregister(self, fd):
        del self._watched[_descriptor(fd)]

    def poll(self, timeout=None):
        """timeout in milliseconds; negative or None: without limit."""
        seconds = None if timeout is None or timeout < 0 else timeout / 1000
        return _asked(self._watched.items(), seconds)


def _descriptor(file):
    fd = file if isinstance(file, int) else file.fileno()
    if fd < 0:
        raise ValueError(f'file descriptor cannot be a negative integer ({fd})')
    return fd


def select(rlist, wlist, xlist, timeout=None, /):
    """select(2): the parts of the three lists that are ready."""
    sides = [(files, [_descriptor(file) for file in files]) for files in map(list, (rlist, wlist))]
    for file in xlist:
        _descriptor(file)
    if timeout is not None and timeout < 0:
        raise ValueError('timeout must be non-negative')
    (readers, reads), (writers, writes) = sides
    found = dict(_asked([(fd, POLLIN) for fd in reads] + [(fd, POLLOUT) for fd in writes], timeout))
    # A hang-up is something to read, an error is to be noticed by both.
    return ([file for file, fd in zip(readers, reads) if found.get(fd, 0) & (POLLIN | POLLHUP | POLLERR)],
            [file for file, fd in zip(writers, writes) if found.get(fd, 0) & (POLLOUT | POLLERR)], [])
