"""Tasks, and the functions that put them together."""

import _loopscope
import concurrent.futures
import functools
import math
import types
import weakref

from _asyncio import Task, _enter_task, _leave_task, _pending_tasks, _swap_current_task, current_task

from . import coroutines, events, exceptions, futures, queues, timeouts

__all__ = ('Task', 'create_task', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'wait', 'wait_for',
           'as_completed', 'sleep', 'gather', 'shield', 'ensure_future', 'run_coroutine_threadsafe', 'current_task',
           'all_tasks', 'create_eager_task_factory', 'eager_task_factory', '_register_task', '_unregister_task',
           '_enter_task', '_leave_task')

FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED
FIRST_EXCEPTION = concurrent.futures.FIRST_EXCEPTION
ALL_COMPLETED = concurrent.futures.ALL_COMPLETED

_PyTask = _CTask = Task
_foreign_tasks = weakref.WeakSet()  # those of other libraries, by _register_task()


def all_tasks(loop=None):
    """The loop's tasks that are not done."""
    if loop is None:
        loop = events.get_running_loop()
    found = set(_pending_tasks(loop))
    for task in list(_foreign_tasks):
        if futures._get_loop(task) is loop and not task.done():
            found.add(task)
    return found


def _register_task(task):
    if not isinstance(task, Task):
        _foreign_tasks.add(task)


def _unregister_task(task):
    _foreign_tasks.discard(task)


def create_task(coro, *, name=None, context=None):
    """Schedules a coroutine on the running loop."""
    loop = events.get_running_loop()
    if context is None:
        return loop.create_task(coro, name=name)
    return loop.create_task(coro, name=name, context=context)


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks take their first step inside create_task()."""

    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=True)

    return factory


eager_task_factory = create_eager_task_factory(Task)


def ensure_future(coro_or_future, *, loop=None):
    """The argument itself when it is a future; otherwise a task that awaits it."""
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not futures._get_loop(coro_or_future):
            raise ValueError('The future belongs to a different loop than the one specified as the loop argument')
        return coro_or_future
    coro = coro_or_future
    ours_to_close = True
    if not coroutines.iscoroutine(coro):
        if not coroutines._isawaitable(coro):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')

        async def _wrap_awaitable(awaitable):
            return await awaitable

        coro = _wrap_awaitable(coro)
        ours_to_close = False
    if loop is None:
        loop = events.get_event_loop()
    try:
        return loop.create_task(coro)
    except RuntimeError:
        if ours_to_close:
            coro.close()
        raise


# --- sleeping

@types.coroutine
def __sleep0():
    yield


async def sleep(delay, result=None):
    """Waits `delay` seconds; with 0, lets the others run once."""
    if delay <= 0:
        await __sleep0()
        return result
    if math.isnan(delay):
        raise ValueError('Invalid delay: NaN (not a number)')
    loop = events.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, futures._set_result_unless_cancelled, future, result)
    _loopscope.aim(timer, future)
    try:
        return await future
    finally:
        timer.cancel()


# --- waiting for several

def _release(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


_release.__name__ = _release.__qualname__ = '_release_waiter'


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Waits for futures and returns two sets: those done, those pending."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expect a list of futures, not {type(fs).__name__}')
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.')
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return_when value: {return_when}')
    fs = set(fs)
    if any(coroutines.iscoroutine(f) for f in fs):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    loop = events.get_running_loop()
    return await _wait(fs, timeout, return_when, loop)


async def _wait(fs, timeout, return_when, loop):
    waiter = loop.create_future()
    timer = None
    if timeout is not None:
        timer = loop.call_later(timeout, _release, waiter)
        _loopscope.aim(timer, waiter)
    left = len(fs)

    def _on_completion(f):
        nonlocal left
        left -= 1
        enough = left <= 0 or return_when == FIRST_COMPLETED
        if not enough and return_when == FIRST_EXCEPTION and not f.cancelled():
            enough = f.exception() is not None
        if enough:
            if timer is not None:
                timer.cancel()
            if not waiter.done():
                waiter.set_result(None)

    for f in fs:
        f.add_done_callback(_on_completion)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for f in fs:
            f.remove_done_callback(_on_completion)
    done, pending = set(), set()
    for f in fs:
        (done if f.done() else pending).add(f)
    return done, pending


async def wait_for(fut, timeout):
    """Awaits with a limit in seconds; beyond it, cancels and raises TimeoutError."""
    if timeout is not None and timeout <= 0:
        fut = ensure_future(fut)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except exceptions.CancelledError as error:
            raise TimeoutError from error
    async with timeouts.timeout(timeout):
        return await fut


async def _cancel_and_wait(fut):
    # Not awaiting `fut` itself keeps this function cancellable.
    waiter = events.get_running_loop().create_future()
    callback = functools.partial(_release, waiter)
    fut.add_done_callback(callback)
    try:
        fut.cancel()
        await waiter
    finally:
        fut.remove_done_callback(callback)


class _AsCompletedIterator:
    """Hands out awaitables in the order in which they end: the futures themselves to `async for`, coroutines with
    their results to `for`."""

    def __init__(self, aws, timeout):
        self._finished = queues.Queue()
        self._timer = None
        loop = events.get_event_loop()
        running = {ensure_future(aw, loop=loop) for aw in set(aws)}
        for future in running:
            future.add_done_callback(self._on_done)
        if running and timeout is not None:
            self._timer = loop.call_later(timeout, self._on_timeout)
        self._running = running
        self._to_hand_out = len(running)

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    async def __anext__(self):
        if not self._to_hand_out:
            raise StopAsyncIteration
        self._to_hand_out -= 1
        return await self._wait_for_one()

    def __next__(self):
        if not self._to_hand_out:
            raise StopIteration
        self._to_hand_out -= 1
        return self._wait_for_one(resolve=True)

    def _on_timeout(self):
        for future in self._running:
            future.remove_done_callback(self._on_done)
            self._finished.put_nowait(None)
        self._running.clear()

    def _on_done(self, future):
        if not self._running:
            return  # the timeout was faster
        self._running.remove(future)
        self._finished.put_nowait(future)
        if not self._running and self._timer is not None:
            self._timer.cancel()

    async def _wait_for_one(self, resolve=False):
        future = await self._finished.get()
        if future is None:
            raise exceptions.TimeoutError
        return future.result() if resolve else future


def as_completed(fs, *, timeout=None):
    """An iterator over awaitables in the order of their completion."""
    if coroutines._isawaitable(fs):
        raise TypeError(f'expects an iterable of awaitables, not {type(fs).__name__}')
    return _AsCompletedIterator(fs, timeout)


class _GatheringFuture(futures.Future):
    """gather()'s future: cancelling it cancels the children, and it ends when they have ended."""

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        any_cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                any_cancelled = True
        if any_cancelled:
            self._cancel_requested = True
        return any_cancelled


