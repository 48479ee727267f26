"""The places where the recorder listens, and how all of them are put back."""
import asyncio.base_events as base_events
import concurrent.futures.thread as pool_thread
import logging
import sys
import types
import warnings

from . import _schema as s
from ._objects import shown

MISSING = object()


class Patches:
    def __init__(self, recorder):
        self.recorder = recorder
        self.undo = []

    def put(self, target, name, value):
        old = vars(target).get(name, MISSING)
        setattr(target, name, value)
        self.undo.append((target, name, old))

    def remove(self):
        for target, name, old in reversed(self.undo):
            if old is MISSING:
                delattr(target, name)
            else:
                setattr(target, name, old)
        self.undo.clear()
        for state in list(self.recorder.loops.values()):
            state.detach()

    def install(self):
        self.loops()
        self.timers()
        self.output()
        self.errors()
        self.executors()

    def loops(self):
        recorder, kind = self.recorder, base_events.BaseEventLoop
        init, tracking, close, stop = (kind.__init__, kind._set_coroutine_origin_tracking, kind.close, kind.stop)

        def __init__(self, *args, **kwargs):
            init(self, *args, **kwargs)
            recorder.guarded(recorder.loop, self)

        def _set_coroutine_origin_tracking(self, enabled):
            # run_forever() calls this at its begin, and again at its end.
            tracking(self, enabled)
            recorder.guarded(running, self)

        def running(loop):
            state = recorder.loop(loop)
            if loop._thread_id is not None:  # its debug mode was switched meanwhile
                recorder.emit(s.LOOP_DEBUG_CHANGED, state.number, int(loop.get_debug()))
            elif state.running:
                state.ends()
            else:
                state.starts()

        def stopping(self):
            stop(self)
            recorder.guarded(lambda: recorder.emit(s.LOOP_STOP_REQUESTED, recorder.loop(self).number))

        def closing(self):
            was = self._closed
            close(self)
            if not was:
                recorder.guarded(closed, self)

        def closed(loop):
            state = recorder.loops.get(id(loop))
            if state is not None:
                recorder.emit(s.LOOP_CLOSED, state.number)

        self.put(kind, "_set_coroutine_origin_tracking", _set_coroutine_origin_tracking)
        for name, old, new in (("stop", stop, stopping), ("close", close, closing)):
            new.__name__, new.__qualname__, new.__doc__ = name, old.__qualname__, old.__doc__
            self.put(kind, name, new)
        __init__.__qualname__, __init__.__doc__ = init.__qualname__, init.__doc__
        self.put(kind, "__init__", __init__)

    def timers(self):
        recorder, heapq = self.recorder, base_events.heapq

        def heappush(heap, handle):
            heapq.heappush(heap, handle)
            recorder.guarded(recorder.timer_pushed, handle)

        shim = types.ModuleType("heapq")
        vars(shim).update(vars(heapq))
        shim.heappush = heappush
        self.put(base_events, "heapq", shim)
        cancelled = base_events.BaseEventLoop._timer_handle_cancelled

        def _timer_handle_cancelled(self, handle):
            cancelled(self, handle)
            number = recorder.timers.get(handle)
            if number:
                recorder.guarded(recorder.timer_gone, number, 0)

        self.put(base_events.BaseEventLoop, "_timer_handle_cancelled", _timer_handle_cancelled)

    def output(self):
        for name, event in (("stdout", s.STDOUT_WRITTEN), ("stderr", s.STDERR_WRITTEN)):
            stream = getattr(sys, name)
            if hasattr(stream, "__dict__") and hasattr(stream, "write"):
                self.put(stream, "write", self.writer(stream.write, event))
        recorder = self.recorder
        handle = logging.Logger.handle

        def logged(logger, record):
            place = recorder.sources.place(record.pathname, record.lineno)
            message = record.msg if type(record.msg) is str and not record.args else None
            if message is None:
                args = record.args if isinstance(record.args, tuple) else (record.args,)
                try:  # only with what has no code of the program's own
                    message = str(record.msg) % tuple(
                        a if type(a) in (str, int, float) else shown(a) for a in args)
                except Exception:
                    message = str(record.msg) if type(record.msg) is str else shown(record.msg)
            recorder.emit(s.LOG_RECORDED, record.levelno, recorder.journal.string(record.name),
                          recorder.journal.text(message), place)

        def handling(self, record):
            recorder.guarded(logged, self, record)
            return handle(self, record)

        handling.__name__, handling.__qualname__, handling.__doc__ = "handle", handle.__qualname__, handle.__doc__
        self.put(logging.Logger, "handle", handling)

    def writer(self, base, event):
        recorder = self.recorder

        def written(text):
            recorder.emit(event, recorder.journal.text(text), recorder.sources.caller(4))

        def write(text):
            result = base(text)
            if type(text) is str:
                recorder.guarded(written, text)
            return result

        return write

    def errors(self):
        recorder = self.recorder
        show = warnings._showwarnmsg

        def shown_warning(msg):
            coro = 0
            if type(msg.source) is types.CoroutineType and "never awaited" in str(msg.message):
                coro = recorder.never_awaited(msg.source)
            recorder.emit(s.WARNING_ISSUED, recorder.journal.string(msg.category.__name__),
                          recorder.journal.string(str(msg.message)), recorder.sources.place(msg.filename, msg.lineno), coro)

        def _showwarnmsg(msg):
            recorder.guarded(shown_warning, msg)
            show(msg)

        self.put(warnings, "_showwarnmsg", _showwarnmsg)
        kind = base_events.BaseEventLoop
        handler = kind.call_exception_handler

        def told(context):
            error = context.get("exception")
            future = context.get("task") or context.get("future")
            number = recorder.future(future) if future is not None else 0
            journal = recorder.journal
            if error is not None and number and "never retrieved" in str(context.get("message")):
                recorder.emit(s.FUTURE_NEVER_RETRIEVED, number, journal.string(shown(error)))
                info = recorder.tasks.get(id(future))
                if info is not None:
                    info.outcome = s.OUTCOME_EXCEPTION | journal.string(shown(error)) << 32
            if "destroyed but it is pending" in str(context.get("message")) and number:
                recorder.task(future).done = True
                recorder.emit(s.TASK_DESTROYED_PENDING, number)
            recorder.emit(s.UNHANDLED_ERROR, s.ERROR_KIND_LOOP_HANDLER, journal.string(str(context.get("message"))),
                          journal.string(shown(error) if error is not None else ""), number)

        def call_exception_handler(self, context):
            recorder.guarded(told, context)
            return handler(self, context)

        call_exception_handler.__qualname__, call_exception_handler.__doc__ = handler.__qualname__, handler.__doc__
        self.put(kind, "call_exception_handler", call_exception_handler)

    def executors(self):
        recorder = self.recorder
        run = pool_thread._WorkItem.run

        def begin(item):
            number = next(recorder.work_numbers)
            label = recorder.label(item.fn) if hasattr(item, "fn") else 0
            recorder.emit(s.EXECUTOR_SUBMITTED, number, 0, label)
            recorder.emit(s.EXECUTOR_WORK_BEGIN, number)
            return number

        def end(number, future):
            outcome, value = s.OUTCOME_RESULT, 0
            if future._state == "FINISHED":
                if future._exception is not None:
                    outcome, value = s.OUTCOME_EXCEPTION, recorder.journal.string(shown(future._exception))
                else:
                    value = recorder.journal.string(shown(future._result))
            recorder.emit(s.EXECUTOR_WORK_END, number, outcome, value)

        def running(self, *args):
            number = recorder.guarded(begin, self)
            future = self.future
            run(self, *args)
            if number:
                recorder.guarded(end, number, future)

        running.__name__, running.__qualname__ = "run", run.__qualname__
        self.put(pool_thread._WorkItem, "run", running)
