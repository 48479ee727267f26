"""Ctrl-C during asyncio.run(): the main task is cancelled, and once more ends it at once."""
import asyncio
import signal


async def polite():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print('cancelled')
        raise


async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print('ignored')
    return 'done'


async def main(work):
    loop = asyncio.get_running_loop()
    loop.call_later(0.05, signal.raise_signal, signal.SIGINT)
    side = asyncio.create_task(polite(), name='side')
    print(await work())


for work in (polite, stubborn):
    try:
        print(asyncio.run(main(work)))
    except KeyboardInterrupt as e:
        print(repr(e), repr(e.__context__))
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)


async def busy():
    signal.raise_signal(signal.SIGINT)
    print('still here')
    signal.raise_signal(signal.SIGINT)
    print('never')


try:
    asyncio.run(busy())
except KeyboardInterrupt as e:
    print(repr(e), e.__context__)


async def own():
    signal.raise_signal(signal.SIGINT)
    await asyncio.sleep(0)
    return 'own handler'


signal.signal(signal.SIGINT, lambda *a: print('mine', a[0] == signal.SIGINT))
print(asyncio.run(own()))
with asyncio.Runner() as runner:
    runner.run(own())
    print(runner.get_loop().is_running())
for call in (runner.get_loop, lambda: runner.run(own), lambda: asyncio.run(5)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, str(e).split(' 0x')[0])

# expect: cancelled
# expect: cancelled
# expect: KeyboardInterrupt() CancelledError()
# expect: ignored
# expect: done
# expect: cancelled
# expect: None
# expect: True
# expect: still here
# expect: KeyboardInterrupt() None
# expect: mine True
# expect: own handler
# expect: mine True
# expect: False
# expect: RuntimeError Runner is closed
# expect: ValueError a coroutine was expected, got <function own at
# expect: ValueError a coroutine was expected, got 5
