"""Work in other threads."""

import contextvars

from . import events

__all__ = ('to_thread',)


async def to_thread(func, /, *args, **kwargs):
    """Calls func in a thread of the default executor, where it sees the caller's context variables."""
    variables = contextvars.copy_context()
    return await events.get_running_loop().run_in_executor(None, lambda: variables.run(func, *args, **kwargs))
