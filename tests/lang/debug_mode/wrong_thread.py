"""Debug mode checks the thread of call_soon(), call_later() and call_at(); call_soon_threadsafe() is for all."""
import asyncio
import threading


def elsewhere(loop):
    for name, call in (("call_soon", lambda: loop.call_soon(print, "late")),
                       ("call_later", lambda: loop.call_later(0, print, "late")),
                       ("call_at", lambda: loop.call_at(loop.time(), print, "late"))):
        try:
            call()
            print(name, "was taken")
        except RuntimeError as error:
            print(name, "-", error)
    loop.call_soon_threadsafe(print, "threadsafe")


async def main():
    thread = threading.Thread(target=elsewhere, args=(asyncio.get_running_loop(),))
    thread.start()
    await asyncio.sleep(0.05)
    thread.join()


asyncio.run(main(), debug=True)

# expect: call_soon - Non-thread-safe operation invoked on an event loop other than the current one
# expect: call_later - Non-thread-safe operation invoked on an event loop other than the current one
# expect: call_at - Non-thread-safe operation invoked on an event loop other than the current one
# expect: threadsafe
