"""Tasks that live and die together."""

from . import events, exceptions, tasks

__all__ = ('TaskGroup',)

_NOT_ENTERED, _OPEN, _WAITING = range(3)


class TaskGroup:
    """`async with` waits for all tasks of the group; when one fails, the others are cancelled."""

    def __init__(self):
        self._phase = _NOT_ENTERED
        self._stopping = False      # the tasks were told to end early
        self._tasks = set()         # that are not done
        self._errors = []           # of tasks, in the order in which they ended
        self._fatal = None          # the first SystemExit or KeyboardInterrupt: it goes before everything else
        self._hit_parent = False    # the group has cancelled its own parent
        self._emptied = None        # a future while the end of the block waits for the last task
        self._loop = self._parent = None

    def __repr__(self):
        words = ['TaskGroup']
        for name, things in (('tasks', self._tasks), ('errors', self._errors)):
            if things:
                words.append(f'{name}={len(things)}')
        if self._stopping:
            words.append('cancelling')
        elif self._phase != _NOT_ENTERED:
            words.append('entered')
        return f'<{" ".join(words)}>'

    # --- the block

    async def __aenter__(self):
        if self._phase != _NOT_ENTERED:
            raise RuntimeError(f'TaskGroup {self!r} has already been entered')
        self._loop = events.get_running_loop()
        self._parent = tasks.current_task(self._loop)
        if self._parent is None:
            raise RuntimeError(f'TaskGroup {self!r} cannot determine the parent task')
        self._phase = _OPEN
        return self

    async def __aexit__(self, et, exc, tb):
        # What a traceback prints of these two functions is CPython's, names and lines.
        try:
            return await self._aexit(et, exc)
        finally:
            # Errors hold tracebacks, these hold frames, those hold the group.
            self._parent = self._errors = self._fatal = exc = None

    async def _aexit(self, et, exc):
        self._phase = _WAITING
        interruption = exc if isinstance(exc, exceptions.CancelledError) else None
        if exc is not None:
            self._remember_if_fatal(exc)
            self._stop()
        while self._tasks:
            self._emptied = self._loop.create_future()
            try:
                await self._emptied
            except exceptions.CancelledError as again:
                # Once the tasks are on their way out, further requests change nothing.
                if self._stop():
                    interruption = again
            self._emptied = None
        instead = self._what_counts(exc, interruption)
        try:
            if instead is not None:
                raise instead
            if self._errors:
                raise BaseExceptionGroup(
                    'unhandled errors in a TaskGroup',
                    self._errors,
                ) from None
        finally:
            exc = interruption = instead = None

    def _what_counts(self, exc, interruption):
        """What is to be raised in place of the group of errors; None: the group, if there are any."""
        if self._fatal is not None:
            return self._fatal
        if self._hit_parent and not self._parent.uncancel():
            interruption = None  # nobody but the group itself wanted the parent to stop, and that is over
        if interruption is not None and not self._errors:
            return interruption
        if exc is not None and not isinstance(exc, exceptions.CancelledError):
            self._errors.append(exc)
        if self._errors and self._parent.cancelling():
            # Somebody else wants it to stop, too. The group of errors goes first; the request is made once more, so that
            # the next await raises it.
            self._parent.uncancel()
            self._parent.cancel()
        return None

    # --- the tasks

    def create_task(self, coro, *, name=None, context=None):
        """Starts a task of the group."""
        refused = ('has not been entered' if self._phase == _NOT_ENTERED
                   else 'is finished' if self._phase == _WAITING and not self._tasks
                   else 'is shutting down' if self._stopping else None)
        if refused is not None:
            coro.close()
            raise RuntimeError(f'TaskGroup {self!r} {refused}')
        options = {'name': name} if context is None else {'name': name, 'context': context}
        task = self._loop.create_task(coro, **options)
        if task.done():  # an eager one
            self._on_task_done(task)
        else:
            self._tasks.add(task)
            task.add_done_callback(self._on_task_done)
        try:
            return task
        finally:
            del task  # a traceback through this frame shall not keep it alive

    def _remember_if_fatal(self, error):
        if self._fatal is None and isinstance(error, (SystemExit, KeyboardInterrupt)):
            self._fatal = error

    def _stop(self):
        """Cancels what runs, once. False: that was done before."""
        if self._stopping:
            return False
        self._stopping = True
        for task in self._tasks:
            if not task.done():
                task.cancel()
        return True

    def _on_task_done(self, task):
        self._tasks.discard(task)
        waiting = self._emptied
        if waiting is not None and not self._tasks and not waiting.done():
            waiting.set_result(True)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._errors.append(error)
            self._remember_if_fatal(error)
            self._tell_parent(task, error)

    def _tell_parent(self, task, error):
        """A task has failed: neither the block nor the other tasks are to go on."""
        if self._parent.done():
            self._loop.call_exception_handler({
                'message': f'Task {task!r} has errored out but its parent task {self._parent} is already completed',
                'exception': error, 'task': task})
        elif not self._hit_parent and self._stop():
            self._hit_parent = True
            self._parent.cancel()
