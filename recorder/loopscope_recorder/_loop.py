"""One event loop: what its queue of ready handles tells.

The loop takes each handle with popleft(): that ends the handle before and begins this one, with one look at the clock
for both. No frame of ours is ever on the stack while the program's code runs.
"""
import asyncio
import collections
import gc
import selectors
import threading
import time
import types
import weakref

from . import _schema as s
from ._file import FLUSH_WORDS

RUN, YIELD, BEGIN, END, PUSH, DROP, CHAIN, WAIT, DONE = range(201, 210)
TIMER, TIMER_READY, TIMER_GONE = range(210, 213)
NOTHING, PLAIN, STEP, DROPPED = range(4)
SLEEP = asyncio.sleep.__code__
Coroutine, Generator, AsyncGenerator = types.CoroutineType, types.GeneratorType, types.AsyncGeneratorType
THROUGH = {"async_generator_asend", "async_generator_athrow", "anext_awaitable", "coroutine_wrapper"}
MOST_LINKS = 200
get_ident = threading.get_ident
FLUSH_NS = 50_000_000  # before a wait, when the last time is longer ago
Deque = collections.deque


class Probe:
    def method(self):
        pass


# The types of what a task hands to call_soon(), all with the task as __self__; two more are added when they are seen.
BOUND = {type(Probe().method): True, type([].append): True}


def owner_of(callback):
    """The object whose method this is. Asks no object of the program's own for anything."""
    kind = type(callback)
    if kind not in BOUND and kind.__name__ in ("TaskStepMethWrapper", "TaskWakeupMethWrapper"):
        BOUND[kind] = True
    return callback.__self__ if kind in BOUND else None


class Ready(Deque):
    """A deque whose popleft() and append() are attributes of the instance."""


Ready.__name__ = Ready.__qualname__ = "deque"  # for repr()


class TaskInfo:
    __slots__ = ("number", "ref", "chain", "lasti", "sleeps", "coro", "done", "name", "cancels", "waits_for", "outcome",
                 "loop")

    def __init__(self, number):
        self.number = number
        self.chain = None
        self.lasti = -1
        self.sleeps = False
        self.coro = 0
        self.done = False
        self.name = 0
        self.cancels = 0
        self.waits_for = 0
        self.outcome = 0  # as far as it is known without the task
        self.loop = None


