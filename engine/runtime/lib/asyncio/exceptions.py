"""The exceptions of asyncio."""

from _asyncio import CancelledError, InvalidStateError
from builtins import TimeoutError

__all__ = ('BrokenBarrierError', 'CancelledError', 'InvalidStateError', 'TimeoutError', 'IncompleteReadError',
           'LimitOverrunError', 'SendfileNotAvailableError')


def _made_from(arguments):
    """A __reduce__ for an exception whose constructor takes more than its message."""
    def __reduce__(self):
        return type(self), tuple(arguments(self))

    return __reduce__


class BrokenBarrierError(RuntimeError):
    """The barrier is broken."""


class SendfileNotAvailableError(RuntimeError):
    """This kind of transport or file cannot use sendfile."""


class LimitOverrunError(Exception):
    """A separator was not found within the limit; `consumed` bytes have been looked at."""

    def __init__(self, message, consumed):
        Exception.__init__(self, message)
        vars(self).update(consumed=consumed)

    __reduce__ = _made_from(lambda self: (*self.args, self.consumed))


class IncompleteReadError(EOFError):
    """A read ended early; `partial` is what came, `expected` how many bytes were wanted."""

    def __init__(self, partial, expected):
        vars(self).update(partial=partial, expected=expected)
        total = expected if expected is not None else 'undefined'
        EOFError.__init__(self, f'{len(partial)} bytes read on a total of {total!s} expected bytes')

    __reduce__ = _made_from(lambda self: (self.partial, self.expected))
