"""Work that an event loop has done by other threads and processes."""

import warnings

from . import coroutines, futures, timeouts


def check_callback(callback, method):
    """Debug mode: TypeError for what cannot be a callback."""
    if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
        raise TypeError(f'coroutines cannot be used with {method}()')
    if not callable(callback):
        raise TypeError(f'a callable object was expected by {method}(), got {callback!r}')


def _unless_over(future, end, value):
    if not future.done():
        end(value)


async def _within(timeout, future):
    async with timeouts.timeout(timeout):
        await future


class BaseEventLoop:  # tasks and tracebacks show the name
    """The part of a loop that has a pool of threads."""

    def __init__(self, *args):
        super().__init__(*args)
        self._pool = None
        self._no_more_work = False

    def run_in_executor(self, executor, func, *args):
        """Has func(*args) called by an executor, by default one of threads; returns a future."""
        self._check_closed()
        if self.get_debug():
            check_callback(func, 'run_in_executor')
        work = (executor or self._get_pool()).submit(func, *args)
        return futures.wrap_future(work, loop=self)

    def _get_pool(self):
        if self._no_more_work:
            raise RuntimeError('Executor shutdown has been called')
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor
            self._pool = ThreadPoolExecutor(thread_name_prefix='asyncio')
        return self._pool

    def set_default_executor(self, executor):
        """The pool for those who name none."""
        from concurrent.futures import ThreadPoolExecutor
        if not isinstance(executor, ThreadPoolExecutor):
            raise TypeError('executor must be ThreadPoolExecutor instance')
        self._pool = executor

    async def shutdown_default_executor(self, timeout=None):
        """Waits, at most so long, until the default executor has done its work; it gets no more."""
        self._no_more_work = True
        pool = self._pool
        if pool is None:
            return
        # Waiting for the pool's threads blocks: a thread of its own does it.
        from threading import Thread
        gone = self.create_future()
        waiter = Thread(target=self._wait_for_pool, args=(pool, gone))
        waiter.start()
        try:
            await _within(timeout, gone)
        except TimeoutError:
            warnings.warn(f'The executor did not finishing joining its threads within {timeout} seconds.',
                          RuntimeWarning, stacklevel=2)
            pool.shutdown(wait=False)
        else:
            waiter.join()

    def _wait_for_pool(self, pool, gone):
        outcome = gone.set_result, None
        try:
            pool.shutdown(wait=True)
        except Exception as error:
            outcome = gone.set_exception, error
        if not self.is_closed():
            self.call_soon_threadsafe(_unless_over, gone, *outcome)

    def _drop_pool(self):
        """The loop is closed: what the pool does is nobody's concern here any more."""
        self._no_more_work = True
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False)
