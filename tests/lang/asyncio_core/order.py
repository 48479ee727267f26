import asyncio
log = []
async def w(n):
    for i in range(3):
        log.append(f"{n}{i}")
        await asyncio.sleep(0)
async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(log.append, "soon1")
    t = asyncio.create_task(w("a"))
    loop.call_soon(log.append, "soon2")
    loop.call_later(0.02, log.append, "later2"); loop.call_later(0.01, log.append, "later1")
    h = loop.call_soon(log.append, "never"); h.cancel()
    await asyncio.gather(w("b"), w("c"))
    await asyncio.sleep(0.03)
    f = loop.create_future()
    f.add_done_callback(lambda f: log.append("cb"))
    f.set_result(1); log.append("set"); await f; log.append("awaited"); await asyncio.sleep(0); log.append("tick")
asyncio.run(main())
print(log)

# expect: ['soon1', 'a0', 'soon2', 'b0', 'c0', 'a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'later1', 'later2', 'set', 'awaited', 'cb', 'tick']
