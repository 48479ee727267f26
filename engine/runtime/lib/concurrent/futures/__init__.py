"""Futures of work that runs elsewhere."""

__all__ = ['FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'CancelledError', 'TimeoutError', 'InvalidStateError',
           'BrokenExecutor', 'Future', 'Executor', 'ThreadPoolExecutor', 'ProcessPoolExecutor', 'wait', 'as_completed']

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'

_PENDING, _RUNNING, _CANCELLED, _NOTIFIED, _FINISHED = ('PENDING', 'RUNNING', 'CANCELLED', 'CANCELLED_AND_NOTIFIED',
                                                        'FINISHED')


class Error(Exception):
    """Base class of this package's exceptions."""


class CancelledError(Error):
    """The future was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Error):
    """The operation is not allowed in this state."""


class BrokenExecutor(RuntimeError):
    """The executor can no longer be used."""


class Future:
    """A result that comes from somewhere else."""

    def __init__(self):
        self._state = _PENDING
        self._result = None
        self._exception = None
        self._done_callbacks = []

    def __repr__(self):
        text = f'<{type(self).__name__} at {id(self):#x} state={self._state.lower().split("_")[0]}'
        if self._state == _FINISHED:
            if self._exception is not None:
                text += f' raised {type(self._exception).__name__}'
            else:
                text += f' returned {type(self._result).__name__}'
        return text + '>'

    def cancel(self):
        if self._state in (_RUNNING, _FINISHED):
            return False
        if self._state == _PENDING:
            self._state = _CANCELLED
            self._invoke_callbacks()
        return True

    def cancelled(self):
        return self._state in (_CANCELLED, _NOTIFIED)

    def running(self):
        return self._state == _RUNNING

    def done(self):
        return self._state in (_CANCELLED, _NOTIFIED, _FINISHED)

    def add_done_callback(self, fn):
        if self.done():
            self._call(fn)
        else:
            self._done_callbacks.append(fn)

    def _call(self, fn):
        try:
            fn(self)
        except Exception:
            import logging
            logging.getLogger('concurrent.futures').exception('exception calling callback for %r', self)

    def _invoke_callbacks(self):
        callbacks, self._done_callbacks = self._done_callbacks, []
        for fn in callbacks:
            self._call(fn)

    def _need_end(self, timeout):
        if self.done():
            return
        if timeout is not None:
            raise TimeoutError
        raise NotImplementedError('waiting for a concurrent.futures.Future needs threads, which are not part of the '
                                  'simulated world yet')

    def result(self, timeout=None):
        self._need_end(timeout)
        if self.cancelled():
            raise CancelledError
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self, timeout=None):
        self._need_end(timeout)
        if self.cancelled():
            raise CancelledError
        return self._exception

    def set_running_or_notify_cancel(self):
        if self._state == _CANCELLED:
            self._state = _NOTIFIED
            return False
        if self._state == _PENDING:
            self._state = _RUNNING
            return True
        raise RuntimeError('Future in unexpected state')

    def _finish(self):
        if self.done():
            raise InvalidStateError(f'{self._state}: {self!r}')
        self._state = _FINISHED
        self._invoke_callbacks()

    def set_result(self, result):
        if not self.done():
            self._result = result
        self._finish()

    def set_exception(self, exception):
        if not self.done():
            self._exception = exception
        self._finish()


class Executor:
    """Where work can be submitted."""

    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        raise NotImplementedError

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False


class ThreadPoolExecutor(Executor):

    def __init__(self, *args, **kwargs):
        raise NotImplementedError('ThreadPoolExecutor: threads are not part of the simulated world yet')


class ProcessPoolExecutor(Executor):

    def __init__(self, *args, **kwargs):
        raise NotImplementedError('ProcessPoolExecutor: processes are not part of the simulated world yet')


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    raise NotImplementedError('concurrent.futures.wait() needs threads, which are not part of the simulated world yet')


def as_completed(fs, timeout=None):
    raise NotImplementedError('concurrent.futures.as_completed() needs threads, which are not part of the simulated '
                              'world yet')
