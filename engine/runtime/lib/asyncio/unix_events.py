"""The event loop that `asyncio.run` makes."""

from . import base_events, events
from .log import logger

__all__ = ('SelectorEventLoop', 'EventLoop', 'DefaultEventLoopPolicy')


class _UnixSelectorEventLoop(base_events.BaseEventLoop):
    """asyncio's loop on a simulated selector."""

    def __init__(self):
        super().__init__()
        logger.debug('Using selector: %s', 'EpollSelector')


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    _loop_factory = _UnixSelectorEventLoop


SelectorEventLoop = EventLoop = _UnixSelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
