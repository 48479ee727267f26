"""Tasks, and the functions that put them together."""

import _loopscope
import concurrent.futures
import functools
import types
import weakref

from _asyncio import Task, _enter_task, _leave_task, _pending_tasks, _swap_current_task, current_task

from . import coroutines, events, exceptions, futures, queues, timeouts

__all__ = ('Task', 'create_task', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'wait', 'wait_for',
           'as_completed', 'sleep', 'gather', 'shield', 'ensure_future', 'run_coroutine_threadsafe', 'current_task',
           'all_tasks', 'create_eager_task_factory', 'eager_task_factory', '_register_task', '_unregister_task',
           '_enter_task', '_leave_task')

FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = (
    concurrent.futures.FIRST_COMPLETED, concurrent.futures.FIRST_EXCEPTION, concurrent.futures.ALL_COMPLETED)

_PyTask = _CTask = Task
_foreign_tasks = weakref.WeakSet()  # those of other libraries, by _register_task()


def all_tasks(loop=None):
    """The loop's tasks that are not done."""
    wanted = events.get_running_loop() if loop is None else loop
    foreign = [task for task in list(_foreign_tasks) if not task.done() and futures._get_loop(task) is wanted]
    return {*_pending_tasks(wanted), *foreign}


def _register_task(task):
    # Our own are known anyway.
    if not isinstance(task, Task):
        _foreign_tasks.add(task)


def _unregister_task(task):
    _foreign_tasks.discard(task)


def create_task(coro, *, name=None, context=None):
    """Schedules a coroutine on the running loop."""
    # A task factory of old may not know about contexts.
    more = {} if context is None else {'context': context}
    return events.get_running_loop().create_task(coro, name=name, **more)


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks take their first step inside create_task()."""

    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=True)

    return factory


eager_task_factory = create_eager_task_factory(Task)


async def _wrap_awaitable(awaitable):
    return await awaitable


def ensure_future(coro_or_future, *, loop=None):
    """The argument itself when it is a future; otherwise a task that awaits it."""
    given = coro_or_future
    if futures.isfuture(given):
        if loop not in (None, futures._get_loop(given)):
            raise ValueError('The future belongs to a different loop than the one specified as the loop argument')
        return given
    if coroutines.iscoroutine(given):
        coro, spare = given, given
    elif coroutines._isawaitable(given):
        coro, spare = _wrap_awaitable(given), None
    else:
        raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
    try:
        return (loop or events.get_event_loop()).create_task(coro)
    except RuntimeError:
        # Nobody will ever await it, and that is known already.
        if spare is not None:
            spare.close()
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
    if delay != delay:
        raise ValueError('Invalid delay: NaN (not a number)')
    loop = events.get_running_loop()
    over = loop.create_future()
    timer = loop.call_later(delay, futures._set_result_unless_cancelled, over, result)
    _loopscope.aim(timer, over)
    try:
        return await over
    finally:
        timer.cancel()


# --- waiting for several

def _release(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


_release.__name__ = _release.__qualname__ = '_release_waiter'


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Waits for futures and returns two sets: those done, those pending."""
    if coroutines.iscoroutine(fs) or futures.isfuture(fs):
        raise TypeError(f'expect a list of futures, not {type(fs).__name__}')
    problem = ('Set of Tasks/Futures is empty.' if not fs
               else '' if return_when in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED)
               else f'Invalid return_when value: {return_when}')
    if problem:
        raise ValueError(problem)
    several = set(fs)
    if any(map(coroutines.iscoroutine, several)):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    return await _wait(several, timeout, return_when, events.get_running_loop())


async def _wait(fs, timeout, return_when, loop):
    enough = loop.create_future()
    timer = None
    if timeout is not None:
        timer = loop.call_later(timeout, _release, enough)
        _loopscope.aim(timer, enough)
    open_ends = len(fs)

    def is_enough(ended):
        if not open_ends or return_when == FIRST_COMPLETED:
            return True
        return return_when == FIRST_EXCEPTION and not ended.cancelled() and ended.exception() is not None

    def _on_completion(ended):
        nonlocal open_ends
        open_ends -= 1
        if is_enough(ended):
            if timer is not None:
                timer.cancel()
            _release(enough)

    for future in fs:
        future.add_done_callback(_on_completion)
    try:
        await enough
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(_on_completion)
    done = {future for future in fs if future.done()}
    return done, fs - done


