"""Signals as callbacks of an event loop."""

import contextvars

import _loopscope
import _signal

from . import coroutines


def _valid(sig):
    if not isinstance(sig, int):
        raise TypeError(f'sig must be an int, not {sig!r}')
    if not 1 <= sig < 65 or sig in (32, 33):
        raise ValueError(f'invalid signal number {sig}')
    return sig


class SignalHandlers:
    """The part of a loop that turns signals into handles. Only the main thread's loop can have any."""

    def __init__(self, *args):
        super().__init__(*args)
        self._signal_callbacks = {}  # by number: (callback, arguments, context)

    def add_signal_handler(self, sig, callback, *args):
        """Calls back in the loop each time the signal arrives; what was there for it before is replaced."""
        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError('coroutines cannot be used with add_signal_handler()')
        _valid(sig)
        self._check_closed()
        try:
            _signal._wake(self)
            _signal.signal(sig, _signal._handled_by_loop)
        except ValueError as error:
            raise RuntimeError(str(error)) from None
        except OSError:
            self._stop_listening_if_idle()
            raise RuntimeError(f'sig {sig} cannot be caught') from None
        self._signal_callbacks[sig] = (callback, args, contextvars.copy_context())

    def remove_signal_handler(self, sig):
        """Back to what the signal does by itself. False: there was no handler."""
        if self._signal_callbacks.pop(_valid(sig), None) is None:
            return False
        _signal.signal(sig, _signal.default_int_handler if sig == 2 else 0)
        self._stop_listening_if_idle()
        return True

    def _stop_listening_if_idle(self):
        if not self._signal_callbacks:
            _signal._wake(None)

    def _handle_signal(self, sig):
        """The core calls it when the loop's turn comes."""
        found = self._signal_callbacks.get(sig)
        if found is not None:
            callback, args, context = found
            handle = self.call_soon_threadsafe(callback, *args, context=context)
            _loopscope.signal_handled(sig, handle)

    def close(self):
        super().close()
        for sig in list(self._signal_callbacks):
            self.remove_signal_handler(sig)