def _gathered(future):
    """What return_exceptions=True makes of a child that is done."""
    if future.cancelled():
        message = future._cancel_message
        return exceptions.CancelledError('' if message is None else message)
    error = future.exception()
    return future.result() if error is None else error


def gather(*coros_or_futures, return_exceptions=False):
    """A future for the list of all results; the first exception ends it, unless exceptions are results too."""
    if not coros_or_futures:
        outer = events.get_event_loop().create_future()
        outer.set_result([])
        return outer

    def _done_callback(fut):
        nonlocal ended
        ended += 1
        if outer is None or outer.done():
            if not fut.cancelled():
                fut.exception()  # counts as retrieved
            return
        if not return_exceptions:
            if fut.cancelled():
                outer.set_exception(fut._make_cancelled_error())
                return
            error = fut.exception()
            if error is not None:
                outer.set_exception(error)
                return
        if ended < expected:
            return
        results = [_gathered(child) for child in children]
        if outer._cancel_requested:
            outer.set_exception(children[-1]._make_cancelled_error())
        else:
            outer.set_result(results)

    future_of = {}
    children = []
    already_done = []
    expected = ended = 0
    loop = None
    outer = None  # until all children exist
    for arg in coros_or_futures:
        if arg in future_of:
            children.append(future_of[arg])
            continue
        fut = ensure_future(arg, loop=loop)
        if loop is None:
            loop = futures._get_loop(fut)
        if fut is not arg:
            # Nobody else has this task: that it is pending at its end is not the caller's mistake.
            fut._log_destroy_pending = False
        expected += 1
        future_of[arg] = fut
        children.append(fut)
        if fut.done():
            already_done.append(fut)
        else:
            fut.add_done_callback(_done_callback)
    outer = _GatheringFuture(children, loop=loop)
    for fut in already_done:
        _done_callback(fut)
    return outer


def shield(arg):
    """A future that ends with `arg`, and whose cancellation does not reach it."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    loop = futures._get_loop(inner)
    outer = loop.create_future()

    def _inner_done_callback(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()  # counts as retrieved
            return
        if inner.cancelled():
            outer.cancel()
        elif inner.exception() is not None:
            outer.set_exception(inner.exception())
        else:
            outer.set_result(inner.result())

    def _outer_done_callback(outer):
        if not inner.done():
            inner.remove_done_callback(_inner_done_callback)

    inner.add_done_callback(_inner_done_callback)
    outer.add_done_callback(_outer_done_callback)
    return outer


def run_coroutine_threadsafe(coro, loop):
    """Schedules a coroutine from another thread; returns a concurrent.futures.Future."""
    if not coroutines.iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    future = concurrent.futures.Future()

    def callback():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
            raise

    loop.call_soon_threadsafe(callback)
    return future
