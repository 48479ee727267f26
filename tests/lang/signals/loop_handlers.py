import asyncio, os, signal

async def main():
    loop = asyncio.get_running_loop()
    n = []
    ev = asyncio.Event()
    def got(*a):
        n.append(a); print('got', a)
        if len(n) == 3: ev.set()
    loop.add_signal_handler(signal.SIGUSR1, got, 1)
    loop.add_signal_handler(signal.SIGTERM, got, 'term')
    for bad in ((99, got), ('x', got), (signal.SIGKILL, got), (signal.SIGUSR1, main)):
        try: loop.add_signal_handler(*bad)
        except Exception as e: print(type(e).__name__, e)
    signal.raise_signal(signal.SIGUSR1)
    print('raised')
    loop.call_later(.1, signal.raise_signal, signal.SIGTERM)
    loop.call_later(.2, signal.raise_signal, signal.SIGUSR1)
    await ev.wait()
    print(loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1))
asyncio.run(main())
print(signal.getsignal(signal.SIGUSR1), signal.getsignal(signal.SIGTERM))

# expect: ValueError invalid signal number 99
# expect: TypeError sig must be an int, not 'x'
# expect: RuntimeError sig 9 cannot be caught
# expect: TypeError coroutines cannot be used with add_signal_handler()
# expect: raised
# expect: got (1,)
# expect: got ('term',)
# expect: got (1,)
# expect: True False
# expect: 0 0
