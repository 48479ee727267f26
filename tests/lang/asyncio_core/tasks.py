import asyncio
async def work(n):
    print("start", n)
    await asyncio.sleep(0.01 * n)
    print("end", n)
    return n * 10
async def main():
    t1, t2 = asyncio.create_task(work(2)), asyncio.create_task(work(1), name="second")
    print(t1.get_name(), t2.get_name(), t1.done(), asyncio.current_task().get_name())
    print(await t1, await t2, t1.done(), t1.result(), t1.exception())
    print(await asyncio.gather(work(1), work(0), return_exceptions=True))
    print(len(asyncio.all_tasks()), asyncio.get_running_loop().is_running())
    return "main result"
print(asyncio.run(main()))
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)

# expect: Task-2 second False Task-1
# expect: start 2
# expect: start 1
# expect: end 1
# expect: end 2
# expect: 20 10 True 20 None
# expect: start 1
# expect: start 0
# expect: end 0
# expect: end 1
# expect: [10, 0]
# expect: 1 True
# expect: main result
# expect: no running event loop
