"""Child processes; the simulated world has none yet."""

__all__ = ('create_subprocess_exec', 'create_subprocess_shell')

PIPE = -1
STDOUT = -2
DEVNULL = -3


async def create_subprocess_shell(cmd, *args, **kwargs):
    raise NotImplementedError('asyncio.create_subprocess_shell() is not part of the simulated world yet')


async def create_subprocess_exec(program, *args, **kwargs):
    raise NotImplementedError('asyncio.create_subprocess_exec() is not part of the simulated world yet')
