"""The part of the event loop that is written in Python. The core, with run_once, is native: see docs/event-loop.md."""

import _asyncio
import _loopscope
import concurrent.futures
import os
import sys
import threading
import warnings
import weakref

from . import constants, coroutines, events, exceptions, format_helpers, futures, tasks, timeouts
from .log import logger

__all__ = ('BaseEventLoop',)


def _unsupported(what):
    raise NotImplementedError(f'{what} is not part of the simulated world yet')


def _check_callback(callback, method):
    if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
        raise TypeError(f'coroutines cannot be used with {method}()')
    if not callable(callback):
        raise TypeError(f'a callable object was expected by {method}(), got {callback!r}')


def _slow_callback(what, seconds):
    """Debug mode has found a slow handle, or the step of a task. Returns how the log names it."""
    if isinstance(what, events.Handle) and isinstance(getattr(what._callback, '__self__', None), tasks.Task):
        what = what._callback.__self__
    text = repr(what)
    logger.warning('Executing %s took %.3f seconds', text, seconds)
    return text


def _unless_over(future, end, value):
    if not future.done():
        end(value)


async def _within(timeout, future):
    async with timeouts.timeout(timeout):
        await future


def create_future(loop):
    """Debug mode's loop.create_future()."""
    return futures.Future(loop=loop)


def _stop_when_done(fut):
    if not fut.cancelled() and isinstance(fut.exception(), (SystemExit, KeyboardInterrupt)):
        return  # run_forever() is left by the exception itself
    fut.get_loop().stop()


# The name under which CPython shows it in a future's callbacks.
_stop_when_done.__name__ = _stop_when_done.__qualname__ = '_run_until_complete_cb'


