import asyncio, contextlib
async def g(name):
    try:
        for i in range(3):
            yield i
    finally:
        print("closing", name)
        await asyncio.sleep(0)
        print("closed", name)
async def main():
    async with contextlib.aclosing(g("a")) as a:
        async for i in a:
            async with contextlib.aclosing(g("b")) as b:
                async for j in b:
                    break
            print("b done")
            break
    print("a done")
    try:
        async with contextlib.aclosing(g("c")) as c:
            async for i in c:
                raise KeyError("x")
    except KeyError as e:
        print(repr(e))
asyncio.run(main())

# expect: closing b
# expect: closed b
# expect: b done
# expect: closing a
# expect: closed a
# expect: a done
# expect: closing c
# expect: closed c
# expect: KeyError('x')
