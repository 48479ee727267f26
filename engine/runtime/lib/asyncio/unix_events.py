"""The event loop that `asyncio.run` makes."""

from . import base_events, events

__all__ = ('SelectorEventLoop', 'EventLoop', 'DefaultEventLoopPolicy')


class _UnixSelectorEventLoop(base_events.BaseEventLoop):
    """asyncio's loop on a simulated selector."""


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    _loop_factory = _UnixSelectorEventLoop


SelectorEventLoop = EventLoop = _UnixSelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
