"""Wrong thread, fixed: call_soon_threadsafe()

`call_soon_threadsafe()` wakes the selector, so the loop shows the reading at once.

The same thermometer in the same thread, with the one method of the loop that is made for other threads.

Why it works: besides putting the callback into the queue, it writes a byte to a socket that the selector watches. The
wait ends, and the next iteration runs the callback. That is also why it is allowed in debug mode.

Where to look: the phase "select" is cut short where the thermometer's thread calls; the display's callback follows
directly. Select it and press Y: the cause is in another thread.
"""
import asyncio
import threading
import time


def show(degrees, sent):
    waited = asyncio.get_running_loop().time() - sent
    print("display:", degrees, "degrees", "LATE" if waited > 0.2 else "at once")


def read_thermometer(loop):
    time.sleep(0.1)  # stands for the sensor's answer
    try:
        loop.call_soon_threadsafe(show, 21.5, loop.time())
    except RuntimeError as error:
        print("refused:", error)


async def main():
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=read_thermometer, args=(loop,), name="thermometer")
    thread.start()
    await asyncio.sleep(0.5)  # nothing else to do
    thread.join()


print("- as usual")
asyncio.run(main())
print("- in debug mode")
asyncio.run(main(), debug=True)
