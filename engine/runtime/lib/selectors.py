"""Waiting for several files at once: one interface over the ways of select."""

from collections import namedtuple
from collections.abc import Mapping
import abc
import select as _select

EVENT_READ = 1 << 0
EVENT_WRITE = 1 << 1

SelectorKey = namedtuple('SelectorKey', ['fileobj', 'fd', 'events', 'data'])
SelectorKey.__doc__ = 'A registered file: the object, its descriptor, what is watched, and what the caller wants kept.'


def _number_of(fileobj):
    """The descriptor of what a caller may pass: a number, or an object that has one."""
    try:
        number = fileobj if isinstance(fileobj, int) else int(fileobj.fileno())
    except (AttributeError, TypeError, ValueError):
        number = None
    if number is not None and number >= 0:
        return number
    what = f'object: {fileobj!r}' if number is None else f'descriptor: {number}'
    raise ValueError(f'Invalid file {what}')


class BaseSelector(metaclass=abc.ABCMeta):
    """What a selector can do. A subclass says how."""

    @abc.abstractmethod
    def register(self, fileobj, events, data=None):
        raise NotImplementedError

    @abc.abstractmethod
    def unregister(self, fileobj):
        raise NotImplementedError

    @abc.abstractmethod
    def select(self, timeout=None):
        raise NotImplementedError

    @abc.abstractmethod
    def get_map(self):
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        """Watches something else, or keeps something else, from now on."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    def get_key(self, fileobj):
        known = self.get_map()
        if known is None:
            raise RuntimeError('Selector is closed')
        if fileobj in known:
            return known[fileobj]
        raise KeyError(f'{fileobj!r} is not registered')

    def close(self):
        """Lets go of what the selector itself holds."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


class _KeysByFile(Mapping):
    """The selector's keys, looked up by file object or descriptor."""

    def __init__(self, selector):
        self._find = selector._find
        self._keys = selector._keys

    def __len__(self):
        return len(self._keys)

    def __iter__(self):
        return iter(self._keys)

    def __getitem__(self, fileobj):
        key = self._find(fileobj)
        if key is None:
            raise KeyError(f'{fileobj!r} is not registered')
        return key

    def get(self, fileobj, default=None):
        key = self._find(fileobj)
        return default if key is None else key


class _Registry(BaseSelector):
    """Keeps the keys. How the system is told, and asked, is up to the class's three methods _watch, _forget, _wait."""

    def __init__(self):
        self._keys = {}
        self._by_file = _KeysByFile(self)

    def _find(self, fileobj):
        try:
            return self._keys.get(_number_of(fileobj))
        except ValueError:
            # Closed meanwhile: it is known by what it is.
            for key in self._keys.values():
                if key.fileobj is fileobj:
                    return key
            raise

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError(f'Invalid events: {events!r}')
        key = SelectorKey(fileobj, _number_of(fileobj), events, data)
        if key.fd in self._keys:
            raise KeyError(f'{fileobj!r} (FD {key.fd}) is already registered')
        self._watch(key.fd, 0, events)
        self._keys[key.fd] = key
        return key

    def unregister(self, fileobj):
        key = self._find(fileobj)
        if key is None:
            raise KeyError(f'{fileobj!r} is not registered')
        del self._keys[key.fd]
        self._forget(key.fd)
        return key

    def modify(self, fileobj, events, data=None):
        key = self._find(fileobj)
        if key is None:
            raise KeyError(f'{fileobj!r} is not registered')
        if events != key.events:
            self._watch(key.fd, key.events, events)
        elif data == key.data:
            return key
        key = self._keys[key.fd] = key._replace(events=events, data=data)
        return key

    def select(self, timeout=None):
        ready = []
        for fd, events in self._wait(timeout):
            key = self._keys.get(fd)
            if key is not None:
                ready.append((key, events & key.events))
        return ready

    def get_map(self):
        return self._by_file

    def close(self):
        self._keys.clear()
        self._by_file = None

    def _watch(self, fd, before, events):
        pass

    def _forget(self, fd):
        pass


class _Polling(_Registry):
    """Over an object with register, modify, unregister and poll; the bits are those of poll()."""

    _READ, _WRITE = _select.POLLIN, _select.POLLOUT

    def __init__(self):
        super().__init__()
        self._selector = self._make()

    def _watch(self, fd, before, events):
        bits = (self._READ if events & EVENT_READ else 0) | (self._WRITE if events & EVENT_WRITE else 0)
        (self._selector.modify if before else self._selector.register)(fd, bits)

    def _forget(self, fd):
        try:
            self._selector.unregister(fd)
        except OSError:
            pass  # closed already, and forgotten with it

    def _wait(self, timeout):
        for fd, bits in self._poll(timeout):
            # An error or a hang-up concerns both sides.
            yield fd, (EVENT_READ if bits & ~self._WRITE else 0) | (EVENT_WRITE if bits & ~self._READ else 0)


class EpollSelector(_Polling):
    """On select.epoll."""

    _make = staticmethod(_select.epoll)

    def _poll(self, timeout):
        # Asking for nothing is allowed here, and not of epoll.
        return self._selector.poll(timeout if timeout is None else max(timeout, 0), max(len(self._keys), 1))

    def fileno(self):
        return self._selector.fileno()

    def close(self):
        self._selector.close()
        super().close()


class PollSelector(_Polling):
    """On select.poll."""

    _make = staticmethod(_select.poll)

    def _poll(self, timeout):
        return self._selector.poll(timeout if timeout is None else max(timeout, 0) * 1000)


class SelectSelector(_Registry):
    """On select.select."""

    def _wait(self, timeout):
        watched = list(self._keys.values())
        readable, writable, _ = _select.select([key.fd for key in watched if key.events & EVENT_READ],
                                               [key.fd for key in watched if key.events & EVENT_WRITE], [],
                                               timeout if timeout is None else max(timeout, 0))
        for key in watched:
            events = (EVENT_READ if key.fd in readable else 0) | (EVENT_WRITE if key.fd in writable else 0)
            if events:
                yield key.fd, events


DefaultSelector = EpollSelector
