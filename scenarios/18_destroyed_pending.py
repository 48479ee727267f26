"""Destroyed pending: the loop went home early

A loop is closed while a task still waits; the task is thrown away in the middle, when no loop is left to clean up with.

A chat server saves its messages every 100 ms in the background. The program only waits for the last message.

Why it happens: `run_until_complete()` returns when its own coroutine is done, whatever else is running. Closing the loop
does not end the others: they are pending, and nothing will ever wake them again. When they are freed, asyncio says
`Task was destroyed but it is pending!` A `finally` still runs then, but on a closed loop it could not await anything.

Where to look: the lane of `autosave` has a torn edge where the loop is closed. The inspector says for what it was
waiting. "last save" comes after the loop's end, at the mercy of the order in which the program's names go.
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
    return saving.get_name()


loop = asyncio.new_event_loop()
print("left running:", loop.run_until_complete(chat()))
loop.close()
