"""Debug mode checks every way onto the loop's queue: a result for a future that is awaited, an event, a queue, a new task."""
import asyncio
import threading
import warnings

warnings.simplefilter("ignore")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda *_: None)
    future, event, queue = loop.create_future(), asyncio.Event(), asyncio.Queue()
    waiting = [asyncio.create_task(work) for work in (asyncio.wait([future]), event.wait(), queue.get())]
    await asyncio.sleep(0)

    def elsewhere():
        for name, act in (("set_result", lambda: future.set_result(1)), ("event.set", event.set),
                          ("put_nowait", lambda: queue.put_nowait(1)),
                          ("create_task", lambda: loop.create_task(asyncio.sleep(0)))):
            try:
                act()
                print(name, "was taken")
            except RuntimeError as error:
                print(name, "-", error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    print("future done:", future.done(), "event set:", event.is_set())
    # Nobody waits: nothing has to be scheduled.
    thread = threading.Thread(target=loop.create_future().set_result, args=(1,))
    thread.start()
    thread.join()
    loop.stop()


loop = asyncio.new_event_loop()
loop.set_debug(True)
try:
    loop.run_until_complete(main())
except RuntimeError as error:
    print(error)

# expect: set_result - Non-thread-safe operation invoked on an event loop other than the current one
# expect: event.set - Non-thread-safe operation invoked on an event loop other than the current one
# expect: put_nowait - Non-thread-safe operation invoked on an event loop other than the current one
# expect: create_task - Non-thread-safe operation invoked on an event loop other than the current one
# expect: future done: True event set: True
