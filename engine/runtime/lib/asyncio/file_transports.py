"""Transports over descriptors: what pipes and sockets have in common.

A transport is made of halves. _Incoming reads when the descriptor is ready and hands the bytes to the protocol;
_Outgoing writes at once what the descriptor takes and keeps the rest. _Connection is their life: it begins with
connection_made(), ends with exactly one connection_lost(), and then closes the file.
"""

import selectors
import warnings

from . import constants, events, transports
from .log import logger

_AT_ONCE = 256 * 1024  # bytes of one read
_HIGH_WATER = 64 * 1024


def _under_its_own_name(transport_class):
    """Debug mode's log names callbacks by their class: that of the transport, not of the half that they come from."""
    for name in ('_read_ready', '_write_ready', '_call_connection_lost'):
        shared = getattr(transport_class, name, None)
        if shared is not None:
            setattr(transport_class, name, _renamed(shared, f'{transport_class.__name__}.{name}'))
    return transport_class


def _renamed(function, qualname):
    def callback(self, *args):
        return function(self, *args)
    callback.__name__, callback.__qualname__ = function.__name__, qualname
    return callback


class _Connection(transports.BaseTransport):
    """A file, its protocol, and their end."""

    _what = 'transport'  # in messages

    def __init__(self, loop, file, protocol, extra):
        self._file = None  # nothing to warn of, should this fail
        super().__init__(extra)
        self._loop = loop
        self._fileno = file.fileno()
        self._closing = False
        self._lost = False  # the end is scheduled
        self.set_protocol(protocol)
        self._file = file

    def _begin(self, waiter, *then):
        """The protocol learns of the connection, then come other calls, then whoever waits for it."""
        self._loop.call_soon(self._protocol.connection_made, self)
        for callback, *args in then:
            self._loop.call_soon(callback, *args)
        if waiter is not None:
            self._loop.call_soon(_tell, waiter)

    def __del__(self):
        if self._file is not None:
            warnings.warn(f'unclosed transport {self!r}', ResourceWarning, source=self)
            self._file.close()

    def _is_polled(self, event):
        selector = getattr(self._loop, '_selector', None)
        if selector is None:
            return None
        try:
            return bool(selector.get_key(self._fileno).events & event)
        except KeyError:
            return False

    def _describe(self, *details):
        state = 'closed' if self._file is None else 'closing' if self._closing else None
        return f'<{" ".join(filter(None, (type(self).__name__, state, f"fd={self._fileno}") + details))}>'

    def get_protocol(self):
        return self._protocol

    def set_protocol(self, protocol):
        self._protocol = protocol

    def is_closing(self):
        return self._closing

    # --- the end

    def _end_soon(self, error):
        if self._lost:
            return
        self._closing = self._lost = True
        self._stop_watching()
        self._loop.call_soon(self._call_connection_lost, error)

    def _stop_watching(self):
        self._loop._remove_reader(self._fileno)

    def _call_connection_lost(self, error):
        self._lost = True
        try:
            if self._protocol is not None:
                self._protocol.connection_lost(error)
        finally:
            file, self._file = self._file, None
            self._protocol = None
            if file is not None:
                file.close()
            loop, self._loop = self._loop, None
            self._ended(loop)

    def _ended(self, loop):
        pass

    def _fail(self, error, message):
        """An error that ends the connection. Those of the system are no news: the protocol will hear of them."""
        if not isinstance(error, OSError):
            self._tell_handler(message, error)
        elif self._loop.get_debug():
            logger.debug('%r: %s', self, message, exc_info=True)
        self.abort_with(error)

    def _tell_handler(self, message, error):
        self._loop.call_exception_handler({
            'message': message, 'exception': error, 'transport': self, 'protocol': self._protocol,
        })

    def abort_with(self, error):
        self._end_soon(error)


