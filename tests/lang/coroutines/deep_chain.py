import asyncio
async def down(n):
    if n == 0:
        await asyncio.sleep(0)
        await asyncio.sleep(0.001)
        return 0
    return await down(n - 1) + 1
print(asyncio.run(down(300)))
async def fails(n):
    if n == 0:
        await asyncio.sleep(0)
        raise ValueError("bottom")
    try:
        await fails(n - 1)
    finally:
        if n == 3: print("finally 3")
try:
    asyncio.run(fails(5))
except ValueError as e:
    print(e)

# expect: 300
# expect: finally 3
# expect: bottom
