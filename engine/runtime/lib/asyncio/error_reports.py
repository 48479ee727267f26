"""What an event loop does with errors that nobody caught."""

import _loopscope

from . import format_helpers
from .log import logger

_STACKS = {'source_traceback': 'Object', 'handle_traceback': 'Handle'}


def _detail(key, value):
    """One line of a report; a stack takes several."""
    if key in _STACKS:
        stack = ''.join(format_helpers._format_stack(value)).rstrip()
        return f'{key}: {_STACKS[key]} created at (most recent call last):\n{stack}'
    return f'{key}: {value!r}'


class BaseEventLoop:  # tasks and tracebacks show the name
    """The part of a loop that has the exception handler."""

    def __init__(self, *args):
        super().__init__(*args)
        self._exception_handler = None

    def get_exception_handler(self):
        """The handler that was set, or None."""
        return self._exception_handler

    def set_exception_handler(self, handler):
        """handler(loop, context) instead of default_exception_handler(context); None: that one again."""
        if not (handler is None or callable(handler)):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Logs the message, the details in order of their names, and the exception."""
        error = context.get('exception')
        details = [_detail(key, context[key]) for key in sorted(context.keys() - {'message', 'exception'})]
        logger.error('\n'.join([context.get('message') or 'Unhandled exception in event loop', *details]),
                     exc_info=error is not None and (type(error), error, error.__traceback__))

    def call_exception_handler(self, context):
        """Tells the exception handler about an error that nobody caught."""
        future = context.get('future') or context.get('task')
        _loopscope.unhandled(context.get('message') or '', context.get('exception'), future)
        if self._exception_handler is None:
            self._report(context, 'Exception in default exception handler')
        elif failure := _guarded(self._in_context_of, future or context.get('handle'), context):
            self._report({'message': 'Unhandled error in exception handler', 'exception': failure, 'context': context},
                         'Exception in default exception handler while handling an unexpected error in custom '
                         'exception handler')

    def _report(self, context, if_that_fails):
        failure = _guarded(self.default_exception_handler, context)
        if failure is not None:
            logger.error(if_that_fails, exc_info=failure)

    def _in_context_of(self, source, context):
        """The handler sees the context variables of whom the error comes from."""
        variables = getattr(source, 'get_context', lambda: None)()
        run = getattr(variables, 'run', None)
        if run is None:
            self._exception_handler(self, context)
        else:
            run(self._exception_handler, self, context)


def _guarded(function, *args):
    """The exception that it raised, or None. What ends the program goes on."""
    try:
        function(*args)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        return error
