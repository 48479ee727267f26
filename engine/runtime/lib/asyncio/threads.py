"""Work in other threads."""

__all__ = ('to_thread',)


async def to_thread(func, /, *args, **kwargs):
    raise NotImplementedError('asyncio.to_thread() is not part of the simulated world yet')
