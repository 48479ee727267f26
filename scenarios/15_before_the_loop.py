"""Before the loop: a generator nobody looks after

An async generator that is first asked outside of a running loop gets no finalizer, so its cleanup cannot be awaited.

A newsroom takes the first headline from a feed. The feed would like to sign off from its server.

Why it happens: a generator takes over the finalizer hooks at its first iteration, and `anext(feed)` here happens before
`runner.run()` has started the loop: there are none yet. When the last reference goes, Python can only throw
`GeneratorExit` in, then and there. The `finally` runs while no loop does, so its `sleep()` finds none and raises; all
that is left to do with the error is to print it.

Where to look: a flag stands at the first iteration, before the first tick: no loop knows this generator. The lane ends
where `feed` is deleted, between two runs of the loop, with an error that nobody could handle.
"""
import asyncio


async def sign_off():
    await asyncio.sleep(0.01)
    print("signed off")


async def headlines():
    try:
        for line in ("rain in the north", "a cat elected mayor"):
            yield line
    finally:
        await sign_off()


async def print_paper(headline):
    await asyncio.sleep(0.01)
    print("printed:", headline)


with asyncio.Runner() as runner:
    feed = headlines()
    first = runner.run(anext(feed))
    del feed
    runner.run(print_paper(first))
