"""Signals of the simulated process. Numbers and names are Linux's."""

import enum

import _signal
from _signal import default_int_handler, pause, raise_signal, strsignal

__all__ = ('Signals', 'Handlers', 'signal', 'getsignal', 'raise_signal', 'default_int_handler', 'pause', 'strsignal',
           'valid_signals', 'alarm', 'setitimer', 'getitimer', 'pthread_kill', 'siginterrupt', 'set_wakeup_fd',
           'ITIMER_REAL', 'NSIG')

_IN_ORDER = ('HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN '
             'TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS').split()

Signals = enum.IntEnum('Signals', {f'SIG{name}': number for number, name in enumerate(_IN_ORDER, 1)}, module=__name__)
Handlers = enum.IntEnum('Handlers', {'SIG_DFL': 0, 'SIG_IGN': 1}, module=__name__)
globals().update(Signals.__members__, **Handlers.__members__)
ITIMER_REAL = 0
NSIG = 65


def _named(kind, value):
    """A number as the member that it stands for; anything else as it is."""
    if isinstance(value, int) and value in kind._value2member_map_:
        return kind(value)
    return value


def signal(signalnum, handler):
    return _named(Handlers, _signal.signal(signalnum, handler))


def getsignal(signalnum):
    return _named(Handlers, _signal.getsignal(signalnum))


def pthread_kill(thread_id, signalnum):
    # Only the main thread handles signals, whichever thread gets them.
    _signal.raise_signal(signalnum)


def valid_signals():
    return set(Signals) | set(range(34, NSIG))


def alarm(seconds):
    left, _ = _signal._set_alarm(seconds, 0)
    return -int(-left // 1)


def setitimer(which, seconds, interval=0.0):
    if which != ITIMER_REAL:
        raise NotImplementedError('only ITIMER_REAL can be set')
    return _signal._set_alarm(seconds, interval)


def getitimer(which):
    raise NotImplementedError('signal.getitimer: setitimer() returns what was set before')


def siginterrupt(signalnum, flag):
    """Waiting calls go on after a signal in any case."""


def set_wakeup_fd(fd, *, warn_on_full_buffer=True):
    raise NotImplementedError('signal.set_wakeup_fd: loop.add_signal_handler() wakes the event loop')
