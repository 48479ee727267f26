"""A pipeline: readings are produced, converted and stored. After some of them everything stands still.

What is wrong: the converter meets a reading that is no number, and its task ends with an exception that nobody looks at.
Its queue fills up, and the producer waits for room in it for ever.
"""
import asyncio

READINGS = [f"{20 + n % 7}.{n % 10}" for n in range(200)]
READINGS[60] = "broken"


async def produce(raw):
    for reading in READINGS:
        await asyncio.sleep(0.001)
        await raw.put(reading)
    await raw.put(None)


async def convert(raw, converted):
    while (reading := await raw.get()) is not None:
        await converted.put(float(reading))
    await converted.put(None)


async def store(converted):
    total = count = 0
    while (value := await converted.get()) is not None:
        total += value
        count += 1
        if count % 20 == 0:
            print(f"{count} stored, mean {total / count:.2f}", flush=True)
            await asyncio.sleep(0.01)


async def main():
    raw, converted = asyncio.Queue(10), asyncio.Queue(10)
    stages = [
        asyncio.create_task(produce(raw), name="producer"),
        asyncio.create_task(convert(raw, converted), name="converter"),
        asyncio.create_task(store(converted), name="store"),
    ]
    await asyncio.wait(stages, return_when=asyncio.ALL_COMPLETED)
    print("done")


if __name__ == "__main__":
    asyncio.run(main())
