"""A task that is pending at the interpreter's end complains while its coroutine still stands at its line."""
import asyncio

loop = asyncio.new_event_loop()


async def work():
    try:
        await asyncio.sleep(10)
    finally:
        print("the coroutine is closed")


def handler(_loop, context):
    print(context["message"], "running at" in repr(context["task"]))


loop.set_exception_handler(handler)
task = loop.create_task(work(), name="T")
loop.run_until_complete(asyncio.sleep(0))
print("end")

# expect: end
# expect: Task was destroyed but it is pending! True
# expect: the coroutine is closed
