"""Destroyed pending, fixed: cancel, then wait

The background task is cancelled and awaited before the loop goes, so its cleanup runs.

The same chat; the main coroutine ends what it has begun. (`asyncio.run()` would do it for all tasks.)

Why it works: `cancel()` throws `CancelledError` in at the `await`, so the `finally` runs. The cancelling takes an
iteration or more; awaiting the task makes sure that it is over. `gather(..., return_exceptions=True)` takes the
`CancelledError` that comes back.

Where to look: `autosave` is hatched for a moment, cancelling, then ends cancelled; the loop closes after it.
"""
import asyncio


async def autosave(messages):
    try:
        while True:
            await asyncio.sleep(0.1)
            print("saved", len(messages), "messages")
    finally:
        print("last save:", len(messages), "messages")


async def chat():
    messages = []
    saving = asyncio.create_task(autosave(messages), name="autosave")
    for text in ("hello", "anyone here?", "bye"):
        await asyncio.sleep(0.05)
        messages.append(text)
    saving.cancel()
    await asyncio.gather(saving, return_exceptions=True)
    return saving.get_name()


loop = asyncio.new_event_loop()
print("ended:", loop.run_until_complete(chat()))
loop.close()
