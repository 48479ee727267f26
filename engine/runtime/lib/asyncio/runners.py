"""asyncio.run and what it is made of."""

import contextvars

import _signal
import _thread

from . import constants, coroutines, events, exceptions, tasks

__all__ = ('Runner', 'run')

_SIGINT = 2


class _CtrlC:
    """Around the main task: the first Ctrl-C cancels it, any further one is a KeyboardInterrupt where it strikes.

    Only for the main thread, and only if the program has not decided about SIGINT itself."""

    def __init__(self, loop, task):
        self.pressed = 0
        self._loop, self._task = loop, task
        self._handler = None

    def __enter__(self):
        in_main_thread = _thread.get_ident() == _thread._get_main_thread_ident()
        if in_main_thread and _signal.getsignal(_SIGINT) is _signal.default_int_handler:
            self._handler = self._press
            _signal.signal(_SIGINT, self._handler)
        return self

    def __exit__(self, *error):
        if self._handler is not None and _signal.getsignal(_SIGINT) is self._handler:
            _signal.signal(_SIGINT, _signal.default_int_handler)
        self._handler = self._task = None

    def _press(self, signum, frame):
        self.pressed += 1
        if self.pressed > 1 or self._task.done():
            raise KeyboardInterrupt()
        self._task.cancel()
        # The loop may be waiting in its selector.
        self._loop.call_soon_threadsafe(_nothing)


def _nothing():
    pass


class Runner:
    """Keeps one event loop for several calls of run(); leaving the block closes it in good order."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._wanted = (debug, loop_factory)
        self._loop = self._context = None
        self._is_current = False  # the loop was made the thread's own
        self._closed = False

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, *error):
        self.close()

    def get_loop(self):
        """The loop, which is made at its first use."""
        if self._closed:
            raise RuntimeError('Runner is closed')
        if self._loop is None:
            debug, make = self._wanted
            self._loop = events.new_event_loop() if make is None else make()
            if make is None:
                events.set_event_loop(self._loop)
                self._is_current = True
            if debug is not None:
                self._loop.set_debug(debug)
            self._context = contextvars.copy_context()
        return self._loop

    def run(self, coro, *, context=None):
        """Runs a coroutine to its end."""
        if not coroutines.iscoroutine(coro):
            raise ValueError(f'a coroutine was expected, got {coro!r}')
        if events._get_running_loop() is not None:
            raise RuntimeError('Runner.run() cannot be called from a running event loop')
        loop = self.get_loop()
        main = loop.create_task(coro, context=context or self._context)
        with _CtrlC(loop, main) as keyboard:
            try:
                return loop.run_until_complete(main)
            except exceptions.CancelledError:
                if not keyboard.pressed or main.uncancel():
                    raise
                # Nobody but the keyboard has cancelled it: then that is what happened.
                raise KeyboardInterrupt()

    def close(self):
        """Cancels what still runs, closes async generators and the executor, then the loop."""
        loop, self._loop = self._loop, None
        if loop is None:
            return
        self._closed = True
        try:
            _end_all_tasks(loop)
            for last in (loop.shutdown_asyncgens, _executor_shutdown(loop)):
                loop.run_until_complete(last())
        finally:
            if self._is_current:
                events.set_event_loop(None)
            loop.close()


def _executor_shutdown(loop):
    return lambda: loop.shutdown_default_executor(constants.THREAD_JOIN_TIMEOUT)


def _end_all_tasks(loop):
    """Cancels every task and waits for them; what they end with except cancellation is reported."""
    leftover = tasks.all_tasks(loop)
    for task in leftover:
        task.cancel()
    if leftover:
        loop.run_until_complete(tasks.gather(*leftover, return_exceptions=True))
    failed = [task for task in leftover if not task.cancelled() and task.exception() is not None]
    for task in failed:
        loop.call_exception_handler({'message': 'unhandled exception during asyncio.run() shutdown',
                                     'exception': task.exception(), 'task': task})


def run(main, *, debug=None, loop_factory=None):
    """Runs a coroutine in a fresh event loop and returns its result."""
    if events._get_running_loop() is not None:
        raise RuntimeError('asyncio.run() cannot be called from a running event loop')
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)
