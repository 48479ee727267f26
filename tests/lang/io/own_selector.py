# A loop on a selector of the program's own: its select() is what the loop waits in.
import asyncio
import os
import selectors


class Telling(selectors.DefaultSelector):
    def __init__(self):
        super().__init__()
        self.asked = []

    def select(self, timeout=None):
        ready = super().select(timeout)
        self.asked.append((timeout is None, bool(timeout), len(ready)))
        return ready


selector = Telling()
loop = asyncio.SelectorEventLoop(selector)
print(loop._selector is selector)  # expect: True
r, w = os.pipe()


def readable():
    print("read", os.read(r, 10))
    loop.stop()


loop.add_reader(r, readable)
print([key.fd == r for key in selector.get_map().values()])  # expect: [False, True]
loop.call_later(0.01, os.write, w, b"hello")
loop.run_forever()  # expect: read b'hello'
# The timer; then without limit until the pipe is ready.
print(selector.asked)  # expect: [(False, True, 0), (True, False, 1)]
loop.remove_reader(r)
selector.asked.clear()
loop.call_soon_threadsafe(print, "threadsafe")
loop.run_until_complete(asyncio.sleep(0))  # expect: threadsafe
print(selector.asked[0])  # expect: (False, False, 1)
loop.close()
try:
    selector.get_key(r)
except RuntimeError as error:
    print(error)  # expect: Selector is closed
os.close(r)
os.close(w)


class Failing(selectors.SelectSelector):
    def select(self, timeout=None):
        raise ZeroDivisionError("in the selector")


loop = asyncio.SelectorEventLoop(Failing())
try:
    loop.run_until_complete(asyncio.sleep(0))
except ZeroDivisionError as error:
    print(error)  # expect: in the selector
loop.close()
# stderr: any
