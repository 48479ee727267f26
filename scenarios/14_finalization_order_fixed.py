"""Finalization order, fixed: aclosing() closes inside out

`contextlib.aclosing` closes each async generator where its block ends, so the inner one is done before the outer one starts.

The same report as in the broken lesson, but each generator is entered with `async with aclosing(...)`.

Why it works: leaving the block awaits `aclose()` there and then, in the same task. The inner block ends first, so
`payments()` has saved its bookmark before `accounts()` closes the connection, and `main()` goes on only after both.

Where to look: both lanes now end inside the task of `main()`, closed by aclosing: number 1 is over before number 2 begins.
"""
import asyncio
from contextlib import aclosing


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
    async with aclosing(accounts()) as all_accounts:
        async for account in all_accounts:
            async with aclosing(payments(account)) as all_payments:
                async for amount in all_payments:
                    if amount > 100:
                        print("found", amount, "of", account)
                        break
            break


async def main():
    await find_large_payment()
    await asyncio.sleep(0.2)


asyncio.run(main())