class LoopState:
    def __init__(self, recorder, loop):
        self.recorder = recorder
        self.number = next(recorder.loop_numbers)
        self.ref = weakref.ref(loop, lambda _, r=recorder, key=id(loop): r.loops.pop(key, None))
        self.thread = 0
        self.ident = 0
        self.running = False
        recorder.emit(s.LOOP_CREATED, self.number, recorder.journal.string(type(loop).__name__))
        if loop.get_debug():
            recorder.emit(s.LOOP_DEBUG_CHANGED, self.number, 1)
        self.attach(loop)

    def attach(self, loop):
        recorder, number = self.recorder, self.number
        rows, known, bound = recorder.journal.rows, recorder.tasks.get, BOUND
        extend, now, flush = rows.extend, time.monotonic_ns, recorder.journal.flush
        queue = Ready(loop._ready)
        base_pop, base_append = Deque.popleft.__get__(queue), Deque.append.__get__(queue)
        mode, task, info, bare, begun, begin_ns, thread = NOTHING, None, None, 0, False, 0, 0
        head = task_id = 0  # the thread's bits of a row; what is the running task, without holding it
        left = 0  # handles that the loop will still take in this iteration

        def popleft():
            nonlocal mode, task, task_id, info, bare, begun, begin_ns, left
            handle = base_pop()
            try:
                t = now()
                if mode == STEP:
                    # The common case is one row of two numbers: a bare yield from where it came from last time.
                    if bare == 1 and task is not None and info.sleeps:
                        coro = task._coro
                        child = coro.cr_await
                        if coro.cr_frame.f_lasti == info.lasti and type(child) is Coroutine and child.cr_code is SLEEP:
                            extend((YIELD | head | info.number << 32, t))
                        else:
                            finish(t)
                    else:
                        finish(t)
                elif mode == PLAIN:
                    finish(t)
                elif mode == NOTHING:
                    begin_run(t)
                begin_ns = t
                begun = False
                bare = 0
                left -= 1
                if handle._cancelled:
                    task = None
                    mode = DROPPED
                    extend((DROP | head | number << 32, t))
                    return handle
                callback = handle._callback
                if type(callback) in bound:
                    owner = callback.__self__
                    task_id = id(owner)
                    info = known(task_id)
                    if info is not None:
                        # The loop itself holds the handle, with the task, until the next one is taken. After the last
                        # one of an iteration it may be freed at once, and is not held by us either.
                        task = owner if left > 0 else None
                        mode = STEP
                        return handle
                task = None
                mode = PLAIN
                if len(rows) > FLUSH_WORDS:
                    flush()
            except Exception as error:  # never the program's trouble
                task = None
                mode = NOTHING
                recorder.failed(error)
            return handle

        def append(handle):
            nonlocal bare
            base_append(handle)
            try:
                callback = handle._callback
                if mode == STEP and type(callback) in bound and id(callback.__self__) == task_id and not handle._args:
                    bare = 1
                else:
                    pushed(handle)
            except Exception as error:
                recorder.failed(error)

        def pushed(handle):
            nonlocal bare
            if bare == 1:
                begin()
                extend((PUSH | head | number << 32, now(), info.number << 32, 0))
                bare = 2
            recorder.pushed(self, handle)

        def begin():
            nonlocal begun
            if not begun and (mode == STEP or mode == PLAIN):
                begun = True
                extend((BEGIN | head | (info.number << 32 if mode == STEP else 0), begin_ns, number))

        def begin_run(t):
            nonlocal head, left
            self.starts()
            head = self.thread << 8
            left = len(queue) + 1
            extend((RUN | head | number << 32, t, left))

        def finish(t):
            """The running handle has ended, at t."""
            nonlocal mode, task, bare
            ended, was = task, mode
            task, mode = None, NOTHING
            if was == PLAIN:
                if not begun:
                    extend((BEGIN | head, begin_ns, number))
                extend((END | head, t))
                return
            if was != STEP:
                return
            if ended is None:
                ended = info.ref()
            if ended is None:
                died(t)
                return
            if bare == 0 and ended._state != "PENDING":
                mode = STEP
                begin()
                recorder.guarded(recorder.renamed, ended, info)
                mode = NOTHING
                outcome, value = recorder.outcome(ended)
                info.done = True
                extend((DONE | head | info.number << 32, t, outcome | value << 32))
                return
            # What is seen for the first time is defined within the step.
            task, mode = ended, STEP
            recorder.look(ended, info)
            task, mode = None, NOTHING
            extend(((YIELD if bare == 1 else WAIT) | head | info.number << 32, t))

        def died(t):
            """The task was freed right behind its step: nobody but the loop held it."""
            if not begun:
                extend((BEGIN | head | info.number << 32, begin_ns, number))
            if info.done:
                extend((END | head | info.number << 32, t))
            else:
                info.done = True
                extend((DONE | head | info.number << 32, t, info.outcome))

        def resume(running):
            """The recording begins within a handle: what runs is known, and not since when."""
            nonlocal mode, info, task_id, begin_ns, head
            self.starts()
            head, begin_ns = self.thread << 8, now()
            if running is not None:
                info, task_id = recorder.task(running), id(running)
            extend((RUN | head | number << 32, begin_ns, 1))
            extend((PUSH | head | number << 32, begin_ns, info.number << 32 if info else 0, 0))
            mode = STEP if info else PLAIN

        def freed(what):
            nonlocal mode, task
            if mode == STEP and what is info:
                mode, task = NOTHING, None
                died(now())

        self.freed = freed
        queue.popleft, queue.append = popleft, append
        loop._ready = queue
        self.begin, self.finish = begin, finish
        if loop.is_running() and loop._thread_id == get_ident():
            resume(asyncio.current_task(loop))
        for handle in list(queue):
            recorder.pushed(self, handle)

    def attach_selector(self, loop):
        """Asking the selector is where an iteration ends, and where the recording is written out before a long wait."""
        recorder, number, flush, now = self.recorder, self.number, self.recorder.journal.flush, time.monotonic_ns
        selector = getattr(loop, "_selector", None)
        if isinstance(selector, selectors.BaseSelector) and "select" not in vars(selector):
            base_select = selector.select

            def select(timeout=None):
                journal = recorder.journal
                t = now()
                self.finish(t)
                self.starts()
                timeout_ns = -1 if timeout is None else int(timeout * 1e9)
                recorder.emit(s.SELECT_BEGIN, number, timeout_ns & 0xFFFFFFFF, timeout_ns >> 32 & 0xFFFFFFFF)
                if len(journal.rows) > FLUSH_WORDS or (timeout != 0 and t - journal.flushed_at > FLUSH_NS):
                    flush()
                events = base_select(timeout)
                recorder.emit(s.SELECT_END, number, len(events))
                return events

            selector.select = select

    def starts(self):
        """The loop runs on this thread, from now on."""
        ident = get_ident()
        if not self.running or self.ident != ident:
            self.running = True
            self.ident = ident
            self.thread = self.recorder.thread_number()
            self.recorder.emit(s.LOOP_RUN_BEGIN, self.number)
            self.recorder.running[ident] = self
            loop = self.ref()
            if loop is not None:
                self.attach_selector(loop)

    def ends(self):
        if self.running:
            self.finish(time.monotonic_ns())
            self.running = False
            self.recorder.running.pop(self.ident, None)
            self.recorder.emit(s.LOOP_RUN_END, self.number)

    def detach(self):
        loop = self.ref()
        if loop is None:
            return
        self.finish(time.monotonic_ns())
        loop._ready = Deque(loop._ready)
        vars(getattr(loop, "_selector", None) or self).pop("select", None)


def chain_of(coro):
    """The coroutines of a chain, outermost first, and what the innermost is: a coroutine of asyncio.sleep() ends it."""
    links = []
    child = coro
    while len(links) < MOST_LINKS:
        kind = type(child)
        if kind is Coroutine:
            if child.cr_code is SLEEP:
                return links, "sleep()"
            frame, inner = child.cr_frame, child.cr_await
        elif kind is Generator:
            frame, inner = child.gi_frame, child.gi_yieldfrom
        elif kind is AsyncGenerator:
            frame, inner = child.ag_frame, child.ag_await
        elif kind.__name__ in THROUGH and kind.__module__ == "builtins":
            found = [o for o in gc.get_referents(child) if type(o) in (AsyncGenerator, Coroutine, Generator)]
            if not found:
                return links, kind.__name__
            child = found[0]
            continue
        else:
            return links, "" if child is None or kind.__name__ == "FutureIter" else kind.__name__
        if frame is None:
            break
        links.append((child, frame.f_lineno or 0))
        child = inner
    return links, ""
