# cpython: >=3.13
# Timers: order, equal times, cancellation.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    base = loop.time() + 1
    for i, when in enumerate([3, 1, 2, 1, 1, 3, 2, 1]):
        loop.call_at(base + when, print, 'timer', i, 'at', when)
    h = loop.call_later(2.5, print, 'never')
    print(h.cancelled())
    h.cancel()
    print(h.cancelled())
    await asyncio.sleep(5)
    handles = [loop.call_later(0.001 * (i % 7), print, 'many', i) for i in range(150)]
    for i, h in enumerate(handles):
        if i % 10:
            h.cancel()
    await asyncio.sleep(1)
    before = loop.time()
    await asyncio.sleep(0.25)
    print(0.25 <= loop.time() - before < 0.26)
    results = await asyncio.gather(*(asyncio.sleep(d, d) for d in (0.3, 0.1, 0.2)))
    print(results)
    for c in asyncio.as_completed([asyncio.sleep(d, d) for d in (0.3, 0.1, 0.2)]):
        print(await c)
    try:
        loop.call_later(None, print)
    except TypeError as e:
        print(e)
    try:
        await asyncio.sleep(float('nan'))
    except ValueError as e:
        print(e)


asyncio.run(main())

# expect: False
# expect: True
# expect: timer 1 at 1
# expect: timer 3 at 1
# expect: timer 4 at 1
# expect: timer 7 at 1
# expect: timer 2 at 2
# expect: timer 6 at 2
# expect: timer 5 at 3
# expect: timer 0 at 3
# expect: many 0
# expect: many 70
# expect: many 140
# expect: many 50
# expect: many 120
# expect: many 30
# expect: many 100
# expect: many 10
# expect: many 80
# expect: many 60
# expect: many 130
# expect: many 40
# expect: many 110
# expect: many 20
# expect: many 90
# expect: True
# expect: [0.3, 0.1, 0.2]
# expect: 0.1
# expect: 0.2
# expect: 0.3
# expect: delay must not be None
# expect: Invalid delay: NaN (not a number)
