"""A bank with two counters, each with its lock. Sooner or later both stand still.

What is wrong: a transfer takes the lock of the account that it takes from, then the other one. Two transfers in opposite
directions each hold what the other one wants.
"""
import asyncio
import random


class Account:
    def __init__(self, owner, balance):
        self.owner = owner
        self.balance = balance
        self.lock = asyncio.Lock()


async def transfer(source, target, amount):
    async with source.lock:
        await asyncio.sleep(0.002)  # looks the balance up
        async with target.lock:
            source.balance -= amount
            target.balance += amount


async def counter(name, accounts, rounds, seed):
    chance = random.Random(seed)
    for number in range(rounds):
        source, target = chance.sample(accounts, 2)
        await transfer(source, target, chance.randint(1, 50))
        if number % 10 == 0:
            print(name, "has made", number, "transfers", flush=True)
        await asyncio.sleep(0.001)


async def main():
    accounts = [Account(owner, 1000) for owner in ("Ann", "Ben", "Cleo")]
    await asyncio.gather(
        asyncio.create_task(counter("counter 1", accounts, 500, 1), name="counter 1"),
        asyncio.create_task(counter("counter 2", accounts, 500, 2), name="counter 2"),
    )
    print("total:", sum(account.balance for account in accounts))


if __name__ == "__main__":
    asyncio.run(main())
