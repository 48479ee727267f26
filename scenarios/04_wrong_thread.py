"""Wrong thread: the loop that did not wake up

A thread hands its reading to the event loop with `call_soon()`; the loop sleeps on and finds it much too late.

A thermometer is read by a thread. As soon as it has a value, the display should show it.

Why it happens: `call_soon()` puts the callback into the ready queue and does nothing else. The loop's own thread is
waiting in its selector for the next timer and does not know that something is ready. Besides, the queue is not made to
be changed by two threads at once. In debug mode the loop checks who calls and raises `RuntimeError`.

Where to look: the thermometer's lane has the mark of a wrong-thread call. On the loop lane the phase "select" goes on
for 400 ms after it, although the ready queue is no longer empty.
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
        loop.call_soon(show, 21.5, loop.time())
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
