"""The part of the event loop that is written in Python. The core, with run_once, is native: see docs/event-loop.md."""

import _asyncio
import os
import sys
import warnings

from . import agen_care, constants, error_reports, events, executors, futures, tasks
from .executors import check_callback as _check_callback  # the core calls it
from .log import logger

__all__ = ('BaseEventLoop',)


def _slow_callback(what, seconds):
    """Debug mode has found a slow handle, or the step of a task. Returns how the log names it."""
    owner = getattr(getattr(what, '_callback', None), '__self__', None)
    text = repr(owner if isinstance(owner, tasks.Task) else what)
    logger.warning('Executing %s took %.3f seconds', text, seconds)
    return text


def create_future(loop):
    """Debug mode's loop.create_future()."""
    return futures.Future(loop=loop)


def _ends_run(future):
    """SystemExit and KeyboardInterrupt leave run_forever() themselves."""
    return future.cancelled() or not isinstance(future.exception(), (SystemExit, KeyboardInterrupt))


def _stop_when_done(future):
    if _ends_run(future):
        future.get_loop().stop()


# The name under which CPython shows it in a future's callbacks.
_stop_when_done.__name__ = _stop_when_done.__qualname__ = '_run_until_complete_cb'


class BaseEventLoop(error_reports.BaseEventLoop, agen_care.BaseEventLoop, executors.BaseEventLoop, _asyncio.EventLoop,
                    events.AbstractEventLoop):

    def __init__(self):
        super().__init__()
        self._make_task = None  # the task factory
        self._outer_origin_depth = None  # while debug mode remembers where coroutines were created
        self.set_debug(sys.flags.dev_mode or bool(os.environ.get('PYTHONASYNCIODEBUG')))

    def __repr__(self):
        state = {'running': self.is_running(), 'closed': self.is_closed(), 'debug': self.get_debug()}
        return f'<{type(self).__name__} {" ".join(f"{word}={value}" for word, value in state.items())}>'

    def __del__(self):
        if not self.is_closed():
            warnings.warn(f'unclosed event loop {self!r}', ResourceWarning, source=self)
            if not self.is_running():
                self.close()

    # --- tasks

    def create_task(self, coro, *, name=None, context=None, **kwargs):
        """Schedules a coroutine."""
        self._check_closed()
        if self._make_task is None:
            task = tasks.Task(coro, loop=self, name=name, context=context, **kwargs)
            if stack := task._source_traceback:
                stack.pop()  # this frame is nothing to the reader
            return task
        # A factory of old may not know about contexts, and names are given afterwards.
        if context is not None:
            kwargs['context'] = context
        task = self._make_task(self, coro, **kwargs)
        if name is not None:
            task.set_name(name)
        return task

    def set_task_factory(self, factory):
        """factory(loop, coro, **kwargs) makes the tasks; None: Task does."""
        if not (factory is None or callable(factory)):
            raise TypeError('task factory must be a callable or None')
        self._make_task = factory

    def get_task_factory(self):
        return self._make_task

    # --- running

    def _check_ready_to_run(self):
        self._check_closed()
        problem = ('This event loop is already running' if self.is_running()
                   else 'Cannot run the event loop while another loop is running' if events._get_running_loop() is not None
                   else None)
        if problem is not None:
            raise RuntimeError(problem)

    def run_forever(self):
        """Runs until stop() is called."""
        self._check_ready_to_run()
        self._track_origins(self.get_debug())
        self._enter_run()
        self._take_hooks()
        events._set_running_loop(self)
        try:
            self._run_until_stopped()
        finally:
            self._leave_run()
            events._set_running_loop(None)
            self._track_origins(False)
            self._give_hooks_back()

    def run_until_complete(self, future):
        """Runs until the future (or coroutine) is done and returns its result."""
        self._check_ready_to_run()
        wanted = tasks.ensure_future(future, loop=self)
        made_here = wanted is not future
        if made_here:
            # Whoever gets the exception below need not hear that the task is pending, too.
            wanted._log_destroy_pending = False
        wanted.add_done_callback(_stop_when_done)
        finished = False
        try:
            self.run_forever()
            finished = True
        finally:
            wanted.remove_done_callback(_stop_when_done)
            if not finished and made_here and wanted.done() and not wanted.cancelled():
                wanted.exception()  # it is the caller who gets the error: nobody will fetch it from the task
        if wanted.done():
            return wanted.result()
        raise RuntimeError('Event loop stopped before Future completed.')

    def close(self):
        """Drops all that is scheduled. Once closed, a loop stays so."""
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if not self.is_closed():
            if self.get_debug():
                logger.debug('Close %r', self)
            self._close_core()
            self._drop_pool()

    # --- debug mode

    def set_debug(self, enabled):
        """The checks and logs of asyncio's debug mode."""
        self._set_debug(enabled)
        if self.is_running():
            self.call_soon_threadsafe(self._track_origins, enabled)

    def _track_origins(self, enabled):
        """Debug mode remembers where coroutines were created."""
        outer = self._outer_origin_depth
        if enabled and outer is None:
            self._outer_origin_depth = sys.get_coroutine_origin_tracking_depth()
            sys.set_coroutine_origin_tracking_depth(constants.DEBUG_STACK_DEPTH)
        elif outer is not None and not enabled:
            self._outer_origin_depth = None
            sys.set_coroutine_origin_tracking_depth(outer)
