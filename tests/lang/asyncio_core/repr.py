import asyncio
async def w(): await asyncio.sleep(1)
async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future(); print(f)
    f.set_result("r"); print(f)
    f = loop.create_future(); f.set_exception(ValueError("v")); print(f); f.exception()
    f = loop.create_future(); f.cancel(); print(f)
    print(loop)
    t = asyncio.create_task(w(), name="T"); await asyncio.sleep(0)
    print(repr(t).split(" coro=")[0]); t.cancel(); print(repr(t).split(" coro=")[0])
    try:
        await t
    except asyncio.CancelledError:
        pass
    print(repr(t).split(" coro=")[0])
asyncio.run(main())

# expect: <Future pending>
# expect: <Future finished result='r'>
# expect: <Future finished exception=ValueError('v')>
# expect: <Future cancelled>
# expect: <_UnixSelectorEventLoop running=True closed=False debug=False>
# expect: <Task pending name='T'
# expect: <Task cancelling name='T'
# expect: <Task cancelled name='T'
