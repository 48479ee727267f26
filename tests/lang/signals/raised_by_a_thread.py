"""A signal that a thread raises waits until the main thread runs by itself: it does not end what that blocks in."""
import signal
import threading
import time

begin = time.monotonic()


def told(number, _frame):
    print("handled after", round(time.monotonic() - begin, 1))


signal.signal(signal.SIGUSR1, told)


def raise_early():
    time.sleep(0.1)
    signal.raise_signal(signal.SIGUSR1)
    print("raised", round(time.monotonic() - begin, 1))


threading.Thread(target=raise_early).start()
time.sleep(0.4)
print("slept", round(time.monotonic() - begin, 1))

# expect: raised 0.1
# expect: handled after 0.4
# expect: slept 0.4
