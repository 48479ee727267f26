"""Processes: what they are called, how they are started and how they end."""

import _processes
import atexit
import os
import signal
import sys

from . import sharing

__all__ = ['BaseProcess', 'current_process', 'active_children', 'parent_process']

_children = []  # that were started and that nobody knows to have ended


def _demand(condition, text):
    if not condition:
        raise AssertionError(text)


class BaseProcess:
    """A piece of work in an interpreter of its own."""

    _handle = None
    _closed = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        _demand(group is None, 'group argument must be None for now')
        me = current_process()
        me._started += 1
        self._number = me._number + (me._started,)
        self._started = 0
        self._parent_pid, self._parent_name = os.getpid(), me.name
        self._target, self._args, self._kwargs = target, tuple(args), dict(kwargs)
        self._name = name or f'{type(self).__name__}-{":".join(map(str, self._number))}'
        self._daemon = me.daemon if daemon is None else daemon

    def run(self):
        """The work; subclasses may have their own."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        self._must_be_open()
        _demand(self._handle is None, 'cannot start a process twice')
        _demand(self._parent_pid == os.getpid(), 'can only start a process object created by current process')
        _demand(not current_process().daemon, 'daemonic processes are not allowed to have children')
        active_children()
        payload, natives = sharing.pack(self)
        self._handle = _processes.start(payload, natives, self.name, bool(self.daemon))
        # The child has got them; here they would only keep things alive.
        del self._target, self._args, self._kwargs
        _children.append(self)

    def join(self, timeout=None):
        self._must_be_open()
        self._must_be_child('join')
        _demand(self._handle is not None, 'can only join a started process')
        self._handle.join(timeout)
        if not self._handle.is_alive():
            _forget(self)

    def is_alive(self):
        self._must_be_open()
        if self is _me:
            return True
        self._must_be_child('test')
        if self._handle is None:
            return False
        if self._handle.is_alive():
            return True
        _forget(self)
        return False

    def terminate(self):
        self._must_be_open()
        self._handle.terminate()

    def kill(self):
        self._must_be_open()
        self._handle.kill()

    def close(self):
        if self._handle is not None:
            if self._handle.is_alive():
                raise ValueError('Cannot close a process while it is still running. '
                                 'You should first call join() or terminate().')
            _forget(self)
            self._handle = None
        self._closed = True

    def _must_be_open(self):
        if self._closed:
            raise ValueError('process object is closed')

    def _must_be_child(self, deed):
        _demand(self._parent_pid == os.getpid(), f'can only {deed} a child process')

    name = property(lambda self: self._name)

    @name.setter
    def name(self, name):
        _demand(isinstance(name, str), 'name must be a string')
        self._name = name

    daemon = property(lambda self: self._daemon)

    @daemon.setter
    def daemon(self, daemonic):
        _demand(self._handle is None, 'process has already started')
        self._daemon = daemonic

    @property
    def exitcode(self):
        self._must_be_open()
        return None if self._handle is None else self._handle.exitcode

    @property
    def pid(self):
        self._must_be_open()
        if self is _me:
            return os.getpid()
        return None if self._handle is None else self._handle.pid

    ident = pid

    @property
    def sentinel(self):
        """What multiprocessing.connection.wait() takes: ready when the process has ended."""
        self._must_be_open()
        if self._handle is None:
            raise ValueError('process not started')
        return self._handle

    def _condition(self):
        if self._closed:
            return 'closed'
        if self is _me:
            return 'started'
        if self._parent_pid != os.getpid():
            return 'unknown'
        if self._handle is None:
            return 'initial'
        code = self._handle.exitcode
        if code is None:
            return 'started'
        return f'stopped exitcode={_code_text(code)}'

    def __repr__(self):
        pid = None if self._closed else self.pid
        facts = [type(self).__name__, f'name={self._name!r}', pid and self is not _main and f'pid={pid}',
                 f'parent={self._parent_pid}', self._condition(), self.daemon and 'daemon']
        return f'<{" ".join(fact for fact in facts if fact)}>'

    def __reduce__(self):
        if not sharing.is_packing():
            raise TypeError('Pickling an AuthenticationString object is disallowed for security reasons')
        return _remake, (type(self), dict(vars(self)))

    def _bootstrap(self):
        try:
            self.run()
        except SystemExit:
            raise
        except BaseException:
            import traceback
            sys.stderr.write(f'Process {self.name}:\n')
            traceback.print_exc()
            sys.exit(1)


def _remake(cls, attributes):
    process = cls.__new__(cls)
    vars(process).update(attributes)
    return process


def _code_text(code):
    if code < 0:
        try:
            return f'-{signal.Signals(-code).name}'
        except ValueError:
            pass
    return str(code)


class _MainProcess(BaseProcess):
    """The process that the program began in."""

    def __init__(self):
        self._number, self._started = (), 0
        self._name, self._daemon = 'MainProcess', False
        self._parent_pid = None

    def close(self):
        pass


class _ParentProcess(BaseProcess):
    """What a child knows of who has started it."""

    def __init__(self, name, pid):
        self._number, self._started = (), 0
        self._name, self._daemon = name, False
        self._parent_pid, self._own_pid = None, pid

    pid = ident = property(lambda self: self._own_pid)

    def is_alive(self):
        return os.getppid() == self._own_pid

    def _condition(self):
        return 'started' if self.is_alive() else 'unknown'


_main = _me = _MainProcess()
_parent = None


def current_process():
    return _me


def parent_process():
    return _parent


def _forget(process):
    if process in _children:
        _children.remove(process)


def active_children():
    """Those that run; the others are forgotten."""
    _children[:] = [child for child in _children if child._handle is not None and child._handle.is_alive()]
    return list(_children)


def run_child(process):
    """In the child: becomes the process that the parent has described."""
    global _me, _parent
    _me = process
    _parent = _ParentProcess(process._parent_name, process._parent_pid)
    process._bootstrap()


@atexit.register
def _at_exit():
    """Daemons end with their parent, which waits for its other children."""
    for child in active_children():
        if child.daemon:
            child._handle.terminate()
    for child in active_children():
        child._handle.join()