class BaseEventLoop(_asyncio.EventLoop, events.AbstractEventLoop):

    def __init__(self):
        self._default_executor = None
        self._executor_shutdown_called = False
        self._exception_handler = None
        self._task_factory = None
        self._old_agen_hooks = None
        self._old_origin_depth = None
        # Async generators that were iterated under this loop and are not finished, in order of their first iteration.
        self._asyncgens = {}
        self._asyncgens_shutdown_called = False
        self.set_debug(sys.flags.dev_mode or bool(os.environ.get('PYTHONASYNCIODEBUG')))

    def __repr__(self):
        return (f'<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} '
                f'debug={self.get_debug()}>')

    def __del__(self):
        if self.is_closed():
            return
        warnings.warn(f'unclosed event loop {self!r}', ResourceWarning, source=self)
        if not self.is_running():
            self.close()

    # --- tasks and futures

    def create_task(self, coro, *, name=None, context=None, **kwargs):
        self._check_closed()
        if self._task_factory is not None:
            if context is None:
                task = self._task_factory(self, coro, **kwargs)
            else:
                task = self._task_factory(self, coro, context=context, **kwargs)
            if name is not None:
                task.set_name(name)
            return task
        task = tasks.Task(coro, loop=self, name=name, context=context, **kwargs)
        if task._source_traceback:
            del task._source_traceback[-1]
        return task

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError('task factory must be a callable or None')
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    # --- running

    def _check_running(self):
        if self.is_running():
            raise RuntimeError('This event loop is already running')
        if events._get_running_loop() is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')

    def run_forever(self):
        """Runs until stop() is called."""
        self._check_closed()
        self._check_running()
        self._track_origins(self.get_debug())
        self._old_agen_hooks = sys.get_asyncgen_hooks()
        self._enter_run()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        events._set_running_loop(self)
        try:
            self._run_until_stopped()
        finally:
            self._leave_run()
            events._set_running_loop(None)
            self._track_origins(False)
            if self._old_agen_hooks is not None:
                sys.set_asyncgen_hooks(*self._old_agen_hooks)
                self._old_agen_hooks = None

    def run_until_complete(self, future):
        """Runs until the future (or coroutine) is done and returns its result."""
        self._check_closed()
        self._check_running()
        made_here = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if made_here:
            # Whoever gets the exception below need not hear that the task is pending, too.
            future._log_destroy_pending = False
        future.add_done_callback(_stop_when_done)
        try:
            self.run_forever()
        except:
            if made_here and future.done() and not future.cancelled():
                future.exception()  # it is the caller who gets the error: nobody will fetch it from the task
            raise
        finally:
            future.remove_done_callback(_stop_when_done)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def close(self):
        """Drops all that is scheduled. Once closed, a loop stays so."""
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self.is_closed():
            return
        if self.get_debug():
            logger.debug('Close %r', self)
        self._executor_shutdown_called = True
        self._close_core()
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    # --- async generators

    def _asyncgen_firstiter_hook(self, agen):
        if self._asyncgens_shutdown_called:
            warnings.warn(f'asynchronous generator {agen!r} was scheduled after loop.shutdown_asyncgens() call',
                          ResourceWarning, source=self)
        key, known = id(agen), self._asyncgens
        known[key] = weakref.ref(agen, lambda _: known.pop(key, None))
        _loopscope.first_iteration(agen, self)

    def _asyncgen_finalizer_hook(self, agen):
        self._asyncgens.pop(id(agen), None)
        _loopscope.hook_called(agen, self)
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        """Closes the async generators that are still alive."""
        self._asyncgens_shutdown_called = True
        alive = [agen for agen in [ref() for ref in self._asyncgens.values()] if agen is not None]
        self._asyncgens.clear()
        if not alive:
            return
        _loopscope.shutdown_begin(self, len(alive))
        for agen in alive:
            _loopscope.closing(agen, _loopscope.BY_SHUTDOWN)
        results = await tasks.gather(*[agen.aclose() for agen in alive], return_exceptions=True)
        _loopscope.shutdown_end(self)
        for agen, result in zip(alive, results):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    'message': f'an error occurred during closing of asynchronous generator {agen!r}',
                    'exception': result,
                    'asyncgen': agen,
                })

    # --- executors

    async def shutdown_default_executor(self, timeout=None):
        """Waits, at most so long, until the default executor has done its work; it gets no more."""
        self._executor_shutdown_called = True
        executor = self._default_executor
        if executor is None:
            return
        # Waiting for the pool's threads blocks: a thread of its own does it.
        gone = self.create_future()
        waiter = threading.Thread(target=self._wait_for_executor, args=(executor, gone))
        waiter.start()
        try:
            await _within(timeout, gone)
        except TimeoutError:
            warnings.warn(f'The executor did not finishing joining its threads within {timeout} seconds.',
                          RuntimeWarning, stacklevel=2)
            executor.shutdown(wait=False)
        else:
            waiter.join()

    def _wait_for_executor(self, executor, gone):
        outcome = gone.set_result, None
        try:
            executor.shutdown(wait=True)
        except Exception as error:
            outcome = gone.set_exception, error
        if not self.is_closed():
            self.call_soon_threadsafe(_unless_over, gone, *outcome)

    def run_in_executor(self, executor, func, *args):
        """Has func(*args) called by an executor, by default one of threads; returns a future."""
        self._check_closed()
        if self.get_debug():
            _check_callback(func, 'run_in_executor')
        work = (executor or self._get_default_executor()).submit(func, *args)
        return futures.wrap_future(work, loop=self)

    def _get_default_executor(self):
        if self._executor_shutdown_called:
            raise RuntimeError('Executor shutdown has been called')
        if self._default_executor is None:
            self._default_executor = concurrent.futures.ThreadPoolExecutor(thread_name_prefix='asyncio')
        return self._default_executor

    def set_default_executor(self, executor):
        if not isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            raise TypeError('executor must be ThreadPoolExecutor instance')
        self._default_executor = executor

    # --- errors

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Logs the message, the details in order of their names, and the exception."""
        lines = [context.get('message') or 'Unhandled exception in event loop']
        exception = context.get('exception')
        for key in sorted(context):
            if key in ('message', 'exception'):
                continue
            value = context[key]
            if key == 'source_traceback':
                value = 'Object created at (most recent call last):\n'
                value += ''.join(format_helpers._format_stack(context[key])).rstrip()
            elif key == 'handle_traceback':
                value = 'Handle created at (most recent call last):\n'
                value += ''.join(format_helpers._format_stack(context[key])).rstrip()
            else:
                value = repr(value)
            lines.append(f'{key}: {value}')
        error_info = False if exception is None else (type(exception), exception, exception.__traceback__)
        logger.error('\n'.join(lines), exc_info=error_info)

    def call_exception_handler(self, context):
        """Tells the exception handler about an error that nobody caught."""
        future = context.get('future') or context.get('task')
        _loopscope.unhandled(context.get('message') or '', context.get('exception'), future)
        if self._exception_handler is None:
            try:
                self.default_exception_handler(context)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                logger.error('Exception in default exception handler', exc_info=True)
            return
        try:
            self._in_handlers_context(context, future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            try:
                self.default_exception_handler({
                    'message': 'Unhandled error in exception handler',
                    'exception': error,
                    'context': context,
                })
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                logger.error('Exception in default exception handler while handling an unexpected error '
                             'in custom exception handler', exc_info=True)

    def _in_handlers_context(self, context, source):
        # The handler sees the context variables of whom the error comes from.
        if source is None:
            source = context.get('handle')
        get_context = getattr(source, 'get_context', None)
        variables = get_context() if get_context is not None else None
        if variables is not None and hasattr(variables, 'run'):
            variables.run(self._exception_handler, self, context)
        else:
            self._exception_handler(self, context)

    # --- debug mode

    def set_debug(self, enabled):
        self._set_debug(enabled)
        if self.is_running():
            self.call_soon_threadsafe(self._track_origins, enabled)

    def _track_origins(self, enabled):
        """Debug mode remembers where coroutines were created."""
        if bool(enabled) == (self._old_origin_depth is not None):
            return
        if enabled:
            self._old_origin_depth = sys.get_coroutine_origin_tracking_depth()
            sys.set_coroutine_origin_tracking_depth(constants.DEBUG_STACK_DEPTH)
        else:
            sys.set_coroutine_origin_tracking_depth(self._old_origin_depth)
            self._old_origin_depth = None
