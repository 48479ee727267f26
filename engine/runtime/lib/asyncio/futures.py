"""Futures, and the bridge to those of concurrent.futures."""

import concurrent.futures

from _asyncio import Future

from . import events
from .base_futures import _CANCELLED, _FINISHED, _PENDING, isfuture

__all__ = ('Future', 'wrap_future', 'isfuture')

_PyFuture = _CFuture = Future


def _get_loop(future):
    return future.get_loop()


def _set_result_unless_cancelled(fut, result):
    """What a timer calls: the future may have been cancelled meanwhile."""
    if not fut.cancelled():
        fut.set_result(result)


def _copy_state(source, target):
    if target.cancelled():
        return
    if source.cancelled():
        target.cancel()
    elif source.exception() is not None:
        target.set_exception(source.exception())
    else:
        target.set_result(source.result())


def _chain_future(source, destination):
    """The end of `source` becomes the end of `destination`, cancellation goes the other way."""
    loop_of = {}
    for future in (source, destination):
        if isfuture(future):
            loop_of[id(future)] = _get_loop(future)
        elif not isinstance(future, concurrent.futures.Future):
            raise TypeError('A future is required for both ends')

    def hand_over():
        if isfuture(destination):
            if not destination.done():
                _copy_state(source, destination)
            return
        if source.cancelled():
            destination.cancel()
        if not destination.set_running_or_notify_cancel():
            return
        if source.exception() is not None:
            destination.set_exception(source.exception())
        else:
            destination.set_result(source.result())

    def on_source_done(_):
        loop = loop_of.get(id(destination))
        if loop is None or loop is loop_of.get(id(source)):
            hand_over()
        elif not loop.is_closed():
            loop.call_soon_threadsafe(hand_over)

    def on_destination_done(_):
        if not destination.cancelled():
            return
        loop = loop_of.get(id(source))
        if loop is None or loop is loop_of.get(id(destination)):
            source.cancel()
        else:
            loop.call_soon_threadsafe(source.cancel)

    destination.add_done_callback(on_destination_done)
    source.add_done_callback(on_source_done)


def wrap_future(future, *, loop=None):
    """An asyncio future that ends as a concurrent.futures.Future does."""
    if isfuture(future):
        return future
    if not isinstance(future, concurrent.futures.Future):
        raise AssertionError(f'concurrent.futures.Future is expected, got {future!r}')
    if loop is None:
        loop = events.get_event_loop()
    wrapper = loop.create_future()
    _chain_future(future, wrapper)
    return wrapper
