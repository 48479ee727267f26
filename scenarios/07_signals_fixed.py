"""Signals, fixed: the main thread listens and passes it on

The main thread's loop takes the signal and tells the server's loop with `call_soon_threadsafe()`.

The game server still runs in its own thread. The main thread runs a small loop that does nothing but listen.

Why it works: `loop.add_signal_handler()` is called where it may be, and its callback runs inside that loop like any
other callback. From there the way into another thread's loop is the usual one.

Where to look: the signal's mark stands on the main thread's loop; the callback that follows it schedules one in the
server's loop, which had been waiting in its selector.
"""
import asyncio
import signal
import threading


async def serve(ready):
    save = asyncio.Event()
    ready(asyncio.get_running_loop(), save)
    await save.wait()
    print("game saved")


async def listen():
    loop = asyncio.get_running_loop()
    started, ended = loop.create_future(), loop.create_future()

    def ready(server_loop, save):
        loop.call_soon_threadsafe(started.set_result, (server_loop, save))

    def run_server():
        asyncio.run(serve(ready))
        loop.call_soon_threadsafe(ended.set_result, None)

    threading.Thread(target=run_server, name="server").start()
    server_loop, save = await started
    loop.add_signal_handler(signal.SIGUSR1, server_loop.call_soon_threadsafe, save.set)
    signal.raise_signal(signal.SIGUSR1)  # stands for: kill -USR1
    await ended
    loop.remove_signal_handler(signal.SIGUSR1)


asyncio.run(listen())
print("the server has ended")
