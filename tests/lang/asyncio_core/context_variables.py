import asyncio, contextvars
v = contextvars.ContextVar("v", default=0)
async def child(n):
    v.set(n); await asyncio.sleep(0); return v.get()
async def main():
    v.set(1)
    print(await asyncio.gather(child(10), child(20)), v.get())
    token = v.set(5); v.reset(token); print(v.get())
    ctx = contextvars.copy_context(); ctx.run(v.set, 99); print(ctx[v], v.get())
    asyncio.get_running_loop().call_soon(lambda: print("callback", v.get())); v.set(7); await asyncio.sleep(0)
asyncio.run(main())
print(v.get())

# expect: [10, 20] 1
# expect: 1
# expect: 99 1
# expect: callback 1
# expect: 0
