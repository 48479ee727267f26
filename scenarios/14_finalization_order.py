"""Finalization order: who cleans up first?

Two async generators, one inside the other, are left with `break`; the inner one needs the outer one's connection to clean up.

A report walks through the accounts of a bank and, for each account, through its payments. `payments()` uses the
connection that `accounts()` opened. The program finds what it looks for and leaves both loops with `break`.

Why it happens: `break` does not close an async generator. When the last reference to it goes, the garbage-collection
hook asks the event loop to run its `aclose()` in a task of its own. Each generator gets such a task, and nothing makes
one wait for the other. `payments()` wants to write its bookmark, which takes a moment; meanwhile `accounts()` has
already closed the connection.

Where to look: the numbers in circles say in which order the closing began: `payments()` is 1, `accounts()` is 2. But
the lane of `accounts()` ends first, while `payments()` still waits to write its bookmark. Click an end mark and press Y
to see who closed it.
"""
import asyncio


class Connection:
    def __init__(self):
        self.open = True

    async def send(self, text):
        await asyncio.sleep(0.05)
        print(text, "-> written" if self.open else "-> LOST, the connection is closed")


connection = Connection()


async def accounts():
    try:
        for name in ("alice", "bob"):
            yield name
    finally:
        print("accounts(): closing the connection")
        connection.open = False


async def payments(account):
    try:
        for amount in (5, 120, 40):
            yield amount
    finally:
        print("payments(): saving the bookmark")
        await connection.send("bookmark of " + account)


async def find_large_payment():
    async for account in accounts():
        async for amount in payments(account):
            if amount > 100:
                print("found", amount, "of", account)
                break
        break


async def main():
    await find_large_payment()
    await asyncio.sleep(0.2)


asyncio.run(main())