class _Incoming:
    """The half that reads. The class says how: _receive(count) and _at_end()."""

    _paused = False
    _ended_reading = False

    def is_reading(self):
        return not (self._closing or self._paused or self._ended_reading)

    def pause_reading(self):
        """No data until resume_reading()."""
        if self.is_reading():
            self._paused = True
            self._loop._remove_reader(self._fileno)
            self._note('pauses')

    def resume_reading(self):
        if self._paused and not self._closing:
            self._paused = False
            self._watch_input()
            self._note('resumes')

    def _note(self, does):
        if self._loop.get_debug():
            logger.debug('%r %s reading', self, does)

    def _watch_input(self):
        if self.is_reading():
            self._loop._add_reader(self._fileno, self._read_ready)

    def _read_ready(self):
        if self._lost:
            return
        try:
            data = self._receive(_AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fail(error, f'Fatal read error on {self._what} transport')
            return
        if data:
            self._hand_over(data)
        else:
            if self._loop.get_debug():
                logger.debug('%r received EOF', self)
            self._at_end()

    def _hand_over(self, data):
        self._protocol.data_received(data)


class _Outgoing:
    """The half that writes. The class says how: _transmit(data) returns how many bytes it has taken."""

    _resumes_early = True  # as soon as the lower limit is reached; else when all has gone

    _holds_back = False  # the protocol was asked to pause
    _in_vain = 0         # writes since the connection was lost

    def _init_outgoing(self):
        self._buffer = bytearray()
        self._low, self._high = _HIGH_WATER // 4, _HIGH_WATER

    def get_write_buffer_size(self):
        return len(self._buffer)

    def get_write_buffer_limits(self):
        return self._low, self._high

    def set_write_buffer_limits(self, high=None, low=None):
        """Above `high` bytes the protocol is asked to pause, at `low` to go on."""
        if high is None:
            high = _HIGH_WATER if low is None else 4 * low
        low = high // 4 if low is None else low
        if low < 0 or high < low:
            raise ValueError(f'high ({high!r}) must be >= low ({low!r}) must be >= 0')
        self._low, self._high = low, high
        self._regulate()

    def _regulate(self):
        """Asks the protocol to pause or to go on, when a limit has been crossed."""
        crossed = len(self._buffer) <= self._low if self._holds_back else len(self._buffer) > self._high
        if not crossed:
            return
        self._holds_back = not self._holds_back
        method = 'pause_writing' if self._holds_back else 'resume_writing'
        try:
            getattr(self._protocol, method)()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._tell_handler(f'protocol.{method}() failed', error)

    def _refuses(self):
        """Is data lost that is written now?"""
        return self._lost

    def write(self, data):
        if not isinstance(data, (bytes, bytearray)):
            raise TypeError(f'data argument must be a bytes-like object, not {type(data).__name__!r}')
        if not data:
            return
        if self._refuses():
            if self._in_vain >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
                logger.warning(self._vain_text)
            self._in_vain += 1
            return
        if not self._buffer:
            taken = self._try_to_send(data)
            if taken is None or taken == len(data):
                return
            data = data[taken:]
            self._loop._add_writer(self._fileno, self._write_ready)
        self._buffer += data
        self._regulate()

    def _try_to_send(self, data):
        """How many bytes went; None: the connection has failed."""
        try:
            return self._transmit(data)
        except (BlockingIOError, InterruptedError):
            return 0
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if self._buffer:
                self._buffer.clear()
                self._loop._remove_writer(self._fileno)
            self._in_vain += 1
            self._fail(error, f'Fatal write error on {self._what} transport')
            return None

    def _write_ready(self):
        taken = None if self._lost else self._try_to_send(self._buffer)
        if taken is None:
            return
        del self._buffer[:taken]
        if not self._buffer:
            self._loop._remove_writer(self._fileno)
        if not self._buffer or self._resumes_early:
            self._regulate()
        if not self._buffer:
            self._flushed()

    def _flushed(self):
        """All has gone that was written."""
        if self._closing:
            self._stop_watching()
            self._call_connection_lost(None)

    def close(self):
        """Ends the connection when all that was written has gone."""
        if self._closing:
            return
        self._closing = True
        if not self._buffer:
            self._end_soon(None)

    def abort(self):
        """Ends the connection now; what has not gone is lost."""
        self.abort_with(None)

    def abort_with(self, error):
        if self._buffer and not self._lost:
            self._buffer.clear()
            self._loop._remove_writer(self._fileno)
        self._end_soon(error)

    def can_write_eof(self):
        return True


def _tell(waiter):
    if not waiter.cancelled():
        waiter.set_result(None)


READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
