"""Signals: only the main thread hears them

A loop in a second thread wants to handle a signal itself and is refused.

A game server runs its event loop in a thread, because the main thread does something else. It wants to save the game
when it is told to.

Why it happens: Python runs signal handlers in the main thread of the main interpreter, whatever the other threads do.
`loop.add_signal_handler()` has to hook into that, so it raises `RuntimeError` anywhere else.

Where to look: the exception ends the server's thread where it asks for the signal; its lane breaks off, and the output
lane has the mark of an error that nobody handled.
"""
import asyncio
import signal
import threading


async def serve():
    loop = asyncio.get_running_loop()
    save = asyncio.Event()
    try:
        loop.add_signal_handler(signal.SIGUSR1, save.set)
    except RuntimeError as error:
        raise SystemError(f"cannot listen to SIGUSR1: {error}") from None
    await save.wait()
    print("game saved")


def run_server():
    asyncio.run(serve())


server = threading.Thread(target=run_server, name="server")
server.start()
server.join()
print("the server is gone")