async def wait_for(fut, timeout):
    """Awaits with a limit in seconds; beyond it, cancels and raises TimeoutError."""
    if timeout is None or timeout > 0:
        async with timeouts.timeout(timeout):
            return await fut
    future = ensure_future(fut)
    if not future.done():
        await _cancel_and_wait(future)
        try:
            return future.result()
        except exceptions.CancelledError as error:
            raise TimeoutError from error
    return future.result()


async def _cancel_and_wait(fut):
    """Cancels it and waits for its end. Awaiting it directly would pass our own cancellation on to it."""
    ended = events.get_running_loop().create_future()
    ring = functools.partial(_release, ended)
    fut.add_done_callback(ring)
    try:
        fut.cancel()
        await ended
    finally:
        fut.remove_done_callback(ring)


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

    _cancel_requested = False

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children

    def cancel(self, msg=None):
        if self.done():
            return False
        reached = sum([bool(child.cancel(msg=msg)) for child in self._children])
        # Its own end is theirs: a child may still refuse.
        self._cancel_requested = self._cancel_requested or reached > 0
        return reached > 0


def _as_result(child):
    """What return_exceptions=True makes of a child that is done."""
    if child.cancelled():
        return exceptions.CancelledError(child._cancel_message or '')
    error = child.exception()
    return child.result() if error is None else error


def _retrieve(future):
    """Nobody will ask for its exception any more; that is no mistake of anybody's."""
    if not future.cancelled():
        future.exception()


class _Gathering:
    """One call of gather()."""

    def __init__(self, return_exceptions):
        self.return_exceptions = return_exceptions
        self.children = []  # one an argument
        self.different = {}  # argument: child
        self.loop = self.outer = None
        self.ended = 0

    def add(self, arg):
        child = self.different.get(arg)
        if child is None:
            child = self.different[arg] = ensure_future(arg, loop=self.loop)
            self.loop = self.loop or futures._get_loop(child)
            if child is not arg:
                # A task that nobody else has: that it may be pending at its end is not the caller's mistake.
                child._log_destroy_pending = False
        self.children.append(child)

    def start(self):
        # Callbacks that run at once need the outer future, and those of children that are done come after all others.
        running = [child for child in self.different.values() if not child.done()]
        over = [child for child in self.different.values() if child.done()]

        def _done_callback(child):
            self.child_ended(child)

        _done_callback.__qualname__ = 'gather.<locals>._done_callback'
        for child in running:
            child.add_done_callback(_done_callback)
        self.outer = _GatheringFuture(self.children, loop=self.loop)
        for child in over:
            self.child_ended(child)
        return self.outer

    def child_ended(self, child):
        self.ended += 1
        outer = self.outer
        if outer.done():
            return _retrieve(child)
        failure = None
        if not self.return_exceptions:
            failure = child._make_cancelled_error() if child.cancelled() else child.exception()
        if failure is not None:
            outer.set_exception(failure)
        elif self.ended == len(self.different):
            results = [_as_result(each) for each in self.children]
            if outer._cancel_requested:
                # What the children made of it is in the results; whoever awaits has to know that it was cancelled.
                outer.set_exception(self.children[-1]._make_cancelled_error())
            else:
                outer.set_result(results)


def gather(*coros_or_futures, return_exceptions=False):
    """A future for the list of all results; the first exception ends it, unless exceptions are results too."""
    if not coros_or_futures:
        empty = events.get_event_loop().create_future()
        empty.set_result([])
        return empty
    gathering = _Gathering(return_exceptions)
    for arg in coros_or_futures:
        gathering.add(arg)
    return gathering.start()


def shield(arg):
    """A future that ends with `arg`, and whose cancellation does not reach it."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = futures._get_loop(inner).create_future()

    def _inner_done_callback(ended):
        if outer.cancelled():
            _retrieve(ended)
        else:
            futures._copy_state(ended, outer)

    def _outer_done_callback(ended):
        if not inner.done():
            inner.remove_done_callback(_inner_done_callback)

    for future, callback in ((inner, _inner_done_callback), (outer, _outer_done_callback)):
        future.add_done_callback(callback)
    return outer


def run_coroutine_threadsafe(coro, loop):
    """Schedules a coroutine from another thread; returns a concurrent.futures.Future."""
    if not coroutines.iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    elsewhere = concurrent.futures.Future()

    def callback():
        try:
            task = ensure_future(coro, loop=loop)
            futures._chain_future(task, elsewhere)
        except BaseException as error:
            ends_program = isinstance(error, (SystemExit, KeyboardInterrupt))
            if not ends_program and elsewhere.set_running_or_notify_cancel():
                elsewhere.set_exception(error)
            raise

    loop.call_soon_threadsafe(callback)
    return elsewhere
