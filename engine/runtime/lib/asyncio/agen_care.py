"""What an event loop does for async generators: it closes those that nobody has finished."""

import sys
import warnings
import weakref

import _loopscope

from . import tasks


class BaseEventLoop:  # tasks and tracebacks show the name
    """The part of a loop behind sys.set_asyncgen_hooks()."""

    def __init__(self, *args):
        super().__init__(*args)
        # Those that were first iterated under this loop and are not finished, in that order: weak references by id.
        self._asyncgens = {}
        self._agens_are_shut_down = False
        self._foreign_hooks = None  # while the loop runs

    def _take_hooks(self):
        self._foreign_hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)

    def _give_hooks_back(self):
        hooks, self._foreign_hooks = self._foreign_hooks, None
        if hooks is not None:
            sys.set_asyncgen_hooks(*hooks)

    def _asyncgen_firstiter_hook(self, agen):
        if self._agens_are_shut_down:
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
        self._agens_are_shut_down = True
        alive = [agen for agen in [ref() for ref in self._asyncgens.values()] if agen is not None]
        self._asyncgens.clear()
        if not alive:
            return
        _loopscope.shutdown_begin(self, len(alive))
        for agen in alive:
            _loopscope.closing(agen, _loopscope.BY_SHUTDOWN)
        ends = await tasks.gather(*(agen.aclose() for agen in alive), return_exceptions=True)
        _loopscope.shutdown_end(self)
        failed = [(agen, end) for agen, end in zip(alive, ends) if isinstance(end, Exception)]
        for agen, error in failed:
            message = f'an error occurred during closing of asynchronous generator {agen!r}'
            self.call_exception_handler({'message': message, 'exception': error, 'asyncgen': agen})
