import asyncio
async def f(): pass
f()
print("after")
async def main():
    f()
    print("in main")
asyncio.run(main())
# stderr: any

# expect: after
# expect: in main
