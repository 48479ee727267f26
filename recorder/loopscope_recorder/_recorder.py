"""What one recording knows: tasks, futures, coroutines, timers, and who runs on which thread."""
import asyncio
import asyncio.futures
import asyncio.tasks
import functools
import itertools
import os
import sys
import threading
import time
import types
import weakref

from . import _file, _schema as s
from ._loop import CHAIN, LoopState, PUSH, TIMER, TIMER_GONE, TIMER_READY, TaskInfo, chain_of, owner_of
from ._objects import KINDS, Objects, Sources, shown

VERSION = "1.0"
get_ident = threading.get_ident
now = time.monotonic_ns
TASKS = tuple({asyncio.tasks._PyTask, asyncio.Task})
FUTURES = tuple({asyncio.futures._PyFuture, asyncio.Future})
SETS_RESULT = asyncio.futures._set_result_unless_cancelled


class ThreadMark:
    """Lives in a thread-local place: its end is the thread's."""

    def __init__(self, recorder, number):
        self.recorder, self.number = recorder, number

    def __del__(self):
        if not self.recorder.stopped and self.number != 1:
            self.recorder.journal.event(self.number, s.THREAD_ENDED, now(), self.number)


class Recorder:
    def __init__(self, path):
        self.stopped = False
        self.pid = os.getpid()
        self.file = _file.File(path)
        self.journal = _file.Journal(self.file)
        self.loop_numbers, self.future_numbers, self.coro_numbers = (itertools.count(1) for _ in range(3))
        self.thread_numbers, self.timer_numbers, self.work_numbers = (itertools.count(1) for _ in range(3))
        self.tasks = {}
        self.futures = Objects(self.future_numbers, lambda n: self.emit(s.FUTURE_FREED, n))
        self.resolved = {}
        self.coros = Objects(self.coro_numbers, lambda n: self.emit(s.CORO_FREED, n))
        self.timers = Objects(self.timer_numbers, lambda n: self.timer_gone(n, 1))
        self.sources = Sources(self)
        self.loops = {}
        self.running = {}
        self.local = threading.local()
        self.trouble = None
        argv = list(getattr(sys, "argv", ()))  # not there yet when a program begins with us
        self.file.meta(source="recorder", program=argv[0] if argv else "", argv=argv[1:],
                       python=".".join(map(str, sys.version_info[:3])), loop="asyncio", clock="monotonic",
                       start_unix_ns=time.time_ns() - now(), recorder=VERSION)
        self.thread_number()

    # --- rows --------------------------------------------------------------------------------------------------------
    def thread_number(self):
        mark = getattr(self.local, "mark", None)
        if mark is None:
            main = get_ident() == threading.main_thread().ident
            number = 1 if main else next(self.thread_numbers) + 1
            self.local.mark = mark = ThreadMark(self, number)
            thread = threading._active.get(get_ident())
            name = thread.name if thread is not None else "thread %d" % number
            self.journal.event(number, s.THREAD_STARTED, now(), number, self.journal.string(name),
                               int(thread is not None and thread.daemon))
        return mark.number

    def context(self):
        """The number of this thread; what runs on it is said to have begun."""
        state = self.running.get(get_ident())
        if state is None:
            return self.thread_number()
        state.begin()
        return state.thread

    def emit(self, type, a=0, b=0, c=0, d=0, e=0):
        if not self.stopped:
            self.journal.event(self.context(), type, now(), a, b, c, d, e)

    def row(self, op, a, *words):
        self.journal.rows.extend((op | self.context() << 8 | a << 32, now()) + words)

    def guarded(self, function, *args):
        """Whatever goes wrong in here is not the program's trouble."""
        if self.stopped:
            return None
        try:
            return function(*args)
        except Exception as error:
            self.failed(error)
            return None

    def failed(self, error):
        """Of our own mistakes the first is kept, for the trace's end."""
        if self.trouble is None:
            where = error.__traceback__
            while where is not None and where.tb_next is not None:
                where = where.tb_next
            line = "" if where is None else " (%s:%d)" % (os.path.basename(where.tb_frame.f_code.co_filename),
                                                         where.tb_lineno)
            self.trouble = "%s: %s%s" % (type(error).__name__, error, line)

    # --- loops -------------------------------------------------------------------------------------------------------
    def loop(self, loop):
        state = self.loops.get(id(loop))
        if state is None:
            state = self.loops[id(loop)] = LoopState(self, loop)
        return state

    # --- tasks and futures -------------------------------------------------------------------------------------------
    def task(self, task):
        info = self.tasks.get(id(task))
        return info if info is not None else self.new_task(task)

    def new_task(self, task):
        info = TaskInfo(next(self.future_numbers))
        key, tasks = id(task), self.tasks

        def gone(_):
            if tasks.pop(key, None) is not None:
                if info.loop is not None:
                    info.loop.freed(info)
                self.emit(s.TASK_FREED, info.number)

        info.ref = weakref.ref(task, gone)
        tasks[key] = info
        coro = task._coro
        place = self.sources.caller(3)
        info.coro = self.coro(coro)
        info.name = self.journal.string(str(task.get_name()))
        state = info.loop = self.loops.get(id(task._loop))
        self.emit(s.TASK_CREATED, info.number, info.coro, state.number if state else 0, info.name, place)
        return info

    def coro(self, coro):
        number = self.coros.get(coro)
        if not number:
            kind = KINDS.get(type(coro))
            if kind is None:
                return 0
            code = (coro.cr_code if kind == 0 else coro.gi_code if kind == 1 else coro.ag_code)
            code_number = self.sources.code(code)
            number = self.coros.add(coro)
            self.emit(s.CORO_CREATED, number, kind, code_number, self.sources.place(code.co_filename,
                                                                                    code.co_firstlineno))
        return number

    def never_awaited(self, coro):
        """One that is being freed: no weak reference may be made any more, as nothing would clear it."""
        code = coro.cr_code
        code_number = self.sources.code(code)
        number = self.coros.just_freed if self.coros.just_freed_id == id(coro) else 0
        if not number:
            number = next(self.coro_numbers)
            self.emit(s.CORO_CREATED, number, s.CORO_KIND_COROUTINE, code_number,
                      self.sources.place(code.co_filename, code.co_firstlineno))
        self.emit(s.CORO_NEVER_AWAITED, number)
        return number

    def future(self, future):
        """The number of a future or task; 0 for anything else."""
        if isinstance(future, TASKS):
            return self.task(future).number
        number = self.futures.get(future)
        if not number and isinstance(future, FUTURES):
            number = self.futures.add(future)
            state = self.loops.get(id(future._loop))
            name = type(future).__name__
            label = self.journal.string("" if name == "Future" else name.strip("_"))
            self.emit(s.FUTURE_CREATED, number, state.number if state else 0, label, 0)
        return number

    def outcome(self, future):
        """Read where reading is not taken for fetching."""
        if future._state == "CANCELLED":
            return s.OUTCOME_CANCELLED, 0
        error = future._exception
        if error is not None:
            return s.OUTCOME_EXCEPTION, self.journal.string(shown(error))
        return s.OUTCOME_RESULT, self.journal.string(shown(future._result))

    def resolve(self, future, number):
        if isinstance(future, TASKS) or number in self.resolved or future._state == "PENDING":
            return
        self.resolved[number] = True
        while len(self.resolved) > 20000:
            del self.resolved[next(iter(self.resolved))]
        outcome, value = self.outcome(future)
        self.emit(s.FUTURE_RESOLVED, number, outcome, value)

    # --- what the queue of a loop tells ------------------------------------------------------------------------------
    def pushed(self, state, handle):
        if not self.stopped:
            self.guarded(self._pushed, state, handle)

    def _pushed(self, state, handle):
        timer = self.timers.get(handle)
        if timer:
            self.row(TIMER_READY, timer)
            return
        callback, args = handle._callback, handle._args
        owner = owner_of(callback)
        task = cause = label = 0
        if isinstance(owner, TASKS):
            info = self.task(owner)
            task = info.number
            if not info.name:
                label = 0
        else:
            label = self.label(callback)
        if args and isinstance(args[0], FUTURES):
            cause = self.future(args[0])
            self.resolve(args[0], cause)
            if task and args[0]._state == "CANCELLED":
                self.cancelled(owner, cause)
        threadsafe = int(state.running and get_ident() != state.ident)
        self.row(PUSH, state.number, label | task << 32, cause | threadsafe << 32)

    def cancelled(self, task, forwarded):
        """A wake-up with a cancelled future is pushed from within cancel(), of this task or of one that awaits it."""
        info = self.task(task)
        requests = getattr(task, "_num_cancels_requested", None)
        if requests is None:
            requests = task.cancelling() if hasattr(task, "cancelling") else 0
        if requests > info.cancels:
            message = task._cancel_message if hasattr(task, "_cancel_message") else None
            self.emit(s.TASK_CANCEL_REQUESTED, info.number,
                      self.journal.string("" if message is None else shown(message)), forwarded, requests)
        info.cancels = requests
        info.outcome = s.OUTCOME_CANCELLED
        for other in list(self.tasks.values()) if requests else ():
            if other.waits_for == info.number:
                waiting = other.ref()
                if waiting is not None and waiting is not task and not other.done:
                    self.cancelled(waiting, info.number)

    def label(self, callback):
        for _ in range(4):
            if type(callback) is functools.partial:
                callback = callback.func
        if isinstance(callback, (types.FunctionType, types.MethodType, types.BuiltinFunctionType)):
            return self.journal.string(callback.__qualname__)
        return self.journal.string(type(callback).__name__)

    def look(self, task, info, at_rest=False):
        self.guarded(self._look, task, info, at_rest)

    def _look(self, task, info, at_rest):
        """A step has ended, and the task goes on later: what does it await?"""
        coro = task._coro
        if not info.coro:
            info.coro = self.coro(coro)
        links, label = chain_of(coro)
        waiter = task._fut_waiter
        future = self.future(waiter) if waiter is not None else 0
        info.waits_for = future
        chain = [self.coro(c) | line << 32 for c, line in links]
        label = self.journal.string(label)
        info.sleeps = len(links) == 1 and waiter is None and label != 0 and hasattr(coro, "cr_frame")
        info.lasti = coro.cr_frame.f_lasti if info.sleeps else -1
        chain.append(future)
        key = (label, *chain)
        if key != info.chain:
            info.chain = key
            chain[-1] |= at_rest << 32
            self.journal.rows.extend([CHAIN | self.context() << 8 | info.number << 32, len(chain) - 1 | label << 32,
                                      *chain])
        self.renamed(task, info)

    def renamed(self, task, info):
        name = self.journal.string(str(task.get_name()))
        if name != info.name:
            info.name = name
            self.emit(s.TASK_RENAMED, info.number, name)

    # --- timers ------------------------------------------------------------------------------------------------------
    def timer_pushed(self, handle):
        state = self.loops.get(id(handle._loop))
        if state is None or self.timers.get(handle):
            return
        callback, args = handle._callback, handle._args
        future = self.future(args[0]) if callback is SETS_RESULT and args else 0
        label = self.label(callback)
        self.row(TIMER, state.number, self.timers.add(handle) | label << 32, int(handle._when * 1e9), future)

    def timer_gone(self, number, dropped):
        if not self.stopped:
            self.row(TIMER_GONE, number, dropped)

    # --- the end -----------------------------------------------------------------------------------------------------
    def finish(self, **end):
        for state in list(self.loops.values()):
            self.guarded(state.ends)
        self.journal.flush()
        self.stopped = True
        if self.trouble:
            end["trouble"] = self.trouble
        self.file.meta(complete=True, end=end)
        self.file.close()
